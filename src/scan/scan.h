// program -> Evidence. Passes, in order: parse -> names (bindings, aliases, modules) -> uses -> fields -> recipients -> flows -> findings.
#pragma once

#include <string>

#include "core/result.h"
#include "evidence/evidence.h"
#include "knowledge/knowledge.h"
#include "program/program.h"

namespace qiyue::scan {

struct Options {
  int threads = 2;  // results never depend on it
};

Evidence scan(const program::Program& program, const knowledge::Knowledge& knowledge, const Options& options = {});

// One named pass printed for people: ast | ir | callgraph | flows. Fails on another name.
Result<std::string> dump(const program::Program& program, const knowledge::Knowledge& knowledge, std::string_view pass);

// WeChat's setPrivacySetting keys that the evidence makes due, sorted, with the uses and fields behind each.
struct DueKey {
  std::string key;
  std::vector<std::string> evidence;
};
std::vector<DueKey> due_privacy_keys(const Evidence& evidence, const knowledge::Knowledge& knowledge);

}  // namespace qiyue::scan
