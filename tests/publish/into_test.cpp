// Pages put into a program and taken out again: every byte that was there stays.
#include "publish/into.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace qiyue {
namespace {

namespace fs = std::filesystem;

std::string added(const std::string& text) {
  auto out = add_routes("app.json", text, {"pages/legal/a/a", "pages/legal/b/b"});
  EXPECT_TRUE(out.has_value());
  return out ? *out : "";
}
void expect_round_trip(const std::string& text, const std::string& with) {
  EXPECT_EQ(added(text), with);
  EXPECT_EQ(added(with), with);
  auto out = remove_routes("app.json", with, {"pages/legal/a/a", "pages/legal/b/b"});
  ASSERT_TRUE(out.has_value());
  EXPECT_EQ(*out, text);
}

TEST(Routes, OnLinesOfTheirOwn) {
  expect_round_trip(
      "{\n  \"pages\": [\n    \"pages/x/x\"\n  ]\n}\n",
      "{\n  \"pages\": [\n    \"pages/x/x\",\n    \"pages/legal/a/a\",\n    \"pages/legal/b/b\"\n  ]\n}\n");
}

TEST(Routes, OnOneLine) {
  expect_round_trip(
      "{\"pages\":[\"pages/x/x\", \"pages/y/y\"],\"window\":{}}",
      "{\"pages\":[\"pages/x/x\", \"pages/y/y\", \"pages/legal/a/a\", \"pages/legal/b/b\"],\"window\":{}}");
}

TEST(Routes, CommentsTabsAndWindowsLineBreaksStay) {
  expect_round_trip(
      "{\r\n\t// 首页\r\n\t\"pages\": [\r\n\t\t\"pages/x/x\" // 最后一个\r\n\t]\r\n}",
      "{\r\n\t// 首页\r\n\t\"pages\": [\r\n\t\t\"pages/x/x\",\r\n\t\t\"pages/legal/a/a\",\r\n\t\t\"pages/legal/b/b\" "
      "// 最后一个\r\n\t]\r\n}");
}

TEST(Routes, ATrailingCommaStaysOne) {
  EXPECT_EQ(added("{\"pages\": [\n  \"pages/x/x\",\n]}"),
            "{\"pages\": [\n  \"pages/x/x\",\n  \"pages/legal/a/a\",\n  \"pages/legal/b/b\",\n]}");
}

TEST(Routes, HoweverItIsWrittenEveryByteComesBack) {
  for (const char* text : {
           "{\"pages\": [\n  \"pages/x/x\",\n]}",
           "{\"pages\": [\n  \"pages/x/x\", // 最后一个\n]}",
           "{\"pages\":[\"pages/x/x\"/* 一 */,/* 二 */]}",
           "/* 头 */ { // pages\n \"pages\" : [ // 首页\n    \"pages/x/x\"\n  , \"pages/y/y\"\n  ] }",
           "\xef\xbb\xbf{\"pages\":\n[\n\"pages/x/x\"\n]\n}",
           "{\"window\":{\"pages\":[\"no\"]},\"pages\":[\"pages/\\u4e00/x\"]}",
           "{\n\t\"pages\": [\n\t\t\"pages/x/x\"\n\t],\n\t\"tabBar\": {}\n}",
       }) {
    auto with = add_routes("app.json", text, {"pages/legal/a/a", "pages/legal/b/b"});
    ASSERT_TRUE(with.has_value()) << text;
    EXPECT_NE(*with, text);
    EXPECT_EQ(*add_routes("app.json", *with, {"pages/legal/a/a", "pages/legal/b/b"}), *with) << text;
    auto back = remove_routes("app.json", *with, {"pages/legal/a/a", "pages/legal/b/b"});
    ASSERT_TRUE(back.has_value()) << *with;
    EXPECT_EQ(*back, text);
  }
}

TEST(Routes, WhatIsThereIsNotAddedAgain) {
  EXPECT_EQ(added("{\"pages\": [\"pages/legal/b/b\", \"pages/x/x\"]}"),
            "{\"pages\": [\"pages/legal/b/b\", \"pages/x/x\", \"pages/legal/a/a\"]}");
}

TEST(Routes, AProgramWithoutPagesIsAnError) {
  for (const char* text : {"{}", "{\"pages\": []}", "{\"pages\": 3}", "{\"pages\": [", ""})
    EXPECT_FALSE(add_routes("app.json", text, {"a"}).has_value()) << text;
}

class Into : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "qiyue-into-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
    put("app.json", kApp);
    put("pages/mine/mine.wxml", kMine);
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  void put(const std::string& path, std::string_view content) {
    ASSERT_TRUE(write_file(root_ / path, content).has_value());
  }
  std::string get(const std::string& path) { return read_file(root_ / path).value_or("(missing)"); }
  IntoRequest request() {
    return {.directory = root_.string(),
            .pages = {{"pages/legal/a/a.wxml", "<view/>\n"}, {"pages/legal/a/a.js", "Page({});\n"}},
            .link_page = "pages/mine/mine",
            .links = {{"《隐私政策》", "pages/legal/a/a"}}};
  }

  static constexpr const char* kApp = "{ \"pages\": [\"pages/mine/mine\"] }\n";
  static constexpr const char* kMine = "<view>我的</view>";
  fs::path root_;
};

TEST_F(Into, PutInTwiceAndTakenOut) {
  auto plan = plan_into(request());
  ASSERT_TRUE(plan.has_value());
  EXPECT_EQ(get("app.json"), kApp);  // a plan writes nothing
  EXPECT_NE(show_plan(*plan, Lang::zh).find("M app.json\n    - { \"pages\""), std::string::npos)
      << show_plan(*plan, Lang::zh);
  ASSERT_TRUE(apply_plan(*plan).has_value());
  EXPECT_EQ(get("app.json"), "{ \"pages\": [\"pages/mine/mine\", \"pages/legal/a/a\"] }\n");
  EXPECT_NE(get("pages/mine/mine.wxml").find("<navigator url=\"/pages/legal/a/a\">《隐私政策》</navigator>"),
            std::string::npos);

  auto again = plan_into(request());
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE(again->changes.empty());

  auto undo = plan_undo(root_.string());
  ASSERT_TRUE(undo.has_value());
  ASSERT_TRUE(apply_plan(*undo).has_value());
  EXPECT_EQ(get("app.json"), kApp);
  EXPECT_EQ(get("pages/mine/mine.wxml"), kMine);
  EXPECT_FALSE(fs::exists(root_ / "pages/legal"));
  EXPECT_TRUE(plan_undo(root_.string())->changes.empty());
}

TEST_F(Into, UniAppIsToldApart) {
  put("uni/src/pages.json", "{\"pages\": [{\"path\": \"pages/a/a\"}]}");
  IntoRequest one = request();
  one.directory = (root_ / "uni").string();
  const auto plan = plan_into(one);
  ASSERT_FALSE(plan.has_value());
  EXPECT_NE(plan.error().message.zh.find("uni-app"), std::string::npos);
  EXPECT_NE(plan.error().remedy.zh.find("wxcomponents"), std::string::npos);
}

TEST_F(Into, AnEditedPageIsNotThrownAway) {
  ASSERT_TRUE(apply_plan(*plan_into(request())).has_value());
  put("pages/legal/a/a.js", "Page({ mine: 1 });\n");
  EXPECT_FALSE(plan_undo(root_.string()).has_value());
  EXPECT_NE(get("app.json"), kApp);
}

TEST_F(Into, ARouteThatWasThereBeforeStays) {
  put("app.json", "{\"pages\": [\"pages/mine/mine\", \"pages/legal/a/a\"]}");
  ASSERT_TRUE(apply_plan(*plan_into(request())).has_value());
  ASSERT_TRUE(apply_plan(*plan_undo(root_.string())).has_value());
  EXPECT_EQ(get("app.json"), "{\"pages\": [\"pages/mine/mine\", \"pages/legal/a/a\"]}");
}

TEST_F(Into, TheFolderOfTheProgramIsFoundByItsConfiguration) {
  put("outer/project.config.json", "{\"miniprogramRoot\": \"app/\"}");
  put("outer/app/app.json", kApp);
  IntoRequest one = request();
  one.directory = (root_ / "outer").string();
  one.link_page = "";
  auto plan = plan_into(one);
  ASSERT_TRUE(plan.has_value());
  EXPECT_EQ(fs::path(plan->root), root_ / "outer/app");
  one.directory = (root_ / "pages").string();
  EXPECT_FALSE(plan_into(one).has_value());
  one = request();
  one.link_page = "pages/none/none";
  EXPECT_FALSE(plan_into(one).has_value());
}

}  // namespace
}  // namespace qiyue
