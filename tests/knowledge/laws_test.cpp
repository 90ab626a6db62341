#include "knowledge/laws.h"

#include <gtest/gtest.h>

namespace qiyue::knowledge {
namespace {

std::string tell(std::string_view action, std::string_view what, std::string_view as_of = "2026-11-23",
                 Lang lang = Lang::zh) {
  const auto told = tell_laws(builtin(), action, what, as_of, lang);
  return told ? *told : "failed: " + render(told.error(), lang);
}
bool has(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

TEST(Laws, StandingFollowsTheDay) {
  const Knowledge& k = builtin();
  const Statute& pipl = *k.statute("pipl");
  EXPECT_EQ(standing(pipl, "2021-10-31"), Standing::not_yet);
  EXPECT_EQ(standing(pipl, "2021-11-01"), Standing::in_force);
  EXPECT_EQ(standing(pipl, ""), Standing::in_force);
  const Statute& contract = *k.statute("contract-law-1999");
  EXPECT_EQ(standing(contract, "2020-12-31"), Standing::in_force);
  EXPECT_EQ(standing(contract, "2021-01-01"), Standing::repealed);
  EXPECT_EQ(standing(contract, ""), Standing::repealed);
  EXPECT_EQ(standing(*k.statute("small-handler"), "2026-08-31"), Standing::not_yet);
  EXPECT_EQ(standing(*k.statute("app-pi-draft"), "2030-01-01"), Standing::draft);
  EXPECT_EQ(standing(*k.statute("data-protection-law-myth"), ""), Standing::no_statute);
}

TEST(Laws, ListMarksWhatIsNotInForce) {
  const std::string now = tell("list", "");
  EXPECT_TRUE(has(now, "个人信息保护法  [现行有效]")) << now;
  EXPECT_TRUE(has(now, "合同法  [已废止]"));
  EXPECT_TRUE(has(now, "[征求意见稿，尚未施行]"));
  EXPECT_TRUE(has(tell("list", "", "2020-01-01"), "个人信息保护法  [尚未施行]"));
  EXPECT_TRUE(has(tell("list", "", "2020-01-01", Lang::en), "[not yet in force]"));
}

TEST(Laws, ShowFindsIdsTitlesAndShortTitles) {
  for (const char* name :
       {"pipl", "个人信息保护法", "《中华人民共和国个人信息保护法》", " 中华人民共和国个人信息保护法"}) {
    const std::string text = tell("show", name);
    EXPECT_TRUE(has(text, "中华人民共和国个人信息保护法  [现行有效]")) << name;
    EXPECT_TRUE(has(text, "pp-handler-identity")) << "obligations that rest on it";
  }
  EXPECT_TRUE(has(tell("show", "pipl", "2021-01-01"), "不得作为现行依据引用"));
  EXPECT_TRUE(has(tell("show", "contract-law-1999"), "不得作为现行依据引用"));
  EXPECT_TRUE(has(tell("show", "csl", "2025-12-31"), "2026-01-01 起施行的文本")) << "articles were renumbered";
  EXPECT_FALSE(has(tell("show", "csl"), "起施行的文本"));
}

TEST(Laws, ShowTellsAnObligation) {
  const std::string text = tell("show", "pp-handler-identity");
  EXPECT_TRUE(has(text, "《中华人民共和国个人信息保护法》第17条第1款第1项")) << text;
  EXPECT_TRUE(has(tell("show", "pp-handler-identity", "2021-01-01"),
                  "《中华人民共和国个人信息保护法》第17条第1款第1项 [尚未施行]"));
}

TEST(Laws, ANameOfNoStatuteIsAnsweredWithTheRightOne) {
  for (const char* name : {"《数据保护法》", "数据保护法", "data-protection-law-myth"}) {
    const std::string text = tell("show", name);
    EXPECT_TRUE(has(text, "《中华人民共和国数据安全法》")) << text;
    EXPECT_FALSE(has(text, "现行有效"));
  }
  EXPECT_TRUE(has(tell("show", "《隐私权法》", "2026-11-23", Lang::en), "No statute in force is called"));
}

TEST(Laws, WrongUseFailsWithTheWayOut) {
  EXPECT_TRUE(has(tell("show", "保护"), "failed: "));
  EXPECT_TRUE(has(tell("show", "保护"), "相近的有：")) << tell("show", "保护");
  EXPECT_TRUE(has(tell("show", ""), "failed: "));
  EXPECT_TRUE(has(tell("search", " "), "failed: "));
  EXPECT_TRUE(has(tell("impact", "pipl"), "可用：list、show、search"));
  for (const char* day : {"2026-13-01", "2026-1-1", "today", "2026-00-10"})
    EXPECT_TRUE(has(tell("list", "", day), "failed: ")) << day;
}

TEST(Laws, SearchNeedsEveryWord) {
  const std::string text = tell("search", "注销 账号");
  EXPECT_TRUE(has(text, "pp-right-cancel")) << text;
  EXPECT_FALSE(has(text, "pp-handler-identity"));
  EXPECT_TRUE(has(tell("search", "没有这样的词"), "没有查到"));
  EXPECT_TRUE(has(tell("search", "refund", "2026-11-23", Lang::en), "no-refund-ever"));
}

}  // namespace
}  // namespace qiyue::knowledge
