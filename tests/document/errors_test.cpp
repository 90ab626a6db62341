// What cannot be read is said in clear words; what is hostile neither crashes nor hangs.
#include <ctime>

#include "support.h"

namespace qiyue::test {
namespace {

Error error_of(const std::string& path, std::string_view content) {
  auto documents = parse_documents(path, content);
  if (documents) {
    ADD_FAILURE() << path << " was read";
    return {};
  }
  return documents.error();
}

std::string repeat(std::string_view what, std::size_t times) {
  std::string out;
  out.reserve(what.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += what;
  return out;
}

TEST(Errors, EmptyFiles) {
  for (const char* name : {"a.md", "a.html", "a.txt", "a.wxml", "a.vue", "a.js", "a.ts"}) {
    for (const char* content : {"", "\n \n", "\xEF\xBB\xBF\n"}) {
      const Error error = error_of(name, content);
      EXPECT_EQ(error.file, name);
      EXPECT_NE(error.message.zh.find("没有可读的文字"), std::string::npos);
      EXPECT_FALSE(error.remedy.en.empty());
    }
  }
}

TEST(Errors, OnlyMarkupAndNoText) {
  error_of(
      "a.html",
      "<html><head><style>p{color:red}</style></head><body><script>var a='文字';</script><!-- 注释 --></body></html>");
  error_of("a.wxml", "<view><image src=\"a.png\"/></view>");
  error_of("a.md", "---\ntitle: x\n---\n\n***\n\n<!-- 注释 -->\n");
  error_of("a.js", "module.exports = { a: '确定', b: '取消' };");
}

TEST(Errors, FormatsThatHoldNoReadableText) {
  EXPECT_NE(error_of("a.pdf", "%PDF-1.7\n...").message.zh.find("PDF"), std::string::npos);
  EXPECT_NE(error_of("a.md", "%PDF-1.7\n...").remedy.zh.find("导出"), std::string::npos);
  EXPECT_NE(error_of("a.doc", std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") + std::string(100, '\0'))
                .remedy.zh.find(".docx"),
            std::string::npos);
  EXPECT_NE(error_of("a.txt", "{\\rtf1\\ansi text}").message.en.find("RTF"), std::string::npos);
  EXPECT_NE(error_of("a.txt", "\x89PNG\r\n\x1A\n").message.zh.find("图片"), std::string::npos);
  EXPECT_NE(error_of("a.txt", std::string("text\0more", 9)).message.en.find("binary"), std::string::npos);
}

TEST(Errors, OtherEncodings) {
  // 用户协议：您同意本协议 in GBK.
  const std::string gbk = "\xD3\xC3\xBB\xA7\xD0\xAD\xD2\xE9\xA3\xBA\xC4\xFA\xCD\xAC\xD2\xE2\xB1\xBE\xD0\xAD\xD2\xE9\n";
  const Error error = error_of("协议.txt", gbk);
  EXPECT_NE(error.message.zh.find("GBK"), std::string::npos);
  EXPECT_NE(error.remedy.zh.find("iconv -f GB18030 -t UTF-8 '协议.txt'"), std::string::npos);
  const Error broken = error_of("a.md", "# 用户协议\n\n第一行\n\xFF\xFE\xFF");
  EXPECT_EQ(broken.line, 4);
}

TEST(Errors, TooLarge) {
  const std::string big(kMaxDocumentBytes + 1, 'a');
  EXPECT_NE(error_of("a.txt", big).message.zh.find("50 MB"), std::string::npos);
}

TEST(Errors, MissingFile) {
  const auto read = read_documents("/nonexistent/policy.md");
  ASSERT_FALSE(read.has_value());
  EXPECT_FALSE(read.error().message.zh.empty());
}

struct Hostile {
  const char* name;
  std::string path;
  std::string content;
};

void PrintTo(const Hostile& input, std::ostream* out) { *out << input.name; }

std::vector<Hostile> hostile() {
  constexpr std::size_t kMany = 100'000 / QIYUE_TEST_SHARE;
  const std::string text = "用户协议正文。";
  return {
      {"open divs", "a.html", repeat("<div>", kMany) + text},
      {"nested tables", "a.html", repeat("<table><tr><td>", kMany) + text},
      {"nested lists", "a.html", repeat("<ul><li>", kMany) + text},
      {"stray end tags", "a.html", repeat("<b>", kMany) + text + repeat("</i></b></div>", kMany)},
      {"unclosed quotes", "a.html", repeat("<a href=\"", kMany) + text + "\">" + text},
      {"unclosed comments", "a.wxml", "<view>" + text + "</view>" + repeat("<!--", kMany)},
      {"unclosed expressions", "a.wxml", "<view>" + text + repeat("{{", kMany) + "</view>"},
      {"deep views", "a.wxml", repeat("<view>", kMany) + text + repeat("</view>", kMany)},
      {"entities", "a.html", text + repeat("&", kMany) + repeat("&#", kMany)},
      {"quotes", "a.md", repeat(">", kMany) + text},
      {"brackets", "a.md", text + repeat("[", kMany)},
      {"link openers", "a.md", text + repeat("[a](", kMany / 10)},
      {"stars", "a.md", text + repeat("**a ", kMany) + repeat("*", kMany)},
      {"ticks", "a.md", text + repeat("` `` ", kMany)},
      {"underscores", "a.md", text + repeat("_a __a ", kMany)},
      {"comments", "a.md", text + "\n" + repeat("<!-- \n", kMany)},
      {"inline tags", "a.md", text + repeat("<b", kMany) + repeat("<b>", kMany)},
      {"nested items", "a.md",
       [] {
         std::string out;
         for (std::size_t i = 0; i < 2000; ++i) out += std::string(i * 2, ' ') + "- 条目\n";
         return out;
       }()},
      {"table rows", "a.md", "| 甲 | 乙 |\n|---|---|\n" + repeat("| 丙 | 丁 |\n", kMany)},
      {"wide row", "a.md", "| 甲 |\n|---|\n" + repeat("| 丙 ", kMany) + "\n"},
      {"headings", "a.txt", repeat("第一条 标题\n1. 小标题\n", kMany)},
      {"one long line", "a.txt", repeat(text, kMany)},
      {"nested arrays", "a.js",
       "const agreement = " + repeat("[", kMany) + "'" + repeat(text, 100) + "'" + repeat("]", kMany)},
      {"nested objects", "a.ts",
       "const agreement = " + repeat("{a:", kMany) + "'" + repeat(text, 100) + "'" + repeat("}", kMany)},
      {"nested parentheses", "a.js", repeat("(", kMany) + "'" + repeat(text, 100) + "'"},
      {"added strings", "a.js", "const agreement = '" + repeat(text, 30) + "'" + repeat(" + '" + text + "'", 20'000)},
      {"scripts", "a.vue", repeat("<script>", kMany) + text},
  };
}

class HostileInput : public testing::TestWithParam<Hostile> {};

TEST_P(HostileInput, NeitherCrashesNorHangs) {
  const std::clock_t began = std::clock();
  const auto documents = parse_documents(GetParam().path, GetParam().content);
  if (documents) {
    for (const auto& document : *documents) {
      expect_exact_places(document);
      EXPECT_FALSE(write_markdown(document).empty());
    }
  }
  // Processor time. Linear work takes a fraction of a second; the margin is for sanitizers.
  EXPECT_LT((std::clock() - began) / CLOCKS_PER_SEC, 20);
}

INSTANTIATE_TEST_SUITE_P(Inputs, HostileInput, testing::ValuesIn(hostile()),
                         [](const testing::TestParamInfo<Hostile>& tested) {
                           std::string name = tested.param.name;
                           std::replace(name.begin(), name.end(), ' ', '_');
                           return name;
                         });

}  // namespace
}  // namespace qiyue::test
