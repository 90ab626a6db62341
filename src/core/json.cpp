// JSON with positions: standard JSON plus comments and trailing commas, as WeChat's tools accept it. Iterative, so that no
// nesting can exhaust the stack.
#include <fmt/core.h>

#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "core/data.h"
#include "core/text.h"

namespace qiyue {
namespace {

constexpr std::size_t kMaxJsonDepth = 200;

class Reader {
 public:
  Reader(const SourceText& source, DataFile& file) : source_(source), text_(source.text()), file_(file) {}

  std::optional<Error> run() {
    if (!blank()) return error_;
    if (at_end())
      return fault({"文件是空的，应为 JSON", "the file is empty; JSON was expected"},
                   {"写入 JSON 内容，或删去这个文件", "write the JSON, or remove the file"});
    if (!value()) return error_;
    while (!stack_.empty()) {
      if (!blank() || !step()) return error_;
    }
    if (!blank()) return error_;
    if (!at_end())
      return fault(
          {"JSON 已经结束，后面还有多余的内容", "the JSON has ended; more text follows"},
          {"删去后面的内容，或检查前面是否多了一个括号", "remove what follows, or a bracket too many before it"});
    return std::nullopt;
  }

 private:
  struct Open {
    json::value value;
    std::string pointer;
    std::string key;
    std::size_t begin = 0;
    bool after_item = false;  // a comma or the closing bracket comes next
  };

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

  std::optional<Error> fault(Text message, Text remedy = {}) {
    return fault_at(at_, std::move(message), std::move(remedy));
  }
  std::optional<Error> fault_at(std::size_t offset, Text message, Text remedy = {}) {
    const Position where = source_.at(static_cast<std::uint32_t>(offset));
    Error error;
    error.message = std::move(message);
    error.remedy = std::move(remedy);
    error.file = source_.path();
    error.line = where.line;
    error.column = where.column;
    error_ = std::move(error);
    return error_;
  }
  bool refuse(Text message, Text remedy = {}) {
    fault(std::move(message), std::move(remedy));
    return false;
  }

  // White space and comments; false when a comment is not closed.
  bool blank() {
    for (;;) {
      while (!at_end() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
      if (text_.substr(at_, 3) == "\xEF\xBB\xBF") {
        at_ += 3;
        continue;
      }
      if (text_.substr(at_, 2) == "//") {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      if (text_.substr(at_, 2) == "/*") {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos)
          return refuse({"注释没有闭合", "this comment is never closed"}, {"在注释末尾加上 */", "end it with */"});
        at_ = end + 2;
        continue;
      }
      return true;
    }
  }

  bool step() {
    Open& open = stack_.back();
    const bool object = open.value.is_object();
    const char closing = object ? '}' : ']';
    if (at_end()) {
      fault_at(
          open.begin,
          {object ? "花括号没有闭合" : "方括号没有闭合", object ? "this { is never closed" : "this [ is never closed"},
          {fmt::format("补上 {}", closing), fmt::format("add the {}", closing)});
      return false;
    }
    if (text_[at_] == closing) {
      ++at_;
      json::value done = std::move(open.value);
      stack_.pop_back();
      attach(std::move(done));
      return true;
    }
    if (open.after_item) {
      if (text_[at_] != ',') {
        return refuse({fmt::format("此处应为逗号或 {}", closing), fmt::format("expected a comma or {}", closing)},
                      {"检查上一项之后是否少了逗号", "a comma may be missing after the item before"});
      }
      ++at_;
      open.after_item = false;
      return true;
    }
    if (object) {
      if (text_[at_] != '"') {
        return refuse({"此处应为用双引号括起的键", "expected a key in double quotes"},
                      {"键和文字都要用英文双引号", "keys and texts take straight double quotes"});
      }
      const std::size_t begin = at_;
      std::string key;
      if (!string(key)) return false;
      file_.places[pointer_child(open.pointer, key)] = source_.at(static_cast<std::uint32_t>(begin));
      open.key = std::move(key);
      if (!blank()) return false;
      if (at_end() || text_[at_] != ':')
        return refuse({"键之后应为冒号", "expected a colon after the key"},
                      {R"(写作 "键": 值)", R"(write "key": value)"});
      ++at_;
      if (!blank()) return false;
    }
    return value();
  }

  bool value() {
    std::string pointer;
    if (stack_.empty()) {
      file_.places[""] = source_.at(static_cast<std::uint32_t>(at_));
    } else if (stack_.back().value.is_object()) {
      pointer = pointer_child(stack_.back().pointer, stack_.back().key);
    } else {
      pointer = stack_.back().pointer + "/" + std::to_string(stack_.back().value.get_array().size());
      file_.places[pointer] = source_.at(static_cast<std::uint32_t>(at_));
    }
    if (at_end()) return refuse_value();
    const char c = text_[at_];
    if (c == '{' || c == '[') {
      if (stack_.size() >= kMaxJsonDepth)
        return refuse(
            {fmt::format("嵌套超过 {} 层", kMaxJsonDepth), fmt::format("nested deeper than {} levels", kMaxJsonDepth)},
            {"检查是否多写了括号", "look for brackets that should not be there"});
      Open next;
      if (c == '{') {
        next.value = json::object();
      } else {
        next.value = json::array();
      }
      next.pointer = std::move(pointer);
      next.begin = at_++;
      stack_.push_back(std::move(next));
      return true;
    }
    if (c == '"') {
      std::string text;
      if (!string(text)) return false;
      attach(json::value(text));
      return true;
    }
    for (const auto& [word, constant] :
         {std::pair<std::string_view, json::value>{"true", true}, {"false", false}, {"null", nullptr}}) {
      if (text_.substr(at_, word.size()) == word) {
        at_ += word.size();
        attach(constant);
        return true;
      }
    }
    if (c == '-' || (c >= '0' && c <= '9')) return number();
    return refuse_value();
  }

  // What stands where a value should: the faults that people make are named.
  bool refuse_value() {
    const std::string_view rest = text_.substr(at_);
    const Text ascii_quotes{R"(文字两边用英文双引号 ")", R"(put the text between straight double quotes, ")"};
    if (rest.starts_with('\'')) {
      return refuse({"文字要用双引号，不能用单引号", "a text takes double quotes, not single ones"}, ascii_quotes);
    }
    if (rest.starts_with("“") || rest.starts_with("”") || rest.starts_with("＂")) {
      return refuse({"此处是中文引号，JSON 不认识", "this is a typographic quotation mark, which JSON does not know"},
                    ascii_quotes);
    }
    return refuse(
        {"此处应为一个值", "expected a value"},
        {R"(值是 "文字"、数字、true、false、null、{…} 或 […]；最后一项之后不必有逗号)",
         R"(a value is "text", a number, true, false, null, {…} or […]; the last one needs no comma after it)"});
  }

  bool number() {
    const std::size_t end = std::min(text_.find_first_not_of("0123456789+-.eE", at_), text_.size());
    const char* const first = text_.data() + at_;
    const char* const last = text_.data() + end;
    const std::string_view digits = text_.substr(at_, end - at_);
    const std::string_view whole_part = digits.substr(digits.starts_with('-') ? 1 : 0);
    if (whole_part.size() > 1 && whole_part[0] == '0' && whole_part[1] >= '0' && whole_part[1] <= '9') {
      return refuse({"数字不能以 0 开头", "a number cannot begin with 0"},
                    {"去掉前面的 0，或加双引号作为文字", "drop the 0, or put it in double quotes as a text"});
    }
    if (digits.find_first_of(".eE") == std::string_view::npos) {
      std::int64_t whole = 0;
      const auto read = std::from_chars(first, last, whole);
      if (read.ec == std::errc() && read.ptr == last) {
        at_ = end;
        attach(whole);
        return true;
      }
    }
    double real = 0;
    const auto read = std::from_chars(first, last, real);
    if (read.ec != std::errc() || read.ptr != last || !std::isfinite(real))
      return refuse({"数字写法有误", "this is not a number"}, {"写作 12 或 0.5 这样", "write it as 12 or 0.5"});
    at_ = end;
    attach(real);
    return true;
  }

  bool hex4(char32_t& out) {
    unsigned unit = 0;
    const std::string_view digits = text_.substr(at_, 4);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
    if (digits.size() != 4 || read.ptr != digits.data() + 4)
      return refuse({"\\u 之后应有四位十六进制数字", "\\u takes four hexadecimal digits"},
                    {"例如 \\u4e2d", "as in \\u4e2d"});
    at_ += 4;
    out = unit;
    return true;
  }

  bool string(std::string& out) {
    const std::size_t begin = at_++;
    for (;;) {
      if (at_end() || text_[at_] == '\n' || text_[at_] == '\r') {
        fault_at(begin, {"引号没有闭合", "this string is never closed"},
                 {"在同一行的末尾补上英文双引号", "add the closing double quote on the same line"});
        return false;
      }
      const char c = text_[at_++];
      if (c == '"') return true;
      if (c != '\\') {
        out += c;
        continue;
      }
      if (at_end()) continue;
      const char escaped = text_[at_++];
      switch (escaped) {
        case 'n':
          out += '\n';
          break;
        case 't':
          out += '\t';
          break;
        case 'r':
          out += '\r';
          break;
        case 'b':
          out += '\b';
          break;
        case 'f':
          out += '\f';
          break;
        case '"':
        case '\\':
        case '/':
          out += escaped;
          break;
        case 'u': {
          char32_t unit = 0;
          if (!hex4(unit)) return false;
          if (unit >= 0xD800 && unit <= 0xDBFF && text_.substr(at_, 2) == "\\u") {
            at_ += 2;
            char32_t low = 0;
            if (!hex4(low)) return false;
            if (low >= 0xDC00 && low <= 0xDFFF) {
              unit = 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00);
            } else {
              append_utf8(out, unit);  // a lone surrogate becomes U+FFFD
              unit = low;
            }
          }
          append_utf8(out, unit);
          break;
        }
        default:
          at_ -= 2;
          return refuse({fmt::format("不认识的转义 \\{}", escaped), fmt::format("unknown escape \\{}", escaped)},
                        {"反斜杠本身写作 \\\\", "write \\\\ for a backslash"});
      }
    }
  }

  void attach(json::value done) {
    if (stack_.empty()) {
      file_.value = std::move(done);
      return;
    }
    Open& parent = stack_.back();
    parent.after_item = true;
    if (json::object* object = parent.value.if_object()) {
      (*object)[parent.key] = std::move(done);  // of two equal keys the last one counts, as in JavaScript
    } else {
      parent.value.get_array().push_back(std::move(done));
    }
  }

  const SourceText& source_;
  std::string_view text_;
  DataFile& file_;
  std::size_t at_ = 0;
  std::vector<Open> stack_;
  std::optional<Error> error_;
};

void write_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void write_scalar(std::string& out, const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      out += "null";
      break;
    case json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      break;
    case json::kind::int64:
      out += fmt::format("{}", value.get_int64());
      break;
    case json::kind::uint64:
      out += fmt::format("{}", value.get_uint64());
      break;
    case json::kind::double_:
      out += std::isfinite(value.get_double()) ? fmt::format("{}", value.get_double()) : "null";
      break;
    case json::kind::string:
      write_string(out, std::string_view(value.get_string().data(), value.get_string().size()));
      break;
    default:
      break;
  }
}

std::string write(const json::value& root, bool pretty) {
  struct Open {
    const json::value* value;
    std::size_t next = 0;
  };
  std::string out;
  std::vector<Open> stack;
  const auto line = [&] {
    if (!pretty) return;
    out += '\n';
    out.append(stack.size() * 2, ' ');
  };
  const auto begin = [&](const json::value& value) {
    const bool object = value.is_object();
    if (!object && !value.is_array()) {
      write_scalar(out, value);
    } else if (object ? value.get_object().empty() : value.get_array().empty()) {
      out += object ? "{}" : "[]";
    } else {
      out += object ? '{' : '[';
      stack.push_back({&value, 0});
    }
  };
  begin(root);
  while (!stack.empty()) {
    Open& open = stack.back();
    const bool object = open.value->is_object();
    const std::size_t size = object ? open.value->get_object().size() : open.value->get_array().size();
    if (open.next == size) {
      stack.pop_back();
      line();
      out += object ? '}' : ']';
      continue;
    }
    if (open.next > 0) out += ',';
    line();
    const std::size_t index = open.next++;
    if (object) {
      const auto& entry = *(open.value->get_object().begin() + static_cast<std::ptrdiff_t>(index));
      write_string(out, std::string_view(entry.key().data(), entry.key().size()));
      out += pretty ? ": " : ":";
      begin(entry.value());
    } else {
      begin(open.value->get_array()[index]);
    }
  }
  if (pretty) out += '\n';
  return out;
}

}  // namespace

Result<DataFile> parse_json(std::string path, std::string_view text) {
  DataFile file;
  file.path = std::move(path);
  if (first_invalid_utf8(text) != std::string_view::npos) {
    Error error;
    error.file = file.path;
    error.message = {"不是 UTF-8 编码的文本", "not a text in UTF-8"};
    error.remedy = {"把文件另存为 UTF-8", "save the file as UTF-8"};
    return fail(std::move(error));
  }
  const SourceText source(file.path, std::string(text));
  if (auto error = Reader(source, file).run()) return fail(std::move(*error));
  return file;
}

std::string to_json(const json::value& value) { return write(value, true); }
std::string to_compact_json(const json::value& value) { return write(value, false); }

}  // namespace qiyue
