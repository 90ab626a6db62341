#include "knowledge/knowledge.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"

namespace qiyue::knowledge {
namespace {

template <class T>
const T* by_id(const std::vector<T>& table, std::string_view id) {
  const auto it = std::find_if(table.begin(), table.end(), [&](const T& entry) { return entry.id == id; });
  return it == table.end() ? nullptr : &*it;
}

// "GB/T 35273-2020 信息安全技术 个人信息安全规范" -> the name in book marks, the number behind it.
std::string marked_title(const Statute& statute) {
  const std::string& title = statute.title_zh;
  if (title.starts_with("GB")) {
    std::size_t end = title.find(' ');
    if (title.starts_with("GB/T ")) end = title.find(' ', 5);
    if (end != std::string::npos) return fmt::format("《{}》（{}）", title.substr(end + 1), title.substr(0, end));
  }
  if (title.starts_with("《")) return title;
  return "《" + title + "》";
}

bool read_part(std::string_view& text, std::string_view unit, std::string& number) {
  static constexpr std::string_view kOrdinal = "第";
  std::string_view rest = text;
  if (!rest.starts_with(kOrdinal)) return false;
  rest.remove_prefix(kOrdinal.size());
  std::size_t digits = 0;
  while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9') ++digits;
  if (digits == 0 || !rest.substr(digits).starts_with(unit)) return false;
  number = std::string(rest.substr(0, digits));
  text = rest.substr(digits + unit.size());
  return true;
}

// "第17条第1款第1项" -> "art. 17(1)(1)"; anything else stays as it is written.
std::string article_in_english(std::string_view article) {
  std::string number;
  std::string_view rest = article;
  if (!read_part(rest, "条", number)) return std::string(article);
  std::string result = "art. " + number;
  if (read_part(rest, "款", number)) result += "(" + number + ")";
  if (read_part(rest, "项", number)) result += "(" + number + ")";
  return rest.empty() ? result : std::string(article);
}

}  // namespace

const PlatformApi* Platform::api(std::string_view name) const {
  const auto it = api_index.find(name);
  return it == api_index.end() ? nullptr : &apis[it->second];
}

const DataItem* Knowledge::item(std::string_view id) const {
  const auto it = item_index.find(id);
  return it == item_index.end() ? nullptr : &items[it->second];
}
const Statute* Knowledge::statute(std::string_view id) const { return by_id(statutes, id); }
const Obligation* Knowledge::obligation(std::string_view id) const { return by_id(obligations, id); }
const Platform* Knowledge::platform(std::string_view id) const { return by_id(platforms, id); }
const Rule* Knowledge::rule(std::string_view id) const { return by_id(rules, id); }

const Rule* Knowledge::rule_of_type(std::string_view type) const {
  const auto it = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.type == type; });
  return it == rules.end() ? nullptr : &*it;
}

std::string Knowledge::cite(const Citation& citation, Lang lang) const {
  const Statute* law = statute(citation.statute);
  if (law == nullptr) return citation.statute + " " + citation.article;
  const bool zh = lang == Lang::zh;
  std::string result =
      zh ? marked_title(*law) + citation.article : law->title_en + ", " + article_in_english(citation.article);
  if (law->status == "draft") result += zh ? "（征求意见稿，尚未施行）" : " (draft, not in force)";
  if (law->status == "repealed") result += zh ? "（已废止）" : " (repealed)";
  if (!citation.verified || law->verified == Verified::no)
    result += zh ? "（条文未核对）" : " (not checked against the text)";
  return result;
}

}  // namespace qiyue::knowledge
