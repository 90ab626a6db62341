#include "facts/edit.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <utility>
#include <vector>

#include "core/text.h"
#include "facts/facts.h"
#include "facts/names.h"

namespace qiyue::facts {
namespace {

bool blank(char c) { return c == ' ' || c == '\t'; }

// Reads values by their first character; knows the forms people write in a configuration file and gives up on the rest.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  [[nodiscard]] std::size_t line_end(std::size_t at) const { return std::min(text_.find('\n', at), text_.size()); }
  [[nodiscard]] std::size_t next_line(std::size_t at) const { return std::min(line_end(at) + 1, text_.size()); }
  [[nodiscard]] std::size_t line_begin(std::size_t at) const {
    const std::size_t before = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
    return before == std::string_view::npos ? 0 : before + 1;
  }
  [[nodiscard]] std::size_t skip_blanks(std::size_t at) const {
    while (at < text_.size() && blank(text_[at])) ++at;
    return at;
  }
  [[nodiscard]] bool ends_line(std::size_t at) const {
    return at >= text_.size() || text_[at] == '\n' || text_[at] == '\r';
  }
  // Past the closing quote of the scalar that begins at `at`; npos when it never closes.
  [[nodiscard]] std::size_t quoted(std::size_t at) const {
    const char quote = text_[at++];
    while (at < text_.size()) {
      const bool escaped = quote == '"' ? text_[at] == '\\' : text_.substr(at, 2) == "''";
      if (!escaped && text_[at] == quote) return at + 1;
      at += escaped ? 2 : 1;
    }
    return std::string_view::npos;
  }
  // Past the bracket that closes the one at `at`.
  [[nodiscard]] std::size_t bracketed(std::size_t at) const {
    int depth = 0;
    while (at < text_.size()) {
      const char c = text_[at];
      if (c == '"' || c == '\'') {
        // A quote opens a scalar only where one may begin; inside a plain word it is a character like any other.
        const char before = at == 0 ? ' ' : text_[at - 1];
        if (blank(before) || before == '\n' || std::string_view("[{,:").find(before) != std::string_view::npos) {
          at = quoted(at);
          if (at == std::string_view::npos) return at;
          continue;
        }
      } else if (c == '#' && at > 0 && (blank(text_[at - 1]) || text_[at - 1] == '\n')) {
        at = line_end(at);
        continue;
      } else if (c == '[' || c == '{') {
        ++depth;
      } else if (c == ']' || c == '}') {
        if (--depth == 0) return at + 1;
      }
      ++at;
    }
    return std::string_view::npos;
  }
  // End of a plain scalar on one line: before " #", or before a separator where `flow`.
  [[nodiscard]] std::size_t plain(std::size_t at, bool flow) const {
    std::size_t end = at;
    while (!ends_line(at)) {
      const char c = text_[at];
      if (c == '#' && at > 0 && blank(text_[at - 1])) break;
      if (flow && (c == ',' || c == ']' || c == '}')) break;
      ++at;
      if (!blank(c)) end = at;
    }
    return end;
  }
  [[nodiscard]] int indent(std::size_t line) const { return static_cast<int>(skip_blanks(line) - line); }
  // Lines below `at` that are indented deeper than `column` (or hold list items at `column`); end of the last that is not blank.
  // `comments`: whether lines that hold a comment alone count.
  [[nodiscard]] std::size_t lines_below(std::size_t at, int column, bool items, bool comments,
                                        std::size_t& first) const {
    first = std::string_view::npos;
    std::size_t end = at;
    for (std::size_t line = next_line(at); line < text_.size(); line = next_line(line)) {
      const std::size_t begin = skip_blanks(line);
      if (ends_line(begin)) {
        if (next_line(line) == line) break;
        continue;
      }
      if (text_[begin] == '#' && !comments) continue;
      const int depth = static_cast<int>(begin - line);
      const bool item = items && depth == column && text_[begin] == '-' &&
                        (begin + 1 >= text_.size() || blank(text_[begin + 1]) || ends_line(begin + 1));
      if (depth <= column && !item) break;
      if (first == std::string_view::npos) first = begin;
      end = line_end(line);
      while (end > begin && (text_[end - 1] == '\r' || blank(text_[end - 1]))) --end;
    }
    return end;
  }

 private:
  std::string_view text_;
};

std::size_t offset_of(const SourceText& source, Position position) {
  std::size_t at = source.offset_of_line(position.line);
  const std::string_view text = source.text();
  for (int column = 1; column < position.column && at < text.size(); ++column) decode_utf8(text, at);
  return at;
}

// Whether any ancestor of `pointer` is written in brackets.
bool inside_flow(const SourceText& source, const DataFile& data, std::string_view pointer) {
  for (std::size_t slash = pointer.rfind('/'); slash != std::string_view::npos && slash > 0;
       slash = pointer.rfind('/')) {
    pointer = pointer.substr(0, slash);
    const auto parent = find_value(source, data, pointer);
    if (!parent) return false;
    if (parent->begin < parent->end && (source.text()[parent->begin] == '{' || source.text()[parent->begin] == '['))
      return true;
    if (parent->block) return false;
  }
  return false;
}

const json::value* value_at(const json::value& root, std::string_view path) {
  const json::value* at = &root;
  for (const std::string_view part : split(path, '.')) {
    const json::object* object = at->if_object();
    at = object == nullptr ? nullptr : object->if_contains(part);
    if (at == nullptr) return nullptr;
  }
  return at;
}

void put_value(json::value& root, std::string_view path, const json::value& value) {
  json::value* at = &root;
  for (const std::string_view part : split(path, '.')) {
    if (!at->is_object()) *at = json::object();
    at = &at->get_object()[part];
  }
  *at = value;
}

std::string scalar_text(const json::value& value) {
  if (const json::string* text = value.if_string()) return yaml_scalar({text->data(), text->size()});
  if (const json::array* list = value.if_array()) {
    std::string out = "[";
    for (const json::value& item : *list) out += (out.size() > 1 ? ", " : "") + scalar_text(item);
    return out + "]";
  }
  return to_compact_json(value);
}

tl::unexpected<Error> refuse(std::string_view path, int line, Text message, Text remedy) {
  Error error;
  error.message = {fmt::format("{}：{}", path, message.zh), fmt::format("{}: {}", path, message.en)};
  error.remedy = std::move(remedy);
  error.line = line;
  return fail(std::move(error));
}

// The lines that a missing key needs, from its first missing part on.
std::string new_lines(std::string_view rest, int indent, const std::string& value) {
  std::string out;
  for (const std::string_view part : split(rest, '.')) {
    if (!out.empty()) out += "\n";
    out += std::string(static_cast<std::size_t>(indent), ' ') + yaml_scalar(part) + ":";
    indent += 2;
  }
  return out + " " + value;
}

}  // namespace

std::optional<Place> find_value(const SourceText& source, const DataFile& data, std::string_view pointer) {
  const auto known = data.places.find(pointer);
  if (known == data.places.end() || pointer.empty()) return std::nullopt;
  const std::string_view text = source.text();
  const Reader reader(text);
  Place place;
  place.key = offset_of(source, known->second);
  if (place.key >= text.size()) return std::nullopt;
  std::size_t at = place.key;
  if (text[at] == '"' || text[at] == '\'') {
    at = reader.quoted(at);
    if (at == std::string_view::npos) return std::nullopt;
    at = reader.skip_blanks(at);
  } else {
    while (!reader.ends_line(at) &&
           !(text[at] == ':' && (reader.ends_line(at + 1) || blank(text[at + 1]) ||
                                 std::string_view(",[]{}").find(text[at + 1]) != std::string_view::npos)))
      ++at;
  }
  if (at >= text.size() || text[at] != ':') return std::nullopt;
  place.after_key = at + 1;
  const bool flow = inside_flow(source, data, pointer);
  const int column = known->second.column - 1;
  at = reader.skip_blanks(place.after_key);
  place.begin = place.end = place.after_key;
  if (reader.ends_line(at) || text[at] == '#') {
    if (flow) return place;
    std::size_t first = 0;
    const std::size_t end = reader.lines_below(place.after_key, column, true, false, first);
    if (first == std::string_view::npos) return place;
    place.begin = first;
    place.end = end;
    place.block = true;
    return place;
  }
  place.begin = at;
  switch (text[at]) {
    case '"':
    case '\'':
      place.end = reader.quoted(at);
      break;
    case '[':
    case '{':
      place.end = reader.bracketed(at);
      break;
    case '|':
    case '>': {
      std::size_t first = 0;
      place.end = std::max(reader.lines_below(at, column, false, true, first), reader.plain(at, false));
      break;
    }
    case '&':
    case '*':
    case '!':
      return std::nullopt;
    case ',':
    case '}':
    case ']':
      place.begin = place.end = place.after_key;
      break;
    default: {
      place.end = reader.plain(at, flow);
      const bool commented =
          reader.skip_blanks(place.end) < reader.line_end(place.end) && text[reader.skip_blanks(place.end)] == '#';
      if (!flow && !commented) {
        std::size_t first = 0;
        place.end = std::max(place.end, reader.lines_below(at, column, false, true, first));
      }
    }
  }
  if (place.end == std::string_view::npos) return std::nullopt;
  return place;
}

std::string_view raw_value(const SourceText& source, const DataFile& data, std::string_view pointer) {
  const auto place = find_value(source, data, pointer);
  return place ? source.text().substr(place->begin, place->end - place->begin) : std::string_view();
}

std::optional<Span> proposal_mark(const SourceText& source, const Place& place) {
  const Reader reader(source.text());
  if (place.block || place.begin == place.end) return std::nullopt;
  const std::size_t comment = reader.skip_blanks(place.end);
  if (comment == place.end || !source.text().substr(comment).starts_with(kProposalMark)) return std::nullopt;
  std::size_t end = reader.line_end(comment);
  if (end > comment && source.text()[end - 1] == '\r') --end;
  return Span{static_cast<std::uint32_t>(place.end), static_cast<std::uint32_t>(end)};
}

Result<std::string> set_value(std::string_view yaml, std::string_view path, const json::value& value) {
  auto parsed = parse_yaml("", yaml);
  if (!parsed) return fail(parsed.error());
  const DataFile& data = *parsed;
  const SourceText source("", std::string(yaml));
  const Reader reader(yaml);
  const std::string written = scalar_text(value);
  std::string out(yaml);

  // The longest part of the path that is there.
  std::string_view known = path;
  while (!known.empty() && value_at(data.value, known) == nullptr) {
    const std::size_t dot = known.rfind('.');
    known = dot == std::string_view::npos ? std::string_view() : known.substr(0, dot);
  }
  if (known == path) {
    const auto place = find_value(source, data, pointer_of(path));
    if (!place) {
      return refuse(path, data.place(pointer_of(path)).line,
                    {"这一处的写法无法自动修改", "this place is written in a way that cannot be edited automatically"},
                    {"请直接编辑这一行", "edit the line by hand"});
    }
    std::size_t begin = place->begin;
    std::size_t end = place->end;
    if (const auto mark = proposal_mark(source, *place)) end = mark->end;
    std::string text = written;
    if (place->block || begin == place->after_key) {
      begin = place->after_key;
      text = " " + text;
    }
    out.replace(begin, end - begin, text);
  } else {
    const std::string_view rest = known.empty() ? path : path.substr(known.size() + 1);
    if (known.empty()) {
      if (!out.empty() && out.back() != '\n') out += '\n';
      out += new_lines(rest, 0, written) + "\n";
    } else {
      const json::value& parent = *value_at(data.value, known);
      const auto place = find_value(source, data, pointer_of(known));
      if (!place || (!parent.is_object() && !parent.is_null())) {
        return refuse(path, data.place(pointer_of(known)).line,
                      {fmt::format("“{}”不是映射，不能在它下面填写", known),
                       fmt::format("\"{}\" is no map; nothing can be set below it", known)},
                      {"检查路径", "check the path"});
      }
      if (place->begin < place->end && yaml[place->begin] == '{') {
        if (rest.find('.') != std::string_view::npos) {
          return refuse(path, data.place(pointer_of(known)).line,
                        {"花括号里不能再添加一层", "a further level cannot be added inside braces"},
                        {"把这一段改写成分行的形式", "write this part on lines of its own"});
        }
        const bool empty = parent.is_object() && parent.get_object().empty();
        out.insert(place->end - 1, (empty ? "" : ", ") + yaml_scalar(rest) + ": " + written);
      } else {
        const int column = data.place(pointer_of(known)).column - 1;
        int indent = column + 2;
        if (place->block) indent = static_cast<int>(place->begin - reader.line_begin(place->begin));
        const std::size_t at = place->block ? reader.line_end(place->end) : reader.line_end(place->after_key);
        out.insert(at, "\n" + new_lines(rest, indent, written));
      }
    }
  }

  // Nothing but the one value may have changed.
  json::value wanted = data.value;
  put_value(wanted, path, value);
  const auto again = parse_yaml("", out);
  if (!again || again->value != wanted) {
    return refuse(path, data.place(pointer_of(path)).line,
                  {"这一处的写法无法自动修改", "this place is written in a way that cannot be edited automatically"},
                  {"请直接编辑这一行", "edit the line by hand"});
  }
  return out;
}

std::string confirm(std::string_view yaml, const std::vector<std::string>& paths) {
  std::string out(yaml);
  const auto data = parse_yaml("", yaml);
  if (!data) return out;
  const SourceText source("", out);
  std::vector<Span> marks;
  for (const std::string& path : paths) {
    const auto place = find_value(source, *data, pointer_of(path));
    const auto mark = place ? proposal_mark(source, *place) : std::nullopt;
    if (mark) marks.push_back(*mark);
  }
  std::sort(marks.begin(), marks.end(), [](const Span& a, const Span& b) { return a.begin > b.begin; });
  for (const Span& mark : marks) out.erase(mark.begin, mark.end - mark.begin);
  return out;
}

}  // namespace qiyue::facts
