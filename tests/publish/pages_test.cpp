// tests/publish/pages/*.md -> expected/: the pages that tests/web looks at in a browser are the ones written here.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "publish/publish.h"

namespace qiyue {
namespace {

namespace fs = std::filesystem;
const fs::path kPages = fs::path(QIYUE_SOURCE_DIR) / "tests/publish/pages";
const PageMeta kMeta{"拾光小铺", "杭州拾光里商贸有限公司", "1.0.0", "2026-11-20", "2026-12-01"};

std::string slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

void expect_file(const fs::path& path, const std::string& got) {
  if (std::getenv("QIYUE_UPDATE") != nullptr) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << got;
    return;
  }
  ASSERT_TRUE(fs::exists(path)) << path << " is missing: run with QIYUE_UPDATE=1 and read what it writes";
  EXPECT_EQ(slurp(path), got) << "differs from " << path;
}

Document read(const std::string& name) {
  auto documents = parse_documents(name, slurp(kPages / name));
  EXPECT_TRUE(documents.has_value());
  return documents ? std::move(documents->front()) : Document();
}

Document parse(std::string_view markdown) {
  auto documents = parse_documents("a.md", markdown);
  EXPECT_TRUE(documents.has_value());
  return documents ? std::move(documents->front()) : Document();
}

TEST(Pages, AsExpected) {
  const Document policy = read("privacy-policy.md");
  const Document agreement = read("user-agreement.md");
  for (const Document* document : {&policy, &agreement}) {
    const std::string name(to_string(document->kind));
    expect_file(kPages / "expected" / (name + ".html"), write_html(*document, kMeta));
    expect_file(kPages / "expected" / (name + ".txt"), write_plain_text(*document));
  }
  for (const auto& file : write_miniprogram_pages({&policy, &agreement}, kMeta, "pages/legal"))
    expect_file(kPages / "expected/miniprogram" / file.path, file.content);
}

// The published pages are texts of the program like any other: scan finds them and check reads them.
TEST(Pages, ReadBackWithAllTheirText) {
  const Document policy = read("privacy-policy.md");
  const std::string html = write_html(policy, kMeta);
  const auto pages = write_miniprogram_pages({&policy}, kMeta, "pages/legal");
  const auto letters = [](std::string_view text) {
    std::string out;
    for (const char c : text)
      if (static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)) != 0) out += c;
    return out;
  };
  for (const auto& [path, content] :
       {std::pair<std::string, std::string>{"a.html", html}, {pages.at(4).path, pages.at(4).content}}) {
    SCOPED_TRACE(path);
    auto documents = parse_documents(path, content);
    ASSERT_TRUE(documents.has_value());
    EXPECT_EQ(documents->front().kind, DocumentKind::privacy_policy);
    EXPECT_EQ(documents->front().title, policy.title);
    const std::string got = letters(write_plain_text(documents->front()));
    visit(policy, [&](const Clause& clause) {
      EXPECT_NE(got.find(letters(clause.number + clause.title)), std::string::npos) << clause.title;
      for (const auto& block : clause.blocks) {
        if (block.kind == BlockKind::paragraph) {
          EXPECT_NE(got.find(letters(plain_text(block))), std::string::npos) << plain_text(block);
        }
        for (const auto& item : block.items)
          EXPECT_NE(got.find(letters(plain_text(item))), std::string::npos) << plain_text(item);
      }
    });
  }
}

TEST(Html, NothingOfATextBecomesMarkup) {
  Document document = parse(
      "# 用户协议 &lt;b&gt;\n\n## 一、\\<script>alert(1)\\</script>\n\n[坏](javascript:alert(1)) "
      "[好](https://a.example/?x=1&y=\"2\") 引号\"与'\n");
  document.clauses.at(0).id = "\"><img src=x onerror=alert(1)>";
  const std::string html = write_html(document, {"\"店\"<", "甲&乙", "1", "", ""});
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("<img"), std::string::npos);
  EXPECT_EQ(html.find("javascript:"), std::string::npos);
  EXPECT_NE(html.find("href=\"https://a.example/?x=1&amp;y=&quot;2&quot;\""), std::string::npos) << html;
  EXPECT_NE(html.find("甲&amp;乙"), std::string::npos);
}

TEST(Html, AsksNothingOfTheNetwork) {
  const std::string html = write_html(read("privacy-policy.md"), kMeta);
  for (const char* fetch : {"<script", "<link", "<img", "<iframe", "@import", "url(", "src="})
    EXPECT_EQ(html.find(fetch), std::string::npos) << fetch;
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
}

TEST(Html, AnchorsAreTheClausesIdsAndUnique) {
  Document document = parse(
      "# 用户协议\n\n<!-- clause: ua.a -->\n## 一、甲\n\n文。\n\n<!-- clause: ua.a -->\n## 二、乙\n\n文。\n\n## "
      "三、丙\n\n文。\n");
  const std::string html = write_html(document, kMeta);
  std::set<std::string> ids;
  for (auto at = html.find(" id=\""); at != std::string::npos; at = html.find(" id=\"", at + 1)) {
    const std::string id = html.substr(at + 5, html.find('"', at + 5) - at - 5);
    EXPECT_TRUE(ids.insert(id).second) << id << " twice";
  }
  EXPECT_TRUE(ids.contains("ua.a"));
  EXPECT_TRUE(ids.contains("s2"));
  EXPECT_TRUE(ids.contains("s3"));
}

TEST(Html, EnglishTextsHaveEnglishLabels) {
  Document document = parse("# Privacy Policy\n\n## 1. One\n\nText.\n\n## 2. Two\n\nText.\n\n## 3. Three\n\nText.\n");
  ASSERT_EQ(document.lang, "en");
  const std::string html = write_html(document, kMeta);
  EXPECT_NE(html.find("<html lang=\"en\">"), std::string::npos);
  EXPECT_NE(html.find("<summary>Contents</summary>"), std::string::npos);
}

TEST(Miniprogram, FilesAndPrefix) {
  const Document policy = read("privacy-policy.md");
  std::set<std::string> paths;
  for (const auto& file : write_miniprogram_pages({&policy}, kMeta, "/packages/law/")) paths.insert(file.path);
  EXPECT_EQ(paths,
            (std::set<std::string>{
                "packages/law/README.md", "packages/law/legal.wxss", "packages/law/privacy-policy/privacy-policy.js",
                "packages/law/privacy-policy/privacy-policy.json", "packages/law/privacy-policy/privacy-policy.wxml",
                "packages/law/privacy-policy/privacy-policy.wxss"}));
}

TEST(Miniprogram, SignsOfTheTextAreNoMarkup) {
  const Document document = parse("# 用户协议\n\n## 一、\\<view>\n\n甲\\<乙 &amp; {{丙}} \\\\n 丁\n");
  std::string wxml;
  for (const auto& file : write_miniprogram_pages({&document}, kMeta, "p"))
    if (file.path.ends_with(".wxml")) wxml = file.content;
  EXPECT_NE(wxml.find("甲{{'<'}}乙 {{'&'}} {{'{'}}{{'{'}}丙}} \\{{'n'}} 丁"), std::string::npos) << wxml;
  auto back = parse_documents("a.wxml", wxml);
  ASSERT_TRUE(back.has_value());
  EXPECT_NE(write_plain_text(back->front()).find("甲<乙 & {{丙}} \\n 丁"), std::string::npos)
      << write_plain_text(back->front());
}

TEST(Pages, SameInputSameBytes) {
  const Document policy = read("privacy-policy.md");
  EXPECT_EQ(write_html(policy, kMeta), write_html(read("privacy-policy.md"), kMeta));
}

}  // namespace
}  // namespace qiyue
