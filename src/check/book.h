// The knowledge as the checks need it: every pattern compiled once, every rule by what it stands for.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cases/cases.h"
#include "check/check.h"
#include "check/text_view.h"
#include "claims/claims.h"
#include "core/patterns.h"

namespace qiyue::checking {

// What a pattern belongs to. Patterns of one `owner` and role stand for each other.
enum class Family : unsigned char { unfair, vague, placeholder, typo, obligation, condition, contradiction, other };

struct PatternGroup {
  std::vector<int> patterns;  // in the book's sentence set
  std::vector<int> unless;
};

struct Book {
  explicit Book(const knowledge::Knowledge& all);

  const knowledge::Knowledge& knowledge;
  Lexicon lexicon;
  TextMeter meter;
  PatternSet sentence_patterns;  // over one sentence: unfair, vague, placeholders, typos, bad signals
  PatternSet passage_patterns;   // over paragraphs: signals, conditions
  PatternSet pair_patterns;      // over one sentence: contradictions

  struct Term {
    const knowledge::UnfairTerm* term = nullptr;
    PatternGroup group;
    std::vector<int> after, within;  // lexicon/wording.yaml: surroundings
    std::vector<int> softer;         // patterns that make it less
    Severity softer_severity = Severity::advice;
    Text softer_help;
  };
  std::vector<Term> terms;

  struct Vague {
    const knowledge::VaguePattern* pattern = nullptr;
    PatternGroup group;
    bool once = false, shadowed = false;
  };
  std::vector<Vague> vague;

  struct Placeholder {
    std::string id;
    PatternGroup group;
  };
  std::vector<Placeholder> placeholders;

  struct Typo {
    std::string wrong, right;
    PatternGroup group;
  };
  std::vector<Typo> typos;
  std::vector<std::pair<std::string, std::string>> wrong_laws;  // name, what to write
  std::set<std::string, std::less<>> empty_labels, free_mail, generic_mail;
  std::vector<std::string> processing;
  std::optional<int> contact_elsewhere;  // passage pattern: 通过公示的联系方式联系
  std::vector<int> brands;  // passage patterns whose group `words` is the name a text gives its program or operator
  std::set<std::string, std::less<>> no_brand;  // words there that name nobody

  struct Duty {
    const knowledge::Obligation* obligation = nullptr;
    const knowledge::Rule* rule = nullptr;
    std::vector<int> signals;  // passage patterns; each must be met somewhere
    PatternGroup bad;          // sentence patterns
  };
  std::vector<Duty> duties;
  std::vector<std::pair<std::string, std::vector<int>>> text_conditions;  // condition, passage patterns

  struct Contradiction {
    std::string id;
    bool across = false;  // between the texts of one set too
    int first = -1, second = -1, unless_first = -1, unless_second = -1, after_first = -1;  // pair patterns
    Text message, help;
  };
  std::vector<Contradiction> contradictions;

  struct Provider {  // a third party by the words texts use for it
    std::vector<std::string> words, hosts, sdks;
  };
  std::vector<Provider> providers;

  // Which group a sentence pattern belongs to.
  struct Owner {
    Family family = Family::other;
    int index = -1;
    bool exception = false;  // an `unless` pattern
  };
  std::vector<Owner> owners;  // by sentence pattern

  [[nodiscard]] const knowledge::Rule* rule_of_entry(std::string_view entry) const;
  [[nodiscard]] const knowledge::Rule* rule_of(std::string_view rule_id) const;
  std::map<std::string, const knowledge::Rule*, std::less<>> by_entry;
};

// One call of check(): what is looked at, and what has been found so far.
struct Run {
  const CheckInput& input;
  const Book& book;
  std::string as_of;
  std::vector<TextView> texts;
  const Evidence* evidence = nullptr;  // of the inventory, or alone
  std::vector<Finding> findings;

  // Law in force on `as_of` only.
  [[nodiscard]] std::vector<knowledge::Citation> in_force(const std::vector<knowledge::Citation>& sources) const;
};

// Sources whose statute is in force on `as_of` (ISO date).
std::vector<knowledge::Citation> in_force(const std::vector<knowledge::Citation>& sources, std::string_view as_of,
                                          const knowledge::Knowledge& knowledge);

void check_wording(Run& run, const TextView& text);  // unfair terms, vague words
void check_form(Run& run, const TextView& text);     // placeholders, typing errors, numbering, wrong or cut document
void check_contact(Run& run, const TextView& text);  // mailbox, telephone, address
void check_names(Run& run, const TextView& text);    // operator and program by name
void check_completeness(Run& run);                   // obligations, and by check_usage what is usual
// `told`: obligations whose want has been reported for this text; `read`: the text and the lists beside it.
void check_usage(Run& run, const TextView& text, const std::vector<const TextView*>& read, const Conditions& conditions,
                 const std::set<std::string, std::less<>>& told);
void check_consistency(Run& run);   // inside a text, between texts
void check_against_code(Run& run);  // texts and evidence
void check_clarity(Run& run, const TextView& text);

// A finding of `rule` with its words filled in; the place is the caller's.
Finding finding_of(const Book& book, std::string_view rule_id, std::string type, Severity severity);
Severity severity_named(std::string_view name, Severity otherwise);

}  // namespace qiyue::checking
