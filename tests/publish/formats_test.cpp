// PDF and DOCX: what comes out can be read back, and the same goes in again.
#define POINTERHOLDER_TRANSITION 4  // as in pdf_tags.cpp
#include <gtest/gtest.h>

#include <functional>
#include <qpdf/QPDF.hh>

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
  QPDF pdf;
  pdf.processMemoryFile("pdf", bytes->data(), bytes->size());
  EXPECT_TRUE(pdf.getRoot().getKey("/StructTreeRoot").isDictionary());
  QPDFObjectHandle first = pdf.getRoot().getKey("/Outlines").getKey("/First");
  EXPECT_EQ(first.getKey("/Title").getUTF8Value(), "隐私政策");
  EXPECT_EQ(first.getKey("/Next").getKey("/Title").getUTF8Value(), "一、收集");
}

// The structure as one line: Document(H1 P L(LI LI) Table(TR(TH TH) …)).
std::string structure(const std::string& bytes) {
  QPDF pdf;
  pdf.processMemoryFile("pdf", bytes.data(), bytes.size());
  const std::function<std::string(QPDFObjectHandle)> tell = [&](QPDFObjectHandle element) {
    if (!element.isDictionary() || !element.hasKey("/S")) return std::string();
    std::string inner;
    QPDFObjectHandle kids = element.getKey("/K");
    for (int i = 0; kids.isArray() && i < kids.getArrayNItems(); ++i) {
      const std::string kid = tell(kids.getArrayItem(i));
      if (!kid.empty()) inner += (inner.empty() ? "" : " ") + kid;
    }
    const std::string name = element.getKey("/S").getName().substr(1);
    return inner.empty() ? name : name + "(" + inner + ")";
  };
  return tell(pdf.getRoot().getKey("/StructTreeRoot").getKey("/K").getArrayItem(0));
}

TEST(Pdf, IsTagged) {
  const auto bytes = write_pdf(policy(), kMeta);
  ASSERT_TRUE(bytes.has_value());
  QPDF pdf;
  pdf.processMemoryFile("pdf", bytes->data(), bytes->size());
  QPDFObjectHandle catalog = pdf.getRoot();
  EXPECT_TRUE(catalog.getKey("/MarkInfo").getKey("/Marked").getBoolValue());
  EXPECT_EQ(catalog.getKey("/Lang").getStringValue(), "zh-CN");
  EXPECT_TRUE(catalog.hasKey("/Outlines"));
  EXPECT_EQ(structure(*bytes), "Document(H1 P H2 P L(LI LI) Table(TR(TH TH) TR(TD TD) TR(TD TD)) H3 P)");
}

// Every element that marked content leads to stands in the tree, whichever page it is on.
TEST(Pdf, WhatRunsOverPagesIsOneElement) {
  Document document = policy();
  std::string words;
  for (int i = 0; i < 2000; ++i) words += "很长的一段话，";
  for (Block& block : document.clauses[0].blocks) {
    if (block.kind == BlockKind::paragraph) block.text = {{.text = words, .strong = false, .link = "", .source = {}}};
    if (block.kind == BlockKind::list) block.items[1] = {{.text = words, .strong = false, .link = "", .source = {}}};
    if (block.kind == BlockKind::table)
      for (int i = 0; i < 120; ++i) block.rows.push_back(block.rows[0]);
  }
  const auto bytes = write_pdf(document, kMeta);
  ASSERT_TRUE(bytes.has_value());
  std::string rows;
  for (int i = 0; i < 122; ++i) rows += " TR(TD TD)";
  EXPECT_EQ(structure(*bytes), "Document(H1 P H2 P L(LI LI) Table(TR(TH TH)" + rows + ") H3 P)");
  QPDF pdf;
  pdf.processMemoryFile("pdf", bytes->data(), bytes->size());
  QPDFObjectHandle numbers = pdf.getRoot().getKey("/StructTreeRoot").getKey("/ParentTree").getKey("/Nums");
  int parents = 0;
  for (int i = 1; i < numbers.getArrayNItems(); i += 2)
    for (int k = 0; k < numbers.getArrayItem(i).getArrayNItems(); ++k) {
      const std::string type = numbers.getArrayItem(i).getArrayItem(k).getKey("/S").getName();
      EXPECT_TRUE(type != "/Div" && type != "/Sect") << type;
      ++parents;
    }
  EXPECT_GT(parents, 250);
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
