#include "core/diagnostic.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace qiyue {
namespace {

// tests/core/diagnostic/<name>.txt holds what is to be shown; QIYUE_UPDATE=1 rewrites it.
void expect_rendered(const std::string& name, const Diagnostic& diagnostic, const RenderStyle& style) {
  const std::string path = std::string(QIYUE_SOURCE_DIR) + "/tests/core/diagnostic/" + name + ".txt";
  const std::string actual = render(diagnostic, style);
  if (std::getenv("QIYUE_UPDATE") != nullptr) std::ofstream(path) << actual;
  std::ifstream file(path);
  std::stringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(actual, expected.str()) << path;
}

Diagnostic continued_use() {
  Diagnostic d;
  d.code = "QY3012";
  d.severity = Severity::error;
  d.message = {"继续使用不能当作同意修改", "continued use is not consent to a change"};
  d.file = "legal/user-agreement.md";
  d.begin = {40, 6};
  d.end = {40, 23};
  d.lines = {"修改后，如您继续使用本小程序，即视为接受修改后的协议。"};
  d.notes = {{"《中华人民共和国民法典》第140条", "Civil Code, art. 140"},
             {"《个人信息保护法》第14条", "PIPL, art. 14"}};
  d.help = {"重大修改应重新取得同意。", "ask again for consent to a change that matters."};
  d.replacement = {
      "修改对您有重大影响的，我们会弹窗告知；您点击同意后新协议才对您生效。\n您不同意的，可以继续使用原有服务或注销账号"
      "。",
      "Where a change matters to you we show it and ask; it binds you once you agree.\nIf you do not, you may go on as "
      "before or close the account."};
  return d;
}

TEST(Diagnostic, UnderlinesFullWidthTextInChinese) { expect_rendered("chinese", continued_use(), {.lang = Lang::zh}); }
TEST(Diagnostic, SpeaksEnglish) { expect_rendered("english", continued_use(), {.lang = Lang::en}); }

TEST(Diagnostic, ColoursOnlyWhenAsked) {
  EXPECT_EQ(render(continued_use(), {}).find('\x1b'), std::string::npos);
  expect_rendered("colour", continued_use(), {.lang = Lang::zh, .color = true});
}

TEST(Diagnostic, CutsLongLinesAroundThePassage) {
  Diagnostic d = continued_use();
  std::string line;
  for (int i = 0; i < 60; ++i) line += "甲乙丙丁";
  d.lines = {line + "最终解释权归我们所有" + line};
  d.begin = {7, 241};
  d.end = {7, 251};
  expect_rendered("long_line", d, {.lang = Lang::zh, .width = 60});
  d.begin = {7, 1};
  d.end = {7, 200};
  expect_rendered("long_passage", d, {.lang = Lang::zh, .width = 60});
}

TEST(Diagnostic, ExpandsTabsAndHidesControlCharacters) {
  Diagnostic d = continued_use();
  d.file = "pages/a.js";
  d.lines = {"\tconst x =\twx.getLocation() // \x1b[31m"};
  d.begin = {3, 12};
  d.end = {3, 28};
  d.notes.clear();
  d.replacement = {};
  expect_rendered("tabs", d, {.lang = Lang::en});
}

TEST(Diagnostic, ShowsPassagesOfSeveralLines) {
  Diagnostic d = continued_use();
  d.lines = {"第一行从这里开始", "  第二行", "第三行到此为止。后面没有问题"};
  d.begin = {9, 4};
  d.end = {11, 9};
  expect_rendered("three_lines", d, {.lang = Lang::zh});
  d.lines = {"一", "二", "三", "四", "五", "六"};
  d.begin = {98, 1};
  d.end = {103, 2};
  expect_rendered("six_lines", d, {.lang = Lang::zh});
}

TEST(Diagnostic, NeedsNeitherPlaceNorFile) {
  Diagnostic d = continued_use();
  d.begin = {};
  d.end = {};
  d.lines.clear();
  expect_rendered("file_only", d, {.lang = Lang::zh});
  d.file.clear();
  d.severity = Severity::advice;
  expect_rendered("no_file", d, {.lang = Lang::en});
}

TEST(Diagnostic, PlacesOutsideTheLineDoNoHarm) {
  Diagnostic d = continued_use();
  d.begin = {40, 900};
  d.end = {40, 2};
  EXPECT_NE(render(d, {}).find('^'), std::string::npos);
  d.begin = {40, -5};
  d.end = {0, 0};
  EXPECT_NE(render(d, {.width = 1}).find('^'), std::string::npos);
}

TEST(Error, ListsEveryFailure) {
  Error error;
  error.message = {"甲", "a"};
  error.file = "f.yaml";
  error.line = 3;
  error.column = 2;
  Error second;
  second.message = {"乙", "b"};
  second.remedy = {"改", "mend"};
  error.more = {second};
  EXPECT_EQ(render(error, Lang::en), "f.yaml:3:2: error: a\nerror: b\n  help: mend\n");
  EXPECT_EQ(render(error, Lang::zh), "f.yaml:3:2: 错误：甲\n错误：乙\n  改法：改\n");
}

}  // namespace
}  // namespace qiyue
