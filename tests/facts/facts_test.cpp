// legal/facts.yaml: reading, faults, proposing, answering, the interview.
#include "facts/facts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <sstream>

#include "core/files.h"
#include "core/text.h"

namespace qiyue {
namespace {

namespace fs = std::filesystem;

const fs::path kHere = fs::path(QIYUE_SOURCE_DIR) / "tests" / "facts";
const knowledge::Knowledge& kKnowledge = knowledge::builtin();

std::string file(const fs::path& path) {
  auto text = read_text_file(path);
  if (!text) {
    ADD_FAILURE() << render(text.error(), Lang::en);
    return {};
  }
  return *text;
}

// Compares with the expectation beside the input; QIYUE_UPDATE=1 rewrites it.
void golden(const fs::path& expected, const std::string& actual) {
  if (std::getenv("QIYUE_UPDATE") != nullptr) {
    ASSERT_TRUE(write_file(expected, actual));
    return;
  }
  EXPECT_EQ(file(expected), actual) << expected;
}

Facts facts_of(std::string_view yaml) {
  auto facts = parse_facts("facts.yaml", yaml, kKnowledge);
  if (!facts) {
    ADD_FAILURE() << render(facts.error(), Lang::en);
    return {};
  }
  return std::move(*facts);
}

Evidence evidence_of(const fs::path& path) {
  auto evidence = read_evidence(path.string());
  if (!evidence) {
    ADD_FAILURE() << render(evidence.error(), Lang::en);
    return {};
  }
  return std::move(*evidence);
}

std::vector<std::string> ids(const std::vector<Question>& questions) {
  std::vector<std::string> result;
  for (const Question& question : questions) result.push_back(question.id);
  return result;
}

constexpr std::string_view kSmall =
    "schema: qiyue-facts/1\n"
    "program: {name: 小店, platform: wechat}   # 行内写法\n"
    "operator:\n"
    "  name: 待填写  # 全称\n"
    "  kind: 待填写\n"
    "  contact:\n"
    "    email: 待填写\n"
    "functions:\n"
    "  login:\n"
    "    name: 登录\n"
    "    items:\n"
    "      手机号: {purpose: 待填写, required: true}\n";

TEST(ReadFacts, ReadsACompleteFile) {
  auto read = read_facts((kHere / "complete" / "facts.yaml").string(), kKnowledge);
  ASSERT_TRUE(read) << render(read.error(), Lang::en);
  const Facts& facts = *read;
  EXPECT_EQ(facts.program.name, "禾里果铺");
  EXPECT_EQ(facts.program.trade, "online-shopping");
  EXPECT_EQ(facts.operator_.contact.phone, "0571-5550-1234");
  EXPECT_EQ(facts.release.version, "1.0.0");
  ASSERT_EQ(facts.functions.size(), 8u);
  EXPECT_EQ(facts.functions.front().id, "login");
  EXPECT_EQ(facts.functions.back().id, "security");
  EXPECT_FALSE(facts.functions[1].basic);
  EXPECT_EQ(facts.functions[1].items[0].how, How::third_party);
  ASSERT_EQ(facts.recipients.size(), 3u);
  EXPECT_EQ(facts.recipients[0].role, RecipientRole::independent);
  EXPECT_EQ(facts.recipients[2].items, (std::vector<std::string>{"name", "phone_number", "shipping_address"}));
  EXPECT_TRUE(facts.payment.goods);
  EXPECT_EQ(facts.account.login, (std::vector<std::string>{"wechat", "phone"}));
  EXPECT_TRUE(facts.unanswered.empty());
  EXPECT_TRUE(facts.proposals.empty());
  EXPECT_EQ(open_questions(facts, {}, kKnowledge).size(), 0u);
}

TEST(ReadFacts, ReadsAFileAsAnOperatorWouldFillIt) {
  auto read = read_facts((kHere / "operator" / "facts.yaml").string(), kKnowledge);
  ASSERT_TRUE(read) << render(read.error(), Lang::en);
  EXPECT_EQ(read->release.version, "2.10");           // written without quotes: as written, not 2.1
  EXPECT_EQ(read->operator_.contact.phone, "95001");  // a number to YAML
  EXPECT_EQ(read->program.trade, "hotel");            // 酒店服务
  ASSERT_EQ(read->functions.size(), 2u);
  EXPECT_EQ(read->functions[0].items[0].item, "name");
  EXPECT_EQ(read->functions[0].items[1].item, "phone_number");  // 手机号
  EXPECT_EQ(read->functions[0].items[1].key, "手机号");
  EXPECT_EQ(read->functions[0].items[2].item, "id_card_number");  // 身份证号
  EXPECT_EQ(place_of(*read, "functions.booking.items.手机号").line,
            place_of(*read, "functions.booking.items.姓名").line + 4);
  EXPECT_EQ(read->unanswered, (std::vector<std::string>{"operator.contact.email", "scale.users"}));
}

TEST(ReadFacts, NamesEveryFaultAtItsLineInOneGo) {
  for (const auto& entry : fs::directory_iterator(kHere / "faults")) {
    if (entry.path().extension() != ".yaml") continue;
    const auto facts = parse_facts("facts.yaml", file(entry.path()), kKnowledge);
    ASSERT_FALSE(facts) << entry.path();
    fs::path expected = entry.path();
    golden(expected.replace_extension(".txt"), render(facts.error(), Lang::zh) + render(facts.error(), Lang::en));
  }
}

TEST(ReadFacts, BracketsTenThousandDeepAreAFaultAndNotACrash) {
  const auto facts = parse_facts("facts.yaml", "program: " + std::string(100'000, '['), kKnowledge);
  EXPECT_FALSE(facts);
}

TEST(FindItem, TakesIdsNamesAndTheWordsOfForms) {
  EXPECT_EQ(find_item("phone_number", kKnowledge), "phone_number");
  EXPECT_EQ(find_item("手机号码", kKnowledge), "phone_number");
  EXPECT_EQ(find_item("手机号", kKnowledge), "phone_number");
  EXPECT_EQ(find_item("设备信息", kKnowledge), "device_info");
  EXPECT_EQ(find_item("扫描件", kKnowledge), "id_card_photo");
  EXPECT_EQ(find_item("没有这种信息", kKnowledge), "");
}

// ---- proposals ----

TEST(ProposeFacts, WritesWhatTheCodeShowsAndLeavesTheRestOpen) {
  for (const auto& entry : fs::directory_iterator(kHere / "proposals")) {
    if (!entry.is_directory()) continue;
    const Evidence evidence = evidence_of(entry.path() / "evidence.json");
    const std::string yaml = propose_facts(evidence, kKnowledge);
    golden(entry.path() / "facts.yaml", yaml);
    const Facts facts = facts_of(yaml);
    // Whatever the code shows is named in some function.
    std::set<std::string, std::less<>> items;
    for (const Function& function : facts.functions) {
      std::set<std::string> own;
      for (const FunctionItem& item : function.items) {
        items.insert(item.item);
        EXPECT_TRUE(own.insert(item.item).second) << function.id << " names " << item.item << " twice";
        EXPECT_EQ(item.purpose.find("改善"), std::string::npos) << item.purpose;
        EXPECT_FALSE(item.purpose.starts_with("用于")) << item.purpose;
      }
    }
    for (const Use& use : evidence.uses) {
      for (const std::string& item : use.items) {
        const bool told = std::any_of(items.begin(), items.end(),
                                      [&](const std::string& one) { return declares(one, item, kKnowledge); });
        EXPECT_EQ(told, use.reachable || told) << item;
      }
    }
    EXPECT_EQ(facts.operator_.name, kPlaceholder);
    EXPECT_FALSE(facts.proposals.empty());
  }
}

TEST(ProposeFacts, AsksATypicalProgramAtMostTwentyFiveQuestions) {
  const Evidence evidence = evidence_of(kHere / "complete" / "evidence.json");
  const Facts facts = facts_of(propose_facts(evidence, kKnowledge));
  const auto questions = open_questions(facts, evidence, kKnowledge);
  EXPECT_LE(questions.size(), 25u) << join(ids(questions), "\n");
  ASSERT_FALSE(questions.empty());
  EXPECT_EQ(questions.front().id, "operator.name");
  for (const Question& question : questions) {
    EXPECT_FALSE(question.ask.zh.empty()) << question.id;
    EXPECT_FALSE(question.why.en.empty()) << question.id;
    EXPECT_EQ(question.ask.zh.find('{'), std::string::npos) << question.ask.zh;
  }
}

TEST(ProposeFacts, NothingCollectedStillGivesAFile) {
  Evidence evidence;
  evidence.program.platform = "wechat";
  const Facts facts = facts_of(propose_facts(evidence, kKnowledge));
  EXPECT_TRUE(facts.functions.empty());
  EXPECT_FALSE(facts.account.exists);
}

TEST(ProposeFacts, NamesThatWouldBreakYamlAreQuoted) {
  Evidence evidence;
  evidence.program.platform = "wechat";
  evidence.program.name = "店: \"甲\" # 乙\n丙";
  evidence.fields.push_back({.id = "F1",
                             .items = {"name"},
                             .place = {"pages/x/x.wxml", 1, 1},
                             .label = "姓名\n: #",
                             .page = "pages/x/x",
                             .name = "",
                             .reachable = true,
                             .sent = true});
  evidence.program.pages.push_back({.path = "pages/x/x", .package = "", .reachable = true, .title = "'}: &标题"});
  const Facts facts = facts_of(propose_facts(evidence, kKnowledge));
  EXPECT_EQ(facts.program.name, evidence.program.name);
  ASSERT_EQ(facts.functions.size(), 1u);
  EXPECT_EQ(facts.functions[0].name, "'}: &标题");
}

TEST(ProposeFacts, EveryDataItemHasAPurposeAndSensitiveOnesTheirEffect) {
  for (const knowledge::DataItem& item : kKnowledge.items) {
    Evidence evidence;
    evidence.program.platform = "wechat";
    evidence.uses.push_back({.id = "U1",
                             .items = {item.id},
                             .api = "wx.x",
                             .place = {"a.js", 1, 1},
                             .page = "",
                             .function = "",
                             .purpose_hint = ""});
    const Facts facts = facts_of(propose_facts(evidence, kKnowledge));
    ASSERT_EQ(facts.functions.size(), 1u) << item.id;
    ASSERT_EQ(facts.functions[0].items.size(), 1u) << item.id;
    const FunctionItem& proposed = facts.functions[0].items[0];
    EXPECT_FALSE(is_placeholder(proposed.purpose)) << item.id;
    EXPECT_FALSE(is_placeholder(proposed.retention)) << item.id;
    EXPECT_EQ(item.sensitive, !proposed.necessity.empty() && !is_placeholder(proposed.necessity)) << item.id;
    EXPECT_EQ(item.sensitive, !proposed.effect.empty() && !is_placeholder(proposed.effect)) << item.id;
  }
}

// ---- answers ----

Question asked(std::string path, Question::Kind kind = Question::Kind::text, std::string check = "") {
  Question question;
  question.id = std::move(path);
  question.kind = kind;
  question.check = std::move(check);
  return question;
}

TEST(Answer, ChangesTheOneValueAndNoOtherByte) {
  auto text = answer(kSmall, asked("operator.name"), "山野茶铺: \"有限公司\"");
  ASSERT_TRUE(text);
  std::string expected(kSmall);
  expected.replace(expected.find("待填写"), std::string("待填写").size(), "\"山野茶铺: \\\"有限公司\\\"\"");
  EXPECT_EQ(*text, expected);
}

TEST(Answer, KeepsCommentsLineEndsAndAMissingFinalBreak) {
  const std::string crlf =
      "schema: qiyue-facts/1\r\n# 说明\r\noperator:\r\n  name: 待填写  # 全称\r\n  address: |\r\n    第一行\r\n    "
      "第二行\r\n  icp: ''";
  auto text = answer(crlf, asked("operator.name"), "甲公司");
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, replace_all(crlf, "待填写", "甲公司"));
  text = answer(*text, asked("operator.address"), "杭州");
  ASSERT_TRUE(text);
  EXPECT_EQ(*text,
            "schema: qiyue-facts/1\r\n# 说明\r\noperator:\r\n  name: 甲公司  # 全称\r\n  address: 杭州\r\n  icp: ''");
  text = answer(*text, asked("operator.icp"), "浙ICP备1号");
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->ends_with("icp: 浙ICP备1号"));
}

TEST(Answer, AddsAMissingKeyAtTheEndOfItsMap) {
  auto text = answer(kSmall, asked("operator.contact.phone"), "0571-12345678");
  ASSERT_TRUE(text) << render(text.error(), Lang::en);
  EXPECT_NE(text->find("    email: 待填写\n    phone: \"0571-12345678\"\nfunctions:"), std::string::npos) << *text;
  text = answer(kSmall, asked("storage.place"), "中国境内");
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, std::string(kSmall) + "storage:\n  place: 中国境内\n");
  text = answer(kSmall, asked("program.appid"), "wx1");
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("program: {name: 小店, platform: wechat, appid: wx1}   # 行内写法"), std::string::npos) << *text;
  text = answer(kSmall, asked("functions.login.items.手机号.purpose"), "登录, 并验证");
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("手机号: {purpose: \"登录, 并验证\", required: true}"), std::string::npos) << *text;
}

TEST(Answer, TakesTheMarkOffAProposalThatWasAnswered) {
  const std::string yaml = "program:\n  trade: hotel  # 提案: 请核对\n  name: 甲  # 提案: 请核对\n";
  auto text = answer(yaml, asked("program.trade"), "game");
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, "program:\n  trade: game\n  name: 甲  # 提案: 请核对\n");
}

TEST(Answer, RefusesWhatDoesNotFit) {
  EXPECT_FALSE(answer(kSmall, asked("operator.name"), "   "));
  EXPECT_FALSE(answer(kSmall, asked("operator.name"), std::string("\xC3\x28")));
  EXPECT_FALSE(answer(kSmall, asked("operator.name"), std::string(5000, 'x')));
  EXPECT_FALSE(answer(kSmall, asked("operator.contact.email", Question::Kind::text, "email"), "不是邮箱"));
  EXPECT_FALSE(answer(kSmall, asked("operator.contact.phone", Question::Kind::text, "phone"), "打我电话"));
  EXPECT_FALSE(answer(kSmall, asked("operator.credit_code", Question::Kind::text, "credit_code"), "123"));
  EXPECT_FALSE(answer(kSmall, asked("release.published", Question::Kind::date), "2026-02-30"));
  EXPECT_FALSE(answer(kSmall, asked("account.cancel_days", Question::Kind::text, "days"), "很快"));
  EXPECT_FALSE(answer(kSmall, asked("payment.exists", Question::Kind::yes_no), "也许"));
  const json::value& schema = kKnowledge.schemas.at("facts");
  const auto unknown = answer(kSmall, asked("operator.nmae"), "甲", &schema);
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().message.zh.find("nmae"), std::string::npos);
}

TEST(Answer, WritesDatesTruthsNumbersAndListsInTheirOwnForm) {
  auto text = answer(kSmall, asked("release.published", Question::Kind::date), "2026年3月5日");
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("published: \"2026-03-05\""), std::string::npos) << *text;
  text = answer(kSmall, asked("payment.exists", Question::Kind::yes_no), "有");
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("exists: true"), std::string::npos);
  text = answer(kSmall, asked("account.cancel_days", Question::Kind::text, "days"), "10");
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("cancel_days: 10"), std::string::npos);
  text = answer(kSmall, asked("marketing.channels", Question::Kind::list), "短信，邮件, 站内信");
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("channels: [短信, 邮件, 站内信]"), std::string::npos);
  Question optional = asked("operator.credit_code", Question::Kind::text, "credit_code");
  optional.required = false;
  text = answer(kSmall, optional, "无");
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("credit_code: \"\""), std::string::npos);
}

TEST(Answer, AGroupSetsEveryChoice) {
  Question group = asked("security", Question::Kind::list);
  group.choices = {{"security.backup", {"定期备份", "backups"}}, {"security.training", {"员工培训", "training"}}};
  auto text = answer(kSmall, group, "2");
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->ends_with("security:\n  backup: false\n  training: true\n")) << *text;
  text = answer(kSmall, group, "0");
  ASSERT_TRUE(text);
  EXPECT_TRUE(text->ends_with("security:\n  backup: false\n  training: false\n"));
  EXPECT_FALSE(answer(kSmall, group, "3"));
}

// Every value of a full file can be replaced, and the rest stays as it was.
TEST(Answer, EveryValueOfTheCompleteFileCanBeAnswered) {
  const std::string yaml = file(kHere / "complete" / "facts.yaml");
  const Facts facts = facts_of(yaml);
  int answered = 0;
  for (const auto& [pointer, position] : facts.data.places) {
    std::string path;
    const json::value* value = &facts.data.value;
    for (const std::string_view part : split(pointer, '/')) {
      if (part.empty()) continue;
      path += (path.empty() ? "" : ".") + std::string(part);
      value = value->is_object() ? find(*value, part) : nullptr;
      if (value == nullptr) break;
    }
    if (value == nullptr || !value->is_string() || path == "schema") continue;
    const auto text = answer(yaml, asked(path), "新的: 值");
    ASSERT_TRUE(text) << path << render(text.error(), Lang::en);
    ++answered;
    const auto before = split(yaml, '\n');
    const auto after = split(*text, '\n');
    ASSERT_EQ(before.size(), after.size()) << path;
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (static_cast<int>(i) + 1 == position.line) continue;
      EXPECT_EQ(before[i], after[i]) << path;
    }
  }
  EXPECT_GT(answered, 100);
}

// ---- the interview ----

struct Talk {
  std::string yaml, said;
  std::vector<std::string> saved;
  std::string error;
};
Talk talk(std::string yaml, const Evidence& evidence, const std::string& typed) {
  Talk result;
  std::istringstream in(typed);
  std::ostringstream out;
  Interview interview;
  interview.in = &in;
  interview.out = &out;
  interview.save = [&](std::string_view text) {
    result.saved.emplace_back(text);
    return Status();
  };
  auto after = run_interview("facts.yaml", std::move(yaml), evidence, kKnowledge, interview);
  if (after) {
    result.yaml = std::move(*after);
  } else {
    result.error = render(after.error(), Lang::en);
  }
  result.said = out.str();
  return result;
}

TEST(Interview, SavesEveryAnswerAndGoesOnWhereItWasLeft) {
  const Evidence evidence = evidence_of(kHere / "complete" / "evidence.json");
  const std::string first = propose_facts(evidence, kKnowledge);
  const Talk morning = talk(first, evidence, "杭州禾里小满果品有限公司\n?\n1\nq\n");
  ASSERT_EQ(morning.error, "");
  EXPECT_EQ(morning.saved.size(), 2u);
  EXPECT_EQ(morning.saved.back(), morning.yaml);
  const Facts facts = facts_of(morning.yaml);
  EXPECT_EQ(facts.operator_.name, "杭州禾里小满果品有限公司");
  EXPECT_EQ(facts.operator_.kind, "company");
  EXPECT_EQ(open_questions(facts, evidence, kKnowledge).front().id, "operator.credit_code");
  const Talk evening = talk(morning.yaml, evidence, "无\n西湖区文三路1号\n");  // then the end of the input
  ASSERT_EQ(evening.error, "");
  EXPECT_EQ(facts_of(evening.yaml).operator_.address, "西湖区文三路1号");
}

// What other texts tell is a hint under the question, never an answer to it.
TEST(Interview, HintsAtWhatOtherTextsTell) {
  const Evidence evidence = evidence_of(kHere / "complete" / "evidence.json");
  const std::string first = propose_facts(evidence, kKnowledge);
  const Talk run = talk(first, evidence, "\nq\n");
  ASSERT_EQ(run.error, "");
  EXPECT_NE(run.said.find("  同类文本："), std::string::npos) << run.said;
  EXPECT_NE(run.said.find("份隐私政策里有"), std::string::npos) << run.said;
  EXPECT_EQ(run.yaml, first);
}

TEST(Interview, ABadAnswerIsAskedAgainAndBackUndoesOne) {
  const Evidence evidence = evidence_of(kHere / "complete" / "evidence.json");
  const std::string first = propose_facts(evidence, kKnowledge);
  const Talk run = talk(first, evidence, "某某公司\n甲公司\nb\n乙公司\nq\n");
  ASSERT_EQ(run.error, "");
  EXPECT_NE(run.said.find("不合适"), std::string::npos);
  EXPECT_EQ(facts_of(run.yaml).operator_.name, "乙公司");
}

TEST(Interview, PurposesAreReviewedTogether) {
  const Evidence evidence = evidence_of(kHere / "complete" / "evidence.json");
  std::string skip_operator;
  const std::string first = propose_facts(evidence, kKnowledge);
  for (const Question& question : open_questions(facts_of(first), evidence, kKnowledge)) {
    if (question.id.starts_with("operator.") || question.id.starts_with("program.")) skip_operator += "-\n";
  }
  const Talk run = talk(first, evidence, skip_operator + "1\n辨认您的账号\n\nq\n");
  ASSERT_EQ(run.error, "") << run.said;
  const Facts facts = facts_of(run.yaml);
  ASSERT_FALSE(facts.functions.empty());
  EXPECT_EQ(facts.functions[0].items[0].purpose, "辨认您的账号");
  for (const std::string& path : facts.proposals) EXPECT_FALSE(path.starts_with("functions.")) << path;
}

TEST(Interview, AcceptsProposalsUnattendedAndLeavesTheRestOpen) {
  const Evidence evidence = evidence_of(kHere / "complete" / "evidence.json");
  Interview interview;
  interview.accept_proposals = true;
  const auto after = run_interview("facts.yaml", propose_facts(evidence, kKnowledge), evidence, kKnowledge, interview);
  ASSERT_TRUE(after) << render(after.error(), Lang::en);
  const Facts facts = facts_of(*after);
  EXPECT_EQ(facts.dispute.method, "court");
  EXPECT_EQ(facts.operator_.name, kPlaceholder);
  EXPECT_NE(after->find("method: court  # 提案: 请核对"), std::string::npos);
  // Twice gives the same.
  const auto again = run_interview("facts.yaml", *after, evidence, kKnowledge, interview);
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, *after);
}

class AnswersFile : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    path_ = fs::temp_directory_path() / ("qiyue-answers-" + std::string(test->name()) + ".yaml");
  }
  void TearDown() override { fs::remove(path_); }
  Result<std::string> run(const std::string& answers) {
    EXPECT_TRUE(write_file(path_, answers));
    Interview interview;
    interview.answers_file = path_.string();
    interview.save = [this](std::string_view) {
      ++saved_;
      return Status();
    };
    const Evidence evidence = evidence_of(kHere / "complete" / "evidence.json");
    return run_interview("facts.yaml", propose_facts(evidence, kKnowledge), evidence, kKnowledge, interview);
  }
  fs::path path_;
  int saved_ = 0;
};

TEST_F(AnswersFile, FillsPathsOfEveryKind) {
  const auto after =
      run("operator.name: 甲公司\noperator.kind: company\noperator.contact.phone: 057112345678\nrelease.published: "
          "2026-12-01\n"
          "practices: [marketing.ads]\nsecurity: []\npayment.goods: true\naccount.cancel_days: "
          "7\nrecipients.qqmap.items: [精确位置]\n"
          "storage.place: 待填写\noperator.icp: ''\n");
  ASSERT_TRUE(after) << render(after.error(), Lang::en);
  EXPECT_EQ(saved_, 1);
  const Facts facts = facts_of(*after);
  EXPECT_EQ(facts.operator_.name, "甲公司");
  EXPECT_EQ(facts.operator_.contact.phone, "057112345678");
  EXPECT_TRUE(facts.marketing.ads);
  EXPECT_FALSE(facts.cross_border.exists);
  EXPECT_TRUE(facts.payment.goods);
  EXPECT_EQ(facts.account.cancel_days, 7);
  EXPECT_EQ(facts.storage.place, kPlaceholder);
}

TEST_F(AnswersFile, NamesEveryUnknownPathWithItsLineAndWritesNothing) {
  const auto after = run(
      "operator.name: 甲公司\noperator.nmae: 乙\nfunctions.nothing.name: 丙\noperator: 丁\nrelease.published: 明天\n");
  ASSERT_FALSE(after);
  EXPECT_EQ(saved_, 0);
  EXPECT_EQ(after.error().line, 2);
  EXPECT_EQ(after.error().file, path_.string());
  EXPECT_NE(after.error().remedy.zh.find("name"), std::string::npos);
  ASSERT_EQ(after.error().more.size(), 3u) << render(after.error(), Lang::en);
  EXPECT_EQ(after.error().more[0].line, 3);
  EXPECT_EQ(after.error().more[1].line, 4);
  EXPECT_EQ(after.error().more[2].line, 5);
}

TEST_F(AnswersFile, AContradictionIsRefused) {
  const auto after = run("minors.audience: children\nminors.under_14: false\n");
  ASSERT_FALSE(after);
  EXPECT_EQ(saved_, 0);
}

// Every path a question asks about is one that the schema allows.
TEST(Questions, AskOnlyForPathsOfTheSchema) {
  const json::value& table = *find(kKnowledge.lexicon, "interview");
  const json::value& schema = kKnowledge.schemas.at("facts");
  const auto resolve = [&](const json::value* rules) {
    const std::string reference = get_string(*rules, "$ref");
    return reference.empty() ? rules : find(*find(schema, "definitions"), reference.substr(reference.rfind('/') + 1));
  };
  const auto known = [&](std::string_view path) {
    const json::value* rules = &schema;
    for (const std::string_view part : split(path, '.')) {
      rules = resolve(rules);
      const json::value* properties = find(*rules, "properties");
      if (part == "*") {
        const json::value* any = find(*rules, "additionalProperties");
        if (any != nullptr && any->is_object()) {
          rules = any;
        } else if (properties != nullptr && !properties->get_object().empty()) {
          rules = &properties->get_object().begin()->value();
        } else {
          return false;
        }
        continue;
      }
      rules = properties == nullptr ? nullptr : find(*properties, part);
      if (rules == nullptr) return false;
    }
    return true;
  };
  for (const json::value& row : find(table, "questions")->get_array()) {
    const std::string path = get_string(row, "path");
    const json::value* choices = find(row, "choices");
    const bool group =
        choices != nullptr && get_string(choices->get_array().front(), "value").find('.') != std::string::npos;
    if (!group) {
      EXPECT_TRUE(known(path)) << path;
    } else {
      for (const json::value& choice : choices->get_array()) EXPECT_TRUE(known(get_string(choice, "value"))) << path;
    }
    for (std::string condition : get_strings(row, "when")) {
      condition = condition.substr(0, condition.find_first_of("!=", 1));
      EXPECT_TRUE(known(condition)) << path << " when " << condition;
    }
  }
}

// The table of purposes names only items, functions and retentions that exist, and every item in it.
TEST(Purposes, NameOnlyWhatExists) {
  const json::value& table = *find(kKnowledge.lexicon, "purposes");
  const json::object& groups = find(table, "groups")->get_object();
  const json::object& retentions = find(table, "retentions")->get_object();
  const auto known = [&](std::string_view item) { return kKnowledge.item(item) != nullptr; };
  std::set<std::string> functions;
  for (const json::value& row : find(table, "functions")->get_array()) {
    const std::string id = get_string(row, "id");
    EXPECT_TRUE(functions.insert(id).second) << id;
    EXPECT_FALSE(get_string(row, "name").empty()) << id;
    EXPECT_FALSE(get_string(row, "description").empty()) << id;
    for (const char* list : {"accepts", "owns", "required"}) {
      for (const std::string& item : get_strings(row, list))
        EXPECT_TRUE(groups.contains(item) || known(item)) << id << " " << item;
    }
    for (const char* map : {"purposes", "refusals"}) {
      const json::value* texts = find(row, map);
      if (texts == nullptr) continue;
      for (const auto& entry : texts->get_object()) EXPECT_TRUE(known(entry.key())) << id << " " << entry.key();
    }
    const std::string retention = get_string(row, "retention");
    EXPECT_TRUE(retention.empty() || retentions.contains(retention)) << id << " " << retention;
  }
  for (const auto& group : groups) {
    for (const std::string& item : get_strings(*find(table, "groups"), group.key())) EXPECT_TRUE(known(item)) << item;
  }
  for (const auto& covers : find(table, "covers")->get_object()) {
    EXPECT_TRUE(known(covers.key())) << covers.key();
    for (const std::string& item : get_strings(*find(table, "covers"), covers.key())) EXPECT_TRUE(known(item)) << item;
  }
  for (const auto& entry : find(table, "platforms")->get_object()) {
    EXPECT_NE(kKnowledge.platform(entry.key()), nullptr) << entry.key();
    for (const std::string& item : get_strings(entry.value(), "items")) EXPECT_TRUE(known(item)) << item;
    const std::string sdk = get_string(*find(entry.value(), "pay"), "sdk");
    const bool there = sdk.empty() || std::any_of(kKnowledge.sdks.begin(), kKnowledge.sdks.end(),
                                                  [&](const auto& one) { return one.id == sdk; });
    EXPECT_TRUE(there) << sdk;
  }
  const json::object& items = find(table, "items")->get_object();
  for (const auto& entry : items) {
    EXPECT_TRUE(known(entry.key())) << entry.key();
    EXPECT_TRUE(functions.contains(get_string(entry.value(), "function"))) << entry.key();
    EXPECT_TRUE(retentions.contains(get_string(entry.value(), "retention"))) << entry.key();
    const std::string purpose = get_string(entry.value(), "purpose");
    EXPECT_FALSE(purpose.starts_with("用于") || purpose.starts_with("为了")) << entry.key();
    EXPECT_LE(count_code_points(purpose), 40) << entry.key();
  }
  for (const knowledge::DataItem& item : kKnowledge.items) EXPECT_TRUE(items.contains(item.id)) << item.id;
  for (const char* list : {"special_permit_trades", "game_live_social_trades"}) {
    for (const std::string& id : get_strings(*find(kKnowledge.lexicon, "interview"), list)) {
      const bool there = std::any_of(kKnowledge.trades.begin(), kKnowledge.trades.end(),
                                     [&](const auto& trade) { return trade.id == id; });
      EXPECT_TRUE(there) << id;
    }
  }
}

}  // namespace
}  // namespace qiyue
