// Clause numbers as Chinese legal texts print them.
#include <array>

#include "core/text.h"
#include "document/flow.h"

namespace qiyue::doc {
namespace {

struct Cursor {
  std::string_view text;
  std::size_t at = 0;
  [[nodiscard]] bool done() const { return at >= text.size(); }
  [[nodiscard]] char32_t peek() const {
    std::size_t offset = at;
    return offset < text.size() ? decode_utf8(text, offset) : 0;
  }
  char32_t next() { return done() ? 0 : decode_utf8(text, at); }
  bool take(char32_t c) {
    if (peek() != c) return false;
    next();
    return true;
  }
};

bool is_space(char32_t c) { return c == ' ' || c == '\t' || c == 0x3000 || c == 0xA0; }

int han_digit(char32_t c) {
  static constexpr std::u32string_view digits = U"零一二三四五六七八九";
  const auto at = digits.find(c);
  if (at != std::u32string_view::npos) return static_cast<int>(at);
  return c == U'〇' ? 0 : -1;
}

int ascii_digit(char32_t c) {
  if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
  if (c >= 0xFF10 && c <= 0xFF19) return static_cast<int>(c - 0xFF10);  // full-width
  return -1;
}

// 一 … 九百九十九; 0 when there is none.
int take_han_numeral(Cursor& cursor) {
  int total = 0;
  int digit = 0;
  int taken = 0;
  while (taken < 6) {
    const char32_t c = cursor.peek();
    if (const int d = han_digit(c); d >= 0) {
      digit = d;
    } else if (c == U'十') {
      total += (digit == 0 ? 1 : digit) * 10;
      digit = 0;
    } else if (c == U'百') {
      total += (digit == 0 ? 1 : digit) * 100;
      digit = 0;
    } else {
      break;
    }
    cursor.next();
    ++taken;
  }
  return taken == 0 ? 0 : total + digit;
}

// Up to three digits; -1 when there is none or it is longer (a year, an amount).
int take_number(Cursor& cursor, int max_digits = 3) {
  int value = 0;
  int digits = 0;
  while (ascii_digit(cursor.peek()) >= 0) {
    value = value * 10 + ascii_digit(cursor.next());
    if (++digits > max_digits) return -1;
  }
  return digits == 0 ? -1 : value;
}

// "14 周岁": a quantity, not the number of a clause.
bool is_measure(char32_t c) {
  static constexpr std::u32string_view measures = U"岁周天日个年月小分秒元名条次种万亿位项款台件人%％:：-/～~";
  return measures.find(c) != std::u32string_view::npos;
}

std::optional<Number> finish(Cursor cursor, NumberKind kind, int value) {
  Number number;
  number.kind = kind;
  number.value = value;
  number.printed = std::string(cursor.text.substr(0, cursor.at));
  while (is_space(cursor.peek())) cursor.next();
  number.length = cursor.at;
  return number;
}

std::optional<Number> ordinal(Cursor cursor) {  // 第…章节条编部分
  if (!cursor.take(U'第')) return std::nullopt;
  while (is_space(cursor.peek())) cursor.next();
  int value = take_han_numeral(cursor);
  if (value == 0) value = take_number(cursor, 3);
  if (value <= 0) return std::nullopt;
  while (is_space(cursor.peek())) cursor.next();
  const char32_t unit = cursor.next();
  NumberKind kind = NumberKind::article;
  if (unit == U'章' || unit == U'编') {
    kind = NumberKind::chapter;
  } else if (unit == U'部') {
    if (!cursor.take(U'分')) return std::nullopt;
    kind = NumberKind::chapter;
  } else if (unit == U'节') {
    kind = NumberKind::section;
  } else if (unit != U'条') {
    return std::nullopt;
  }
  const char32_t after = cursor.peek();
  // "第三条约定的" and "第五条、第六条" cite another clause.
  if (after == U'第' || after == U'的' || after == U'规' || after == U'约' || after == U'和' || after == U'及' ||
      after == U'所')
    return std::nullopt;
  if (after == U'：' || after == ':' || after == U'、' || after == U'．' || after == '.') cursor.next();
  return finish(cursor, kind, value);
}

std::optional<Number> han(Cursor cursor) {  // 一、 一. 一．
  const int value = take_han_numeral(cursor);
  if (value == 0) return std::nullopt;
  const char32_t mark = cursor.next();
  if (mark != U'、' && mark != '.' && mark != U'．' && mark != U'，' && mark != ',') return std::nullopt;
  return finish(cursor, NumberKind::han, value);
}

std::optional<Number> in_parentheses(Cursor cursor) {  // （一） (1) （a）
  const char32_t open = cursor.next();
  if (open != U'（' && open != '(') return std::nullopt;
  NumberKind kind = NumberKind::han_paren;
  int value = take_han_numeral(cursor);
  if (value == 0) {
    kind = NumberKind::digit_paren;
    value = take_number(cursor, 2);
  }
  if (value < 0) {
    const char32_t c = cursor.peek();
    if (c < 'a' || c > 'z') return std::nullopt;
    kind = NumberKind::letter;
    value = static_cast<int>(cursor.next() - 'a') + 1;
  }
  const char32_t close = cursor.next();
  if (close != U'）' && close != ')') return std::nullopt;
  if (cursor.peek() == U'、') cursor.next();
  return finish(cursor, kind, value);
}

std::optional<Number> digits(Cursor cursor) {  // 1. 1、 1) 1.1 1.1.1 "1 "
  int value = take_number(cursor);
  if (value < 0) return std::nullopt;
  int parts = 1;
  while (parts < 4 && (cursor.peek() == '.' || cursor.peek() == U'．')) {
    Cursor ahead = cursor;
    ahead.next();
    const int part = take_number(ahead, 2);
    if (part < 0) break;
    cursor = ahead;
    value = part;
    ++parts;
  }
  static constexpr std::array kinds{NumberKind::digit, NumberKind::digit2, NumberKind::digit3, NumberKind::digit4};
  const auto kind = kinds[static_cast<std::size_t>(parts - 1)];
  const char32_t mark = cursor.peek();
  if (parts > 1) {
    if (mark == '.' || mark == U'．' || mark == U'、') {
      cursor.next();
    } else if (!is_space(mark) && !is_han(mark) && mark != U'《' && mark != U'“' && mark != 0) {
      return std::nullopt;
    }
    if (is_measure(mark)) return std::nullopt;
    return finish(cursor, kind, value);
  }
  if (mark == ')' || mark == U'）') {
    cursor.next();
    return finish(cursor, NumberKind::digit_paren, value);
  }
  if (mark == '.' || mark == U'．' || mark == U'、') {
    cursor.next();
    return finish(cursor, kind, value);
  }
  if (!is_space(mark)) return std::nullopt;
  Cursor ahead = cursor;
  while (is_space(ahead.peek())) ahead.next();
  if (value > 99 || ahead.done() || is_measure(ahead.peek()) || ascii_digit(ahead.peek()) >= 0) return std::nullopt;
  return finish(cursor, kind, value);
}

std::optional<Number> circled(Cursor cursor) {
  const char32_t c = cursor.next();
  if (c >= U'①' && c <= U'⑳') {
    if (cursor.peek() == U'、' || cursor.peek() == '.') cursor.next();
    return finish(cursor, NumberKind::circled, static_cast<int>(c - U'①') + 1);
  }
  return std::nullopt;
}

std::optional<Number> letter(Cursor cursor) {  // a) A、 b.
  const char32_t c = cursor.next();
  const char32_t lower = c >= 'A' && c <= 'Z' ? c + 32 : c;
  if (lower < 'a' || lower > 'z') return std::nullopt;
  const char32_t mark = cursor.next();
  if (mark == '.') {
    if (!is_space(cursor.peek()) && !is_han(cursor.peek())) return std::nullopt;  // "e.g."
  } else if (mark != ')' && mark != U'）' && mark != U'、') {
    return std::nullopt;
  }
  return finish(cursor, NumberKind::letter, static_cast<int>(lower - 'a') + 1);
}

}  // namespace

std::optional<Number> parse_number(std::string_view text) {
  const Cursor cursor{text};
  for (const auto rule : {ordinal, han, in_parentheses, digits, circled, letter})
    if (auto number = rule(cursor)) return number;
  return std::nullopt;
}

std::string_view number_separator(std::string_view number) {
  for (const std::string_view tail : {"、", "）", "．", "，", "："})
    if (number.ends_with(tail)) return "";
  return " ";
}

}  // namespace qiyue::doc
