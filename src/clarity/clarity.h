// How hard a text is to read, in figures: one definition for the checks, the comparison with other texts and the tests of our own clauses.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "claims/claims.h"
#include "document/document.h"
#include "knowledge/knowledge.h"

namespace qiyue {

inline constexpr int kLongSentence = 80;  // knowledge/laws/vague_language.yaml: from here on a sentence should be split

struct Clarity {
  int characters = 0, sentences = 0, long_sentences = 0;  // long: more than kLongSentence characters
  int longest_sentence = 0, longest_paragraph = 0;
  double mean_sentence = 0;   // characters a sentence
  double p90_sentence = 0;    // nine sentences in ten are no longer
  double terms_per_1000 = 0;  // unexplained legal and technical terms a thousand characters
  // Xu, Yao and Chen (徐巍、姚振晔、陈冬华：中文年报可读性：衡量与检验，会计研究 2021 (3)), after Gunning's Fog: half the sum of the
  // characters between two stops or commas and of the adverbs and conjunctions in a hundred words. Lower reads easier.
  double readability = 0;
  double characters_a_part = 0, linking_words = 0;  // the two parts it is made of
  bool has_strong = false, has_table = false;
};

// Characters between stops and commas (，。；：！？ and their ASCII forms), white space not counted; linking words in a hundred words.
struct Readability {
  double characters_a_part = 0, linking_words = 0, value = 0;
};

// The words of knowledge/lexicon/readability.yaml and the legalese of laws/vague_language.yaml, made ready once. Safe to share between threads.
class ClarityMeter {
 public:
  explicit ClarityMeter(const knowledge::Knowledge& knowledge);
  // Headings and tables do not count: they are no sentences.
  [[nodiscard]] Clarity of(const Document& document) const;
  [[nodiscard]] Clarity of(const Document& document, const std::vector<Sentence>& sentences) const;
  // Of a few sentences, each without white space.
  [[nodiscard]] Readability readability(const std::vector<std::string_view>& sentences) const;

 private:
  struct Tables;
  std::shared_ptr<const Tables> tables_;
};
Clarity clarity_of(const Document& document, const knowledge::Knowledge& knowledge);

}  // namespace qiyue
