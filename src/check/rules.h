// The rules of check as a person reads them: title, reason, law, what to do. For docs/rules, SARIF and `qiyue why`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.h"
#include "knowledge/knowledge.h"

namespace qiyue {

struct RuleText {
  std::string id, type;
  Text title, why, help;
  Severity severity = Severity::warning;
  std::vector<knowledge::Citation> law;
  std::vector<std::string> bad, good;  // sentences that are and are not reported
  std::string rewrite;                 // wording offered instead
  bool verified = true;
};
// What the rule's own entry leaves empty is taken from the unfair term, vague pattern or obligation it reports.
// An unknown id gives a text with nothing but the id.
RuleText rule_text(std::string_view rule_id, const knowledge::Knowledge& knowledge);

// docs/rules/<id>.md, and docs/rules/README.md with the table of all.
std::string rule_page(const RuleText& rule, const knowledge::Knowledge& knowledge);
std::string rule_index(const knowledge::Knowledge& knowledge);

}  // namespace qiyue
