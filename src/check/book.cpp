#include "check/book.h"

#include <algorithm>
#include <boost/json.hpp>

#include "core/data.h"
#include "core/text.h"

namespace qiyue::checking {
namespace {

using knowledge::Verified;

const json::value* lexicon(const knowledge::Knowledge& all, std::string_view stem, std::string_view key) {
  const json::value* file = find(all.lexicon, stem);
  return file == nullptr ? nullptr : find(*file, key);
}

const json::array& rows(const json::value* list) {
  static const json::array none;
  return list != nullptr && list->is_array() ? list->get_array() : none;
}

std::set<std::string, std::less<>> words_of(const json::value* list) {
  std::set<std::string, std::less<>> words;
  for (const json::value& word : rows(list)) {
    if (word.is_string()) words.emplace(std::string_view(word.get_string()));
  }
  return words;
}

std::string escaped_pattern(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// Adds patterns to the sentence set and remembers whose they are.
class Adder {
 public:
  explicit Adder(Book& book) : book_(book) {}

  PatternGroup group(Family family, int index, const std::vector<std::string>& patterns,
                     const std::vector<std::string>& unless) {
    PatternGroup group;
    for (const std::string& pattern : patterns) group.patterns.push_back(add(pattern, {family, index, false}));
    for (const std::string& pattern : unless) group.unless.push_back(add(pattern, {family, index, true}));
    return group;
  }

  int add(const std::string& pattern, Book::Owner owner) {
    const int number = book_.sentence_patterns.add(pattern);
    book_.owners.resize(static_cast<std::size_t>(number) + 1);
    book_.owners[static_cast<std::size_t>(number)] = owner;
    return number;
  }

 private:
  Book& book_;
};

void add_terms(Book& book, Adder& adder) {
  for (const knowledge::UnfairTerm& term : book.knowledge.unfair_terms) {
    Book::Term entry;
    entry.term = &term;
    entry.group = adder.group(Family::unfair, static_cast<int>(book.terms.size()), term.patterns, term.unless);
    for (const json::value& row : rows(lexicon(book.knowledge, "wording", "surroundings"))) {
      if (!contains(get_strings(row, "entries"), term.id)) continue;
      const auto add = [&](std::string_view key, std::vector<int>& into) {
        for (const std::string& pattern : get_strings(row, key))
          into.push_back(adder.add(pattern, {Family::other, -1, true}));
      };
      add("unless_after", entry.after);
      add("within", entry.within);
    }
    for (const json::value& row : rows(lexicon(book.knowledge, "wording", "softer"))) {
      if (get_string(row, "entry") != term.id) continue;
      for (const std::string& pattern : get_strings(row, "when")) {
        entry.softer.push_back(adder.add(pattern, {Family::other, -1, true}));
      }
      entry.softer_severity = severity_named(get_string(row, "severity"), Severity::advice);
      entry.softer_help = {get_string(row, "zh"), get_string(row, "en")};
    }
    book.terms.push_back(std::move(entry));
  }
}

void add_vague(Book& book, Adder& adder) {
  const auto shadowed = words_of(lexicon(book.knowledge, "wording", "shadowed_by_terms"));
  for (const knowledge::VaguePattern& pattern : book.knowledge.vague_patterns) {
    Book::Vague entry;
    entry.pattern = &pattern;
    entry.group = adder.group(Family::vague, static_cast<int>(book.vague.size()), pattern.patterns, pattern.unless);
    entry.once = pattern.report == "once-per-document";
    entry.shadowed = shadowed.contains(pattern.category);
    book.vague.push_back(std::move(entry));
  }
  for (const json::value& row : rows(lexicon(book.knowledge, "wording", "processing"))) {
    if (row.is_string()) book.processing.emplace_back(std::string_view(row.get_string()));
  }
}

void add_form(Book& book, Adder& adder) {
  for (const json::value& row : rows(lexicon(book.knowledge, "form", "placeholders"))) {
    Book::Placeholder entry;
    entry.id = get_string(row, "id");
    entry.group = adder.group(Family::placeholder, static_cast<int>(book.placeholders.size()),
                              get_strings(row, "patterns"), get_strings(row, "unless"));
    book.placeholders.push_back(std::move(entry));
  }
  for (const json::value& row : rows(lexicon(book.knowledge, "form", "typos"))) {
    Book::Typo entry;
    entry.wrong = get_string(row, "wrong");
    entry.right = get_string(row, "right");
    entry.group = adder.group(Family::typo, static_cast<int>(book.typos.size()), {escaped_pattern(entry.wrong)},
                              get_strings(row, "unless"));
    book.typos.push_back(std::move(entry));
  }
  for (const json::value& row : rows(lexicon(book.knowledge, "form", "wrong_laws"))) {
    book.wrong_laws.emplace_back(get_string(row, "wrong"), get_string(row, "right"));
  }
  book.empty_labels = words_of(lexicon(book.knowledge, "form", "empty_labels"));
  book.free_mail = words_of(lexicon(book.knowledge, "form", "free_mail"));
  book.generic_mail = words_of(lexicon(book.knowledge, "form", "generic_mail"));
  book.no_brand = words_of(lexicon(book.knowledge, "form", "no_brand"));
  for (const json::value& row : rows(lexicon(book.knowledge, "form", "brands"))) {
    if (row.is_string()) book.brands.push_back(book.passage_patterns.add(std::string(row.get_string())));
  }
  for (const json::value& row : rows(lexicon(book.knowledge, "form", "contact_elsewhere"))) {
    if (row.is_string()) book.contact_elsewhere = book.passage_patterns.add(std::string(row.get_string()));
  }
}

void add_duties(Book& book, Adder& adder) {
  std::map<std::string, const json::value*, std::less<>> own;  // signals made for reading a bare text
  for (const json::value& row : rows(lexicon(book.knowledge, "completeness", "signals"))) {
    own[get_string(row, "entry")] = &row;
  }
  for (const knowledge::Obligation& obligation : book.knowledge.obligations) {
    Book::Duty duty;
    duty.obligation = &obligation;
    duty.rule = book.rule_of_entry(obligation.id);
    const auto it = own.find(obligation.id);
    for (const std::string& signal : it == own.end() ? obligation.signals : get_strings(*it->second, "signals")) {
      duty.signals.push_back(book.passage_patterns.add(signal));
    }
    duty.bad = adder.group(Family::obligation, static_cast<int>(book.duties.size()), obligation.bad_signals,
                           obligation.bad_signals_unless);
    book.duties.push_back(std::move(duty));
  }
  for (const json::value& row : rows(lexicon(book.knowledge, "completeness", "conditions"))) {
    std::vector<int> patterns;
    for (const std::string& pattern : get_strings(row, "patterns")) {
      patterns.push_back(book.passage_patterns.add(pattern));
    }
    book.text_conditions.emplace_back(get_string(row, "condition"), std::move(patterns));
  }
}

void add_contradictions(Book& book) {
  const auto one = [&](const json::value& row, std::string_view key) {
    const std::string pattern = get_string(row, key);
    return pattern.empty() ? -1 : book.pair_patterns.add(pattern);
  };
  for (const json::value& row : rows(lexicon(book.knowledge, "contradictions", "pairs"))) {
    Book::Contradiction entry;
    entry.id = get_string(row, "id");
    entry.across = get_string(row, "scope") == "set";
    entry.first = one(row, "first");
    entry.second = one(row, "second");
    entry.unless_first = one(row, "unless_first");
    entry.unless_second = one(row, "unless_second");
    entry.after_first = one(row, "after_first");
    entry.message = {get_string(row, "zh"), get_string(row, "en")};
    entry.help = {get_string(row, "help_zh"), get_string(row, "help_en")};
    book.contradictions.push_back(std::move(entry));
  }
}

}  // namespace

Severity severity_named(std::string_view name, Severity otherwise) {
  if (name == "error") return Severity::error;
  if (name == "warning") return Severity::warning;
  if (name == "advice") return Severity::advice;
  return otherwise;
}

Book::Book(const knowledge::Knowledge& all) : knowledge(all), lexicon(all), meter(all) {
  for (const knowledge::Rule& rule : all.rules) {
    if (!rule.entry.empty()) by_entry.emplace(rule.entry, &rule);
  }
  Adder adder(*this);
  add_terms(*this, adder);
  add_vague(*this, adder);
  add_form(*this, adder);
  add_duties(*this, adder);
  add_contradictions(*this);
  for (const json::value& row : rows(checking::lexicon(all, "recipients", "providers"))) {
    providers.push_back({get_strings(row, "words"), get_strings(row, "hosts"), get_strings(row, "sdks")});
  }
  sentence_patterns.compile();
  passage_patterns.compile();
  pair_patterns.compile();
}

const knowledge::Rule* Book::rule_of_entry(std::string_view entry) const {
  const auto it = by_entry.find(entry);
  return it == by_entry.end() ? nullptr : it->second;
}

const knowledge::Rule* Book::rule_of(std::string_view rule_id) const { return knowledge.rule(rule_id); }

std::vector<knowledge::Citation> in_force(const std::vector<knowledge::Citation>& sources, std::string_view as_of,
                                          const knowledge::Knowledge& knowledge) {
  std::vector<knowledge::Citation> law;
  for (const knowledge::Citation& source : sources) {
    const knowledge::Statute* statute = knowledge.statute(source.statute);
    if (statute == nullptr || statute->status.starts_with("draft") || statute->status.starts_with("not a")) continue;
    if (!statute->effective.empty() && statute->effective.substr(0, 10) > as_of) continue;
    if (!statute->expires.empty() && statute->expires.substr(0, 10) <= as_of) continue;
    if (statute->status == "repealed" && statute->expires.empty()) continue;
    law.push_back(source);
  }
  return law;
}

std::vector<knowledge::Citation> Run::in_force(const std::vector<knowledge::Citation>& sources) const {
  return checking::in_force(sources, as_of, book.knowledge);
}

Finding finding_of(const Book& book, std::string_view rule_id, std::string type, Severity severity) {
  Finding finding;
  finding.rule = std::string(rule_id);
  finding.type = std::move(type);
  finding.severity = severity;
  if (const knowledge::Rule* rule = book.rule_of(rule_id)) {
    finding.message = {rule->title_zh, rule->title_en};
    finding.help = {rule->help_zh, rule->help_en};
    finding.severity = severity_named(rule->severity, severity);
  }
  return finding;
}

}  // namespace qiyue::checking
