// Document -> Claims: what a text asserts. Sentences with spans; who does what to which item, why, with whom, under which condition.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/document.h"
#include "knowledge/knowledge.h"

namespace qiyue {

// A stretch of Sentence::text and the bytes it was read from. Where both are of one length they correspond byte by byte.
struct Piece {
  std::uint32_t begin = 0, end = 0;  // in Sentence::text
  Span source;
};

struct Sentence {
  std::string text;      // as printed, list lead-in not included
  std::string squeezed;  // without white space, for patterns
  std::string
      lead_in;  // of the list or table it belongs to, or of the paragraph that announces it: 我们会收集以下信息：
  std::string heading;  // nearest clause title
  std::string clause;   // id or number of the clause
  Span source;          // bytes in the document's source
  bool in_table = false, in_list = false, is_heading = false;
  bool strong = false;                    // all of it is bold
  std::vector<Piece> pieces;              // empty for drafted documents that were not read from a text
  int passage = 0;                        // sentences of one paragraph, list item or table cell share a number
  int list = -1;                          // a lead-in and the items under it share a number; -1 outside lists
  int table = -1, row = -1, column = -1;  // row 0 is the header
};
// Splits at 。！？； and line ends, never inside 《》. Paragraphs that begin with a list mark under a lead-in (…：) count as its
// items, whether the format knew lists or not. A table gives one sentence or more a cell.
std::vector<Sentence> sentences(const Document& document);

// Bytes of the source that text[begin, end) of the sentence came from; the sentence's own span when it has no pieces.
Span source_of(const Sentence& sentence, std::size_t begin, std::size_t end);
// The text without white space, and the way back: range of `text` for a range of `squeezed`.
std::string squeeze(std::string_view text);
std::pair<std::size_t, std::size_t> unsqueeze(const Sentence& sentence, std::size_t begin, std::size_t end);

enum class Actor { operator_, third_party, user, unknown };
enum class ClaimAction { collect, use, store, share, transfer, disclose, delete_, entrust, protect, none };
// Bytes of a sentence's text.
struct Stretch {
  std::uint32_t begin = 0, end = 0;
  [[nodiscard]] bool empty() const { return begin >= end; }
  friend bool operator==(const Stretch&, const Stretch&) = default;
};
// A purpose or a condition: with the words that open it (用于登录) and without (登录).
struct Reason {
  Stretch whole, content;
};

// operator, third_party …; collect, share …
std::string_view name_of(Actor who);
std::string_view name_of(ClaimAction action);

struct Claim {
  Actor who = Actor::operator_;
  ClaimAction action = ClaimAction::none;
  std::vector<std::string> items;                               // data item ids
  std::string purpose, condition, retention, recipient, place;  // in the text's words; the first of each
  bool negated = false;
  bool excepted = false;  // 除非…, …除外: the statement has a way out
  bool asserted =
      true;  // said of somebody; false for headings, questions and verbs inside a name: 如何共享, 您提供的信息
  std::size_t sentence = 0;  // index
  // Where the parts stand in that sentence. Subject and verb are empty where a list's lead-in says them or the words before do.
  Stretch subject, verb;
  std::vector<Stretch> data, recipients;
  std::vector<Reason> purposes, conditions;
};

// The words of knowledge/lexicon/items.yaml and claims.yaml, compiled. Cheap to copy, safe to share between threads.
class Lexicon {
 public:
  explicit Lexicon(const knowledge::Knowledge& knowledge);
  struct Tables;
  [[nodiscard]] const Tables& tables() const { return *tables_; }

 private:
  std::shared_ptr<const Tables> tables_;
};

std::vector<Claim> claims(const std::vector<Sentence>& sentences, const Lexicon& lexicon);
std::vector<Claim> claims(const std::vector<Sentence>& sentences, const knowledge::Knowledge& knowledge);

// One line a sentence and, under it, one a claim, in the words of the text. For people: the shape may change.
std::string tell_claims(const std::vector<Sentence>& sentences, const Lexicon& lexicon);

// What a sentence of a policy is about, likeliest first; none for one that is about nothing of these. Ids of
// knowledge/lexicon/topics.yaml, the topics of the CAPP-130 corpus: collection, permission, sharing, use, storage, security,
// special_groups, rights, contact, changes, closing. A linear model: right in four cases of five (docs/accuracy.md), so fit for
// comparing texts and for where to look, not for a finding by itself.
struct Topic {
  std::string_view id;  // of the lexicon, which must outlive it
  double score = 0;     // above 0; log-odds
};
std::vector<Topic> topics_of(const Sentence& sentence, const Lexicon& lexicon);

// Every data item a text names, longest word first, with where. The words come from the taxonomy and knowledge/lexicon/items.yaml.
struct ItemMention {
  std::string item;
  std::size_t sentence = 0;
  std::string words;
  std::uint32_t begin = 0, end = 0;  // in the sentence's text
};
std::vector<ItemMention> item_mentions(const std::vector<Sentence>& sentences, const Lexicon& lexicon);
std::vector<ItemMention> item_mentions(const std::vector<Sentence>& sentences, const knowledge::Knowledge& knowledge);

}  // namespace qiyue
