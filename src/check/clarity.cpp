// How hard a text is to read: figures, and the sentences to mend.
#include <algorithm>
#include <map>

#include "check/book.h"
#include "core/text.h"

namespace qiyue::checking {
namespace {

constexpr int kLongSentence = 80;  // vague_language.yaml, advice metrics: from here on a sentence should be split
constexpr int kVeryLongSentence = 140;
constexpr int kLongParagraph = 400;  // twice the advised length, before it is worth a word

int length_of(const Sentence& sentence) { return count_code_points(sentence.squeezed); }

}  // namespace

void check_clarity(Run& run, const TextView& text) {
  if (text.kind == TextKind::consent_box || text.kind == TextKind::other) return;
  // A fault of the whole text is told once, at its worst place.
  std::vector<std::pair<int, std::size_t>> longest;
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    if (text.sentences[i].in_table) continue;
    if (const int length = length_of(text.sentences[i]); length >= kVeryLongSentence) longest.emplace_back(-length, i);
  }
  std::sort(longest.begin(), longest.end());
  for (std::size_t n = 0; n < std::min<std::size_t>(longest.size(), 3); ++n) {
    const auto [length, i] = longest[n];
    Finding finding = finding_of(run.book, "QY5901", "clarity", Severity::advice);
    finding.message.zh += "：" + std::to_string(-length) + " 个字";
    finding.message.en += ": " + std::to_string(-length) + " characters";
    locate(finding, text, i, 0, text.sentences[i].squeezed.size());
    run.findings.push_back(std::move(finding));
  }
  if (text.length > 1500 && !text.has_strong) {
    Finding finding = finding_of(run.book, "QY5903", "clarity", Severity::advice);
    locate_whole(finding, text);
    run.findings.push_back(std::move(finding));
  }
}

}  // namespace qiyue::checking

namespace qiyue {

Clarity clarity_of(const Document& document, const knowledge::Knowledge& knowledge) {
  const checking::TextView text = checking::view(document);
  Clarity clarity;
  std::map<int, int> paragraphs;
  int words = 0;
  std::vector<std::string> terms;
  for (const knowledge::VaguePattern& pattern : knowledge.vague_patterns) {
    if (pattern.category != "legalese") continue;
    for (const std::string& expression : pattern.patterns) terms.push_back(expression);
  }
  checking::PatternSet set;
  std::vector<int> numbers;
  numbers.reserve(terms.size());
  for (const std::string& term : terms) numbers.push_back(set.add(term));
  set.compile();
  for (const Sentence& sentence : text.sentences) {
    if (sentence.is_heading || sentence.in_table) continue;
    const int length = checking::length_of(sentence);
    clarity.characters += length;
    ++clarity.sentences;
    if (length > checking::kLongSentence) ++clarity.long_sentences;
    clarity.longest_sentence = std::max(clarity.longest_sentence, length);
    paragraphs[sentence.passage] += length;
    for (const int number : numbers) {
      for (checking::Match match = set.find(number, sentence.squeezed); match;
           match = set.find(number, sentence.squeezed, match.end)) {
        ++words;
      }
    }
  }
  for (const auto& [passage, length] : paragraphs)
    clarity.longest_paragraph = std::max(clarity.longest_paragraph, length);
  if (clarity.sentences > 0) clarity.mean_sentence = static_cast<double>(clarity.characters) / clarity.sentences;
  if (clarity.characters > 0) clarity.terms_per_1000 = 1000.0 * words / clarity.characters;
  clarity.has_strong = text.has_strong;
  clarity.has_table = text.has_table;
  return clarity;
}

}  // namespace qiyue
