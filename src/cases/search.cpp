#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "cases/sqlite.h"
#include "cases/terms.h"
#include "core/data.h"
#include "core/text.h"

namespace qiyue {
namespace {

constexpr int kWholeSentence = 30;  // characters: what is shorter is a label or half a sentence, and tells less
constexpr int kLooked = 400;        // passages looked at, best first
constexpr std::size_t kShownOfText = 3;
constexpr std::size_t kMostWords = 20;

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  std::string open;
  const auto close = [&] {
    if (!open.empty() && words.size() < kMostWords) words.push_back(open);
    open.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t c = decode_utf8(text, at);
    const bool parts = c == 0x3000 || c <= ' ' || c == U'，' || c == U'、' || c == U'。' || c == ',' || c == '"';
    if (parts) {
      close();
    } else {
      open += text.substr(start, at - start);
    }
  }
  close();
  return words;
}

std::string expression(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) {
    const std::string phrase = cases::query_phrase(word);
    if (phrase.empty()) continue;
    if (!out.empty()) out += between;
    out += phrase;
  }
  return out;
}

// Marks of the words in the passage; nothing when it only seems to hold them.
struct Held {
  std::vector<Span> marks;
  std::size_t words = 0;
};
Held held(const std::vector<std::string>& words, const FoundPassage& passage) {
  Held out;
  for (const std::string& word : words) {
    std::vector<Span> places = cases::word_places(passage.body, word);
    if (!places.empty() || !cases::word_places(passage.heading, word).empty()) ++out.words;
    out.marks.insert(out.marks.end(), places.begin(), places.end());
  }
  std::sort(out.marks.begin(), out.marks.end(), [](Span a, Span b) { return a.begin < b.begin; });
  return out;
}

}  // namespace

Result<SearchResult> search_cases(const Library& library, const SearchRequest& request) {
  const std::vector<std::string> words = words_in(request.words);
  std::string match = expression(words, " AND ");
  if (match.empty()) {
    Error error;
    error.message = {"没有要查的词", "no words to look for"};
    error.remedy = {"例如 qiyue cases search 注销账号", "for instance: qiyue cases search 注销账号"};
    return fail(std::move(error));
  }
  // The best few hundred by bm25, in which a heading, that says what a whole clause is about, counts three times; then those first that are whole sentences
  // (bm25 is negative: a smaller share of it is a worse place). A filter has to look at the text of every place before the best can be told.
  const bool filtered = !request.trade.empty() || !request.kind.empty();
  const std::string filter =
      (request.trade.empty() ? "" : " AND f.trade = ?2") + std::string(request.kind.empty() ? "" : " AND f.kind = ?3");
  const std::string best =
      filtered
          ? fmt::format(
                "SELECT terms.rowid AS id, bm25(terms, 3.0, 1.0) AS score FROM terms JOIN passages q ON q.id = "
                "terms.rowid JOIN texts f ON f.id = q.text WHERE terms MATCH ?1{} ORDER BY score LIMIT {}",
                filter, kLooked)
          : fmt::format(
                "SELECT rowid AS id, rank AS score FROM terms WHERE terms MATCH ?1 AND rank MATCH 'bm25(3.0, 1.0)' "
                "ORDER BY rank LIMIT {}",
                kLooked);
  const std::string sql = fmt::format(
      "SELECT {}, p.heading, p.body, p.line, best.score * min(1.0, length(p.body) / {}.0) AS place FROM ({}) best JOIN "
      "passages p ON p.id = best.id JOIN texts t ON t.id = p.text ORDER BY place, p.id",
      cases::kTextColumns, kWholeSentence, best);
  SearchResult result;
  std::map<std::int64_t, std::size_t> place;
  const auto look = [&](const std::string& match_all, std::size_t least) -> Status {
    cases::Statement rows(library, sql);
    rows.bind(match_all);
    if (!request.trade.empty() || !request.kind.empty()) rows.bind(request.trade);
    if (!request.kind.empty()) rows.bind(request.kind);
    for (int looked = 0;; ++looked) {
      auto row = rows.step();
      if (!row) return fail(row.error());
      result.at_least = looked >= kLooked;
      if (!*row) return {};
      FoundPassage passage{.heading = rows.text(11),
                           .body = rows.text(12),
                           .line = static_cast<int>(rows.integer(13)),
                           .rank = rows.real(14),
                           .marks = {}};
      Held in = held(words, passage);
      if (in.words < least) continue;
      passage.marks = std::move(in.marks);
      ++result.passages;
      const std::int64_t id = rows.integer(0);
      const auto [it, fresh] = place.try_emplace(id, result.texts.size());
      if (fresh) {
        ++result.texts_in_all;
        if (static_cast<int>(result.texts.size()) >= request.limit) {
          it->second = npos;
        } else {
          result.texts.push_back({.text = cases::text_of(rows), .passages = {}, .more = 0});
        }
      }
      if (it->second == npos) continue;
      FoundText& text = result.texts[it->second];
      if (text.passages.size() < kShownOfText) {
        text.passages.push_back(std::move(passage));
      } else {
        ++text.more;
      }
    }
  };
  if (auto status = look(match, words.size()); !status) return fail(status.error());
  if (result.texts.empty() && words.size() > 1) {
    match = expression(words, " OR ");
    if (auto status = look(match, 1); !status) return fail(status.error());
    result.some_words_only = !result.texts.empty();
  }
  return result;
}

std::string found_json(const SearchResult& result, std::string_view words) {
  json::array texts;
  for (const FoundText& found : result.texts) {
    json::array passages;
    for (const FoundPassage& passage : found.passages) {
      json::array marks;
      for (const Span& mark : passage.marks) {
        const int begin = count_code_points(std::string_view(passage.body).substr(0, mark.begin));
        const int end = count_code_points(std::string_view(passage.body).substr(0, mark.end));
        marks.push_back(json::array{begin, end});
      }
      passages.push_back(json::object{{"heading", passage.heading},
                                      {"line", passage.line},
                                      {"text", passage.body},
                                      {"marks", std::move(marks)},
                                      {"score", -passage.rank}});
    }
    texts.push_back(json::object{{"id", found.text.id},
                                 {"name", found.text.name},
                                 {"kind", found.text.kind},
                                 {"trade", found.text.trade},
                                 {"source", found.text.source},
                                 {"passages", std::move(passages)},
                                 {"more", found.more}});
  }
  return to_json(json::object{{"schema", "qiyue-cases-search/1"},
                              {"words", json::string(words)},
                              {"some_words_only", result.some_words_only},
                              {"passages", result.passages},
                              {"at_least", result.at_least},
                              {"texts_in_all", result.texts_in_all},
                              {"texts", std::move(texts)}});
}

}  // namespace qiyue
