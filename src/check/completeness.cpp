// Every obligation that is due, held against the text.
#include <algorithm>

#include "check/book.h"
#include "core/text.h"

namespace qiyue::checking {
namespace {

using knowledge::Verified;

// Which passage patterns occur somewhere in the texts.
std::vector<char> patterns_met(const Book& book, const std::vector<const TextView*>& texts) {
  std::size_t count = 0;
  for (const Book::Duty& duty : book.duties) {
    for (const int signal : duty.signals) count = std::max(count, static_cast<std::size_t>(signal) + 1);
  }
  for (const auto& [condition, patterns] : book.text_conditions) {
    for (const int pattern : patterns) count = std::max(count, static_cast<std::size_t>(pattern) + 1);
  }
  std::vector<char> met(count, 0);
  const auto read = [&](std::string_view passage) {
    for (const int candidate : book.passage_patterns.candidates(passage)) {
      const auto i = static_cast<std::size_t>(candidate);
      if (i < count && met[i] == 0 && book.passage_patterns.matches(candidate, passage)) met[i] = 1;
    }
  };
  for (const TextView* text : texts) {
    for (const std::string& passage : text->passages) read(passage);
    if (text->has_strong) read("**");
    if (!text->document->title.empty()) read(squeeze(text->document->title));
  }
  return met;
}

Conditions conditions_in(const Book& book, const TextView& text, const std::vector<char>& met) {
  Conditions conditions{"always"};
  if (text.kind == TextKind::policy) conditions.insert("processes_pi");
  if (text.kind == TextKind::agreement) conditions.insert("has_user_agreement");
  for (const auto& [condition, patterns] : book.text_conditions) {
    const bool holds = std::any_of(patterns.begin(), patterns.end(),
                                   [&](int pattern) { return met[static_cast<std::size_t>(pattern)] != 0; });
    if (holds) conditions.insert(condition);
  }
  return conditions;
}

// Obligations met by clauses of our own library, by the ids that drafting leaves in the text.
std::set<std::string, std::less<>> met_by_clauses(const Book& book, const std::vector<const TextView*>& texts) {
  std::set<std::string, std::less<>> met;
  for (const TextView* text : texts) {
    visit(*text->document, [&](const Clause& clause) {
      if (clause.id.empty() || (clause.blocks.empty() && clause.children.empty())) return;
      met.insert(clause.provenance.obligations.begin(), clause.provenance.obligations.end());
      for (const knowledge::ClauseSource& source : book.knowledge.clauses) {
        if (source.id == clause.id) met.insert(source.obligations.begin(), source.obligations.end());
      }
    });
  }
  return met;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) { return join(parts, separator); }

// A set of rules that goes with a user agreement (membership rules, activity rules) need not say everything again.
bool is_supplement(const TextView& text) {
  constexpr int kShort = 1600;
  return text.kind == TextKind::agreement && text.length < kShort &&
         (text.whole.find("《用户协议》") != std::string::npos ||
          text.whole.find("《用户服务协议》") != std::string::npos ||
          text.whole.find("《服务协议》") != std::string::npos);
}

// A rule's own title where the obligation's is worded as a prohibition: what is missing must read as something to write.
Text title_of(const Book::Duty& duty) {
  return {duty.rule->title_zh.empty() ? duty.obligation->title_zh : duty.rule->title_zh,
          duty.rule->title_en.empty() ? duty.obligation->title_en : duty.rule->title_en};
}

Finding missing(const Run& run, const TextView& text, const Book::Duty& duty, Severity severity) {
  const knowledge::Obligation& obligation = *duty.obligation;
  Finding finding;
  finding.rule = duty.rule->id;
  finding.type = obligation.id;
  finding.severity = obligation.verified == Verified::no ? Severity::advice : severity;
  const Text title = title_of(duty);
  finding.message = {"没有写到：" + title.zh, "missing: " + title.en};
  const std::string& zh = duty.rule->help_zh.empty() ? obligation.requirement_zh : duty.rule->help_zh;
  const std::string& en = duty.rule->help_en.empty() ? obligation.requirement_en : duty.rule->help_en;
  finding.help = {zh, en};
  if (obligation.verified == Verified::no) {
    finding.help.zh += "（此项依据未经核对，仅供参考）";
    finding.help.en += " (the source of this rule has not been checked)";
  }
  finding.law = run.in_force(obligation.sources);
  locate_whole(finding, text);
  return finding;
}

// What is weighed less is told in one finding: a text from elsewhere would drown in thirty.
void tell_rest(Run& run, const TextView& text, const std::vector<const Book::Duty*>& rest) {
  if (rest.empty()) return;
  Finding finding = finding_of(run.book, "QY2000", "missing", Severity::advice);
  std::vector<std::string> zh, en;
  for (const Book::Duty* duty : rest) {
    const Text title = title_of(*duty);
    zh.push_back(title.zh);
    en.push_back(title.en);
  }
  finding.message = {"还有 " + std::to_string(rest.size()) + " 项没有读到：" + joined(zh, "；"),
                     std::to_string(rest.size()) + " more points were not found: " + joined(en, "; ")};
  locate_whole(finding, text);
  run.findings.push_back(std::move(finding));
}

bool is_for(const knowledge::Obligation& obligation, TextKind kind) {
  if (kind == TextKind::policy) return obligation.document == "privacy-policy";
  return kind == TextKind::agreement && obligation.document == "user-agreement";
}

void complete(Run& run, const TextView& text, const std::vector<const TextView*>& beside) {
  const Book& book = run.book;
  std::vector<const TextView*> read{&text};
  read.insert(read.end(), beside.begin(), beside.end());
  const std::vector<char> met = patterns_met(book, read);
  const bool full = run.input.inventory != nullptr;
  const Conditions conditions = full ? run.input.inventory->conditions : [&] {
    Conditions found = conditions_in(book, text, met);
    if (run.evidence != nullptr) found.merge(conditions_of(*run.evidence, book.knowledge));
    return found;
  }();
  const auto by_clause = met_by_clauses(book, read);
  const bool supplement = is_supplement(text);
  std::vector<const Book::Duty*> rest;
  std::set<std::string, std::less<>> told;
  for (const Book::Duty& duty : book.duties) {
    const knowledge::Obligation& obligation = *duty.obligation;
    if (duty.rule == nullptr || duty.signals.empty() || !is_for(obligation, text.kind)) continue;
    if (!obligation.applies_when.holds(conditions) || by_clause.contains(obligation.id)) continue;
    const bool all = std::all_of(duty.signals.begin(), duty.signals.end(),
                                 [&](int signal) { return met[static_cast<std::size_t>(signal)] != 0; });
    if (all) continue;
    told.insert(obligation.id);
    if (full) {
      run.findings.push_back(missing(run, text, duty, severity_named(obligation.severity, Severity::warning)));
    } else if (!duty.rule->severity.empty() && !supplement) {
      run.findings.push_back(missing(run, text, duty, severity_named(duty.rule->severity, Severity::advice)));
    } else {
      rest.push_back(&duty);
    }
  }
  tell_rest(run, text, rest);
  if (!supplement) check_usage(run, text, read, conditions, told);
}

void consent_box(Run& run, const TextView& text) {
  Finding finding = finding_of(run.book, "QY2900", "missing", Severity::warning);
  std::vector<std::string> names;
  const std::string& whole = text.whole;
  for (std::size_t at = whole.find("《"); at != std::string::npos; at = whole.find("《", at + 3)) {
    const std::size_t end = whole.find("》", at);
    if (end == std::string::npos || end - at > 60) break;
    const std::string name = whole.substr(at, end + 3 - at);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  finding.message.zh += "：" + joined(names, "");
  finding.message.en += ": " + joined(names, " ");
  locate_whole(finding, text);
  run.findings.push_back(std::move(finding));
}

}  // namespace

void check_completeness(Run& run) {
  std::vector<const TextView*> lists;
  bool whole_text = false;
  for (const TextView& text : run.texts) {
    if (text.kind == TextKind::lists) lists.push_back(&text);
    whole_text = whole_text || text.kind == TextKind::policy || text.kind == TextKind::agreement;
  }
  for (const TextView& text : run.texts) {
    if (text.kind == TextKind::policy || text.kind == TextKind::agreement) {
      complete(run, text, text.kind == TextKind::policy ? lists : std::vector<const TextView*>{});
    } else if (text.kind == TextKind::consent_box && !whole_text) {
      consent_box(run, text);
    }
  }
}

}  // namespace qiyue::checking
