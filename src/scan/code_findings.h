// Faults in the code itself (rules QY1xxx): what it collects too early, declares wrongly, leaks or hides. Words: lexicon/code.yaml.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/evidence.h"
#include "program/script.h"
#include "scan/analysis.h"
#include "scan/templates.h"

namespace qiyue::scan {

struct FindingInput {
  const World& world;
  const Solver& solver;
  const Analysis& analysis;
  const TemplateInput& templates;
  const Evidence& evidence;  // complete but for its findings, normalized
};
std::vector<CodeFinding> find_code_faults(const FindingInput& input);

// The parts, each adding to `out`.
void use_findings(const FindingInput& input, std::vector<CodeFinding>& out);      // declarations, retired, unused, logs
void opening_findings(const FindingInput& input, std::vector<CodeFinding>& out);  // collected on opening
void text_findings(const FindingInput& input, std::vector<CodeFinding>& out);     // secrets, plain http
void consent_findings(const FindingInput& input, std::vector<CodeFinding>& out);  // boxes, login pages
void depth_findings(const FindingInput& input, std::vector<CodeFinding>& out);    // ways to the texts

// A finding of `rule` with its severity and remedy.
CodeFinding code_finding(const knowledge::Knowledge& knowledge, std::string_view rule, Place place, Text message);
std::vector<std::string> code_words(const knowledge::Knowledge& knowledge, std::string_view key);
std::string zh_items(const knowledge::Knowledge& knowledge, const std::vector<std::string>& ids);
std::string en_items(const knowledge::Knowledge& knowledge, const std::vector<std::string>& ids);

// Syntax trees of the files that findings look into, parsed when first asked for.
class SyntaxTrees {
 public:
  explicit SyntaxTrees(const TemplateInput& input) : input_(input) {}
  const program::Script& of(int file);
  // The nodes from the root down to the innermost one that holds `offset`.
  static std::vector<std::uint32_t> path_to(const program::Script& script, std::uint32_t offset);

 private:
  const TemplateInput& input_;
  std::map<int, program::Script> trees_;
};

}  // namespace qiyue::scan
