#include "facts/names.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "facts/facts.h"

namespace qiyue::facts {
namespace {

std::u32string code_points(std::string_view text) {
  std::u32string result;
  const std::string lower = to_lower_ascii(text.substr(0, 200));
  for (std::size_t at = 0; at < lower.size();) result += decode_utf8(lower, at);
  return result;
}

std::size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

struct Named {
  std::string name;   // compared
  std::string shown;  // told
};

std::vector<std::string> nearest(std::string_view wanted, const std::vector<Named>& known) {
  constexpr std::size_t kShown = 3;
  const std::u32string word = code_points(wanted);
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const Named& named : known) {
    const std::u32string other = code_points(named.name);
    std::size_t score = distance(word, other);
    // One inside the other is nearer than letters tell: 电话号 in 电话号码, openid in platform_openid.
    const bool within =
        word.size() >= 2 && (other.find(word) != std::u32string::npos || word.find(other) != std::u32string::npos);
    const std::size_t limit = std::max<std::size_t>(1, std::max(word.size(), other.size()) / 3);
    if (within && other.size() >= 2) score = std::min<std::size_t>(score, 1);
    if (score > limit) continue;
    found.emplace_back(score, named.shown);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> result;
  for (auto& [score, shown] : found) {
    if (std::find(result.begin(), result.end(), shown) == result.end()) result.push_back(std::move(shown));
    if (result.size() == kShown) break;
  }
  return result;
}

}  // namespace

std::vector<std::string> short_names(std::string_view zh) {
  std::string bare;
  int depth = 0;
  for (std::size_t at = 0; at < zh.size();) {
    const std::size_t begin = at;
    const char32_t c = decode_utf8(zh, at);
    if (c == U'（' || c == U'(') {
      ++depth;
    } else if (c == U'）' || c == U')') {
      if (depth > 0) --depth;
    } else if (depth == 0) {
      bare += zh.substr(begin, at - begin);
    }
  }
  std::vector<std::string> result;
  for (const std::string_view part : split(bare, '/')) {
    const std::string_view name = trim(part);
    if (!name.empty()) result.emplace_back(name);
  }
  return result;
}

std::string short_name(const knowledge::DataItem& item) {
  const auto names = short_names(item.zh);
  return names.empty() ? item.zh : names.front();
}

std::vector<std::string> nearest_items(std::string_view name, const knowledge::Knowledge& knowledge) {
  std::vector<Named> known;
  for (const knowledge::DataItem& item : knowledge.items) {
    const std::string shown = short_name(item) + " " + item.id;
    known.push_back({item.id, shown});
    for (std::string& part : short_names(item.zh)) known.push_back({std::move(part), shown});
  }
  for (const knowledge::FieldRule& rule : knowledge.field_rules) {
    const knowledge::DataItem* item = knowledge.item(rule.item);
    if (item == nullptr) continue;
    for (const std::string& zh : rule.zh) known.push_back({zh, short_name(*item) + " " + item->id});
  }
  return nearest(name, known);
}

const knowledge::Trade* find_trade(std::string_view name, const knowledge::Knowledge& knowledge) {
  for (const knowledge::Trade& trade : knowledge.trades) {
    if (trade.id == name || trade.zh == name || trade.en == name) return &trade;
    if (!name.empty() && trade.zh.starts_with(name) && trade.zh.substr(name.size()) == "类") return &trade;
  }
  return nullptr;
}

std::vector<std::string> nearest_trades(std::string_view name, const knowledge::Knowledge& knowledge) {
  std::vector<Named> known;
  for (const knowledge::Trade& trade : knowledge.trades) {
    const std::string shown = trade.id + "（" + trade.zh + "）";
    known.push_back({trade.id, shown});
    known.push_back({trade.zh, shown});
    for (const std::string& keyword : trade.keywords) known.push_back({keyword, shown});
  }
  return nearest(name, known);
}

std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& known) {
  std::vector<Named> named;
  for (const std::string& one : known) named.push_back({one, one});
  return nearest(name, named);
}

std::string pointer_of(std::string_view path) {
  std::string pointer;
  if (path.empty()) return pointer;
  for (const std::string_view part : split(path, '.')) pointer = pointer_child(pointer, part);
  return pointer;
}

std::string path_of(std::string_view pointer) {
  std::string path;
  for (const std::string_view part : split(pointer, '/')) {
    if (part.empty()) continue;
    if (!path.empty()) path += '.';
    path += replace_all(replace_all(std::string(part), "~1", "/"), "~0", "~");
  }
  return path;
}

}  // namespace qiyue::facts

namespace qiyue {

std::string find_item(std::string_view name, const knowledge::Knowledge& knowledge) {
  name = trim(name);
  if (name.empty()) return {};
  for (const knowledge::DataItem& item : knowledge.items) {
    if (item.id == name || item.zh == name || item.en == name) return item.id;
  }
  for (const knowledge::DataItem& item : knowledge.items) {
    for (const std::string& part : facts::short_names(item.zh)) {
      if (part == name) return item.id;
    }
  }
  for (const knowledge::FieldRule& rule : knowledge.field_rules) {
    if (std::find(rule.zh.begin(), rule.zh.end(), name) != rule.zh.end()) return rule.item;
  }
  return {};
}

}  // namespace qiyue
