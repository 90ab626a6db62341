// .docx: files are made here part by part, so that each one shows what it is about.
#include <zip.h>

#include <map>

#include "support.h"

namespace qiyue::test {
namespace {

std::string pack(const std::map<std::string, std::string>& parts, zip_int32_t method = ZIP_CM_DEFLATE) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* zip = zip_open_from_source(buffer, ZIP_TRUNCATE, &error);
  zip_source_keep(buffer);
  for (const auto& [name, content] : parts) {
    zip_source_t* part = zip_source_buffer(zip, content.data(), content.size(), 0);
    const auto index = zip_file_add(zip, name.c_str(), part, ZIP_FL_OVERWRITE | ZIP_FL_ENC_UTF_8);
    zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), method, 0);
  }
  zip_close(zip);
  zip_source_open(buffer);
  zip_source_seek(buffer, 0, SEEK_END);
  std::string out(static_cast<std::size_t>(zip_source_tell(buffer)), '\0');
  zip_source_seek(buffer, 0, SEEK_SET);
  zip_source_read(buffer, out.data(), out.size());
  zip_source_close(buffer);
  zip_source_free(buffer);
  return out;
}

std::string body(const std::string& inside) {
  return R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" )"
         R"(xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>)" +
         inside + "<w:sectPr/></w:body></w:document>";
}
std::string paragraph(const std::string& text, const std::string& properties = "", const std::string& run = "") {
  return "<w:p>" + (properties.empty() ? "" : "<w:pPr>" + properties + "</w:pPr>") + "<w:r>" +
         (run.empty() ? "" : "<w:rPr>" + run + "</w:rPr>") + "<w:t xml:space=\"preserve\">" + text +
         "</w:t></w:r></w:p>";
}

const std::string kStyles = R"(<w:styles xmlns:w="x">
<w:style w:styleId="a5"><w:name w:val="Title"/></w:style>
<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/></w:style>
<w:style w:styleId="mine"><w:name w:val="公司标题"/><w:basedOn w:val="1"/></w:style></w:styles>)";
const std::string kNumbering = R"(<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="8"/></w:num></w:numbering>)";
const std::string kLinks =
    R"(<Relationships><Relationship Id="rId9" Type="hyperlink" Target="https://example.com/p" TargetMode="External"/></Relationships>)";

std::string number(const std::string& id, int level) {
  return "<w:numPr><w:ilvl w:val=\"" + std::to_string(level) + "\"/><w:numId w:val=\"" + id + "\"/></w:numPr>";
}

Document whole() {
  const std::string text =
      paragraph("青禾书店用户协议", "<w:pStyle w:val=\"a5\"/>") + paragraph("更新日期：2026 年 10 月 1 日") +
      paragraph("总则", "<w:pStyle w:val=\"1\"/>" + number("3", 0)) + paragraph("本协议由双方订立。", number("3", 1)) +
      paragraph("您应当年满十八周岁。", number("3", 1), "<w:b/>") +
      paragraph("退款", "<w:pStyle w:val=\"mine\"/>" + number("3", 0)) +
      paragraph("定制商品除外：", "<w:pStyle w:val=\"2\"/>") + paragraph("刻字的", number("4", 0)) +
      paragraph("裁剪的", number("4", 0)) +
      "<w:p><w:r><w:t>见</w:t></w:r><w:hyperlink "
      "r:id=\"rId9\"><w:r><w:t>说明</w:t></w:r></w:hyperlink><w:r><w:rPr><w:b w:val=\"0\"/></w:rPr>"
      "<w:t>与</w:t><w:br/><w:t>附件</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></"
      "w:del><w:ins><w:r><w:t>加上</w:t></w:r></w:ins>"
      "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>"
      "<w:tbl><w:tr><w:tc>" +
      paragraph("情形", "", "<w:b/>") + "</w:tc><w:tc>" + paragraph("运费", "", "<w:b/>") +
      "</w:tc></w:tr>"
      "<w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>" +
      paragraph("质量问题") + "</w:tc><w:tc>" + paragraph("我们承担") + paragraph("全部") +
      "</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>" + paragraph("往返") +
      "</w:tc></w:tr></w:tbl>";
  return parse_one("协议.docx", pack({{"word/document.xml", body(text)},
                                      {"word/styles.xml", kStyles},
                                      {"word/numbering.xml", kNumbering},
                                      {"word/_rels/document.xml.rels", kLinks},
                                      {"word/vbaProject.bin", "宏不会被读取"}}));
}

TEST(Docx, HeadingsNumbersListsTablesLinks) {
  EXPECT_EQ(write_markdown(whole()), R"(# 青禾书店用户协议

更新日期：2026 年 10 月 1 日

## 第一条 总则

1.1 本协议由双方订立。

1.2 **您应当年满十八周岁。**

## 第二条 退款

### 定制商品除外：

- 刻字的
- 裁剪的

见[说明](https://example.com/p)与\
附件加上

| 情形 | 运费 |
| --- | --- |
| 质量问题 | 我们承担<br>全部 |
| 质量问题 | 往返 |
)");
}

TEST(Docx, PlacesAreLinesOfItsText) {
  const Document document = whole();
  expect_exact_places(document);
  EXPECT_EQ(document.source.line(3), "第一条 总则");
  EXPECT_EQ(document.source.at(document.clauses.at(1).source.begin).line, 6);
}

TEST(Docx, WithoutStylesTheNumberingTells) {
  const Document document =
      parse_one("a.docx", pack({{"word/document.xml", body(paragraph("某店隐私政策") + paragraph("一、收集") +
                                                           paragraph("我们收集手机号码。") + paragraph("二、保存") +
                                                           paragraph("保存三年。"))}}));
  EXPECT_EQ(document.title, "某店隐私政策");
  ASSERT_EQ(document.clauses.size(), 2U);
  EXPECT_EQ(document.clauses[1].number, "二、");
}

std::string message(std::string_view content) {
  const auto read = parse_documents("a.docx", content);
  EXPECT_FALSE(read.has_value());
  return read ? std::string() : read.error().message.en;
}

TEST(Docx, WhatCannotBeReadIsSaid) {
  EXPECT_NE(message("PK\x03\x04 broken").find("damaged"), std::string::npos);
  EXPECT_NE(message("no archive at all").find("damaged"), std::string::npos);
  EXPECT_NE(message(pack({{"readme.txt", "x"}})).find("word/document.xml"), std::string::npos);
  EXPECT_NE(message(pack({{"word/document.xml", "<w:document><w:body>"}})).find("XML"), std::string::npos);
  EXPECT_NE(message(pack({{"word/document.xml", body("")}})).find("no text"), std::string::npos);
  std::string cut = pack({{"word/document.xml", body(paragraph(std::string(20'000, 'a')))}}, ZIP_CM_STORE);
  cut[200] = static_cast<char>(cut[200] ^ 1);  // a bit flipped: the checksum tells
  EXPECT_NE(message(cut).find("damaged"), std::string::npos);
}

TEST(Docx, BombsAreRefused) {
  EXPECT_NE(message(pack({{"word/document.xml", std::string(40u << 20, ' ')}})).find("zip bomb"), std::string::npos);
  EXPECT_NE(message(pack({{"word/document.xml", std::string(65u << 20, 'a')}}, ZIP_CM_STORE)).find("50 MB"),
            std::string::npos);
}

TEST(Docx, DeepNestingIsRefused) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<w:sdt>";
  EXPECT_NE(message(pack({{"word/document.xml", body(deep)}}, ZIP_CM_STORE)).find("deep"), std::string::npos);
}

}  // namespace
}  // namespace qiyue::test
