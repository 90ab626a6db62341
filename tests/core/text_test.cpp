#include "core/text.h"

#include <gtest/gtest.h>

#include "core/source.h"

namespace qiyue {
namespace {

TEST(Text, FindsTheFirstByteThatIsNotUtf8) {
  EXPECT_EQ(first_invalid_utf8("位置 location"), std::string_view::npos);
  EXPECT_EQ(first_invalid_utf8("ab\xFF"), 2U);
  EXPECT_EQ(first_invalid_utf8("\xC0\x80"), 0U) << "overlong";
  EXPECT_EQ(first_invalid_utf8("\xED\xA0\x80"), 0U) << "surrogate";
  EXPECT_EQ(first_invalid_utf8("a\xF4\x90\x80\x80"), 1U) << "above U+10FFFF";
  EXPECT_EQ(first_invalid_utf8("位\xE7\xBD"), 3U) << "cut short";
}

TEST(Text, TellsGbkFromOtherBytes) {
  EXPECT_TRUE(looks_like_gb18030("\xD2\xFE\xCB\xBD\xD5\xFE\xB2\xDF")) << "隐私政策 in GBK";
  EXPECT_FALSE(looks_like_gb18030("隐私政策"));
  EXPECT_FALSE(looks_like_gb18030("plain"));
  EXPECT_FALSE(looks_like_gb18030("\x89PNG\r\n\x1a\n\x00\xFF\xFE"));
}

TEST(Text, DecodesAndEncodesEveryPlane) {
  for (const char32_t c : {U'a', U'é', U'契', U'\U0001F512', U'\U0010FFFF'}) {
    std::string text;
    append_utf8(text, c);
    std::size_t offset = 0;
    EXPECT_EQ(decode_utf8(text, offset), c);
    EXPECT_EQ(offset, text.size());
  }
  std::size_t offset = 0;
  EXPECT_EQ(decode_utf8("\xFF", offset), U'\uFFFD');
  EXPECT_EQ(offset, 1U);
}

TEST(Text, MeasuresColumnsOfATerminal) {
  EXPECT_EQ(display_width("abc"), 3);
  EXPECT_EQ(display_width("隐私"), 4);
  EXPECT_EQ(display_width("，。（"), 6);
  EXPECT_EQ(display_width("e\u0301"), 1) << "a combining mark takes none";
  EXPECT_EQ(display_width("ｱ"), 1) << "half-width kana";
  EXPECT_EQ(display_width("🔒"), 2);
}

TEST(Text, CutsAtCharactersAndSaysSo) {
  EXPECT_EQ(ellipsize("隐私政策", 8), "隐私政策");
  EXPECT_EQ(ellipsize("隐私政策", 7), "隐私政…");
  EXPECT_EQ(ellipsize("隐私政策", 6), "隐私…");
  EXPECT_EQ(ellipsize("abc", 1), "…");
  EXPECT_EQ(ellipsize("abc", 0), "");
}

TEST(Text, SplitsIdentifiersOfEveryStyle) {
  const std::vector<std::string> expected{"phone", "number"};
  for (const char* name : {"phoneNumber", "phone_number", "PhoneNumber", "phone-number", "PHONE_NUMBER"}) {
    EXPECT_EQ(split_identifier(name), expected) << name;
  }
  EXPECT_EQ(split_identifier("userIDCardNo"), (std::vector<std::string>{"user", "id", "card", "no"}));
  EXPECT_EQ(split_identifier("__x"), (std::vector<std::string>{"x"}));
  EXPECT_TRUE(split_identifier("").empty());
}

TEST(Text, TrimsIdeographicSpaces) {
  EXPECT_EQ(trim("\u3000 您好\u00A0\n"), "您好");
  EXPECT_EQ(trim(" \u3000"), "");
}

TEST(Text, ReplacesAndSplits) {
  EXPECT_EQ(replace_all("a.b.c", ".", "::"), "a::b::c");
  EXPECT_EQ(replace_all("aaa", "", "x"), "aaa");
  EXPECT_EQ(split("a,,b", ',').size(), 3U);
  EXPECT_EQ(join({"a", "b"}, "、"), "a、b");
  EXPECT_EQ(escape_html("<a href=\"x\">'&"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
}

TEST(Text, NumbersClauses) {
  EXPECT_EQ(chinese_numeral(1), "一");
  EXPECT_EQ(chinese_numeral(10), "十");
  EXPECT_EQ(chinese_numeral(12), "十二");
  EXPECT_EQ(chinese_numeral(20), "二十");
  EXPECT_EQ(chinese_numeral(99), "九十九");
  EXPECT_EQ(chinese_numeral(100), "100");
}

TEST(Source, CountsLinesAndCodePoints) {
  const SourceText source("a", "第一行\r\n第二行 x\n");
  EXPECT_EQ(source.line_count(), 3);
  EXPECT_EQ(source.line(1), "第一行");
  EXPECT_EQ(source.line(2), "第二行 x");
  EXPECT_EQ(source.line(3), "");
  EXPECT_EQ(source.line(4), "");
  const auto x = static_cast<std::uint32_t>(source.text().find('x'));
  EXPECT_EQ(source.at(x), (Position{2, 5}));
  EXPECT_EQ(source.at(x - 3), (Position{2, 3})) << "inside a character: the character's own column";
  EXPECT_EQ(source.at(10'000), (Position{3, 1})) << "past the end: the end";
  EXPECT_EQ(source.slice({0, 3}), "第");
}

TEST(Text, FindsTheFirstInvalidByteWhereverItStands) {
  for (std::size_t before = 0; before < 24; ++before) {
    std::string text(before, 'a');
    if (before % 5 == 0) text += "契约";
    const std::size_t bad = text.size();
    EXPECT_EQ(first_invalid_utf8(text + "plain and long enough"), std::string_view::npos);
    EXPECT_EQ(first_invalid_utf8(text + "\xFF plain and long enough"), bad) << before;
    EXPECT_EQ(first_invalid_utf8(text + "\xE5\xA5"), bad) << "cut inside a character";
  }
}

TEST(Source, ColumnsAreRightInLinesShortAndLong) {
  const std::string longest = std::string(1500, 'x') + "契约";
  const SourceText source("a", "契约\n" + longest + "\n约y\n");
  const auto y = static_cast<std::uint32_t>(source.text().find('y'));
  EXPECT_EQ(source.at(y), (Position{3, 2}));
  EXPECT_EQ(source.at(static_cast<std::uint32_t>(source.text().find("约", 20))), (Position{2, 1502}));
  EXPECT_EQ(source.at(3), (Position{1, 2}));
}

TEST(Source, ColumnsOfOneLongLineAreRightAcrossBlocks) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += i % 3 == 0 ? "契" : "ab";
  const SourceText source("min.js", text);
  std::size_t offset = 0;
  int column = 1;
  while (offset < text.size()) {
    ASSERT_EQ(source.at(static_cast<std::uint32_t>(offset)), (Position{1, column}));
    decode_utf8(text, offset);
    ++column;
  }
}

}  // namespace
}  // namespace qiyue
