#include "core/text.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace qiyue {
namespace {

struct Range {
  char32_t first, last;
};

// Unicode 15 East_Asian_Width W and F, merged where only unassigned code points lie between.
constexpr std::array<Range, 46> kWide{{
    {0x1100, 0x115F}, {0x231A, 0x231B}, {0x2329, 0x232A},   {0x23E9, 0x23EC},   {0x23F0, 0x23F0}, {0x23F3, 0x23F3},
    {0x25FD, 0x25FE}, {0x2614, 0x2615}, {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693}, {0x26A1, 0x26A1},
    {0x26AA, 0x26AB}, {0x26BD, 0x26BE}, {0x26C4, 0x26C5},   {0x26CE, 0x26CE},   {0x26D4, 0x26D4}, {0x26EA, 0x26EA},
    {0x26F2, 0x26F3}, {0x26F5, 0x26F5}, {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705}, {0x270A, 0x270B},
    {0x2728, 0x2728}, {0x274C, 0x274C}, {0x274E, 0x274E},   {0x2753, 0x2757},   {0x2795, 0x2797}, {0x27B0, 0x27B0},
    {0x27BF, 0x27BF}, {0x2B1B, 0x2B1C}, {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E}, {0x3041, 0x4DBF},
    {0x4E00, 0xA4CF}, {0xA960, 0xA97F}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19}, {0xFE30, 0xFE6F},
    {0xFF01, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD},
}};

// Combining marks, joiners, variation selectors and direction marks: they take no column of their own.
constexpr std::array<Range, 14> kZero{{
    {0x0300, 0x036F},
    {0x0483, 0x0489},
    {0x0591, 0x05BD},
    {0x064B, 0x065F},
    {0x0E31, 0x0E31},
    {0x0E34, 0x0E3A},
    {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF},
    {0x200B, 0x200F},
    {0x202A, 0x202E},
    {0x2060, 0x2064},
    {0x20D0, 0x20FF},
    {0xFE00, 0xFE0F},
    {0xE0100, 0xE01EF},
}};

template <std::size_t N>
bool in(const std::array<Range, N>& ranges, char32_t c) {
  const auto it =
      std::upper_bound(ranges.begin(), ranges.end(), c, [](char32_t v, const Range& r) { return v < r.first; });
  return it != ranges.begin() && c <= std::prev(it)->last;
}

int width_of(char32_t c) {
  if (c < 0x300) return c < 0x20 || (c >= 0x7F && c < 0xA0) ? 0 : 1;
  if (c == 0xFEFF || in(kZero, c)) return 0;
  return in(kWide, c) ? 2 : 1;
}

// Length of the valid sequence that starts at `offset`, 0 where there is none (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t offset) {
  const auto byte = [&](std::size_t i) -> unsigned { return static_cast<unsigned char>(text[offset + i]); };
  const std::size_t left = text.size() - offset;
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  if (lead >= 0xC2 && lead <= 0xDF) return left >= 2 && tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (left < 3 || !tail(1) || !tail(2)) return 0;
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;
    if (lead == 0xED && byte(1) > 0x9F) return 0;  // surrogates
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (left < 4 || !tail(1) || !tail(2) || !tail(3)) return 0;
    if (lead == 0xF0 && byte(1) < 0x90) return 0;
    if (lead == 0xF4 && byte(1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_byte(char c) {
  return is_lower(c) || is_upper(c) || is_digit(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

}  // namespace

std::size_t first_invalid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    std::uint64_t eight = 0;  // most source is ASCII: eight bytes at a time
    if (text.size() - i >= 8) {
      std::memcpy(&eight, text.data() + i, 8);
      if ((eight & 0x8080808080808080ULL) == 0) {
        i += 8;
        continue;
      }
    }
    const std::size_t length = sequence_length(text, i);
    if (length == 0) return i;
    i += length;
  }
  return std::string_view::npos;
}

bool looks_like_gb18030(std::string_view text) {
  if (first_invalid_utf8(text) == std::string_view::npos) return false;
  std::size_t pairs = 0;
  std::size_t usual = 0;  // GB 2312 rows: punctuation and the two levels of ideographs
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t k) -> unsigned { return static_cast<unsigned char>(text[i + k]); };
    if (byte(0) < 0x80) {
      ++i;
      continue;
    }
    if (byte(0) < 0x81 || byte(0) > 0xFE || i + 1 >= text.size()) return false;
    if (byte(1) >= 0x30 && byte(1) <= 0x39) {
      if (i + 3 >= text.size() || byte(2) < 0x81 || byte(2) > 0xFE || byte(3) < 0x30 || byte(3) > 0x39) return false;
      i += 4;
      continue;
    }
    if (byte(1) < 0x40 || byte(1) == 0x7F || byte(1) > 0xFE) return false;
    ++pairs;
    if (byte(1) >= 0xA1 && ((byte(0) >= 0xA1 && byte(0) <= 0xA3) || (byte(0) >= 0xB0 && byte(0) <= 0xF7))) ++usual;
    i += 2;
  }
  return pairs > 0 && usual * 10 >= pairs * 7;
}

char32_t decode_utf8(std::string_view text, std::size_t& offset) {
  if (offset >= text.size()) {
    ++offset;
    return 0xFFFD;
  }
  const std::size_t length = sequence_length(text, offset);
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[offset + i])); };
  char32_t result = 0xFFFD;
  switch (length) {
    case 1:
      result = byte(0);
      break;
    case 2:
      result = ((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU);
      break;
    case 3:
      result = ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
      break;
    case 4:
      result = ((byte(0) & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) | (byte(3) & 0x3FU);
      break;
    default:
      break;
  }
  offset += length == 0 ? 1 : length;
  return result;
}

void append_utf8(std::string& out, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0U | (c >> 6U));
    put(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    put(0xE0U | (c >> 12U));
    put(0x80U | ((c >> 6U) & 0x3FU));
    put(0x80U | (c & 0x3FU));
  } else {
    put(0xF0U | (c >> 18U));
    put(0x80U | ((c >> 12U) & 0x3FU));
    put(0x80U | ((c >> 6U) & 0x3FU));
    put(0x80U | (c & 0x3FU));
  }
}

int count_code_points(std::string_view text) {
  int count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) decode_utf8(text, i);
  return count;
}

int display_width(std::string_view text) {
  int width = 0;
  for (std::size_t i = 0; i < text.size();) width += width_of(decode_utf8(text, i));
  return width;
}

std::string ellipsize(std::string_view text, int width) {
  if (display_width(text) <= width) return std::string(text);
  if (width <= 0) return {};
  int used = 0;
  std::size_t end = 0;
  for (std::size_t i = 0; i < text.size();) {
    const int w = width_of(decode_utf8(text, i));
    if (used + w > width - 1) break;
    used += w;
    end = i;
  }
  return std::string(text.substr(0, end)) + "…";
}

bool is_han(char32_t c) {
  return c == 0x3005 || c == 0x3007 || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF);
}

bool contains_han(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (is_han(decode_utf8(text, i))) return true;
  }
  return false;
}

std::string_view trim(std::string_view text) {
  static constexpr std::string_view kIdeographicSpace = "\xE3\x80\x80";
  static constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
  constexpr std::string_view kAscii = " \t\r\n\v\f";
  for (;;) {
    if (!text.empty() && kAscii.find(text.front()) != std::string_view::npos) {
      text.remove_prefix(1);
    } else if (text.substr(0, 3) == kIdeographicSpace) {
      text.remove_prefix(3);
    } else if (text.substr(0, 2) == kNoBreakSpace) {
      text.remove_prefix(2);
    } else {
      break;
    }
  }
  for (;;) {
    if (!text.empty() && kAscii.find(text.back()) != std::string_view::npos) {
      text.remove_suffix(1);
    } else if (text.size() >= 3 && text.substr(text.size() - 3) == kIdeographicSpace) {
      text.remove_suffix(3);
    } else if (text.size() >= 2 && text.substr(text.size() - 2) == kNoBreakSpace) {
      text.remove_suffix(2);
    } else {
      break;
    }
  }
  return text;
}

std::string to_lower_ascii(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t i = text.find(separator); i != std::string_view::npos; i = text.find(separator, begin)) {
    parts.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string result;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) result += separator;
    result += parts[i];
  }
  return result;
}

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  if (from.empty()) return text;
  std::string result;
  std::size_t begin = 0;
  for (std::size_t i = text.find(from); i != std::string::npos; i = text.find(from, begin)) {
    result.append(text, begin, i - begin);
    result += to;
    begin = i + from.size();
  }
  if (begin == 0) return text;
  result.append(text, begin, std::string::npos);
  return result;
}

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool starts_with_any(std::string_view text, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& p) { return text.starts_with(p); });
}

std::vector<std::string> split_identifier(std::string_view identifier) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(to_lower_ascii(word));
    word.clear();
  };
  for (std::size_t i = 0; i < identifier.size(); ++i) {
    const char c = identifier[i];
    if (!is_word_byte(c)) {
      flush();
      continue;
    }
    if (is_upper(c)) {
      const bool after_lower = i > 0 && (is_lower(identifier[i - 1]) || is_digit(identifier[i - 1]));
      // The last capital of a run begins the next word: IDCardNo -> id, card, no.
      const bool ends_run =
          i > 0 && is_upper(identifier[i - 1]) && i + 1 < identifier.size() && is_lower(identifier[i + 1]);
      if (after_lower || ends_run) flush();
    }
    word.push_back(c);
  }
  flush();
  return words;
}

std::string escape_html(std::string_view text) {
  std::string result;
  result.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result.push_back(c);
    }
  }
  return result;
}

std::string chinese_numeral(int number) {
  static constexpr std::array<std::string_view, 10> kDigits{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  if (number < 0 || number > 99) return std::to_string(number);
  const auto tens = static_cast<std::size_t>(number / 10);
  const auto ones = static_cast<std::size_t>(number % 10);
  if (tens == 0) return std::string(kDigits[ones]);
  std::string result;
  if (tens > 1) result += kDigits[tens];
  result += "十";
  if (ones > 0) result += kDigits[ones];
  return result;
}

}  // namespace qiyue
