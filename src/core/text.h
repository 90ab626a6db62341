// UTF-8 and Chinese text. Everything works on bytes and never throws on bad input.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qiyue {

inline constexpr std::size_t npos = std::string_view::npos;

// Offset of the first byte that is not part of valid UTF-8; npos when all of it is.
std::size_t first_invalid_utf8(std::string_view text);
// True when `text` is not UTF-8 but reads as GB18030: the usual other encoding of Chinese files.
bool looks_like_gb18030(std::string_view text);
// Decodes one code point at `offset` and moves `offset` past it; U+FFFD (and one byte) where the text is broken.
char32_t decode_utf8(std::string_view text, std::size_t& offset);
void append_utf8(std::string& out, char32_t code_point);
int count_code_points(std::string_view text);
// Columns a terminal needs: 2 for East Asian wide and full-width characters, 0 for combining marks.
int display_width(std::string_view text);
// Cuts at a character boundary so that the width is at most `width`, with "…" where something was cut.
std::string ellipsize(std::string_view text, int width);
bool is_han(char32_t code_point);
bool contains_han(std::string_view text);
std::string_view trim(std::string_view text);  // ASCII and ideographic white space
std::string to_lower_ascii(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
template <std::same_as<std::string> Text>
std::vector<std::string_view> split(Text&& text, char separator) = delete;  // the parts would outlive a temporary
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string text, std::string_view from, std::string_view to);
bool contains(const std::vector<std::string>& list, std::string_view word);
bool starts_with_any(std::string_view text, const std::vector<std::string>& prefixes);
// phoneNumber, phone_number, PhoneNumber, phone-number -> {"phone", "number"}
std::vector<std::string> split_identifier(std::string_view identifier);
std::string escape_html(std::string_view text);
// 1 -> 一, 12 -> 十二, up to 99; used for clause numbers.
std::string chinese_numeral(int number);

}  // namespace qiyue
