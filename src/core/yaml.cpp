// YAML (yaml-cpp's events) to JSON values, with the place of every key and item.
#include <fmt/core.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <sstream>
#include <utility>

#include "core/data.h"
#include "core/text.h"

namespace qiyue {
namespace {

constexpr std::size_t kMaxYamlDepth = 100;

struct Fault {  // thrown through yaml-cpp by the handler, caught below
  YAML::Mark mark;
  Text message, remedy;
};

// YAML 1.2 core schema, but a number with a leading zero stays text: it is a phone or code number.
json::value plain_scalar(const std::string& text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  std::string_view digits = text;
  if (digits.front() == '-' || digits.front() == '+') digits.remove_prefix(1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (digits.empty() || !is_digit(digits.front())) return json::value(text);
  if (digits.size() > 1 && digits[0] == '0' && digits[1] != '.') return json::value(text);
  const char* const begin = text.data() + (text.front() == '+' ? 1 : 0);
  const char* const end = text.data() + text.size();
  if (std::all_of(digits.begin(), digits.end(), is_digit)) {
    std::int64_t number = 0;
    const auto read = std::from_chars(begin, end, number);
    if (read.ec == std::errc() && read.ptr == end) return number;
    return json::value(text);
  }
  if (digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return json::value(text);
  double number = 0;
  const auto read = std::from_chars(begin, end, number);
  if (read.ec == std::errc() && read.ptr == end && std::isfinite(number)) return number;
  return json::value(text);
}

class Builder final : public YAML::EventHandler {
 public:
  Builder(const SourceText& source, DataFile& file) : source_(source), file_(file) {}

  [[nodiscard]] Position position(const YAML::Mark& mark) const {
    const int line = std::max(mark.line, 0) + 1;
    const std::uint32_t start = source_.offset_of_line(line);
    return source_.at(start + static_cast<std::uint32_t>(std::max(mark.column, 0)));
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) {
      throw Fault{
          mark,
          {"一个文件只能有一个 YAML 文档，这里又开始了一个", "one file holds one YAML document; another begins here"},
          {"删去多余的 --- 行", "remove the extra --- line"}};
    }
  }
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& /*mark*/, const std::string& /*name*/) override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    throw Fault{mark,
                {"不支持 YAML 别名（*名称）", "YAML aliases (*name) are not supported"},
                {"把内容直接写出来", "write the content out"}};
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override { scalar(mark, nullptr, ""); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                const std::string& value) override {
    if (tag == "?") {
      scalar(mark, plain_scalar(value), value);
    } else if (tag.empty() || tag == "!" || tag == "tag:yaml.org,2002:str") {
      scalar(mark, json::value(value), value);
    } else {
      throw Fault{mark,
                  {"不支持 YAML 标签 " + tag, "the YAML tag " + tag + " is not supported"},
                  {"去掉标签", "remove the tag"}};
    }
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, json::array());
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, json::object());
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    json::value value;
    std::string pointer;
    std::string key;
    bool has_key = false;
  };

  // Pointer of the value that comes next; registers its place where the parent is a sequence or the root.
  std::string next_pointer(const YAML::Mark& mark) {
    if (stack_.empty()) {
      file_.places[""] = position(mark);
      return "";
    }
    Open& parent = stack_.back();
    if (parent.value.is_object()) return pointer_child(parent.pointer, parent.key);
    std::string pointer = parent.pointer + "/" + std::to_string(parent.value.get_array().size());
    file_.places[pointer] = position(mark);
    return pointer;
  }

  void attach(json::value value) {
    if (stack_.empty()) {
      file_.value = std::move(value);
      return;
    }
    Open& parent = stack_.back();
    if (json::object* object = parent.value.if_object()) {
      object->emplace(parent.key, std::move(value));
      parent.has_key = false;
    } else {
      parent.value.get_array().push_back(std::move(value));
    }
  }

  bool expects_key() const { return !stack_.empty() && stack_.back().value.is_object() && !stack_.back().has_key; }

  void scalar(const YAML::Mark& mark, json::value value, const std::string& text) {
    if (!expects_key()) {
      next_pointer(mark);
      attach(std::move(value));
      return;
    }
    Open& parent = stack_.back();
    if (text == "<<" && value.is_string()) {
      throw Fault{mark,
                  {"不支持 YAML 合并键（<<）", "the YAML merge key (<<) is not supported"},
                  {"把内容直接写出来", "write the content out"}};
    }
    const std::string pointer = pointer_child(parent.pointer, text);
    if (parent.value.get_object().contains(text)) {
      const int first = file_.place(pointer).line;
      throw Fault{mark,
                  {fmt::format("键“{}”重复：第 {} 行已经写过", text, first),
                   fmt::format("duplicate key \"{}\": first given on line {}", text, first)},
                  {"保留一处，删去另一处", "keep one and remove the other"}};
    }
    file_.places[pointer] = position(mark);
    parent.key = text;
    parent.has_key = true;
  }

  void open(const YAML::Mark& mark, json::value value) {
    if (stack_.size() >= kMaxYamlDepth) {
      throw Fault{mark,
                  {"嵌套过深", "nested too deeply"},
                  {fmt::format("最多 {} 层", kMaxYamlDepth), fmt::format("at most {} levels", kMaxYamlDepth)}};
    }
    if (expects_key()) {
      throw Fault{mark,
                  {"键必须是文字，不能是列表或映射", "a key must be text, not a list or a map"},
                  {"检查冒号和缩进", "check the colon and the indentation"}};
    }
    std::string pointer = next_pointer(mark);
    stack_.push_back({std::move(value), std::move(pointer), {}, false});
  }

  void close() {
    json::value done = std::move(stack_.back().value);
    stack_.pop_back();
    attach(std::move(done));
  }

  const SourceText& source_;
  DataFile& file_;
  std::vector<Open> stack_;
  int documents_ = 0;
};

// Reads on for the sake of yaml-cpp's own complaint.
class Deaf final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnAlias(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnScalar(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                const std::string& /*value*/) override {}
  void OnSequenceStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                       YAML::EmitterStyle::value /*style*/) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {}
  void OnMapEnd() override {}
};

void read_all(const std::string& text, YAML::EventHandler& handler) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  // A document takes a character at least; on some faults (",\n?") yaml-cpp begins empty ones for ever.
  for (std::size_t documents = 0; parser.HandleNextDocument(handler); ++documents) {
    if (documents > text.size()) throw YAML::ParserException(YAML::Mark::null_mark(), YAML::ErrorMsg::END_OF_MAP);
  }
}

struct Translation {
  std::string_view en, zh;
};

// What yaml-cpp says, for readers of Chinese. Its messages are compile-time constants; the rest stays as it is.
constexpr std::array<Translation, 20> kTranslations{{
    {"illegal tab when looking for indentation", "缩进里不能用制表符"},
    {"end of map not found", "映射没有正常结束，多半是缩进不一致"},
    {"end of map flow not found", "花括号没有闭合"},
    {"end of sequence not found", "列表没有正常结束，多半是缩进不一致"},
    {"end of sequence flow not found", "方括号没有闭合"},
    {"illegal map key", "这里不能出现键"},
    {"illegal map value", "这里不能出现冒号和值；值里有冒号时请加引号"},
    {"illegal block entry", "这里不能出现列表项“- ”"},
    {"illegal flow end", "括号不成对"},
    {"illegal EOF in scalar", "引号没有闭合"},
    {"illegal character in scalar", "文字里有不允许的字符"},
    {"illegal document indicator in scalar", "引号没有闭合就遇到了 --- 或 ..."},
    {"unknown token", "不认识的记号；以 @ 或 ` 开头的值请加引号"},
    {"alias not found after *", "以 * 开头的值请加引号"},
    {"anchor not found after &", "以 & 开头的值请加引号"},
    {"illegal character found while scanning alias", "以 * 开头的值请加引号"},
    {"illegal character found while scanning anchor", "以 & 开头的值请加引号"},
    {"the referenced anchor is not defined", "引用的锚点不存在；以 * 开头的值请加引号"},
    {"unexpected character in block scalar", "多行文字的标记 | 或 > 之后有多余的字符"},
    {"tag handle with no suffix", "以 ! 开头的值请加引号"},
}};

std::string translate(const std::string& message) {
  for (const Translation& t : kTranslations) {
    if (t.en == message) return std::string(t.zh);
  }
  return message;
}

}  // namespace

Result<DataFile> parse_yaml(std::string path, std::string_view text) {
  DataFile file;
  file.path = std::move(path);
  Error error;
  error.file = file.path;
  if (first_invalid_utf8(text) != std::string_view::npos) {
    error.message = {"不是 UTF-8 编码的文本", "not a text in UTF-8"};
    error.remedy = {"把文件另存为 UTF-8", "save the file as UTF-8"};
    return fail(std::move(error));
  }
  const SourceText source(file.path, std::string(text));
  Builder builder(source, file);
  const auto at = [&](const YAML::Mark& mark) {
    if (mark.is_null()) return;
    const Position where = builder.position(mark);
    error.line = where.line;
    error.column = where.column;
    if (where.line > 1 && source.line(where.line).empty()) {  // the end-of-document mark: the fault is the last line's
      error.line = where.line - 1;
      error.column = count_code_points(source.line(error.line)) + 1;
    }
  };
  // yaml-cpp takes a quote that is never closed for text up to the end of the file; the end-of-document mark makes it complain.
  const std::string closed = std::string(text) + "\n...\n";
  try {
    try {
      read_all(closed, builder);
    } catch (const Fault&) {
      // A bracket that is never closed comes as a strange key first: the syntax error behind it is the better message.
      Deaf deaf;
      read_all(closed, deaf);
      throw;
    }
  } catch (const Fault& fault) {
    at(fault.mark);
    error.message = fault.message;
    error.remedy = fault.remedy;
    return fail(std::move(error));
  } catch (const YAML::DeepRecursion& deep) {
    at(deep.mark);
    error.message = {"嵌套过深", "nested too deeply"};
    return fail(std::move(error));
  } catch (const YAML::Exception& exception) {
    at(exception.mark);
    error.message = {"YAML 语法有误：" + translate(exception.msg), "YAML syntax error: " + exception.msg};
    error.remedy = {"检查这一行和上一行的缩进、冒号与引号",
                    "check indentation, colons and quotes of this line and the one before"};
    return fail(std::move(error));
  }
  return file;
}

std::string yaml_scalar(std::string_view text) {
  const auto needs_quotes = [&] {
    if (text.empty() || trim(text).size() != text.size()) return true;
    if (std::string_view("-?:,[]{}#&*!|>'\"%@`=<").find(text.front()) != std::string_view::npos) return true;
    if (text.back() == ':' || text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos)
      return true;
    if (text.find_first_of(",[]{}\"") != std::string_view::npos) return true;
    if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
      return true;
    // What another reader would take for a number, a date or a truth value.
    if (text.find_first_not_of("0123456789+-.:_eExXoO") == std::string_view::npos) return true;
    const std::string lower = to_lower_ascii(text);
    static constexpr std::array<std::string_view, 11> kWords{"null", "true", "false", "yes",  "no",  "on",
                                                             "off",  "y",    "n",     ".nan", ".inf"};
    if (std::find(kWords.begin(), kWords.end(), lower) != kWords.end() || lower == "~") return true;
    return !plain_scalar(std::string(text)).is_string();
  };
  if (!needs_quotes()) return std::string(text);
  std::string out = "\"";
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
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          out += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
          out += c;
        }
    }
  }
  return out + "\"";
}

}  // namespace qiyue
