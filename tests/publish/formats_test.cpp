// PDF and DOCX: what comes out can be read back, and the same goes in again.
#include <gtest/gtest.h>

#include "publish/publish.h"

namespace qiyue {
namespace {

const PageMeta kMeta{"拾光小铺", "甲公司", "1.0.0", "2026-11-20", "2026-12-01"};

Document policy() {
  auto documents = parse_documents(
      "privacy-policy.md",
      "# 隐私政策\n\n<!-- clause: pp.a -->\n## "
      "一、收集\n\n我们收集**手机号**，见[网站](https://example.com/?a=1&b=2)。\n\n- 甲<乙\n- 丙&丁\n\n"
      "| 信息 | 用途 |\n| --- | --- |\n| 手机号 | 送货 |\n| 地址 | 送货 |\n\n### （一）更多\n\n最后一段。\n");
  EXPECT_TRUE(documents.has_value());
  return documents->front();
}

TEST(Docx, ReadBackAsItWas) {
  const Document document = policy();
  const auto bytes = write_docx(document, kMeta);
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(*bytes, *write_docx(document, kMeta));
  const auto back = parse_documents("privacy-policy.docx", *bytes);
  ASSERT_TRUE(back.has_value());
  ASSERT_EQ(back->size(), 1U);
  const Document& read = back->front();
  EXPECT_EQ(read.title, "隐私政策");
  EXPECT_EQ(read.kind, DocumentKind::privacy_policy);
  std::vector<std::string> titles;
  visit(read, [&titles](const Clause& clause) { titles.push_back(clause.title); });
  EXPECT_EQ(titles, (std::vector<std::string>{"收集", "更多"}));
  const std::string text = write_plain_text(read);
  for (const char* words : {"手机号", "甲<乙", "丙&丁", "信息：地址；用途：送货", "最后一段。"})
    EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
}

TEST(Docx, SignsThatXmlForbidsAreLeftOut) {
  Document document = policy();
  document.clauses[0].blocks[0].text[0].text = std::string(
      "a\x01"
      "b");
  const auto bytes = write_docx(document, kMeta);
  ASSERT_TRUE(bytes.has_value());
  EXPECT_TRUE(parse_documents("a.docx", *bytes).has_value());
}

TEST(Pdf, SameBytesBookmarksAndStructure) {
  const Document document = policy();
  const auto bytes = write_pdf(document, kMeta);
  ASSERT_TRUE(bytes.has_value()) << bytes.error().message.en;
  EXPECT_TRUE(bytes->starts_with("%PDF-"));
  EXPECT_EQ(*bytes, *write_pdf(document, kMeta));
  EXPECT_NE(bytes->find("/Outlines"), std::string::npos);
  EXPECT_NE(bytes->find("/StructTreeRoot"), std::string::npos);
}

TEST(Pdf, LongTextsRunOverManyPages) {
  Document document = policy();
  Block long_paragraph = document.clauses[0].blocks[0];
  std::string words;
  for (int i = 0; i < 4000; ++i) words += "很长的一段话，";
  long_paragraph.text = {{.text = words, .strong = false, .link = "", .source = {}}};
  document.clauses[0].blocks.push_back(long_paragraph);
  for (Block& block : document.clauses[0].blocks)
    if (block.kind == BlockKind::table) block.rows[0][1] = long_paragraph.text;  // a row taller than a page
  const auto bytes = write_pdf(document, kMeta);
  ASSERT_TRUE(bytes.has_value()) << bytes.error().message.en;
  EXPECT_GT(bytes->size(), 50'000U);
}

TEST(Pdf, AnEmptyTextIsAPage) {
  Document document;
  document.title = "空";
  EXPECT_TRUE(write_pdf(document, kMeta).has_value());
  EXPECT_TRUE(write_docx(document, kMeta).has_value());
}

}  // namespace
}  // namespace qiyue
