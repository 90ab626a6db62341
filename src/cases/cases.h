// Cases: texts of others to learn from. An own library of them in one file, search in it, and what good texts of a trade say beside ours:
// what they cover, at what length, how clearly. It advises; what the law asks for is the check's.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clarity/clarity.h"
#include "core/result.h"
#include "document/document.h"
#include "knowledge/cases.h"
#include "knowledge/knowledge.h"

namespace qiyue {

// ---- what one text covers, and how clearly ----
struct TopicCoverage {
  std::string topic;         // id of a knowledge::CaseTopic
  int characters = 0;        // of the paragraphs about it; 0: the text does not speak of it
  double mean_sentence = 0;  // characters a sentence, there
  std::string heading;       // clause where it is first spoken of; may be empty
  int line = 0;
};
struct TextFigures {
  DocumentKind kind = DocumentKind::unknown;
  int characters = 0;  // white space not counted, headings and tables included
  Clarity clarity;
  std::vector<TopicCoverage> topics;  // every topic of the kind, in the order of knowledge/cases/topics.yaml
  [[nodiscard]] const TopicCoverage* topic(std::string_view id) const;
};
// The patterns of knowledge/cases/topics.yaml and the clarity meter, made ready once. Safe to share between threads.
class TextMeter {
 public:
  explicit TextMeter(const knowledge::Knowledge& knowledge);
  [[nodiscard]] TextFigures measure(const Document& document) const { return measure(document, document.kind); }
  // As a text of `kind`, whatever its own: the lists beside a policy tell what the policy tells.
  [[nodiscard]] TextFigures measure(const Document& document, DocumentKind kind) const;
  // The topics alone, of sentences that were split already.
  [[nodiscard]] std::vector<TopicCoverage> topics(const Document& document, const std::vector<Sentence>& sentences,
                                                  DocumentKind kind) const;
  // The paragraphs of `document` about one topic, each with the clause it stands in.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> passages_about(const Document& document,
                                                                                std::string_view topic) const;
  [[nodiscard]] const knowledge::CaseTables& tables() const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};
// Figures of many texts of one kind as one profile; empty trade: of all trades.
knowledge::CaseProfile profile_of(const std::vector<TextFigures>& texts, std::string trade, DocumentKind kind);

// The trade whose words (knowledge/lexicon/trades.yaml) stand out in a text's title, name and body; empty when none does. The rule: docs/cases.md.
std::string guess_trade(const Document& document, std::string_view name, const knowledge::Knowledge& knowledge);
// The trade of that id or Chinese name (网上购物类, 网上购物); an error proposes the nearest.
Result<std::string> trade_named(std::string_view name, const knowledge::Knowledge& knowledge);
// "zh", or "en" for a text without a fair share of Chinese.
std::string language_of(const Document& document);

// ---- the own library ----
struct CaseText {
  std::int64_t id = 0;
  std::string name, title, kind, lang, trade;  // kind: privacy-policy | user-agreement
  bool trade_given = false;                    // by a person; else guessed
  std::string source, added, digest;           // path or address as given; day; SHA-256 of the text without white space
  int characters = 0;
};
// One SQLite file. Every change is a transaction: the file holds all of an addition or nothing of it.
class Library {
 public:
  enum class Access { read, write };
  // Reading a file that is not there gives an empty library; writing makes it. Fails on a file that is no library of ours, a damaged one, one that a
  // newer Qiyue made, one that cannot be opened.
  static Result<Library> open(const std::string& path, Access access);
  Library(Library&&) noexcept;
  Library& operator=(Library&&) noexcept;
  ~Library();

  struct Connection;
  [[nodiscard]] Connection& connection() const { return *connection_; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  explicit Library(std::string path);
  std::string path_;
  std::unique_ptr<Connection> connection_;
};

struct AddRequest {
  std::vector<std::string> what;              // files, directories, addresses
  std::string name;                           // instead of the text's title; for a single text
  std::string trade;                          // id; empty: guessed
  DocumentKind kind = DocumentKind::unknown;  // unknown: told from the text
  std::string today;                          // YYYY-MM-DD
};
struct AddResult {
  std::vector<CaseText> added;
  struct Known {
    std::string source;
    CaseText as;
  };
  std::vector<Known> known;     // texts that are in the library already
  std::vector<Error> left_out;  // what a directory holds and was not taken, and why
  std::vector<Text> notes;      // good to know: an English text, a guessed trade
};
// A file or an address that cannot be taken is an error and nothing is added; in a directory it is told and the rest is taken.
Result<AddResult> add_cases(Library& library, const AddRequest& request, const knowledge::Knowledge& knowledge);

Result<std::vector<CaseText>> list_cases(const Library& library);
// By number, by digest (its beginning is enough) or by name. Fails when there is none or several.
Result<CaseText> find_case(const Library& library, std::string_view which);
Result<Document> case_document(const Library& library, const CaseText& text);
Status remove_case(Library& library, const CaseText& text);

// ---- search ----
struct SearchRequest {
  std::string words;  // all of them must occur in a paragraph or its heading; if no paragraph has all, those with some
  std::string trade, kind;
  int limit = 10;  // texts
};
struct FoundPassage {
  std::string heading, body;
  int line = 0;
  double rank = 0;          // bm25: lower is better
  std::vector<Span> marks;  // in body
};
struct FoundText {
  CaseText text;
  std::vector<FoundPassage> passages;  // best first, at most three
  int more = 0;                        // further ones
};
struct SearchResult {
  std::vector<FoundText> texts;
  int passages = 0, texts_in_all = 0;
  bool some_words_only = false;
  bool at_least = false;  // only the best few hundred paragraphs were looked at: the counts are of these
};
Result<SearchResult> search_cases(const Library& library, const SearchRequest& request);

// ---- compare ----
struct CaseComparison {
  std::string document, title;  // path and title of ours
  TextFigures ours;
  std::string trade;  // asked for or guessed; empty: none
  bool trade_given = false;
  const knowledge::CaseProfile* usual = nullptr;  // shipped; of `trade`, or of all trades when its own trade is empty
  std::optional<knowledge::CaseProfile> own;      // of the own library, same kind and trade; nothing when it has none
  struct Row {
    const knowledge::CaseTopic* topic = nullptr;
    std::optional<CaseText> example;  // of the own library: covers the topic, in the shortest sentences
  };
  std::vector<Row> rows;  // as ours.topics
};
struct CompareRequest {
  const Document* document = nullptr;
  std::string trade;  // id; empty: guessed
  bool trade_given = false;
};
// `library` may be null. Fails on a text that is no policy or agreement, and on one that is not Chinese.
Result<CaseComparison> compare_case(const CompareRequest& request, const Library* library, const TextMeter& meter,
                                    const knowledge::Knowledge& knowledge);

// A topic that most texts of the trade have: at least 70 % of at least 20 texts, or of all texts of a trade with a profile of its own.
bool is_usual(const knowledge::CaseProfile& profile, std::string_view topic);

// ---- as text ----
std::string tell_added(const AddResult& result, const Library& library, const knowledge::Knowledge& knowledge,
                       Lang lang);
std::string tell_list(const std::vector<CaseText>& texts, const knowledge::Knowledge& knowledge, Lang lang);
std::string tell_case(const CaseText& text, const Document& document, const TextMeter& meter,
                      const knowledge::Knowledge& knowledge, Lang lang);
std::string tell_found(const SearchResult& result, const knowledge::Knowledge& knowledge, Lang lang, bool color);
std::string tell_comparison(const CaseComparison& comparison, const knowledge::Knowledge& knowledge, Lang lang);
std::string comparison_markdown(const CaseComparison& comparison, const knowledge::Knowledge& knowledge, Lang lang);
// One JSON text each: docs/cases.md names the keys.
std::string list_json(const std::vector<CaseText>& texts);
std::string found_json(const SearchResult& result, std::string_view words);
std::string comparisons_json(const std::vector<CaseComparison>& comparisons);

}  // namespace qiyue
