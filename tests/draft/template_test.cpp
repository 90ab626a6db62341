// The language of clause bodies.
#include "draft/template.h"

#include <gtest/gtest.h>

#include "core/text.h"
#include "draft/blocks.h"

namespace qiyue::drafting {
namespace {

const std::map<std::string, std::string> kConditions{{"has_account", "有账号"}, {"has_ugc", "有内容"}};

Vocabulary vocabulary() {
  Vocabulary result;
  result.names = &model_names();
  result.conditions = &kConditions;
  result.clauses = {"pp.rights", "pp.share"};
  return result;
}

Value words(std::string text, std::string fact = "") {
  Value value;
  value.text = std::move(text);
  if (!fact.empty()) value.facts.push_back(std::move(fact));
  return value;
}

Model model() {
  Model result;
  result.values["operator.name"] = words("山野茶铺有限公司", "operator.name");
  result.values["operator.email"] = words("");
  result.values["operator.phone"] = words("待填写");
  result.conditions = {"has_account"};
  Value list;
  list.kind = ValueKind::list;
  for (const char* name : {"绿茶", "红|茶", "**白**茶"}) {
    Row row;
    row["name"] = words(name);
    row["price"] = words("");
    list.rows.push_back(std::move(row));
  }
  result.values["services"] = list;
  Value none;
  none.kind = ValueKind::list;
  result.values["recipients"] = none;
  return result;
}

std::string rendered(std::string_view body) {
  const auto parsed = parse_template("clause.md", body, 1, vocabulary());
  if (!parsed) {
    ADD_FAILURE() << render(parsed.error(), Lang::en);
    return {};
  }
  std::string text;
  for (const RenderedLine& line : render_template(*parsed, model(), {"pp.rights"}, Lang::zh).lines)
    text += line.text + "\n";
  while (text.ends_with("\n\n")) text.pop_back();
  return text;
}

std::vector<Block> blocks(std::string_view body) {
  const auto parsed = parse_template("clause.md", body, 1, vocabulary());
  if (!parsed) {
    ADD_FAILURE() << render(parsed.error(), Lang::en);
    return {};
  }
  auto made = make_blocks(render_template(*parsed, model(), {"pp.rights"}, Lang::zh), "clause.md");
  if (!made) {
    ADD_FAILURE() << render(made.error(), Lang::en);
    return {};
  }
  return std::move(*made);
}

std::vector<Error> faults(std::string_view body, int first_line = 1) {
  auto parsed = parse_template("clause.md", body, first_line, vocabulary());
  if (parsed) return {};
  std::vector<Error> all = std::move(parsed.error().more);
  parsed.error().more.clear();
  all.insert(all.begin(), std::move(parsed.error()));
  return all;
}

TEST(Template, PrintsVariables) { EXPECT_EQ(rendered("由{{operator.name}}运营。"), "由山野茶铺有限公司运营。\n"); }

TEST(Template, KeepsWhatIsNotKnownVisible) {
  EXPECT_EQ(rendered("{{operator.email}}"), "【待填写：联系邮箱】\n");
  EXPECT_EQ(rendered("{{operator.phone}}"), "【待填写：联系电话】\n");
}

TEST(Template, ChoosesBranches) {
  EXPECT_EQ(rendered("{{#if has_account}}有{{else}}无{{/if}}"), "有\n");
  EXPECT_EQ(rendered("{{#if has_ugc}}有{{else}}无{{/if}}"), "无\n");
  EXPECT_EQ(rendered("{{#if has_ugc}}1{{else if has_account and not has_ugc}}2{{else}}3{{/if}}"), "2\n");
  EXPECT_EQ(rendered("{{#if operator.email}}有{{else}}无{{/if}}"), "无\n");
  EXPECT_EQ(rendered("{{#if operator.phone}}有{{else}}无{{/if}}"), "有\n") << "待填写 must not hide a sentence";
}

TEST(Template, KnowsWhichClausesStand) {
  EXPECT_EQ(rendered("{{#if pp.rights}}有{{/if}}{{#if pp.share}}也有{{/if}}"), "有\n");
}

TEST(Template, LeavesNoLineForATagAlone) {
  EXPECT_EQ(rendered("甲\n{{#if has_account}}\n乙\n{{/if}}\n丙"), "甲\n乙\n丙\n");
}

TEST(Template, WalksLists) {
  EXPECT_EQ(rendered("{{#each services sep=\"、\"}}茶{{/each}}。"), "茶、茶、茶。\n");
  EXPECT_EQ(rendered("{{#each recipients}}甲{{else}}没有{{/each}}"), "没有\n");
}

TEST(Template, TakesAPersonsWordsForWords) {
  const auto made = blocks("| 名称 |\n|---|\n{{#each services}}\n| {{row.name}} |\n{{/each}}");
  ASSERT_EQ(made.size(), 1U);
  ASSERT_EQ(made[0].rows.size(), 3U);
  EXPECT_EQ(plain_text(made[0].rows[1][0]), "红|茶");
  EXPECT_EQ(plain_text(made[0].rows[2][0]), "**白**茶");
  EXPECT_FALSE(made[0].rows[2][0][0].strong);
}

TEST(Template, RemembersTheFactsItRead) {
  const auto parsed = parse_template("clause.md", "{{#if operator.name}}甲{{/if}}", 1, vocabulary());
  ASSERT_TRUE(parsed);
  const Rendered made = render_template(*parsed, model(), {}, Lang::zh);
  EXPECT_TRUE(made.facts.contains("operator.name"));
}

TEST(Template, SaysWhereAnUnknownNameStands) {
  const auto found = faults("甲\n乙{{operator.nme}}丙", 10);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].file, "clause.md");
  EXPECT_EQ(found[0].line, 11);
  EXPECT_EQ(found[0].column, 2);
  EXPECT_NE(found[0].remedy.zh.find("operator.name"), std::string::npos) << found[0].remedy.zh;
}

TEST(Template, ChecksBranchesThatAreNotTaken) {
  EXPECT_EQ(faults("{{#if has_ugc}}{{no.such}}{{/if}}").size(), 1U);
  EXPECT_EQ(faults("{{#if no_such}}甲{{/if}}").size(), 1U);
  EXPECT_EQ(faults("{{ref pp.nowhere}}").size(), 1U);
  EXPECT_EQ(faults("{{row.name}}").size(), 1U) << "outside of any list";
  EXPECT_EQ(faults("{{#each services}}{{row.nme}}{{/each}}").size(), 1U);
  EXPECT_EQ(faults("{{services}}").size(), 1U) << "a list cannot be printed";
  EXPECT_EQ(faults("{{#each operator.name}}{{/each}}").size(), 1U) << "a text is no list";
}

TEST(Template, FindsTagsThatDoNotMatch) {
  EXPECT_EQ(faults("{{#if has_ugc}}甲").size(), 1U);
  EXPECT_EQ(faults("甲{{/if}}").size(), 1U);
  EXPECT_EQ(faults("{{else}}").size(), 1U);
  EXPECT_EQ(faults("{{operator.name").size(), 1U);
  EXPECT_EQ(faults("{{#iff has_ugc}}").size(), 1U);
  EXPECT_GE(faults("{{#each services}}{{/if}}").size(), 1U);
  EXPECT_EQ(faults("{{#if }}甲{{/if}}").size(), 1U + 1U) << "the tag and its stray end";
  EXPECT_EQ(faults("{{#if (has_ugc}}甲{{/if}}").size(), 1U);
}

TEST(Template, SurvivesHundredThousandOpenTags) {
  std::string body;
  for (int i = 0; i < 100'000; ++i) body += "{{#if has_ugc}}";
  EXPECT_FALSE(faults(body).empty());
}

TEST(Template, RefusesControlCharacters) { EXPECT_EQ(faults("甲\x02乙").size(), 1U); }

TEST(Blocks, ReadsParagraphsListsAndTables) {
  const auto made =
      blocks("第一句。\n第二句，**重点**。\n\n- 甲\n- 乙\n  续\n\n1. 一\n2. 二\n\n| a | b |\n|---|---|\n| 1 | 2 |");
  ASSERT_EQ(made.size(), 4U);
  EXPECT_EQ(plain_text(made[0].text), "第一句。第二句，重点。");
  EXPECT_TRUE(made[0].text[1].strong);
  ASSERT_EQ(made[1].items.size(), 2U);
  EXPECT_EQ(plain_text(made[1].items[1]), "乙续");
  EXPECT_TRUE(made[2].ordered);
  ASSERT_EQ(made[3].rows.size(), 1U);
  EXPECT_EQ(made[3].header.size(), 2U);
}

TEST(Blocks, LinksOnlyWhatIsALink) {
  const auto made = blocks("[政策](https://a.example/b) [政策](javascript:x) [政策](【待填写：政策网址】)");
  ASSERT_EQ(made.size(), 1U);
  EXPECT_EQ(plain_text(made[0].text), "政策 政策 【待填写：政策网址】");
  EXPECT_EQ(made[0].text[0].link, "https://a.example/b");
  for (std::size_t i = 1; i < made[0].text.size(); ++i) EXPECT_TRUE(made[0].text[i].link.empty());
}

TEST(Blocks, DropsATableWithoutRows) { EXPECT_TRUE(blocks("| a |\n|---|\n").empty()); }

TEST(Blocks, SaysWhereATableOrABoldRunIsBroken) {
  const auto broken = [](std::string_view body) {
    const auto parsed = parse_template("clause.md", body, 5, vocabulary());
    const auto made = make_blocks(render_template(*parsed, model(), {}, Lang::zh), "clause.md");
    return made ? 0 : made.error().line;
  };
  EXPECT_EQ(broken("| a | b |\n|---|---|\n| 1 |"), 7);
  EXPECT_EQ(broken("甲\n\n**乙"), 7);
}

}  // namespace
}  // namespace qiyue::drafting
