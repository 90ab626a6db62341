#include "clarity/clarity.h"

#include <gtest/gtest.h>

#include <string>

namespace qiyue {
namespace {

const ClarityMeter& meter() {
  static const ClarityMeter made(knowledge::builtin());
  return made;
}

Clarity figures(const std::string& body) {
  const auto documents = parse_documents("a.md", "# 隐私政策\n\n" + body);
  EXPECT_TRUE(documents);
  return meter().of(documents->front());
}

TEST(Clarity, Figures) {
  std::string sentence;
  for (int i = 0; i < 90; ++i) sentence += "长";
  const Clarity clarity = figures("短句。" + sentence + "。\n");
  EXPECT_EQ(clarity.sentences, 2);
  EXPECT_EQ(clarity.long_sentences, 1);
  EXPECT_EQ(clarity.longest_sentence, 91);
  EXPECT_EQ(clarity.longest_paragraph, 94);
  EXPECT_DOUBLE_EQ(clarity.mean_sentence, 47);
  EXPECT_FALSE(clarity.has_strong);
}

TEST(Clarity, NineSentencesInTenAreNoLonger) {
  std::string body;
  for (int i = 1; i <= 10; ++i) {
    for (int k = 0; k < i; ++k) body += "字";
    body += "。";
  }
  EXPECT_DOUBLE_EQ(figures(body + "\n").p90_sentence, 10) << "nine characters and the stop";
}

TEST(Clarity, HeadingsAndTablesAreNoSentences) {
  const Clarity clarity =
      figures("## 一、我们收集什么\n\n我们收集手机号。\n\n| 信息 | 用途 |\n|---|---|\n| 手机号 | 登录 |\n");
  EXPECT_EQ(clarity.sentences, 1);
  EXPECT_TRUE(clarity.has_table);
}

// 我们 | 收集 | 手机 | 号 and 您 | 可以 | 修改: two parts of five and four characters, no linking word.
TEST(Readability, HalfOfPartsAndLinkingWords) {
  const Readability plain = meter().readability({"您登录时，我们读取头像。"});
  EXPECT_DOUBLE_EQ(plain.characters_a_part, 5);
  EXPECT_DOUBLE_EQ(plain.linking_words, 0);
  EXPECT_DOUBLE_EQ(plain.value, 2.5);
  const Readability linked = meter().readability({"因此我们或者第三方有权随时修改。"});
  EXPECT_GT(linked.linking_words, 25);
  EXPECT_GT(linked.value, plain.value);
}

TEST(Readability, AWordInsideAWordIsNone) {
  EXPECT_DOUBLE_EQ(meter().readability({"和平饭店"}).linking_words, 0);
  EXPECT_GT(meter().readability({"您和我们"}).linking_words, 0);
}

TEST(Readability, PlainerWordingMeasuresEasier) {
  const Readability heavy =
      meter().readability({"如因您违反本协议或相关法律法规之规定而导致或可能导致任何第三方主张任何形式的索赔、要求或损"
                           "失的，您应当独立承担全部法律责任。"});
  const Readability plain = meter().readability({"您违反本协议，给别人造成损失的，由您赔偿。"});
  EXPECT_LT(plain.value, heavy.value);
}

TEST(Readability, NothingToReadIsZero) {
  EXPECT_DOUBLE_EQ(meter().readability({}).value, 0);
  EXPECT_DOUBLE_EQ(meter().readability({"，。"}).value, 0);
  EXPECT_DOUBLE_EQ(meter().readability({"\xFF\xFE"}).linking_words, 0);
}

}  // namespace
}  // namespace qiyue
