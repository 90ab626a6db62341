// The compiled word tables of the claims module; not included from outside.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "claims/claims.h"
#include "core/words.h"

namespace qiyue {

// What a word of knowledge/lexicon/claims.yaml does in a sentence.
enum class WordKind : std::uint8_t {
  plain,      // carries nothing; keeps shorter words inside it from being read
  item,       // names data: value is the index into `named`
  data,       // names personal information as such
  actor,      // value: Actor
  action,     // value: ClaimAction
  negation,   //
  modal,      // 会, 可能 …
  purpose,    // opens a purpose
  condition,  // opens a condition; value 1: by itself, 0: when something closes it
  closer,     // closes a condition; value 1: only at the end of a clause
  toward,     // 向, 与 …
  object,     // 将, 把
};

struct Lexicon::Tables {
  WordTrie items;                               // value: index into `named`
  std::vector<std::vector<std::string>> named;  // item ids of a word; none for words that name nothing
  WordTrie words;                               // value: index into `grammar`
  struct Word {
    WordKind kind = WordKind::plain;
    int value = 0;
  };
  std::vector<Word> grammar;
  WordTrie exceptions, places;
  WordTrie purpose_verbs, purpose_follows, data_before, party_before, joints;
  // knowledge/lexicon/topics.yaml
  std::vector<std::string> topic_ids;
  std::vector<std::int64_t> topic_biases;                                        // by topic, in hundredths
  WordTrie topic_groups;                                                         // value: index into `topic_weights`
  std::vector<std::vector<std::pair<std::size_t, std::int64_t>>> topic_weights;  // topic and weight, in hundredths
  // Endings, looked up backwards.
  std::vector<std::string> data_heads, data_never, party_heads, list_ends;  // longest first
};

}  // namespace qiyue
