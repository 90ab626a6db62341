// One function a command. Results go to stdout, progress and errors to stderr.
// Exit codes: 0 nothing at or above the threshold, 1 findings, 2 bad input or use.
#pragma once

#include "knowledge/knowledge.h"
#include "main/arguments.h"

namespace qiyue::cli {

inline constexpr int kClean = 0;
inline constexpr int kFindings = 1;
inline constexpr int kBadInput = 2;

inline constexpr std::size_t kFindingsShown = 12;  // of a long list, with the file that has all

struct Session {
  const knowledge::Knowledge& knowledge;
  Lang lang;
  Lang output_lang;
  bool color;
  bool progress;
};

int run(const BuildArguments& arguments, const Session& session);
int run(const ScanArguments& arguments, const Session& session);
// scan --many: one line of JSON a program, each in a process of its own.
int run_many(const ScanArguments& arguments, const Session& session);
int run(const InitArguments& arguments, const Session& session);
int run(const DraftArguments& arguments, const Session& session);
int run(const CheckArguments& arguments, const Session& session);
int run(const PublishArguments& arguments, const Session& session);
int run(const ReleasesArguments& arguments, const Session& session);
int run(const RecheckArguments& arguments, const Session& session);
int run(const ReviewArguments& arguments, const Session& session);
int run(const WhyArguments& arguments, const Session& session);
int run(const LawsArguments& arguments, const Session& session);
int run(const CasesArguments& arguments, const Session& session);
int run(const McpArguments& arguments, const Session& session);
int run(const VersionArguments& arguments, const Session& session);

// Whether a finding counts, given the severity from which findings do.
inline bool at_or_above(Severity severity, Severity threshold) {
  return static_cast<int>(severity) <= static_cast<int>(threshold);
}

// Prints an error to stderr and gives kBadInput.
int report(const Error& error, Lang lang);

// `as_of`, else today in China (UTC+8, no summer time): the one place that reads the clock.
std::string today_or(const std::string& as_of);

}  // namespace qiyue::cli
