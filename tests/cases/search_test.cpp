#include <algorithm>

#include "support.h"

namespace qiyue {
namespace {

using namespace testing_cases;

class Search : public testing::Test {
 protected:
  Search() : library_(open(folder_.path("cases.db"))) {}
  void text(const std::string& name, const std::string& more, const std::string& trade = "") {
    add(library_, folder_.write(name + ".md", policy(name, more)), trade);
  }
  // Names of the texts found, best first.
  std::vector<std::string> names(const std::string& words, const std::string& trade = "") {
    const auto found = search_cases(library_, {.words = words, .trade = trade, .kind = {}});
    EXPECT_TRUE(found) << render(found.error(), Lang::en);
    std::vector<std::string> out;
    for (const FoundText& one : found->texts) out.push_back(one.text.name);
    return out;
  }
  Folder folder_;
  Library library_;
};

TEST_F(Search, WordsOfTwoThreeAndFourCharacters) {
  text("甲", "停用账户的办法见客服页面。");
  text("乙", "我们读取位置信息，以便显示附近门店。");
  text("丙", "手机号码只用于登录。");
  EXPECT_EQ(names("位置信息"), std::vector<std::string>{"乙隐私政策"});
  EXPECT_EQ(names("停用账户"), std::vector<std::string>{"甲隐私政策"});
  EXPECT_EQ(names("手机号码"), std::vector<std::string>{"丙隐私政策"});
  EXPECT_EQ(names("手机号").size(), 3U) << "手机号 is told by every one, and 手机号码 holds it";
  EXPECT_EQ(names("注销").size(), 3U);
  EXPECT_EQ(names("附").size(), 1U) << "one character";
}

TEST_F(Search, WhatOnlySeemsToHoldTheWordIsNotFound) {
  text("甲", "请关注销量排行和新品。");
  text("乙", "请核对账户。");
  const auto found = search_cases(library_, {.words = "注销", .trade = {}, .kind = {}});
  ASSERT_TRUE(found);
  for (const FoundText& one : found->texts) {
    for (const FoundPassage& passage : one.passages) {
      EXPECT_EQ(passage.body.find("关注销量"), std::string::npos) << passage.body;
    }
  }
}

TEST_F(Search, AllWordsElseSome) {
  text("甲", "会员积分可以兑换礼品。");
  text("乙", "会员等级按年计算。");
  EXPECT_EQ(names("会员 积分"), std::vector<std::string>{"甲隐私政策"});
  const auto some = search_cases(library_, {.words = "会员 航班", .trade = {}, .kind = {}});
  ASSERT_TRUE(some);
  EXPECT_TRUE(some->some_words_only);
  EXPECT_EQ(some->texts.size(), 2U);
  EXPECT_TRUE(names("航班").empty());
}

TEST_F(Search, HeadingsCountAndAreQuoted) {
  text("甲", "用支付宝付款时，由支付宝处理。");
  const auto found = search_cases(library_, {.words = "其他说明", .trade = {}, .kind = {}});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->texts.size(), 1U);
  ASSERT_FALSE(found->texts[0].passages.empty());
  EXPECT_NE(found->texts[0].passages[0].heading.find("其他说明"), std::string::npos);
  EXPECT_NE(found->texts[0].passages[0].body.find("支付宝"), std::string::npos);
}

TEST_F(Search, LettersAndMixedWords) {
  text("甲", "第三方 SDK列表 见附录，包括 OpenID 的用途。");
  EXPECT_EQ(names("sdk").size(), 1U);
  EXPECT_EQ(names("SDK列表").size(), 1U);
  EXPECT_EQ(names("openid").size(), 1U);
  EXPECT_TRUE(names("SDK清单").empty());
}

TEST_F(Search, MarksLieOnTheWords) {
  text("甲", "剪贴板内容不上传；剪贴板只在粘贴时读取。");
  const auto found = search_cases(library_, {.words = "剪贴板", .trade = {}, .kind = {}});
  ASSERT_EQ(found->texts.size(), 1U);
  const FoundPassage& passage = found->texts[0].passages.at(0);
  ASSERT_FALSE(passage.marks.empty());
  for (const Span& mark : passage.marks) {
    EXPECT_EQ(passage.body.substr(mark.begin, mark.end - mark.begin), "剪贴板");
  }
}

TEST_F(Search, ByTradeAndKind) {
  text("甲", "优惠券三十天内有效。", "online-shopping");
  text("乙", "优惠券可以转赠。", "food-delivery");
  EXPECT_EQ(names("优惠券", "food-delivery"), std::vector<std::string>{"乙隐私政策"});
  EXPECT_TRUE(search_cases(library_, {.words = "优惠券", .trade = {}, .kind = "user-agreement"})->texts.empty());
  EXPECT_EQ(search_cases(library_, {.words = "优惠券", .trade = {}, .kind = "privacy-policy"})->texts.size(), 2U);
}

TEST_F(Search, WhatCannotBeLookedForIsToldAndHarmless) {
  text("甲", "普通的一段。");
  for (const char* words : {"", "  ", "，。", "\"", "()"}) {
    EXPECT_FALSE(search_cases(library_, {.words = words, .trade = {}, .kind = {}})) << words;
  }
  for (const char* words :
       {"注销 AND", "NEAR(注销)", "注销*", "\"注销", "heading:注销", "'; DROP TABLE texts; --", "-注销", "\xFF注销"}) {
    EXPECT_TRUE(search_cases(library_, {.words = words, .trade = {}, .kind = {}})) << words;
  }
  EXPECT_EQ(list_cases(library_)->size(), 1U);
}

TEST_F(Search, TheSameQuestionGivesTheSameAnswer) {
  for (int i = 0; i < 6; ++i) text("文" + std::to_string(i), "押金在还车后退回，第" + std::to_string(i) + "条。");
  const std::string first = found_json(*search_cases(library_, {.words = "押金", .trade = {}, .kind = {}}), "押金");
  EXPECT_EQ(found_json(*search_cases(library_, {.words = "押金", .trade = {}, .kind = {}}), "押金"), first);
}

}  // namespace
}  // namespace qiyue
