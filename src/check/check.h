// Documents (+ Inventory) -> Findings: one thing wrong or missing each, with place, law, what to do. The JSON form is a contract: docs/formats.md.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.h"
#include "core/result.h"
#include "document/document.h"
#include "inventory/inventory.h"
#include "knowledge/knowledge.h"

namespace qiyue {

struct Fix {
  Text title;
  std::string replacement;
  bool safe = false;  // changes no meaning (a typing error, the name of a law): may be applied without asking
};
struct Finding {
  std::string rule;  // QYnnnn
  std::string type;  // unfair-term type, obligation id or rule type
  Severity severity = Severity::warning;
  std::string document;  // path
  Position begin, end;   // end: one past the last column
  std::string quote;     // empty for something missing
  Text message, help;
  std::vector<knowledge::Citation> law;
  std::vector<std::string> evidence;  // "pages/a/a.js:12" and ids
  std::optional<Fix> fix;
};

struct CheckInput {
  std::vector<const Document*> documents;
  const Inventory* inventory = nullptr;  // full check against facts and code
  const Evidence* evidence = nullptr;    // code alone, when there are no facts
  std::string as_of;  // ISO date: statutes not in force then are not cited; empty: the knowledge's date
};
// The knowledge made ready for checking: compile once, check many texts. Cheap to copy; check() may run on several threads.
// The documents of one call are taken as the texts of one program: they are compared with each other.
class Checker {
 public:
  explicit Checker(const knowledge::Knowledge& knowledge);  // `knowledge` must outlive it
  // Sorted by document, place, rule.
  [[nodiscard]] std::vector<Finding> check(const CheckInput& input) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};
std::vector<Finding> check(const CheckInput& input, const knowledge::Knowledge& knowledge);

// legal/check.yaml: rules a team adds, re-grades or silences, each with a reason. docs/checking.md shows one.
struct CheckSettings {
  struct Silence {
    std::string rule, document, quote,
        reason;  // document, quote: empty for any; a quote holds as part of the finding's
  };
  struct Regrade {
    std::string rule;
    Severity severity = Severity::warning;
    std::string reason;
  };
  struct OwnRule {
    std::string id, type, title, help;
    Severity severity = Severity::warning;
    std::vector<std::string> patterns, unless;  // RE2, over one sentence without white space
  };
  std::vector<Silence> silence;
  std::vector<Regrade> regrade;
  std::vector<OwnRule> rules;
};
// Fails, with line and remedy, on an unknown rule, an id that is taken, a pattern RE2 refuses, an example its rule does not bear out.
Result<CheckSettings> parse_check_settings(std::string path, std::string_view yaml,
                                           const knowledge::Knowledge& knowledge);
// Adds what the own rules find, re-grades, then silences. Sorted as `findings` were.
std::vector<Finding> apply_settings(const CheckSettings& settings, std::vector<Finding> findings,
                                    const std::vector<const Document*>& documents);

// A baseline lets a team start clean: what was known when it was written is told no more. Lines may move; what counts is rule, document
// and the words quoted, as often as they were there.
std::string baseline_json(const std::vector<Finding>& findings);
Result<std::vector<Finding>> without_baseline(std::vector<Finding> findings, std::string path,
                                              std::string_view baseline);

// The source of one document with the safe fixes of its findings made. `diff` shows the lines before (-) and after (+).
struct Mended {
  std::string text, diff;
  int fixes = 0;
};
Mended apply_safe_fixes(const SourceText& source, const std::vector<Finding>& findings);

std::string findings_json(const std::vector<Finding>& findings, const std::vector<const Document*>& documents,
                          Lang lang = Lang::zh);
std::string findings_text(const std::vector<Finding>& findings, const std::vector<const Document*>& documents,
                          const knowledge::Knowledge& knowledge, const RenderStyle& style);

}  // namespace qiyue
