// JSON Schema, draft 7, over values with places. Our own, because messages must name line, expectation and remedy in two
// languages, and because patterns over user input run on RE2 (linear time). It knows the keywords that the schemas of this
// project use and refuses a schema with any other, so that no rule is skipped in silence. tests/core holds it against valijson.
#include <fmt/core.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <exception>
#include <memory>
#include <tuple>
#include <utility>

#include "core/data.h"
#include "core/nearest.h"
#include "core/text.h"

namespace qiyue {
namespace {

constexpr int kMaxSchemaDepth = 400;  // $ref and applicators over one value; values themselves are at most 200 deep
constexpr std::size_t kMaxErrors = 50;

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

Text name_of_type(std::string_view type) {
  if (type == "object") return {"映射（键: 值）", "a map (key: value)"};
  if (type == "array") return {"列表", "a list"};
  if (type == "string") return {"文字", "a text"};
  if (type == "integer") return {"整数", "a whole number"};
  if (type == "number") return {"数字", "a number"};
  if (type == "boolean") return {"真假值（true 或 false）", "true or false"};
  return {"空值", "nothing (null)"};
}

std::string_view type_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::object:
      return "object";
    case json::kind::array:
      return "array";
    case json::kind::string:
      return "string";
    case json::kind::bool_:
      return "boolean";
    case json::kind::int64:
    case json::kind::uint64:
      return "integer";
    case json::kind::double_:
      return "number";
    case json::kind::null:
      break;
  }
  return "null";
}

bool has_type(const json::value& value, std::string_view type) {
  const std::string_view actual = type_of(value);
  return actual == type || (type == "number" && actual == "integer");
}

std::string shown(const json::value& value) {
  return ellipsize(value.is_string() ? std::string(view(value.get_string())) : to_compact_json(value), 60);
}

struct Finding {
  std::string pointer;
  Text message, remedy;
  bool wrong_type = false;
};

class Checker {
 public:
  explicit Checker(const json::value& schema) : root_(schema) {}

  void check(const json::value& value, const json::value& schema, const std::string& pointer, int depth) {
    if (findings_.size() >= kMaxErrors) return;
    if (const bool* allowed = schema.if_bool()) {
      if (!*allowed) add(pointer, {"这里不允许有内容", "nothing is allowed here"});
      return;
    }
    if (depth > kMaxSchemaDepth) {
      add(pointer, {"模式引用成环", "the schema refers to itself without end"});
      return;
    }
    const json::object* rules = schema.if_object();
    if (rules == nullptr) {
      add(pointer, {"模式本身有误：应为对象", "the schema itself is wrong: not an object"});
      return;
    }
    if (const json::value* ref = rules->if_contains("$ref")) {
      const json::value* target = resolve(view(ref->as_string()));
      if (target == nullptr) {
        add(pointer, {"模式引用不存在：" + shown(*ref), "the schema refers to nothing: " + shown(*ref)});
      } else {
        check(value, *target, pointer, depth + 1);
      }
      return;  // draft 7: keywords beside $ref do not count
    }
    if (!known_keywords(*rules, pointer)) return;
    if (!type(value, *rules, pointer)) return;  // the rest would only repeat it
    choices(value, *rules, pointer);
    if (value.is_string()) string(value.get_string(), *rules, pointer);
    if (value.is_number()) number(value, *rules, pointer);
    if (const json::array* list = value.if_array()) array(*list, *rules, pointer, depth);
    if (const json::object* entries = value.if_object()) object(*entries, *rules, pointer, depth);
    combined(value, *rules, pointer, depth);
  }

  std::vector<Finding> findings_;

 private:
  void add(const std::string& pointer, Text message, Text remedy = {}) {
    findings_.push_back({pointer, std::move(message), std::move(remedy), false});
  }

  // What the schema's author says is expected ("x-expect": {"zh": …, "en": …}), or nothing.
  static Text expectation(const json::object& rules) {
    const json::value* expect = rules.if_contains("x-expect");
    return expect == nullptr ? Text{} : Text{get_string(*expect, "zh"), get_string(*expect, "en")};
  }

  bool known_keywords(const json::object& rules, const std::string& pointer) {
    static constexpr std::array<std::string_view, 40> kKnown{"$schema",
                                                             "$id",
                                                             "$comment",
                                                             "title",
                                                             "description",
                                                             "default",
                                                             "examples",
                                                             "definitions",
                                                             "x-expect",
                                                             "type",
                                                             "enum",
                                                             "const",
                                                             "properties",
                                                             "required",
                                                             "patternProperties",
                                                             "additionalProperties",
                                                             "propertyNames",
                                                             "minProperties",
                                                             "maxProperties",
                                                             "items",
                                                             "minItems",
                                                             "maxItems",
                                                             "uniqueItems",
                                                             "minLength",
                                                             "maxLength",
                                                             "pattern",
                                                             "minimum",
                                                             "maximum",
                                                             "anyOf",
                                                             "oneOf",
                                                             "allOf",
                                                             "not",
                                                             "if",
                                                             "then",
                                                             "else",
                                                             "exclusiveMinimum",
                                                             "exclusiveMaximum",
                                                             "contains",
                                                             "dependencies",
                                                             "format"};
    for (const auto& rule : rules) {
      const std::string_view key(rule.key().data(), rule.key().size());
      if (std::find(kKnown.begin(), kKnown.end(), key) == kKnown.end() || key == "format" || key == "dependencies") {
        add(pointer, {fmt::format("模式本身有误：不支持的关键字“{}”", key),
                      fmt::format("the schema itself is wrong: unsupported keyword \"{}\"", key)});
        return false;
      }
    }
    return true;
  }

  const json::value* resolve(std::string_view reference) const {
    if (reference == "#") return &root_;
    if (!reference.starts_with("#/")) return nullptr;
    const json::value* at = &root_;
    for (const std::string_view part : split(reference.substr(2), '/')) {
      const std::string key = replace_all(replace_all(std::string(part), "~1", "/"), "~0", "~");
      const json::object* object = at->if_object();
      at = object == nullptr ? nullptr : object->if_contains(key);
      if (at == nullptr) return nullptr;
    }
    return at;
  }

  bool type(const json::value& value, const json::object& rules, const std::string& pointer) {
    const json::value* wanted = rules.if_contains("type");
    if (wanted == nullptr) return true;
    std::vector<std::string> types;
    if (wanted->is_string()) types.emplace_back(view(wanted->get_string()));
    if (const json::array* list = wanted->if_array()) {
      for (const json::value& item : *list) types.emplace_back(view(item.as_string()));
    }
    if (std::any_of(types.begin(), types.end(), [&](const std::string& t) { return has_type(value, t); })) return true;
    Text expected = expectation(rules);
    if (expected.empty()) {
      for (const std::string& t : types) {
        const Text name = name_of_type(t);
        expected.zh += (expected.zh.empty() ? "" : "或") + name.zh;
        expected.en += (expected.en.empty() ? "" : " or ") + name.en;
      }
    }
    const Text actual = name_of_type(type_of(value));
    const auto wants = [&](std::string_view t) { return std::find(types.begin(), types.end(), t) != types.end(); };
    Text remedy;
    if (value.is_null()) {
      remedy = {"补上内容，或删去这个键", "fill it in, or remove the key"};
    } else if (wants("string") && value.is_primitive()) {
      remedy = {fmt::format("加上引号：\"{}\"", shown(value)), fmt::format("put it in quotes: \"{}\"", shown(value))};
    } else if (wants("boolean") && value.is_string()) {
      remedy = {"写 true（是）或 false（否），不加引号", "write true or false, without quotes"};
    } else if (wants("array") && !value.is_array()) {
      remedy = {"写成列表，每项一行，以“- ”开头", "write a list, one item a line, each after \"- \""};
    } else if ((wants("integer") || wants("number")) && value.is_string()) {
      remedy = {"只写数字，不加引号和单位", "write the number alone, without quotes or unit"};
    }
    add(pointer,
        {fmt::format("{}应为{}，现为{}", label(pointer).zh, expected.zh, actual.zh),
         fmt::format("{} must be {}; it is {}", label(pointer).en, expected.en, actual.en)},
        std::move(remedy));
    findings_.back().wrong_type = true;
    return false;
  }

  static Text label(const std::string& pointer) {
    if (pointer.empty()) return {"文件内容", "the content of the file"};
    std::string key = pointer.substr(pointer.rfind('/') + 1);
    if (!key.empty() && key.find_first_not_of("0123456789") == std::string::npos) {
      return {fmt::format("列表的第 {} 项", std::stoll(key.substr(0, 9)) + 1),
              fmt::format("item {} of the list", std::stoll(key.substr(0, 9)) + 1)};
    }
    key = replace_all(replace_all(key, "~1", "/"), "~0", "~");
    return {"“" + key + "”", "\"" + key + "\""};
  }

  void choices(const json::value& value, const json::object& rules, const std::string& pointer) {
    if (const json::value* constant = rules.if_contains("const"); constant != nullptr && *constant != value) {
      add(pointer, {fmt::format("{}应为 {}，现为 {}", label(pointer).zh, shown(*constant), shown(value)),
                    fmt::format("{} must be {}; it is {}", label(pointer).en, shown(*constant), shown(value))});
    }
    const json::value* allowed = rules.if_contains("enum");
    if (allowed == nullptr) return;
    const json::array& list = allowed->as_array();
    if (std::find(list.begin(), list.end(), value) != list.end()) return;
    std::vector<std::string> names;
    for (const json::value& item : list) names.push_back(shown(item));
    const std::string guess = value.is_string() ? nearest(view(value.get_string()), names) : "";
    const std::string all = join(names, " | ");
    add(pointer,
        {fmt::format("{}的取值“{}”不在可选范围内", label(pointer).zh, shown(value)),
         fmt::format("{} cannot be \"{}\"", label(pointer).en, shown(value))},
        {guess.empty() ? "可选：" + all : fmt::format("是否想写 {}？可选：{}", guess, all),
         guess.empty() ? "one of: " + all : fmt::format("did you mean {}? One of: {}", guess, all)});
  }

  const RE2* pattern(std::string_view text, const std::string& pointer) {
    auto& entry = patterns_[std::string(text)];
    if (!entry) {
      RE2::Options options;
      options.set_log_errors(false);
      entry = std::make_unique<RE2>(re2::StringPiece(text.data(), text.size()), options);
    }
    if (entry->ok()) return entry.get();
    add(pointer, {fmt::format("模式本身有误：正则表达式 {}", text),
                  fmt::format("the schema itself is wrong: pattern {}", text)});
    return nullptr;
  }

  void string(const json::string& value, const json::object& rules, const std::string& pointer) {
    const Text expected = expectation(rules);
    if (const json::value* text = rules.if_contains("pattern")) {
      const RE2* expression = pattern(view(text->as_string()), pointer);
      if (expression != nullptr && !RE2::PartialMatch(re2::StringPiece(value.data(), value.size()), *expression)) {
        Text rule = expected.empty() ? Text{"符合 " + shown(*text), "like " + shown(*text)} : expected;
        add(pointer, {fmt::format("{}的写法“{}”不对，应{}{}", label(pointer).zh, ellipsize(view(value), 60),
                                  expected.empty() ? "" : "为", rule.zh),
                      fmt::format("{}: \"{}\" is not right; expected {}", label(pointer).en, ellipsize(view(value), 60),
                                  rule.en)});
      }
    }
    const int length = count_code_points(view(value));
    if (const json::value* least = rules.if_contains("minLength"); least != nullptr && length < least->as_int64()) {
      if (length == 0) {
        add(pointer, {label(pointer).zh + "不能为空", label(pointer).en + " must not be empty"},
            {"补上内容", "fill it in"});
      } else {
        add(pointer, {fmt::format("{}至少 {} 个字", label(pointer).zh, least->as_int64()),
                      fmt::format("{} takes at least {} characters", label(pointer).en, least->as_int64())});
      }
    }
    if (const json::value* most = rules.if_contains("maxLength"); most != nullptr && length > most->as_int64()) {
      add(pointer,
          {fmt::format("{}最多 {} 个字，现有 {} 个", label(pointer).zh, most->as_int64(), length),
           fmt::format("{} takes at most {} characters; it has {}", label(pointer).en, most->as_int64(), length)});
    }
  }

  void number(const json::value& value, const json::object& rules, const std::string& pointer) {
    const double actual = value.to_number<double>();
    const auto bound = [&](const char* keyword, auto violates, const char* zh, const char* en) {
      const json::value* limit = rules.if_contains(keyword);
      if (limit == nullptr || !violates(limit->to_number<double>())) return;
      add(pointer, {fmt::format("{}应{} {}，现为 {}", label(pointer).zh, zh, shown(*limit), shown(value)),
                    fmt::format("{} must be {} {}; it is {}", label(pointer).en, en, shown(*limit), shown(value))});
    };
    bound("minimum", [&](double l) { return actual < l; }, "不小于", "at least");
    bound("maximum", [&](double l) { return actual > l; }, "不大于", "at most");
    bound("exclusiveMinimum", [&](double l) { return actual <= l; }, "大于", "more than");
    bound("exclusiveMaximum", [&](double l) { return actual >= l; }, "小于", "less than");
  }

  void array(const json::array& list, const json::object& rules, const std::string& pointer, int depth) {
    if (const json::value* least = rules.if_contains("minItems");
        least != nullptr && static_cast<std::int64_t>(list.size()) < least->as_int64()) {
      add(pointer, {fmt::format("{}至少要有 {} 项", label(pointer).zh, least->as_int64()),
                    fmt::format("{} needs at least {} item(s)", label(pointer).en, least->as_int64())});
    }
    if (const json::value* most = rules.if_contains("maxItems");
        most != nullptr && static_cast<std::int64_t>(list.size()) > most->as_int64()) {
      add(pointer, {fmt::format("{}最多 {} 项", label(pointer).zh, most->as_int64()),
                    fmt::format("{} takes at most {} item(s)", label(pointer).en, most->as_int64())});
    }
    if (const json::value* unique = rules.if_contains("uniqueItems"); unique != nullptr && unique->as_bool()) {
      std::map<std::string, std::size_t> seen;
      for (std::size_t i = 0; i < list.size(); ++i) {
        const auto [it, fresh] = seen.emplace(to_compact_json(list[i]), i);
        if (!fresh) {
          add(pointer + "/" + std::to_string(i),
              {fmt::format("与第 {} 项重复：{}", it->second + 1, shown(list[i])),
               fmt::format("the same as item {}: {}", it->second + 1, shown(list[i]))},
              {"删去一处", "remove one of them"});
        }
      }
    }
    if (const json::value* item = rules.if_contains("items")) {
      if (item->is_array()) {
        add(pointer, {"模式本身有误：items 只能是一个模式", "the schema itself is wrong: items takes one schema"});
        return;
      }
      for (std::size_t i = 0; i < list.size(); ++i) check(list[i], *item, pointer + "/" + std::to_string(i), depth + 1);
    }
    if (const json::value* contains = rules.if_contains("contains")) {
      const bool any = std::any_of(list.begin(), list.end(), [&](const json::value& item) {
        return trial(item, *contains, pointer, depth).empty();
      });
      if (!any) add(pointer, {label(pointer).zh + "缺少必要的一项", label(pointer).en + " lacks a required item"});
    }
  }

  void object(const json::object& entries, const json::object& rules, const std::string& pointer, int depth) {
    const json::value* properties = rules.if_contains("properties");
    const json::object* known = properties == nullptr ? nullptr : properties->if_object();
    if (const json::value* required = rules.if_contains("required")) {
      for (const json::value& key : required->as_array()) {
        if (entries.contains(view(key.as_string()))) continue;
        const json::value* rule = known == nullptr ? nullptr : known->if_contains(view(key.as_string()));
        const Text expected = rule != nullptr && rule->is_object() ? expectation(rule->get_object()) : Text{};
        add(pointer,
            {fmt::format("缺少必填的键“{}”", shown(key)),
             fmt::format("the required key \"{}\" is missing", shown(key))},
            {expected.empty() ? fmt::format("补上 {}:", shown(key))
                              : fmt::format("补上 {}: {}", shown(key), expected.zh),
             expected.empty() ? fmt::format("add {}:", shown(key))
                              : fmt::format("add {}: {}", shown(key), expected.en)});
      }
    }
    const auto count = static_cast<std::int64_t>(entries.size());
    if (const json::value* least = rules.if_contains("minProperties"); least != nullptr && count < least->as_int64()) {
      add(pointer, {fmt::format("{}至少要有 {} 个键", label(pointer).zh, least->as_int64()),
                    fmt::format("{} needs at least {} key(s)", label(pointer).en, least->as_int64())});
    }
    if (const json::value* most = rules.if_contains("maxProperties"); most != nullptr && count > most->as_int64()) {
      add(pointer, {fmt::format("{}最多 {} 个键", label(pointer).zh, most->as_int64()),
                    fmt::format("{} takes at most {} key(s)", label(pointer).en, most->as_int64())});
    }
    const json::value* by_pattern = rules.if_contains("patternProperties");
    const json::value* additional = rules.if_contains("additionalProperties");
    const json::value* names = rules.if_contains("propertyNames");
    for (const auto& entry : entries) {
      const std::string_view key(entry.key().data(), entry.key().size());
      const std::string child = pointer_child(pointer, key);
      if (names != nullptr) {
        for (Finding& finding : trial(json::value(entry.key()), *names, child, depth))
          findings_.push_back(std::move(finding));
      }
      bool matched = false;
      if (known != nullptr) {
        if (const json::value* rule = known->if_contains(key)) {
          matched = true;
          check(entry.value(), *rule, child, depth + 1);
        }
      }
      if (by_pattern != nullptr) {
        for (const auto& rule : by_pattern->as_object()) {
          const RE2* expression = pattern(std::string_view(rule.key().data(), rule.key().size()), pointer);
          if (expression != nullptr && RE2::PartialMatch(re2::StringPiece(key.data(), key.size()), *expression)) {
            matched = true;
            check(entry.value(), rule.value(), child, depth + 1);
          }
        }
      }
      if (matched || additional == nullptr) continue;
      if (additional->is_bool() && !additional->get_bool()) {
        unknown_key(key, known, child);
      } else {
        check(entry.value(), *additional, child, depth + 1);
      }
    }
  }

  void unknown_key(std::string_view key, const json::object* known, const std::string& pointer) {
    std::vector<std::string> names;
    if (known != nullptr) {
      for (const auto& rule : *known) names.emplace_back(rule.key().data(), rule.key().size());
    }
    const std::string guess = nearest(key, names);
    Text remedy;
    if (!guess.empty()) {
      remedy = {fmt::format("是否想写“{}”？", guess), fmt::format("did you mean \"{}\"?", guess)};
    } else if (!names.empty()) {
      remedy = {"可用的键：" + join(names, "、"), "known keys: " + join(names, ", ")};
    }
    add(pointer,
        {fmt::format("不认识的键“{}”", ellipsize(key, 60)), fmt::format("unknown key \"{}\"", ellipsize(key, 60))},
        std::move(remedy));
  }

  std::vector<Finding> trial(const json::value& value, const json::value& schema, const std::string& pointer,
                             int depth) {
    std::vector<Finding> outer = std::exchange(findings_, {});
    check(value, schema, pointer, depth + 1);
    return std::exchange(findings_, std::move(outer));
  }

  void combined(const json::value& value, const json::object& rules, const std::string& pointer, int depth) {
    if (const json::value* all = rules.if_contains("allOf")) {
      for (const json::value& one : all->as_array()) check(value, one, pointer, depth + 1);
    }
    for (const std::string_view keyword : {std::string_view("anyOf"), std::string_view("oneOf")}) {
      const json::value* branches = rules.if_contains(keyword);
      if (branches == nullptr) continue;
      std::size_t passed = 0;
      std::vector<Finding> best;
      for (const json::value& branch : branches->as_array()) {
        std::vector<Finding> findings = trial(value, branch, pointer, depth);
        if (findings.empty()) {
          ++passed;
        } else if (best.empty() || closeness(findings, pointer) > closeness(best, pointer)) {
          best = std::move(findings);
        }
      }
      if (passed == 0) {
        const Text expected = expectation(rules);
        if (!expected.empty()) {
          add(pointer, {fmt::format("{}应为{}", label(pointer).zh, expected.zh),
                        fmt::format("{} must be {}", label(pointer).en, expected.en)});
        } else {
          for (Finding& finding : best) findings_.push_back(std::move(finding));
        }
      } else if (passed > 1 && keyword == "oneOf") {
        add(pointer, {label(pointer).zh + "同时符合几种互斥的写法",
                      label(pointer).en + " fits several forms that exclude each other"});
      }
    }
    if (const json::value* unwanted = rules.if_contains("not");
        unwanted != nullptr && trial(value, *unwanted, pointer, depth).empty()) {
      const Text expected = expectation(rules);
      add(pointer, {expected.empty() ? label(pointer).zh + "的内容不被允许"
                                     : fmt::format("{}应为{}", label(pointer).zh, expected.zh),
                    expected.empty() ? label(pointer).en + " is not allowed to be so"
                                     : fmt::format("{} must be {}", label(pointer).en, expected.en)});
    }
    if (const json::value* condition = rules.if_contains("if")) {
      const json::value* next = rules.if_contains(trial(value, *condition, pointer, depth).empty() ? "then" : "else");
      if (next != nullptr) check(value, *next, pointer, depth + 1);
    }
  }

  // How near a branch came: of the right type at all; the deeper its first complaint, the more of it fitted; then the
  // fewer complaints.
  static std::tuple<bool, std::size_t, std::ptrdiff_t> closeness(const std::vector<Finding>& findings,
                                                                 const std::string& pointer) {
    std::size_t depth = std::string::npos;
    bool right_type = true;
    for (const Finding& finding : findings) {
      depth = std::min(depth, finding.pointer.size() - std::min(finding.pointer.size(), pointer.size()));
      if (finding.wrong_type && finding.pointer == pointer) right_type = false;
    }
    return {right_type, depth, -static_cast<std::ptrdiff_t>(findings.size())};
  }

  const json::value& root_;
  std::map<std::string, std::unique_ptr<RE2>> patterns_;
};

}  // namespace

Status validate(const DataFile& data, const json::value& schema) {
  Checker checker(schema);
  try {
    checker.check(data.value, schema, "", 0);
  } catch (const std::exception& exception) {  // Boost.JSON, where a keyword of the schema has the wrong type
    Error error;
    error.file = data.path;
    error.message = {std::string("模式本身有误：") + exception.what(),
                     std::string("the schema itself is wrong: ") + exception.what()};
    return fail(std::move(error));
  }
  if (checker.findings_.empty()) return {};
  std::vector<Error> errors;
  for (Finding& finding : checker.findings_) {
    const Position where = data.place(finding.pointer);
    Error error;
    error.message = std::move(finding.message);
    error.remedy = std::move(finding.remedy);
    error.file = data.path;
    error.line = where.line;
    error.column = where.column;
    errors.push_back(std::move(error));
  }
  std::stable_sort(errors.begin(), errors.end(), [](const Error& a, const Error& b) {
    return Position{a.line, a.column} < Position{b.line, b.column};
  });
  Error first = std::move(errors.front());
  first.more.assign(std::make_move_iterator(errors.begin() + 1), std::make_move_iterator(errors.end()));
  return fail(std::move(first));
}

}  // namespace qiyue
