// PDF and DOCX: what comes out can be read back, and the same goes in again.
#include <gtest/gtest.h>
#include <qpdf/qpdf-c.h>

#include <functional>

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

// A PDF as qpdf reads it, through its C interface: the headers of the C++ one are not C++20 to clang.
class Object {
 public:
  Object(qpdf_data pdf, qpdf_oh handle) : pdf_(pdf), handle_(handle) {}
  [[nodiscard]] Object at(const char* key) const { return {pdf_, qpdf_oh_get_key(pdf_, handle_, key)}; }
  [[nodiscard]] Object at(int index) const { return {pdf_, qpdf_oh_get_array_item(pdf_, handle_, index)}; }
  [[nodiscard]] bool has(const char* key) const { return qpdf_oh_has_key(pdf_, handle_, key) != 0; }
  [[nodiscard]] bool is_dictionary() const { return qpdf_oh_is_dictionary(pdf_, handle_) != 0; }
  [[nodiscard]] int size() const {
    return qpdf_oh_is_array(pdf_, handle_) != 0 ? qpdf_oh_get_array_n_items(pdf_, handle_) : 0;
  }
  [[nodiscard]] std::string name() const { return qpdf_oh_get_name(pdf_, handle_); }
  [[nodiscard]] std::string text() const { return qpdf_oh_get_utf8_value(pdf_, handle_); }
  [[nodiscard]] bool truth() const { return qpdf_oh_get_bool_value(pdf_, handle_) != 0; }

 private:
  qpdf_data pdf_;
  qpdf_oh handle_;
};

class PdfFile {
 public:
  explicit PdfFile(const std::string& bytes) : pdf_(qpdf_init()) {
    qpdf_read_memory(pdf_, "pdf", bytes.data(), bytes.size(), nullptr);
  }
  ~PdfFile() { qpdf_cleanup(&pdf_); }
  PdfFile(const PdfFile&) = delete;
  PdfFile& operator=(const PdfFile&) = delete;
  [[nodiscard]] Object root() const { return {pdf_, qpdf_get_root(pdf_)}; }

 private:
  qpdf_data pdf_;
};

TEST(Pdf, SameBytesBookmarksAndStructure) {
  const Document document = policy();
  const auto bytes = write_pdf(document, kMeta);
  ASSERT_TRUE(bytes.has_value()) << bytes.error().message.en;
  EXPECT_TRUE(bytes->starts_with("%PDF-"));
  EXPECT_EQ(*bytes, *write_pdf(document, kMeta));
  const PdfFile pdf(*bytes);
  EXPECT_TRUE(pdf.root().at("/StructTreeRoot").is_dictionary());
  const Object first = pdf.root().at("/Outlines").at("/First");
  EXPECT_EQ(first.at("/Title").text(), "隐私政策");
  EXPECT_EQ(first.at("/Next").at("/Title").text(), "一、收集");
}

// The structure as one line: Document(H1 P L(LI LI) Table(TR(TH TH) …)).
std::string structure(const std::string& bytes) {
  const PdfFile pdf(bytes);
  const std::function<std::string(const Object&)> tell = [&](const Object& element) {
    if (!element.is_dictionary() || !element.has("/S")) return std::string();
    std::string inner;
    const Object kids = element.at("/K");
    for (int i = 0; i < kids.size(); ++i) {
      const std::string kid = tell(kids.at(i));
      if (!kid.empty()) inner += (inner.empty() ? "" : " ") + kid;
    }
    const std::string name = element.at("/S").name().substr(1);
    return inner.empty() ? name : name + "(" + inner + ")";
  };
  return tell(pdf.root().at("/StructTreeRoot").at("/K").at(0));
}

TEST(Pdf, IsTagged) {
  const auto bytes = write_pdf(policy(), kMeta);
  ASSERT_TRUE(bytes.has_value());
  const PdfFile pdf(*bytes);
  const Object catalog = pdf.root();
  EXPECT_TRUE(catalog.at("/MarkInfo").at("/Marked").truth());
  EXPECT_EQ(catalog.at("/Lang").text(), "zh-CN");
  EXPECT_TRUE(catalog.has("/Outlines"));
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
  const PdfFile pdf(*bytes);
  const Object numbers = pdf.root().at("/StructTreeRoot").at("/ParentTree").at("/Nums");
  int parents = 0;
  for (int i = 1; i < numbers.size(); i += 2)
    for (int k = 0; k < numbers.at(i).size(); ++k) {
      const std::string type = numbers.at(i).at(k).at("/S").name();
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
