#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "knowledge/knowledge.h"

namespace qiyue::knowledge {
namespace {

constexpr std::string_view kFence = "---";
constexpr std::string_view kEnglish = "<!-- en -->";

tl::unexpected<Error> fault(const std::string& path, int line, Text message, Text remedy) {
  Error error;
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  error.file = path;
  error.line = line;
  error.column = 1;
  return fail(std::move(error));
}

}  // namespace

Result<ClauseSource> parse_clause(std::string path, std::string_view text, const json::value* schema) {
  const std::vector<std::string_view> lines = split(text, '\n');
  const auto line_is = [&](std::size_t index, std::string_view wanted) { return trim(lines[index]) == wanted; };
  std::size_t close = 1;
  while (close < lines.size() && !line_is(close, kFence)) ++close;
  if (lines.empty() || !line_is(0, kFence) || close >= lines.size()) {
    return fault(
        path, 1,
        {"条款文件应以两行“---”之间的说明开头", "a clause file begins with its front matter between two \"---\" lines"},
        {"写法见 docs/clauses.md：首行“---”，然后是 id 等，再一行“---”",
         "see docs/clauses.md: a line \"---\", then id and the rest, then another line \"---\""});
  }
  // The first fence becomes an empty line, so that the lines of YAML keep their numbers.
  std::string front = "\n";
  for (std::size_t i = 1; i < close; ++i) front.append(lines[i]).append("\n");
  auto data = parse_yaml(path, front);
  if (!data) return fail(std::move(data.error()));
  if (!data->value.is_object()) {
    return fault(path, 2, {"两行“---”之间应为“键: 值”", "expected \"key: value\" lines between the two \"---\""}, {});
  }
  if (schema != nullptr) {
    if (auto valid = validate(*data, *schema); !valid) return fail(std::move(valid.error()));
  }

  ClauseSource clause;
  const json::value& value = data->value;
  clause.id = get_string(value, "id");
  clause.document = get_string(value, "document");
  clause.order = static_cast<int>(get_int(value, "order"));
  if (const json::value* title = find(value, "title")) {
    clause.title_zh = get_string(*title, "zh");
    clause.title_en = get_string(*title, "en");
  }
  clause.parent = get_string(value, "parent");
  clause.place = get_string(value, "place");
  if (clause.place == "numbered") clause.place.clear();
  clause.obligations = get_strings(value, "obligations");
  clause.facts = get_strings(value, "facts");
  clause.remove = get_bool(value, "remove");
  if (const json::value* pinned = find(value, "pinned"); pinned != nullptr && pinned->is_object()) {
    for (const auto& member : pinned->get_object())
      clause.pinned.emplace_back(std::string(member.key()), get_string(*pinned, member.key()));
  }
  for (const auto& member : value.get_object()) clause.given.emplace_back(member.key());
  auto when = Predicate::parse(get_string(value, "when"));
  if (!when) {
    Error error = std::move(when.error());
    const Position place = data->place("/when");
    error.file = path;
    error.line = place.line;
    error.column = place.column;
    return fail(std::move(error));
  }
  clause.when = std::move(*when);

  std::size_t english = close + 1;
  while (english < lines.size() && !line_is(english, kEnglish)) ++english;
  const auto body = [&](std::size_t first, std::size_t last, int& line) {
    while (first < last && trim(lines[first]).empty()) ++first;
    while (last > first && trim(lines[last - 1]).empty()) --last;
    line = static_cast<int>(first) + 1;
    std::string joined;
    for (std::size_t i = first; i < last; ++i) joined.append(lines[i]).append("\n");
    return joined;
  };
  clause.body_zh = body(close + 1, english, clause.body_line);
  clause.body_en = english < lines.size() ? body(english + 1, lines.size(), clause.body_en_line) : "";
  clause.path = std::move(path);
  return clause;
}

}  // namespace qiyue::knowledge
