// Unfair or unlawful terms, and words that say nothing.
#include <algorithm>
#include <set>

#include "check/book.h"
#include "core/text.h"

namespace qiyue::checking {
namespace {

using knowledge::Verified;

// A rule none of whose sources was read is never more than advice, and says so.
Severity graded(Severity severity, Verified verified) { return verified == Verified::no ? Severity::advice : severity; }
void say_unverified(Text& help, Verified verified) {
  if (verified != Verified::no) return;
  help.zh += help.zh.empty() ? "" : "。";
  help.zh += "此项依据未经核对，仅供参考";
  help.en += help.en.empty() ? "" : ". ";
  help.en += "The source of this rule has not been checked; take it as a hint";
}

std::string rule_id(const Book& book, const std::string& entry, std::string_view otherwise) {
  const knowledge::Rule* rule = book.rule_of_entry(entry);
  return rule == nullptr ? std::string(otherwise) : rule->id;
}

Match first_match(const Book& book, const PatternGroup& group, const std::vector<int>& candidates,
                  std::string_view text) {
  for (const int pattern : group.patterns) {
    if (!std::binary_search(candidates.begin(), candidates.end(), pattern)) continue;
    if (const Match match = book.sentence_patterns.find(pattern, text)) return match;
  }
  return {};
}

bool any_matches(const Book& book, const std::vector<int>& patterns, const std::vector<int>& candidates,
                 std::string_view text) {
  return std::any_of(patterns.begin(), patterns.end(), [&](int pattern) {
    return std::binary_search(candidates.begin(), candidates.end(), pattern) &&
           book.sentence_patterns.matches(pattern, text);
  });
}

// Terms for policies only say something usual in an agreement: who declines a contract does not use the service.
bool applies(const knowledge::UnfairTerm& term, TextKind kind) {
  if (term.applies_to == "privacy-policy") return kind == TextKind::policy || kind == TextKind::consent_box;
  return true;
}

bool one_matches(const Book& book, const std::vector<int>& patterns, std::string_view text) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](int pattern) { return book.sentence_patterns.matches(pattern, text); });
}

// What stands around the sentence: the lead-in or heading a term needs, and the notice or consent that follows and excuses it.
bool surroundings_bear(const Book& book, const Book::Term& entry, const TextView& text, std::size_t i) {
  const Sentence& sentence = text.sentences[i];
  if (!entry.within.empty() && !one_matches(book, entry.within, sentence.squeezed) &&
      !one_matches(book, entry.within, squeeze(sentence.lead_in)) &&
      !one_matches(book, entry.within, squeeze(sentence.heading))) {
    return false;
  }
  constexpr std::size_t kFollowing = 2;
  for (std::size_t next = i + 1; next <= i + kFollowing && next < text.sentences.size(); ++next) {
    if (text.sentences[next].heading != sentence.heading) break;
    if (one_matches(book, entry.after, text.sentences[next].squeezed)) return false;
  }
  return true;
}

Finding unfair_finding(const Run& run, const Book::Term& entry, const std::vector<int>& candidates,
                       std::string_view text) {
  const knowledge::UnfairTerm& term = *entry.term;
  Finding finding;
  finding.rule = rule_id(run.book, term.id, "QY3000");
  finding.type = term.type;
  finding.severity = graded(severity_named(term.severity, Severity::warning), term.verified);
  finding.message = {term.description_zh, term.description_en};
  finding.help = {"改写这一句", "reword the sentence"};
  if (!term.suggested_rewrite.empty()) {
    finding.fix = Fix{{"改写为对用户公平的表述", "replace it by a fair wording"}, term.suggested_rewrite};
  }
  if (any_matches(run.book, entry.softer, candidates, text)) {
    finding.severity = entry.softer_severity;
    finding.help = entry.softer_help;
    finding.fix.reset();
  }
  say_unverified(finding.help, term.verified);
  finding.law = run.in_force(term.sources);
  return finding;
}

// Unfair terms so far, by sentence: the types told, and whether one was looked at and let pass.
struct Terms {
  std::set<std::string, std::less<>> types;
  bool excused = false;
};
using Told = std::vector<Terms>;

void unfair_in_sentences(Run& run, const TextView& text, Told& told) {
  const Book& book = run.book;
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    const std::string& squeezed = text.sentences[i].squeezed;
    const std::vector<int>& candidates = text.candidates[i];
    struct Stretch {
      std::string type;
      std::size_t begin, end, finding;
    };
    std::vector<Stretch> stretches;
    int last = -1;
    for (const int candidate : candidates) {
      const Book::Owner owner = book.owners[static_cast<std::size_t>(candidate)];
      if (owner.family != Family::unfair || owner.exception || owner.index == last) continue;
      last = owner.index;
      const Book::Term& entry = book.terms[static_cast<std::size_t>(owner.index)];
      if (!applies(*entry.term, text.kind)) continue;
      const Match match = first_match(book, entry.group, candidates, squeezed);
      if (!match) continue;
      if (any_matches(book, entry.group.unless, candidates, squeezed) || !surroundings_bear(book, entry, text, i)) {
        told[i].excused = true;
        continue;
      }
      Finding finding = unfair_finding(run, entry, candidates, squeezed);
      const auto [begin, end] = widen(squeezed, match.begin, match.end);
      locate(finding, text, i, begin, end);
      told[i].types.insert(entry.term->type);
      // Terms of one type over one stretch are one fault; the gravest is told.
      const auto same = std::find_if(stretches.begin(), stretches.end(), [&](const Stretch& stretch) {
        return stretch.type == finding.type && begin < stretch.end && stretch.begin < end;
      });
      if (same == stretches.end()) {
        stretches.push_back({finding.type, begin, end, run.findings.size()});
        run.findings.push_back(std::move(finding));
        continue;
      }
      Finding& earlier = run.findings[same->finding];
      if (finding.severity < earlier.severity) earlier = std::move(finding);
      same->begin = std::min(same->begin, begin);
      same->end = std::max(same->end, end);
      locate(earlier, text, i, same->begin, same->end);
    }
  }
}

// 您应承担赔偿责任，包括：- 商誉损失 - 律师费: said by the lead-in and its items together.
void unfair_in_lists(Run& run, const TextView& text, Told& told) {
  const Book& book = run.book;
  for (const Unit& unit : text.lists) {
    const std::vector<int> candidates = book.sentence_patterns.candidates(unit.text);
    int last = -1;
    for (const int candidate : candidates) {
      const Book::Owner owner = book.owners[static_cast<std::size_t>(candidate)];
      if (owner.family != Family::unfair || owner.exception || owner.index == last) continue;
      last = owner.index;
      const Book::Term& entry = book.terms[static_cast<std::size_t>(owner.index)];
      if (!applies(*entry.term, text.kind) || !entry.within.empty()) continue;
      const Match match = first_match(book, entry.group, candidates, unit.text);
      if (!match) continue;
      const std::vector<Place> places = places_of(unit, match.begin, match.end);
      if (places.size() < 2 || places.front().sentence != unit.parts.front().second) continue;
      if (std::any_of(places.begin(), places.end(),
                      [&](const Place& place) { return told[place.sentence].types.contains(entry.term->type); })) {
        continue;
      }
      if (any_matches(book, entry.group.unless, candidates, unit.text)) continue;
      Finding finding = unfair_finding(run, entry, candidates, unit.text);
      locate(finding, text, places);
      run.findings.push_back(std::move(finding));
      for (const Place& place : places) told[place.sentence].types.insert(entry.term->type);
    }
  }
}

bool about_processing(const Book& book, const Sentence& sentence) {
  return std::any_of(book.processing.begin(), book.processing.end(), [&](const std::string& word) {
    return sentence.squeezed.find(word) != std::string::npos || sentence.lead_in.find(word) != std::string::npos;
  });
}

// In a policy a vague word beside a verb of processing leaves a mandatory item open; elsewhere it is a matter of style.
Severity vague_severity(const Book& book, const TextView& text, const Sentence& sentence,
                        const knowledge::VaguePattern& pattern) {
  const Severity stated = graded(severity_named(pattern.severity, Severity::advice), pattern.verified);
  if (text.kind == TextKind::policy || text.kind == TextKind::lists) {
    if (stated == Severity::error && !about_processing(book, sentence)) return Severity::warning;
    return stated;
  }
  return Severity::advice;
}

void vague_words(Run& run, const TextView& text, const Told& told_terms) {
  const Book& book = run.book;
  std::vector<char> told(book.vague.size(), 0);
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    const Sentence& sentence = text.sentences[i];
    if (sentence.is_heading) continue;
    const std::vector<int>& candidates = text.candidates[i];
    std::vector<std::size_t> here;  // findings of this sentence
    int last = -1;
    for (const int candidate : candidates) {
      const Book::Owner owner = book.owners[static_cast<std::size_t>(candidate)];
      if (owner.family != Family::vague || owner.exception || owner.index == last) continue;
      last = owner.index;
      const auto index = static_cast<std::size_t>(owner.index);
      const Book::Vague& entry = book.vague[index];
      if ((entry.once && told[index] != 0) || (entry.shadowed && !told_terms[i].types.empty())) continue;
      const Match match = first_match(book, entry.group, candidates, sentence.squeezed);
      if (!match || any_matches(book, entry.group.unless, candidates, sentence.squeezed)) continue;
      told[index] = 1;
      const knowledge::VaguePattern& pattern = *entry.pattern;
      Finding finding;
      finding.rule = rule_id(book, pattern.id, "QY5000");
      finding.type = "vague";
      finding.severity = vague_severity(book, text, sentence, pattern);
      const std::string words = sentence.squeezed.substr(match.begin, match.end - match.begin);
      const knowledge::Rule* rule = book.rule_of_entry(pattern.id);
      finding.message = {"“" + words + "”：" + pattern.why,
                         "“" + words + "”: " + (rule == nullptr ? "vague wording" : rule->title_en)};
      finding.help = {pattern.advice,
                      rule == nullptr || rule->help_en.empty() ? "say exactly what is meant" : rule->help_en};
      say_unverified(finding.help, pattern.verified);
      finding.law = run.in_force(pattern.sources);
      const auto [begin, end] = widen(sentence.squeezed, match.begin, match.end);
      locate(finding, text, i, begin, end);
      // Several vague words in one stretch of a sentence: the gravest is told.
      const auto said = std::find_if(here.begin(), here.end(), [&](std::size_t n) {
        return run.findings[n].begin == finding.begin && run.findings[n].quote == finding.quote;
      });
      if (said == here.end()) {
        here.push_back(run.findings.size());
        run.findings.push_back(std::move(finding));
      } else if (finding.severity < run.findings[*said].severity) {
        run.findings[*said] = std::move(finding);
      }
    }
  }
}

// What an obligation forbids to write, where no unfair term has said it already.
void forbidden_words(Run& run, const TextView& text, const Told& told_terms) {
  const Book& book = run.book;
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    const Sentence& sentence = text.sentences[i];
    if (!told_terms[i].types.empty() || told_terms[i].excused || sentence.is_heading) continue;
    const std::vector<int>& candidates = text.candidates[i];
    int last = -1;
    for (const int candidate : candidates) {
      const Book::Owner owner = book.owners[static_cast<std::size_t>(candidate)];
      if (owner.family != Family::obligation || owner.exception || owner.index == last) continue;
      last = owner.index;
      const Book::Duty& duty = book.duties[static_cast<std::size_t>(owner.index)];
      const knowledge::Obligation& obligation = *duty.obligation;
      const bool policy = obligation.document == "privacy-policy" && text.kind == TextKind::policy;
      const bool agreement = obligation.document == "user-agreement" && text.kind == TextKind::agreement;
      if (duty.rule == nullptr || (!policy && !agreement)) continue;
      const Match match = first_match(book, duty.bad, candidates, sentence.squeezed);
      if (!match || any_matches(book, duty.bad.unless, candidates, sentence.squeezed)) continue;
      Finding finding;
      finding.rule = duty.rule->id;
      finding.type = obligation.id;
      finding.severity = Severity::advice;  // a signal is a hint, not a proof
      finding.message = {"这样写可能不合要求：" + obligation.title_zh,
                         "perhaps not as required: " + obligation.title_en};
      finding.help = {obligation.requirement_zh, obligation.requirement_en};
      say_unverified(finding.help, obligation.verified);
      finding.law = run.in_force(obligation.sources);
      const auto [begin, end] = widen(sentence.squeezed, match.begin, match.end);
      locate(finding, text, i, begin, end);
      run.findings.push_back(std::move(finding));
      break;
    }
  }
}

}  // namespace

void check_wording(Run& run, const TextView& text) {
  Told told(text.sentences.size());
  unfair_in_sentences(run, text, told);
  unfair_in_lists(run, text, told);
  vague_words(run, text, told);
  forbidden_words(run, text, told);
}

}  // namespace qiyue::checking
