#include "claims/claims.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/files.h"

namespace qiyue {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

const knowledge::Knowledge& all() {
  static const knowledge::Knowledge loaded = [] {
    auto read = knowledge::load(QIYUE_SOURCE_DIR "/knowledge");
    EXPECT_TRUE(read.has_value()) << (read ? "" : render(read.error(), Lang::en));
    return read ? *read : knowledge::Knowledge{};
  }();
  return loaded;
}

Document markdown(std::string_view text) {
  auto read = parse_documents("text.md", text);
  EXPECT_TRUE(read.has_value());
  return read && !read->empty() ? read->front() : Document{};
}

std::vector<std::string> texts(const std::vector<Sentence>& sentences) {
  std::vector<std::string> out;
  for (const Sentence& sentence : sentences) out.push_back(sentence.text);
  return out;
}

TEST(Sentences, SplitAtStopsButNotInsideTitles) {
  const auto document = markdown("# 隐私政策\n\n我们收集手机号。见《规则。附则》；是吗？是！\n");
  EXPECT_THAT(texts(sentences(document)), ElementsAre("我们收集手机号。", "见《规则。附则》；", "是吗？", "是！"));
}

TEST(Sentences, ClosingQuotesStayWithTheirSentence) {
  const auto document = markdown("# 协议\n\n他说：“同意。”然后点击。\n");
  EXPECT_THAT(texts(sentences(document)), ElementsAre("他说：“同意。”", "然后点击。"));
}

TEST(Sentences, PlaceIsExact) {
  const std::string source = "# 协议\n\n前文。您同意**本协议**的全部内容。\n";
  const auto document = markdown(source);
  const auto found = sentences(document);
  ASSERT_EQ(found.size(), 2u);
  const Sentence& second = found[1];
  EXPECT_EQ(second.text, "您同意本协议的全部内容。");
  const std::size_t begin = second.text.find("本协议"), end = begin + std::string("本协议").size();
  const Span span = source_of(second, begin, end);
  EXPECT_EQ(source.substr(span.begin, span.end - span.begin), "本协议");
}

TEST(Sentences, UnsqueezeFindsTheWayBack) {
  Sentence sentence;
  sentence.text = "我们 将在 30 天内 答复。";
  sentence.squeezed = squeeze(sentence.text);
  const std::size_t begin = sentence.squeezed.find("30天内");
  const auto [from, to] = unsqueeze(sentence, begin, begin + std::string("30天内").size());
  EXPECT_EQ(sentence.text.substr(from, to - from), "30 天内");
}

TEST(Sentences, ListItemsKnowTheirLeadIn) {
  const auto document = markdown("# 隐私政策\n\n我们收集以下信息：\n\n- 手机号\n- 收货地址\n\n其他说明。\n");
  const auto found = sentences(document);
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[1].lead_in, "我们收集以下信息：");
  EXPECT_EQ(found[1].list, found[0].list);
  EXPECT_EQ(found[2].list, found[0].list);
  EXPECT_TRUE(found[2].in_list);
  EXPECT_EQ(found[3].list, -1);
}

TEST(Sentences, ParagraphsWithMarksAreItemsToo) {
  const auto read =
      parse_documents("a.txt", "隐私政策\n\n我们收集以下信息：\n（1）手机号\n（2）昵称\n我们不收集位置。\n");
  ASSERT_TRUE(read.has_value());
  const auto found = sentences(read->front());
  const auto item = std::find_if(found.begin(), found.end(),
                                 [](const Sentence& s) { return s.text.find("昵称") != std::string::npos; });
  ASSERT_NE(item, found.end());
  EXPECT_EQ(item->lead_in, "我们收集以下信息：");
  const auto after = std::find_if(found.begin(), found.end(),
                                  [](const Sentence& s) { return s.text.find("位置") != std::string::npos; });
  ASSERT_NE(after, found.end());
  EXPECT_EQ(after->lead_in, "");
}

TEST(Sentences, TableCellsKnowTheirColumn) {
  const auto document = markdown("# 隐私政策\n\n| 信息 | 目的 |\n|---|---|\n| 手机号 | 登录 |\n");
  const auto found = sentences(document);
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[2].lead_in, "信息");
  EXPECT_EQ(found[2].row, 1);
  EXPECT_EQ(found[3].lead_in, "目的");
  EXPECT_EQ(found[3].column, 1);
}

std::vector<std::string> items_of(std::string_view text) {
  std::vector<std::string> items;
  for (const ItemMention& mention :
       item_mentions(sentences(markdown(std::string("# 隐私政策\n\n") + std::string(text) + "\n")), all())) {
    items.push_back(mention.item);
  }
  return items;
}

TEST(Items, LongestWordWins) {
  EXPECT_THAT(items_of("我们收集您的手机号码。"), ElementsAre("phone_number"));
  EXPECT_THAT(items_of("请拨打客服电话。"), IsEmpty());
  EXPECT_THAT(items_of("在显著位置展示。"), IsEmpty());
}

TEST(Items, WideWordsNameAllTheyMayMean) {
  const auto items = items_of("我们收集您的位置信息。");
  EXPECT_THAT(items, Contains("precise_location"));
  EXPECT_THAT(items, Contains("fuzzy_location"));
}

std::vector<Claim> claims_of(std::string_view text) {
  return claims(sentences(markdown(std::string("# 隐私政策\n\n") + std::string(text) + "\n")), all());
}

TEST(Claims, WhoDoesWhatToWhichItemAndWhy) {
  const auto found = claims_of("当您登录时，我们收集您的手机号，用于验证身份。");
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].who, Actor::operator_);
  EXPECT_EQ(found[0].action, ClaimAction::collect);
  EXPECT_THAT(found[0].items, ElementsAre("phone_number"));
  EXPECT_EQ(found[0].purpose, "验证身份");
  EXPECT_EQ(found[0].condition, "当您登录时");
  EXPECT_FALSE(found[0].negated);
}

TEST(Claims, NegationAndItsCondition) {
  const auto plain = claims_of("我们不会收集您的通讯录。");
  ASSERT_FALSE(plain.empty());
  EXPECT_TRUE(plain[0].negated);
  EXPECT_EQ(plain[0].condition, "");
  const auto conditional = claims_of("未经您同意，我们不会向第三方共享您的手机号。");
  ASSERT_FALSE(conditional.empty());
  EXPECT_TRUE(conditional.back().negated);
  EXPECT_EQ(conditional.back().condition, "未经您同意");
}

TEST(Claims, NegationReachesJoinedVerbs) {
  const auto found = claims_of("我们不会共享、转让您的个人信息。");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_TRUE(found[0].negated);
  EXPECT_TRUE(found[1].negated);
}

TEST(Claims, ItemsOfAListTakeTheLeadInsVerb) {
  const auto found = claims_of("我们会收集以下信息：\n\n- 手机号\n- 收货地址");
  const bool phone = std::any_of(found.begin(), found.end(), [](const Claim& claim) {
    return claim.action == ClaimAction::collect && claim.items == std::vector<std::string>{"phone_number"};
  });
  EXPECT_TRUE(phone);
}

TEST(Claims, RowsOfATable) {
  const auto found =
      claims_of("| 收集的信息 | 目的 | 保存期限 |\n|---|---|---|\n| 手机号 | 登录验证 | 账号注销后30日 |");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].items, ElementsAre("phone_number"));
  EXPECT_EQ(found[0].purpose, "登录验证");
  EXPECT_EQ(found[0].retention, "30日");
}

TEST(Claims, Retention) {
  const auto found = claims_of("交易记录自交易完成之日起保存三年。");
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.back().action, ClaimAction::store);
  EXPECT_EQ(found.back().retention, "三年");
}

// tests/claims/<case>/{text.md, expected.txt}: how each sentence is read. QIYUE_UPDATE=1 writes anew.
TEST(Claims, GoldenCases) {
  namespace fs = std::filesystem;
  const char* update = std::getenv("QIYUE_UPDATE");
  const Lexicon lexicon(all());
  int cases = 0;
  for (const auto& entry : fs::directory_iterator(QIYUE_SOURCE_DIR "/tests/claims")) {
    if (!entry.is_directory()) continue;
    ++cases;
    const auto text = read_text_file((entry.path() / "text.md").string());
    ASSERT_TRUE(text.has_value()) << entry.path();
    const std::string told = tell_claims(sentences(markdown(*text)), lexicon);
    const std::string path = (entry.path() / "expected.txt").string();
    if (update != nullptr && std::string_view(update) == "1") {
      ASSERT_TRUE(write_file(path, told).has_value());
      continue;
    }
    const auto expected = read_text_file(path);
    ASSERT_TRUE(expected.has_value()) << path;
    EXPECT_EQ(told, *expected) << path;
  }
  EXPECT_GT(cases, 0);
}

std::vector<std::string> topics(std::string_view text) {
  static const Lexicon lexicon(all());
  Sentence sentence;
  sentence.text = std::string(text);
  sentence.squeezed = squeeze(text);
  std::vector<std::string> ids;
  for (const Topic& topic : topics_of(sentence, lexicon)) ids.emplace_back(topic.id);
  return ids;
}

TEST(Topics, OfASentence) {
  EXPECT_THAT(topics("我们会收集您的手机号。"), ElementsAre("collection"));
  EXPECT_THAT(topics("需要开启相机权限才能扫码。"), ElementsAre("permission"));
  EXPECT_THAT(topics("我们会向合作伙伴共享您的手机号。"), ElementsAre("sharing"));
  EXPECT_THAT(topics("订单信息保存三年，存储在中国境内。"), ElementsAre("storage"));
  EXPECT_THAT(topics("我们采用加密技术保护您的个人信息，防止泄露。"), ElementsAre("security"));
  EXPECT_THAT(topics("未满十四周岁的儿童使用前应征得监护人同意。"), ElementsAre("special_groups"));
  EXPECT_THAT(topics("您可以在设置中注销账号。"), ElementsAre("rights"));
}

TEST(Topics, NoneOfWhatIsNoPolicy) {
  EXPECT_THAT(topics("今天天气很好。"), IsEmpty());
  EXPECT_THAT(topics(""), IsEmpty());
  EXPECT_THAT(topics("\xE4\xBD"), IsEmpty());
}

TEST(Claims, NothingOfBrokenOrEmptyText) {
  EXPECT_THAT(claims_of("。。。，，，：："), IsEmpty());
  Sentence broken;
  broken.text = broken.squeezed = "我们收集\xE4\xBD";
  EXPECT_THAT(item_mentions({broken}, all()), IsEmpty());
}

}  // namespace
}  // namespace qiyue
