#include "release/duration.h"

#include <charconv>
#include <string>
#include <vector>

#include "core/text.h"

namespace qiyue::release_detail {
namespace {

// A number with the unit behind it, or a bare number (days 0).
struct Amount {
  std::int64_t number = 0;
  int unit_days = 0;
};
struct Period {
  std::string frame;  // the sentence with # for each number, and its unit kept
  std::vector<Amount> amounts;
};

int numeral(char32_t c) {
  static constexpr std::u32string_view kDigits = U"零一二三四五六七八九";
  if (c == U'两') return 2;
  if (c == U'十') return 10;
  const auto at = kDigits.find(c);
  return at == std::u32string_view::npos ? -1 : static_cast<int>(at);
}

int unit_at(std::string_view text, std::size_t& length) {
  static constexpr struct {
    std::string_view word;
    int days;
  } kUnits[] = {{"个月", 30}, {"个自然月", 30}, {"个工作日", 1}, {"工作日", 1},   {"个自然日", 1}, {"小时", -1},
                {"年", 365},  {"月", 30},       {"周", 7},       {"天", 1},       {"日", 1},       {" days", 1},
                {" day", 1},  {" months", 30},  {" month", 30},  {" years", 365}, {" year", 365}};
  for (const auto& [word, days] : kUnits) {
    if (!text.starts_with(word)) continue;
    length = word.size();
    return days;
  }
  length = 0;
  return 0;
}

Period parse(std::string_view text) {
  Period period;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t next = i;
    std::int64_t number = -1;
    if (text[i] >= '0' && text[i] <= '9') {
      while (next < text.size() && text[next] >= '0' && text[next] <= '9' && next - i < 9) ++next;
      std::from_chars(text.data() + i, text.data() + next, number);
    } else {
      // 三年, 十二个月, 二十日: read only where a unit follows.
      int value = 0;
      int digit = 0;
      std::size_t at = i;
      bool any = false;
      while (at < text.size()) {
        std::size_t after = at;
        const int one = numeral(decode_utf8(text, after));
        if (one < 0) break;
        any = true;
        if (one == 10) {
          value += (digit == 0 ? 1 : digit) * 10;
          digit = 0;
        } else {
          digit = one;
        }
        at = after;
      }
      std::size_t length = 0;
      if (any && unit_at(text.substr(at), length) != 0) {
        number = value + digit;
        next = at;
      }
    }
    if (number < 0) {
      decode_utf8(text, next);
      period.frame += text.substr(i, next - i);
      i = next;
      continue;
    }
    std::size_t length = 0;
    const int days = unit_at(text.substr(next), length);
    period.amounts.push_back({number, days});
    period.frame += '#';
    i = next + length;
  }
  return period;
}

// Hours stand as -1: the twenty-fourth part of a day.
std::int64_t hours(const Amount& amount) { return amount.number * (amount.unit_days < 0 ? 1 : amount.unit_days * 24); }

}  // namespace

Longer compare_durations(std::string_view before, std::string_view after) {
  if (before == after) return Longer::same;
  const Period was = parse(trim(before));
  const Period now = parse(trim(after));
  if (was.frame != now.frame || was.amounts.size() != now.amounts.size() || was.amounts.empty()) return Longer::unknown;
  bool shorter = false;
  for (std::size_t i = 0; i < was.amounts.size(); ++i) {
    const Amount& a = was.amounts[i];
    const Amount& b = now.amounts[i];
    if ((a.unit_days == 0) != (b.unit_days == 0)) return Longer::unknown;
    const std::int64_t x = a.unit_days == 0 ? a.number : hours(a);
    const std::int64_t y = b.unit_days == 0 ? b.number : hours(b);
    if (y > x) return Longer::yes;
    shorter = shorter || y < x;
  }
  return shorter ? Longer::no : Longer::same;
}

}  // namespace qiyue::release_detail
