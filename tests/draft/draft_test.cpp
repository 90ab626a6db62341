// Composition: names, order, own clauses, merging, why.
#include "draft/draft.h"

#include <unistd.h>

#include "cases.h"
#include "core/text.h"
#include "draft/model.h"

namespace qiyue::draft_tests {
namespace {

const knowledge::Knowledge& kKnowledge = knowledge::builtin();

class Own : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = fs::temp_directory_path() / ("qiyue-own-" + std::to_string(::getpid()) + "-" +
                                              testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(directory_);
    fs::create_directories(directory_);
    inventory_ = inventory_of("shop");
  }
  void TearDown() override { fs::remove_all(directory_); }

  void write(const std::string& name, std::string_view text) { ASSERT_TRUE(write_file(directory_ / name, text)); }
  Result<Drafts> compose() {
    DraftOptions options;
    options.own_clauses = directory_.string();
    return draft(inventory_, kKnowledge, options);
  }
  std::string policy() {
    auto drafts = compose();
    if (!drafts) {
      ADD_FAILURE() << render(drafts.error(), Lang::en);
      return {};
    }
    return write_markdown(drafts->privacy_policy);
  }
  std::string fault() {
    auto drafts = compose();
    return drafts ? "" : render(drafts.error(), Lang::en);
  }

  fs::path directory_;
  Inventory inventory_;
};

TEST(Model, HasExactlyTheNamesItPromises) {
  for (const std::string& name : cases()) {
    const drafting::Model model = drafting::make_model(inventory_of(name), kKnowledge, Lang::zh);
    for (const auto& [known, shape] : drafting::model_names()) {
      ASSERT_TRUE(model.values.contains(known)) << known;
      const drafting::Value& value = model.values.at(known);
      EXPECT_EQ(value.kind, shape.kind) << known;
      for (const drafting::Row& row : value.rows) {
        for (const auto& [field, its] : shape.fields) {
          ASSERT_TRUE(row.contains(field)) << known << "." << field;
          EXPECT_EQ(row.at(field).kind, its.kind) << known << "." << field;
        }
        EXPECT_EQ(row.size(), shape.fields.size()) << known;
      }
    }
    EXPECT_EQ(model.values.size(), drafting::model_names().size());
  }
}

TEST(Model, IsDescribedInTheDocs) {
  const auto docs = read_text_file(fs::path(QIYUE_SOURCE_DIR) / "docs" / "clauses.md");
  ASSERT_TRUE(docs);
  for (const auto& [name, shape] : drafting::model_names()) {
    EXPECT_NE(docs->find("`" + name + "`"), std::string::npos) << name << " is not in docs/clauses.md";
    for (const auto& [field, its] : shape.fields)
      EXPECT_NE(docs->find("`row." + field + "`"), std::string::npos) << field;
  }
}

TEST(Model, WritesDates) {
  EXPECT_EQ(drafting::format_date("2026-01-09", Lang::zh), "2026年1月9日");
  EXPECT_EQ(drafting::format_date("2026-01-09", Lang::en), "9 January 2026");
  EXPECT_EQ(drafting::format_date("待填写", Lang::zh), "待填写");
}

// The texts say "ask us" themselves: an answer that says no more than that is no way of its own, and promises nothing at once.
TEST(Model, AskingUsIsNoWayOfItsOwn) {
  Inventory inventory = inventory_of("shop");
  inventory.facts.rights.access = "通过运营者的联系方式提出";
  inventory.facts.rights.correct = "小程序内的“个人资料”页面，或者联系我们";
  inventory.facts.rights.copy = "待填写";
  const Drafts drafts = drafts_of(inventory);
  const std::string text = write_markdown(drafts.privacy_policy);
  EXPECT_NE(text.find("| 查看我们保存的您的信息 | 联系我们 | 15个工作日内 |"), std::string::npos) << text;
  EXPECT_NE(text.find("| 小程序内的“个人资料”页面，或者联系我们 | 自助修改，即时生效；"), std::string::npos);
  EXPECT_NE(text.find("| 取得您的信息的副本 | 【待填写"), std::string::npos);
}

// No separate consent is claimed where the facts say there was none (PIPL art. 23).
TEST(Model, ConsentIsClaimedOnlyWhereTheFactsSaySo) {
  Inventory inventory = inventory_of("everything");
  ASSERT_NE(write_markdown(drafts_of(inventory).privacy_policy).find("标明“单独同意”的"), std::string::npos);
  for (InventoryRecipient& recipient : inventory.recipients) recipient.fact.consent = false;
  const std::string text = write_markdown(drafts_of(inventory).privacy_policy);
  EXPECT_EQ(text.find("标明“单独同意”的"), std::string::npos);
  EXPECT_NE(text.find("| 使用该功能时提供 |"), std::string::npos);
}

TEST(Compose, NumbersAndRefersRightly) {
  const Drafts drafts = drafts_of(inventory_of("shop"));
  const auto& clauses = drafts.privacy_policy.clauses;
  ASSERT_GT(clauses.size(), 3U);
  EXPECT_EQ(clauses[0].id, "pp.summary");
  EXPECT_TRUE(clauses[0].number.empty());
  EXPECT_EQ(clauses[1].number, "一、");
  std::string rights, contact;
  for (const Clause& clause : clauses) {
    if (clause.id == "pp.rights") rights = clause.number;
    if (clause.id == "pp.contact") contact = clause.number;
  }
  const auto part = [](const std::string& number) { return "第" + replace_all(number, "、", "") + "部分"; };
  const std::string text = write_markdown(drafts.privacy_policy);
  EXPECT_NE(text.find("做法见" + part(rights)), std::string::npos);
  EXPECT_NE(text.find("联系方式见" + part(contact)), std::string::npos);
}

TEST(Compose, CarriesProvenance) {
  const Drafts drafts = drafts_of(inventory_of("shop"));
  bool found = false;
  visit(drafts.privacy_policy, [&](const Clause& clause) {
    EXPECT_FALSE(clause.provenance.clause.empty()) << clause.id;
    if (clause.id != "pp.collect.basic") return;
    found = true;
    const auto& facts = clause.provenance.facts;
    const auto& evidence = clause.provenance.evidence;
    EXPECT_TRUE(std::find(facts.begin(), facts.end(), "functions.login.items.platform_openid.purpose") != facts.end());
    EXPECT_TRUE(std::find(evidence.begin(), evidence.end(), "U2") != evidence.end());
    EXPECT_FALSE(clause.provenance.obligations.empty());
  });
  EXPECT_TRUE(found);
}

TEST(Compose, KeepsOpenAnswersVisible) {
  const Drafts drafts = drafts_of(inventory_of("missing"));
  const std::string text = write_markdown(drafts.privacy_policy) + write_markdown(drafts.user_agreement);
  for (const char* wanted :
       {"【待填写：小程序名称】", "【待填写：运营者全称】", "【待填写：使用目的】", "【待填写：不提供的影响】",
        "【待填写：提供方全称】", "【待填写：注销入口】", "【待填写：退款规则】"}) {
    EXPECT_NE(text.find(wanted), std::string::npos) << wanted;
  }
}

TEST(Compose, ReadsBackUnchanged) {
  for (const std::string& name : cases()) {
    const Drafts drafts = drafts_of(inventory_of(name));
    for (const Document* document : {&drafts.privacy_policy, &drafts.user_agreement, &drafts.data_lists}) {
      const std::string text = write_markdown(*document);
      const auto read = parse_documents("draft.md", text);
      ASSERT_TRUE(read);
      ASSERT_EQ(read->size(), 1U);
      EXPECT_EQ(write_markdown(read->front()), text) << name << " " << to_string(document->kind);
    }
  }
}

TEST_F(Own, NothingThereChangesNothing) {
  const std::string plain = write_markdown(drafts_of(inventory_).privacy_policy);
  EXPECT_EQ(policy(), plain);
  fs::remove_all(directory_);
  EXPECT_EQ(policy(), plain);
}

TEST_F(Own, ReplacesWordingById) {
  write("complaint.md", "---\nid: pp.complaint\n---\n请找{{operator.name}}的法务部。\n");
  const std::string text = policy();
  EXPECT_NE(text.find("请找杭州禾里小满果品有限公司的法务部。"), std::string::npos);
  EXPECT_EQ(text.find("12377"), std::string::npos);
  EXPECT_NE(text.find("投诉和争议"), std::string::npos) << "the title stays the library's";
}

TEST_F(Own, AddsMovesRenamesAndRemoves) {
  write("new.md",
        "---\nid: pp.award\ndocument: privacy-policy\norder: 165\ntitle: { zh: 抽奖, en: Prizes }\nwhen: "
        "sells_goods\n---\n中奖名单只公布昵称。\n");
  write("move.md", "---\nid: pp.complaint\norder: 15\ntitle: { zh: 找我们理论, en: Complain }\n---\n");
  write("gone.md", "---\nid: pp.share.authority\nremove: true\n---\n");
  const std::string text = policy();
  EXPECT_NE(text.find("中奖名单只公布昵称。"), std::string::npos);
  EXPECT_LT(text.find("一、找我们理论"), text.find("二、我们是谁"));
  EXPECT_NE(text.find("12377"), std::string::npos) << "the wording stays the library's";
  EXPECT_EQ(text.find("依法配合调取"), std::string::npos);
}

TEST_F(Own, NewClauseKeepsItsCondition) {
  write("new.md",
        "---\nid: pp.award\ndocument: privacy-policy\norder: 165\ntitle: { zh: 抽奖, en: Prizes }\nwhen: "
        "has_live\n---\n抽奖。\n");
  EXPECT_EQ(policy().find("抽奖"), std::string::npos);
}

TEST_F(Own, SaysWhatIsWrongAndWhere) {
  write("a.md", "---\nid: pp.complaint\n---\n第一行\n{{operator.nmae}}\n");
  EXPECT_NE(fault().find("a.md:5:1"), std::string::npos) << fault();
  write("a.md", "没有说明\n");
  EXPECT_NE(fault().find("a.md:1:1"), std::string::npos) << fault();
  write("a.md", "---\nid: pp.complaint\nwhenn: always\n---\n甲\n");
  EXPECT_NE(fault().find("a.md:3"), std::string::npos) << fault();
  write("a.md", "---\nid: pp.complaint\nwhen: has_nothing_of_the_kind\n---\n甲\n");
  EXPECT_NE(fault().find("has_nothing_of_the_kind"), std::string::npos) << fault();
  write("a.md", "---\nid: pp.unheard\n---\n甲\n");
  EXPECT_NE(fault().find("pp.unheard"), std::string::npos) << fault();
  write("a.md", "---\nid: pp.unheard\nremove: true\n---\n");
  EXPECT_NE(fault().find("pp.unheard"), std::string::npos) << fault();
  write("a.md", "---\nid: pp.complaint\nparent: pp.complaint\n---\n甲\n");
  EXPECT_NE(fault().find("pp.complaint"), std::string::npos) << fault();
  write("a.md", "---\nid: pp.complaint\n---\n甲\n");
  write("b.md", "---\nid: pp.complaint\n---\n乙\n");
  EXPECT_NE(fault().find("b.md"), std::string::npos) << fault();
}

TEST_F(Own, NoticesAReferenceToWhatIsNotThere) {
  write("a.md", "---\nid: pp.complaint\n---\n见{{ref pp.children}}。\n");
  EXPECT_NE(fault().find("pp.children"), std::string::npos) << fault();
  EXPECT_NE(fault().find("a.md:4"), std::string::npos) << fault();
  write("a.md", "---\nid: pp.complaint\n---\n甲。{{#if pp.children}}见{{ref pp.children}}。{{/if}}\n");
  EXPECT_EQ(fault(), "");
}

TEST(Merge, KeepsBothSides) {
  const Merged merged = merge("一\n\n二\n\n三\n", "一\n\n二，手改。\n\n三\n", "一\n\n二\n\n三，新的。\n");
  EXPECT_EQ(merged.conflicts, 0);
  EXPECT_EQ(merged.text, "一\n\n二，手改。\n\n三，新的。\n");
}

TEST(Merge, ShowsAConflictAndLosesNothing) {
  const Merged merged = merge("一\n二\n", "一\n二，手改\n", "一\n二，新的\n");
  EXPECT_EQ(merged.conflicts, 1);
  EXPECT_NE(merged.text.find("<<<<<<<"), std::string::npos);
  EXPECT_NE(merged.text.find("二，手改"), std::string::npos);
  EXPECT_NE(merged.text.find("二，新的"), std::string::npos);
  EXPECT_NE(merged.text.find(">>>>>>>"), std::string::npos);
}

TEST(Merge, TakesTheOnlyChange) {
  EXPECT_EQ(merge("一\n", "一\n", "二\n").text, "二\n");
  EXPECT_EQ(merge("一\n", "三\n", "一\n").text, "三\n");
  EXPECT_EQ(merge("", "手写\n", "").text, "手写\n");
}

TEST(Why, AnswersForARowOfATable) {
  const Inventory inventory = inventory_of("shop");
  const Drafts drafts = drafts_of(inventory);
  const std::string text = write_markdown(drafts.privacy_policy);
  int line = 1;
  int wanted = 0;
  for (const std::string_view one : split(text, '\n')) {
    if (one.starts_with("| 登录 | 微信用户标识")) wanted = line;
    ++line;
  }
  ASSERT_GT(wanted, 0);
  const std::string answer = why(drafts, inventory, kKnowledge, "privacy-policy.md", wanted, Lang::zh);
  EXPECT_NE(answer.find("functions.login.items.platform_openid"), std::string::npos) << answer;
  EXPECT_NE(answer.find("pages/login/login.js:12"), std::string::npos) << answer;
  EXPECT_NE(answer.find("legal/facts.yaml:"), std::string::npos) << answer;
  EXPECT_NE(answer.find("《中华人民共和国个人信息保护法》"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("pages/address"), std::string::npos) << "the row's own code only: " << answer;
}

TEST(Why, SaysWhatItCannotTell) {
  const Inventory inventory = inventory_of("tool");
  const Drafts drafts = drafts_of(inventory);
  EXPECT_NE(why(drafts, inventory, kKnowledge, "other.md", 1, Lang::zh).find("privacy-policy.md"), std::string::npos);
  EXPECT_NE(why(drafts, inventory, kKnowledge, "privacy-policy.md", 100000, Lang::en).find("no line"),
            std::string::npos);
  EXPECT_NE(why(drafts, inventory, kKnowledge, "privacy-policy.md", 1, Lang::zh).find("operator.name"),
            std::string::npos);
}

}  // namespace
}  // namespace qiyue::draft_tests
