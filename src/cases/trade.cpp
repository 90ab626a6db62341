// Which trade a text is of: as a person names it, or by its words.
#include <algorithm>
#include <boost/json.hpp>

#include "cases/cases.h"
#include "core/data.h"
#include "core/nearest.h"
#include "core/text.h"
#include "core/words.h"

namespace qiyue {
namespace {

constexpr int kInName = 12;      // a word in the name or the title counts as often in the body
constexpr int kMostOfWord = 12;  // how often one word counts at most
constexpr int kLeast = 8;        // points that a trade must have …
constexpr double kAhead = 1.3;   // … and how far before the next

}  // namespace

Result<std::string> trade_named(std::string_view name, const knowledge::Knowledge& knowledge) {
  std::vector<std::string> known;
  for (const knowledge::Trade& trade : knowledge.trades) {
    if (trade.id == name || trade.zh == name || trade.zh == std::string(name) + "类" || trade.en == name)
      return trade.id;
    known.push_back(trade.id);
    known.push_back(trade.zh);
  }
  Error error;
  const std::string given(name);
  error.message = {"没有“" + given + "”这个业态", "there is no trade \"" + given + "\""};
  const std::string near = nearest(name, known);
  if (near.empty()) {
    std::vector<std::string> all;
    for (const knowledge::Trade& trade : knowledge.trades) all.push_back(trade.id + "（" + trade.zh + "）");
    error.remedy = {"可以写：" + join(all, "、"), "one of: " + join(all, ", ")};
  } else {
    error.remedy = {"是否想写：" + near, "did you mean: " + near};
  }
  return fail(std::move(error));
}

std::string guess_trade(const Document& document, std::string_view name, const knowledge::Knowledge& knowledge) {
  const json::value* table = find(knowledge.lexicon, "trades");
  const json::value* words = table == nullptr ? nullptr : find(*table, "trades");
  if (words == nullptr || !words->is_object()) return {};
  WordTrie trie;
  std::vector<std::pair<std::string, std::size_t>> owner;  // word, trade
  std::vector<std::string> trades;
  for (const auto& entry : words->get_object()) {
    for (std::string& word : get_strings(*words, entry.key())) {
      trie.add(word, static_cast<int>(owner.size()));
      owner.emplace_back(std::move(word), trades.size());
    }
    trades.emplace_back(entry.key());
  }
  std::vector<int> count(owner.size(), 0);
  const auto read = [&](std::string_view text, int weight) {
    for (const WordTrie::Hit& hit : trie.find_all(text)) count[static_cast<std::size_t>(hit.value)] += weight;
  };
  read(std::string(name) + "\n" + document.title, kInName);
  read(write_plain_text(document), 1);
  std::vector<int> points(trades.size(), 0);
  for (std::size_t w = 0; w < owner.size(); ++w) points[owner[w].second] += std::min(count[w], kMostOfWord);
  std::size_t best = 0;
  for (std::size_t t = 1; t < points.size(); ++t) {
    if (points[t] > points[best]) best = t;
  }
  if (points.empty() || points[best] < kLeast) return {};
  for (std::size_t t = 0; t < points.size(); ++t) {
    if (t != best && points[t] * kAhead > points[best]) return {};
  }
  return trades[best];
}

}  // namespace qiyue
