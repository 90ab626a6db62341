// Document -> Claims: what a text asserts. Sentences with spans; who does what to which item, why, with whom, under which condition.
#pragma once

#include <string>
#include <vector>

#include "document/document.h"
#include "knowledge/knowledge.h"

namespace qiyue {

struct Sentence {
  std::string text;      // as printed, list lead-in not included
  std::string squeezed;  // without white space, for patterns
  std::string lead_in;   // of the list or table it belongs to: 我们会收集以下信息：
  std::string heading;   // nearest clause title
  std::string clause;    // id or number of the clause
  Span source;           // bytes in the document's source
  bool in_table = false, in_list = false, is_heading = false;
};
std::vector<Sentence> sentences(const Document& document);

enum class Actor { operator_, third_party, user, unknown };
enum class Action { collect, use, store, share, transfer, disclose, delete_, entrust, protect, none };
struct Claim {
  Actor who = Actor::operator_;
  Action action = Action::none;
  std::vector<std::string> items;  // data item ids
  std::string purpose, condition, retention, recipient, place;
  bool negated = false;
  std::size_t sentence = 0;  // index
};
std::vector<Claim> claims(const std::vector<Sentence>& sentences, const knowledge::Knowledge& knowledge);

// Every data item a text names, longest word first, with where. The words come from the taxonomy and knowledge/lexicon/items.yaml.
struct ItemMention {
  std::string item;
  std::size_t sentence = 0;
  std::string words;
};
std::vector<ItemMention> item_mentions(const std::vector<Sentence>& sentences, const knowledge::Knowledge& knowledge);

}  // namespace qiyue
