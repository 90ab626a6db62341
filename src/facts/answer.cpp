// One answer into the file: what a person typed -> a value that fits -> the text with that one value changed.
#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <optional>
#include <utility>

#include "core/text.h"
#include "facts/consistency.h"
#include "facts/edit.h"
#include "facts/facts.h"

namespace qiyue {
namespace {

constexpr std::size_t kMaxAnswer = 4000;

tl::unexpected<Error> unfit(Text message, Text remedy = {}) {
  Error error;
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  return fail(std::move(error));
}

bool says_none(std::string_view value) {
  const std::string lower = to_lower_ascii(value);
  return lower == "无" || lower == "没有" || lower == "none" || lower == "0" || lower == "以上都没有";
}

std::optional<bool> truth(std::string_view value) {
  const std::string lower = to_lower_ascii(value);
  for (const char* yes : {"是", "有", "对", "会", "y", "yes", "true", "1"}) {
    if (lower == yes) return true;
  }
  for (const char* no : {"否", "不是", "没有", "无", "不", "不会", "n", "no", "false", "0", "2"}) {
    if (lower == no) return false;
  }
  return std::nullopt;
}

// 2026-12-1, 2026/12/01, 2026年12月1日 -> 2026-12-01; anything else unchanged.
std::string plain_date(std::string_view text) {
  int numbers[3] = {0, 0, 0};
  int digits[3] = {0, 0, 0};
  int part = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = decode_utf8(text, at);
    if (c >= U'0' && c <= U'9') {
      if (part > 2 || ++digits[part] > 4) return std::string(text);
      numbers[part] = numbers[part] * 10 + static_cast<int>(c - U'0');
    } else if (c == U'-' || c == U'/' || c == U'.' || c == U'年' || c == U'月' || c == U'日' || c == U' ') {
      if (part < 3 && digits[part] > 0) ++part;
    } else {
      return std::string(text);
    }
  }
  if (digits[0] != 4 || digits[1] == 0 || digits[2] == 0 || digits[1] > 2 || digits[2] > 2) return std::string(text);
  return fmt::format("{:04}-{:02}-{:02}", numbers[0], numbers[1], numbers[2]);
}

// Nothing when `value` looks as `check` says it must; otherwise what was expected.
std::optional<Text> misfit(std::string_view check, std::string_view value) {
  const auto all = [&](auto fits) { return std::all_of(value.begin(), value.end(), fits); };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (check == "email") {
    const std::size_t at = value.find('@');
    const bool fits = at != std::string_view::npos && at > 0 && value.find('.', at) != std::string_view::npos &&
                      value.find('@', at + 1) == std::string_view::npos && value.find(' ') == std::string_view::npos &&
                      value.back() != '.';
    if (!fits) return Text{"邮箱的样子是 name@example.com", "an e-mail address looks like name@example.com"};
  } else if (check == "phone") {
    const auto count = std::count_if(value.begin(), value.end(), digit);
    if (count < 5 || count > 20 ||
        !all([&](char c) { return digit(c) || std::string_view("+-() #/").find(c) != std::string_view::npos; }))
      return Text{"电话号码只含数字、空格和 - + ( )，例如 0571-12345678",
                  "a phone number holds digits, blanks and - + ( ) alone"};
  } else if (check == "credit_code") {
    const bool fits = value.size() == 18 && all([&](char c) { return digit(c) || (c >= 'A' && c <= 'Z'); });
    if (!fits)
      return Text{"统一社会信用代码是18位数字和大写字母",
                  "the unified social credit code has 18 digits and capital letters"};
  } else if (check == "url") {
    const bool fits = (value.starts_with("https://") || value.starts_with("http://")) && value.size() > 10 &&
                      value.find(' ') == std::string_view::npos;
    if (!fits) return Text{"网址以 https:// 开头", "an address begins with https://"};
  } else if (check == "days") {
    int days = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), days);
    if (read.ec != std::errc() || read.ptr != value.data() + value.size() || days < 1 || days > 365)
      return Text{"写天数，只写数字，例如 15", "give a number of days, digits alone, such as 15"};
  } else if (check == "name") {
    for (const char* sample : {"某某", "XX", "xx", "××", "【", "某公司"}) {
      if (value.find(sample) != std::string_view::npos)
        return Text{"写真实的全称，不要用样例名称", "give the real full name, not a sample"};
    }
  }
  return std::nullopt;
}

std::vector<std::string> parts_of(std::string_view value) {
  std::string text(value);
  for (const char* separator : {"，", "、", "；", ";"}) text = replace_all(std::move(text), separator, ",");
  std::vector<std::string> result;
  for (const std::string_view part : split(text, ',')) {
    const std::string_view one = trim(part);
    if (!one.empty()) result.emplace_back(one);
  }
  return result;
}

// Which choice is meant: its number, value or words.
std::optional<std::size_t> chosen(const Question& question, std::string_view answer) {
  std::size_t number = 0;
  const auto read = std::from_chars(answer.data(), answer.data() + answer.size(), number);
  if (read.ec == std::errc() && read.ptr == answer.data() + answer.size() && number >= 1 &&
      number <= question.choices.size())
    return number - 1;
  const std::string lower = to_lower_ascii(answer);
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    const auto& [value, words] = question.choices[i];
    if (lower == to_lower_ascii(value) || lower == to_lower_ascii(words.zh) || lower == to_lower_ascii(words.en))
      return i;
  }
  return std::nullopt;
}

tl::unexpected<Error> no_such_choice(const Question& question, std::string_view answer) {
  std::vector<std::string> values;
  for (const auto& [value, words] : question.choices) values.push_back(value);
  return unfit({fmt::format("没有“{}”这个选项", ellipsize(answer, 40)),
                fmt::format("there is no choice \"{}\"", ellipsize(answer, 40))},
               {"可选：" + join(values, " | "), "one of: " + join(values, " | ")});
}

// A list whose choices are paths.
bool is_group(const Question& question) {
  return question.kind == Question::Kind::list && !question.choices.empty() &&
         question.choices.front().first.find('.') != std::string::npos;
}

Result<std::string> answer_group(std::string_view yaml, const Question& question, std::string_view value) {
  std::vector<bool> holds(question.choices.size(), false);
  if (!says_none(value)) {
    for (const std::string& part : parts_of(value)) {
      const auto choice = chosen(question, part);
      if (!choice) return no_such_choice(question, part);
      holds[*choice] = true;
    }
  }
  std::string text(yaml);
  for (std::size_t i = 0; i < question.choices.size(); ++i) {
    auto next = facts::set_value(text, question.choices[i].first, json::value(static_cast<bool>(holds[i])));
    if (!next) return next;
    text = std::move(*next);
  }
  return text;
}

Result<json::value> typed(const Question& question, std::string_view value) {
  const bool none = !question.required && says_none(value);
  switch (question.kind) {
    case Question::Kind::yes_no: {
      const auto yes = truth(value);
      if (!yes) return unfit({"请回答 是 或 否", "please answer yes or no"});
      return json::value(*yes);
    }
    case Question::Kind::choice: {
      const auto choice = chosen(question, value);
      if (!choice) return no_such_choice(question, value);
      return json::value(question.choices[*choice].first);
    }
    case Question::Kind::date: {
      const std::string date = plain_date(value);
      if (!facts::is_date(date))
        return unfit(
            {fmt::format("“{}”不是日期", ellipsize(value, 40)), fmt::format("\"{}\" is no date", ellipsize(value, 40))},
            {"写成 年-月-日，例如 2026-12-01", "write year-month-day, such as 2026-12-01"});
      return json::value(date);
    }
    case Question::Kind::list: {
      json::array list;
      if (!none) {
        for (const std::string& part : parts_of(value)) list.emplace_back(part);
        if (list.empty()) return unfit({"请至少写一项", "please give at least one"});
      }
      return json::value(std::move(list));
    }
    case Question::Kind::text:
      break;
  }
  if (none) return json::value("");
  if (auto expected = misfit(question.check, value))
    return unfit(
        {fmt::format("“{}”不合适", ellipsize(value, 40)), fmt::format("\"{}\" does not fit", ellipsize(value, 40))},
        *expected);
  if (question.check == "days") {
    std::int64_t days = 0;
    std::from_chars(value.data(), value.data() + value.size(), days);
    return json::value(days);
  }
  return json::value(std::string(value));
}

}  // namespace

Result<std::string> answer(std::string_view yaml, const Question& question, std::string_view value,
                           const json::value* schema) {
  value = trim(value);
  if (value.empty()) return unfit({"答案是空的", "the answer is empty"});
  if (value.size() > kMaxAnswer)
    return unfit({fmt::format("答案太长，最多 {} 字节", kMaxAnswer),
                  fmt::format("the answer is too long, at most {} bytes", kMaxAnswer)});
  if (first_invalid_utf8(value) != std::string_view::npos)
    return unfit({"答案不是 UTF-8 文字", "the answer is no UTF-8 text"},
                 {"检查终端的编码", "check the terminal's encoding"});
  Result<std::string> text = std::string();
  if (is_group(question)) {
    text = answer_group(yaml, question, value);
  } else {
    auto fits = typed(question, value);
    if (!fits) return fail(fits.error());
    text = facts::set_value(yaml, question.id, *fits);
  }
  if (!text || schema == nullptr) return text;
  const auto data = parse_yaml("", *text);
  if (!data) return fail(data.error());
  if (auto valid = validate(*data, *schema); !valid) {
    Error error = valid.error();
    error.message = {question.id + "：" + error.message.zh, question.id + ": " + error.message.en};
    error.more.clear();
    return fail(std::move(error));
  }
  return text;
}

}  // namespace qiyue
