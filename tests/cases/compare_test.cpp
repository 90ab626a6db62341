#include <algorithm>
#include <boost/json.hpp>

#include "core/data.h"
#include "support.h"

namespace qiyue {
namespace {

using namespace testing_cases;

const TextMeter& meter() {
  static const TextMeter made(all());
  return made;
}

Document read(const std::string& text) {
  auto documents = parse_documents("privacy-policy.md", text);
  EXPECT_TRUE(documents);
  return std::move(documents->front());
}

int characters(const TextFigures& figures, const std::string& topic) {
  const TopicCoverage* found = figures.topic(topic);
  return found == nullptr ? -1 : found->characters;
}

TEST(Coverage, TopicsByHeadingAndByWords) {
  const TextFigures figures = meter().measure(read(policy("小店")));
  for (const char* topic : {"policy-operator", "policy-items", "policy-purposes", "policy-storage", "policy-security",
                            "policy-rights", "policy-minors", "policy-updates", "policy-cancellation"}) {
    EXPECT_GT(characters(figures, topic), 0) << topic;
  }
  for (const char* topic :
       {"policy-sdk", "policy-sharing", "policy-automated", "policy-complaint", "policy-permissions"}) {
    EXPECT_EQ(characters(figures, topic), 0) << topic;
  }
  EXPECT_EQ(characters(figures, "agreement-law"), -1) << "a topic of the other kind of text";
  const TopicCoverage* storage = figures.topic("policy-storage");
  EXPECT_NE(storage->heading.find("存在哪里"), std::string::npos);
  EXPECT_GT(storage->line, 0);
}

// Paragraphs under a heading count for its topic, and so do those of clauses below that have no topic of their own.
TEST(Coverage, AHeadingHoldsForTheClausesBelow) {
  const TextFigures figures = meter().measure(read(
      "# 隐私政策\n\n## 一、未成年人\n\n### （一）范围\n\n这一节写给家长。\n\n### （二）做法\n\n请打开家长模式。\n"));
  EXPECT_EQ(characters(figures, "policy-minors"), 16);
}

TEST(Coverage, TheParagraphsAboutATopic) {
  const auto passages = meter().passages_about(read(policy("小店")), "policy-minors");
  ASSERT_EQ(passages.size(), 1U);
  EXPECT_NE(passages[0].second.find("监护人"), std::string::npos);
  EXPECT_TRUE(meter().passages_about(read(policy("小店")), "no-such-topic").empty());
}

TEST(Profile, CountsAndQuantiles) {
  std::vector<TextFigures> texts;
  for (int i = 1; i <= 5; ++i) {
    TextFigures text;
    text.characters = 100 * i;
    text.clarity.mean_sentence = i;
    text.topics.push_back(
        {.topic = "policy-sdk", .characters = i > 2 ? 10 * i : 0, .mean_sentence = 20.0 + i, .heading = {}});
    texts.push_back(std::move(text));
  }
  const knowledge::CaseProfile profile = profile_of(texts, "game", DocumentKind::privacy_policy);
  EXPECT_EQ(profile.texts, 5);
  EXPECT_DOUBLE_EQ(profile.characters.median, 300);
  EXPECT_DOUBLE_EQ(profile.characters.p10, 140);
  ASSERT_NE(profile.topic("policy-sdk"), nullptr);
  EXPECT_EQ(profile.topic("policy-sdk")->texts, 3);
  EXPECT_EQ(profile.topic("policy-sdk")->characters, 40);
  EXPECT_DOUBLE_EQ(profile.topic("policy-sdk")->sentence, 24);
  EXPECT_FALSE(is_usual(profile, "policy-sdk")) << "three of five are no seven of ten";
  EXPECT_EQ(profile_of({}, "", DocumentKind::privacy_policy).texts, 0);
}

TEST(Shipped, EveryTopicIsInEveryProfile) {
  const knowledge::CaseTables& tables = meter().tables();
  ASSERT_NE(tables.profile("", "privacy-policy"), nullptr);
  ASSERT_NE(tables.profile("", "user-agreement"), nullptr);
  for (const knowledge::CaseProfile& profile : tables.profiles) {
    for (const knowledge::CaseTopic& topic : tables.topics) {
      if (topic.document == profile.document) {
        EXPECT_NE(profile.topic(topic.id), nullptr) << profile.trade << " " << topic.id;
      }
    }
  }
  const knowledge::CaseProfile* unknown = tables.profile("show-ticket", "user-agreement");
  ASSERT_NE(unknown, nullptr);
  EXPECT_TRUE(unknown->trade.empty()) << "too few texts of the trade: those of all trades";
}

class Compare : public testing::Test {
 protected:
  Result<CaseComparison> compare(const Document& document, const Library* library = nullptr,
                                 const std::string& trade = "") {
    return compare_case({.document = &document, .trade = trade, .trade_given = !trade.empty()}, library, meter(),
                        all());
  }
  Folder folder_;
};

TEST_F(Compare, TellsWhatOursLacks) {
  const Document document = read(policy("小店"));
  const auto comparison = compare(document, nullptr, "online-shopping");
  ASSERT_TRUE(comparison);
  const std::string text = tell_comparison(*comparison, all(), Lang::zh);
  EXPECT_NE(text.find("共享、委托、转让和公开："), std::string::npos) << text;
  EXPECT_NE(text.find("这是惯例，不是法律要求"), std::string::npos);
  EXPECT_NE(tell_comparison(*comparison, all(), Lang::en).find("This is usage, not law"), std::string::npos);
  EXPECT_NE(comparison_markdown(*comparison, all(), Lang::zh).find("| 未成年人 | "), std::string::npos);
}

TEST_F(Compare, TheOwnLibraryGivesFiguresAndExamples) {
  Library library = open(folder_.path("cases.db"));
  add(library, folder_.write("a.md", policy("甲", "我们接入的第三方 SDK 由示例公司提供，用来统计访问次数。")),
      "online-shopping");
  add(library, folder_.write("b.md", policy("乙")), "online-shopping");
  add(library, folder_.write("c.md", policy("丙", "游戏里的角色可以改名。")), "game");
  const Document document = read(policy("小店"));
  const auto comparison = compare(document, &library, "online-shopping");
  ASSERT_TRUE(comparison);
  ASSERT_TRUE(comparison->own);
  EXPECT_EQ(comparison->own->texts, 2);
  EXPECT_EQ(comparison->own->trade, "online-shopping");
  const auto sdk = std::find_if(comparison->rows.begin(), comparison->rows.end(),
                                [](const CaseComparison::Row& row) { return row.topic->id == "policy-sdk"; });
  ASSERT_NE(sdk, comparison->rows.end());
  ASSERT_TRUE(sdk->example);
  EXPECT_EQ(sdk->example->name, "甲隐私政策");
  const auto elsewhere = compare(document, &library, "news");
  ASSERT_TRUE(elsewhere && elsewhere->own);
  EXPECT_EQ(elsewhere->own->texts, 3) << "no text of the trade: all of the library";
  EXPECT_TRUE(elsewhere->own->trade.empty());
  const std::string json = comparisons_json({*comparison});
  EXPECT_TRUE(parse_json("out", json)) << json;
}

TEST_F(Compare, FiguresThatWereKeptAreThoseMeasuredAnew) {
  const std::string path = folder_.path("cases.db");
  const Document document = read(policy("小店"));
  std::string kept;
  {
    Library library = open(path);
    add(library, folder_.write("a.md", policy("甲", "押金在还车后退回。")));
    kept = comparisons_json({*compare(document, &library)});
  }
  knowledge::Knowledge other = all();
  other.digest = "another";
  const Library library = open(path, Library::Access::read);
  const auto anew = compare_case({.document = &document, .trade = {}}, &library, meter(), other);
  ASSERT_TRUE(anew);
  EXPECT_EQ(comparisons_json({*anew}), kept);
}

TEST_F(Compare, WhatCannotBeCompared) {
  Document english = read("# Privacy Policy\n\nWe collect your phone number to log you in, and personal data.\n");
  const auto refused = compare(english);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.en.find("English"), std::string::npos);
  Document unknown = read(policy("小店"));
  unknown.kind = DocumentKind::unknown;
  EXPECT_FALSE(compare(unknown));
}

}  // namespace
}  // namespace qiyue
