#include "clarity/clarity.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "core/data.h"
#include "core/patterns.h"
#include "core/segment.h"
#include "core/text.h"

namespace qiyue {

struct ClarityMeter::Tables {
  explicit Tables(const knowledge::Knowledge& knowledge) {
    for (const knowledge::VaguePattern& pattern : knowledge.vague_patterns) {
      if (pattern.category != "legalese") continue;
      for (const std::string& expression : pattern.patterns) numbers.push_back(terms.add(expression));
    }
    terms.compile();
    const json::value* words = find(knowledge.lexicon, "readability");
    if (words == nullptr) return;
    for (const std::string_view list : {"adverbs", "conjunctions"}) {
      for (std::string& word : get_strings(*words, list)) linking.insert(std::move(word));
    }
  }

  PatternSet terms;
  std::vector<int> numbers;
  std::set<std::string, std::less<>> linking;
};

namespace {

// Commas and stops; what stands between two is read in one breath. 、 lists what belongs together.
bool parts_at(char32_t c) {
  static constexpr std::u32string_view kMarks = U"，。；：！？,;:!?…";
  return kMarks.find(c) != std::u32string_view::npos;
}

bool any_strong(const std::vector<Block>& blocks) {
  const auto any = [](const Inlines& runs) {
    return std::any_of(runs.begin(), runs.end(), [](const Inline& run) { return run.strong && !run.text.empty(); });
  };
  return std::any_of(blocks.begin(), blocks.end(), [&](const Block& block) {
    return any(block.text) || std::any_of(block.items.begin(), block.items.end(), any);
  });
}

struct Count {
  int characters = 0, parts = 0, words = 0, linking = 0;

  void add(std::string_view sentence, const std::set<std::string, std::less<>>& links) {
    bool open = false;
    for (std::size_t at = 0; at < sentence.size();) {
      if (parts_at(decode_utf8(sentence, at))) {
        open = false;
        continue;
      }
      if (!open) ++parts;
      open = true;
      ++characters;
    }
    for (const WordSpan& word : words_of(sentence)) {
      ++words;
      if (links.contains(sentence.substr(word.begin, word.end - word.begin))) ++linking;
    }
  }
  [[nodiscard]] Readability readability() const {
    Readability out;
    if (parts > 0) out.characters_a_part = static_cast<double>(characters) / parts;
    if (words > 0) out.linking_words = 100.0 * linking / words;
    out.value = (out.characters_a_part + out.linking_words) / 2;
    return out;
  }
};

}  // namespace

ClarityMeter::ClarityMeter(const knowledge::Knowledge& knowledge)
    : tables_(std::make_shared<const Tables>(knowledge)) {}

Readability ClarityMeter::readability(const std::vector<std::string_view>& sentences) const {
  Count count;
  for (const std::string_view sentence : sentences) count.add(sentence, tables_->linking);
  return count.readability();
}

Clarity ClarityMeter::of(const Document& document) const { return of(document, sentences(document)); }

Clarity ClarityMeter::of(const Document& document, const std::vector<Sentence>& sentences) const {
  Clarity clarity;
  Count count;
  std::map<int, int> paragraphs;
  std::vector<int> lengths;
  int terms = 0;
  for (const Sentence& sentence : sentences) {
    clarity.has_strong = clarity.has_strong || (sentence.strong && !sentence.is_heading);
    clarity.has_table = clarity.has_table || sentence.in_table;
    if (sentence.is_heading || sentence.in_table) continue;
    const int length = count_code_points(sentence.squeezed);
    clarity.characters += length;
    lengths.push_back(length);
    if (length > kLongSentence) ++clarity.long_sentences;
    paragraphs[sentence.passage] += length;
    count.add(sentence.squeezed, tables_->linking);
    for (const int number : tables_->terms.candidates(sentence.squeezed)) {
      for (Match match = tables_->terms.find(number, sentence.squeezed); match;
           match = tables_->terms.find(number, sentence.squeezed, match.end)) {
        ++terms;
      }
    }
  }
  clarity.has_strong = clarity.has_strong || any_strong(document.preamble);
  visit(document, [&](const Clause& clause) { clarity.has_strong = clarity.has_strong || any_strong(clause.blocks); });
  for (const auto& [passage, length] : paragraphs)
    clarity.longest_paragraph = std::max(clarity.longest_paragraph, length);
  clarity.sentences = static_cast<int>(lengths.size());
  if (!lengths.empty()) {
    std::sort(lengths.begin(), lengths.end());
    clarity.longest_sentence = lengths.back();
    clarity.p90_sentence = lengths[(lengths.size() * 9 + 9) / 10 - 1];
    clarity.mean_sentence = static_cast<double>(clarity.characters) / static_cast<double>(lengths.size());
  }
  if (clarity.characters > 0) clarity.terms_per_1000 = 1000.0 * terms / clarity.characters;
  const Readability readability = count.readability();
  clarity.readability = readability.value;
  clarity.characters_a_part = readability.characters_a_part;
  clarity.linking_words = readability.linking_words;
  return clarity;
}

Clarity clarity_of(const Document& document, const knowledge::Knowledge& knowledge) {
  return ClarityMeter(knowledge).of(document);
}

}  // namespace qiyue
