#include "check/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "check/rules.h"
#include "core/data.h"
#include "core/files.h"
#include "knowledge/cases.h"

namespace qiyue {
namespace {

namespace fs = std::filesystem;

const knowledge::Knowledge& all() {
  static const knowledge::Knowledge loaded = [] {
    auto read = knowledge::load(QIYUE_SOURCE_DIR "/knowledge");
    EXPECT_TRUE(read.has_value()) << (read ? "" : render(read.error(), Lang::en));
    return read ? *read : knowledge::Knowledge{};
  }();
  return loaded;
}
const Checker& checker() {
  static const Checker made(all());
  return made;
}

bool updating() {
  const char* update = std::getenv("QIYUE_UPDATE");
  return update != nullptr && std::string_view(update) == "1";
}

// Compares with the file, or rewrites it.
void expect_golden(const fs::path& path, const std::string& text) {
  if (updating()) {
    ASSERT_TRUE(write_file(path, text).has_value()) << path;
    return;
  }
  const auto expected = read_file(path);
  ASSERT_TRUE(expected.has_value()) << path << " is missing: run with QIYUE_UPDATE=1";
  EXPECT_EQ(*expected, text) << path;
}

std::vector<Document> read(std::string name, std::string_view text) {
  auto documents = parse_documents(std::move(name), text);
  EXPECT_TRUE(documents.has_value());
  return documents ? *documents : std::vector<Document>{};
}

std::vector<Finding> check_text(std::string name, std::string_view text) {
  const auto documents = read(std::move(name), text);
  CheckInput input;
  for (const Document& document : documents) input.documents.push_back(&document);
  return checker().check(input);
}

bool has_rule(const std::vector<Finding>& findings, std::string_view rule, std::string_view quote = "") {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.rule == rule && finding.quote.find(quote) != std::string::npos;
  });
}

bool has(const std::vector<Finding>& findings, std::string_view type, std::string_view quote = "") {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.type == type && finding.quote.find(quote) != std::string::npos;
  });
}

// ---- every rule against its own examples ----

constexpr std::string_view kAgreement = "# 用户协议\n\n## 一、约定\n\n";

TEST(Terms, BadExamplesAreReported) {
  for (const knowledge::UnfairTerm& term : all().unfair_terms) {
    const bool policy = term.applies_to == "privacy-policy";
    for (const std::string& example : term.bad_examples) {
      const std::string text = std::string(policy ? "# 隐私政策\n\n## 一、约定\n\n" : kAgreement) + example + "\n";
      EXPECT_TRUE(has(check_text("a.md", text), term.type)) << term.id << ": " << example;
    }
  }
}

// A merge that nobody has finished, in a table too: two versions of one row are no text to publish.
TEST(Form, UnfinishedMergesAreErrors) {
  const auto findings = check_text("a.md",
                                   "# 隐私政策\n\n## 一、收集\n\n| 信息 | 目的 |\n| --- | --- |\n"
                                   "<<<<<<< 您的修改 (your edit)\n| 手机号 | 登录 |\n=======\n| 手机号 | 联系您 |\n"
                                   ">>>>>>> 新的草案 (new draft)\n");
  const auto told =
      std::find_if(findings.begin(), findings.end(), [](const Finding& finding) { return finding.rule == "QY6014"; });
  ASSERT_NE(told, findings.end());
  EXPECT_EQ(told->severity, Severity::error);
  EXPECT_EQ(told->begin.line, 7);
  EXPECT_FALSE(has_rule(check_text("a.md", "# 隐私政策\n\n## 一、收集\n\n小于号写作 < 。\n"), "QY6014"));
}

TEST(Terms, CounterexamplesAreNot) {
  for (const knowledge::UnfairTerm& term : all().unfair_terms) {
    const knowledge::Rule* rule = nullptr;
    for (const knowledge::Rule& each : all().rules) {
      if (each.entry == term.id) rule = &each;
    }
    ASSERT_NE(rule, nullptr) << term.id << " has no rule";
    const bool policy = term.applies_to == "privacy-policy";
    for (const std::string& example : term.counterexamples) {
      const std::string text = std::string(policy ? "# 隐私政策\n\n## 一、约定\n\n" : kAgreement) + example + "\n";
      for (const Finding& finding : check_text("a.md", text)) {
        EXPECT_NE(finding.rule, rule->id) << term.id << ": " << example;
      }
    }
  }
}

TEST(Terms, RewritesAreThemselvesFair) {
  for (const knowledge::UnfairTerm& term : all().unfair_terms) {
    const std::string text = std::string(kAgreement) + term.suggested_rewrite + "\n";
    for (const Finding& finding : check_text("a.md", text)) {
      EXPECT_FALSE(finding.severity == Severity::error && finding.rule.starts_with("QY3"))
          << term.id << " -> " << finding.rule << " " << finding.quote;
    }
  }
}

TEST(Vague, BadExamplesAreReported) {
  for (const knowledge::VaguePattern& pattern : all().vague_patterns) {
    for (const std::string& example : pattern.bad_examples) {
      const std::string text = "# 隐私政策\n\n## 一、说明\n\n" + example + "\n";
      const auto findings = check_text("a.md", text);
      const bool told = std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.type == "vague" || finding.rule.starts_with("QY3");
      });
      EXPECT_TRUE(told) << pattern.id << ": " << example;
    }
  }
}

TEST(Vague, CounterexamplesAreNot) {
  for (const knowledge::VaguePattern& pattern : all().vague_patterns) {
    std::string rule_id;
    for (const knowledge::Rule& each : all().rules) {
      if (each.entry == pattern.id && each.type == "vague") rule_id = each.id;
    }
    ASSERT_FALSE(rule_id.empty()) << pattern.id << " has no rule";
    for (const std::string& example : pattern.counterexamples) {
      for (const Finding& finding : check_text("a.md", "# 隐私政策\n\n## 一、说明\n\n" + example + "\n")) {
        EXPECT_NE(finding.rule, rule_id) << pattern.id << ": " << example;
      }
    }
  }
}

TEST(Placeholders, Examples) {
  const json::value* form = find(all().lexicon, "form");
  ASSERT_NE(form, nullptr);
  for (const json::value& entry : find(*form, "placeholders")->get_array()) {
    for (const std::string& bad : get_strings(entry, "bad")) {
      EXPECT_TRUE(has_rule(check_text("a.txt", "用户协议\n\n" + bad + "。\n"), "QY6001")) << bad;
    }
    for (const std::string& good : get_strings(entry, "good")) {
      EXPECT_FALSE(has_rule(check_text("a.txt", "用户协议\n\n" + good + "。\n"), "QY6001")) << good;
    }
  }
}

TEST(Placeholders, EmptyLabelButNotOneWithItsValueBelow) {
  EXPECT_TRUE(has_rule(check_text("a.md", "# 用户协议\n\n## 联系我们\n\n- **客服邮箱**：\n- **电话**：010-62345678\n"),
                       "QY6003", "客服邮箱"));
  EXPECT_FALSE(has_rule(check_text("a.md", "# 用户协议\n\n## 联系我们\n\n客服邮箱：\n\nkefu@tea.cn\n"), "QY6003"));
}

TEST(Typos, NamedWithTheRightWord) {
  const auto findings = check_text("a.md", "# 用户协议\n\n请您仔细闭读本协议。\n");
  const auto it = std::find_if(findings.begin(), findings.end(), [](const Finding& f) { return f.type == "typo"; });
  ASSERT_NE(it, findings.end());
  ASSERT_TRUE(it->fix.has_value());
  EXPECT_EQ(it->fix->replacement, "阅读");
  EXPECT_EQ(it->begin, (Position{3, 5}));
  EXPECT_EQ(it->end, (Position{3, 7}));
}

TEST(Laws, WrongAndRepealedNames) {
  EXPECT_TRUE(has(check_text("a.md", "# 隐私政策\n\n我们收集个人信息，遵守《数据保护法》。\n"), "pp-current-law-names",
                  "数据保护法"));
  EXPECT_TRUE(
      has(check_text("a.md", "# 用户协议\n\n本协议适用《中华人民共和国合同法》。\n"), "ua-no-obsolete-law", "合同法"));
  EXPECT_FALSE(has(check_text("a.md", "# 用户协议\n\n本协议适用《中华人民共和国民法典》。\n"), "ua-no-obsolete-law"));
}

TEST(Laws, NotInForceIsNotCited) {
  const auto documents = read("a.md", std::string(kAgreement) + "本平台拥有对本协议的最终解释权。\n");
  CheckInput input;
  for (const Document& document : documents) input.documents.push_back(&document);
  input.as_of = "2000-01-01";
  for (const Finding& finding : checker().check(input)) {
    for (const knowledge::Citation& citation : finding.law) {
      const knowledge::Statute* statute = all().statute(citation.statute);
      ASSERT_NE(statute, nullptr);
      EXPECT_LE(statute->effective.substr(0, 10), "2000-01-01") << statute->id;
    }
  }
}

TEST(ContinuedUse, MinorChangeIsLess) {
  const auto major =
      check_text("a.md", std::string(kAgreement) + "协议变更后您继续使用本服务，即视为接受修改后的协议。\n");
  const auto minor =
      check_text("a.md", std::string(kAgreement) + "一般性变更在首页公告，您继续使用即视为接受修改后的协议。\n");
  const auto severity = [](const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
      if (finding.type == "continued_use_is_consent") return finding.severity;
    }
    ADD_FAILURE() << "not found";
    return Severity::error;
  };
  EXPECT_EQ(severity(major), Severity::error);
  EXPECT_EQ(severity(minor), Severity::advice);
}

TEST(Lists, LeadInAndItemsAreReadTogether) {
  EXPECT_TRUE(has(
      check_text("a.md", std::string(kAgreement) +
                             "因您违约给我们造成损失的，您应承担赔偿责任，包括但不限于：\n\n- 商誉损失\n- 律师费\n"),
      "heavy_user_liability", "商誉损失"));
}

TEST(Unverified, NeverMoreThanAdvice) {
  std::set<std::string> unverified;
  for (const knowledge::Rule& rule : all().rules) {
    if (!rule_text(rule.id, all()).verified) unverified.insert(rule.id);
  }
  for (const auto& entry : fs::directory_iterator(QIYUE_SOURCE_DIR "/tests/check")) {
    if (!entry.is_directory()) continue;
    const auto documents = read_documents((entry.path() / "text.md").string());
    if (!documents) continue;
    CheckInput input;
    for (const Document& document : *documents) input.documents.push_back(&document);
    for (const Finding& finding : checker().check(input)) {
      if (!unverified.contains(finding.rule)) continue;
      EXPECT_EQ(finding.severity, Severity::advice) << finding.rule;
    }
  }
}

// A policy that says what the law asks of everybody in its own words, and nothing of what is asked of some.
std::string plain_agreement(const std::string& more) {
  return "# 用户协议\n\n## 一、服务内容\n\n本平台由示例科技有限公司运营，向您提供查看菜单和预订座位的服务。\n\n"
         "## 二、变更和终止\n\n本协议修改时，我们提前十五天通知您；您不同意的，可以终止协议。\n\n"
         "## 三、争议\n\n本协议适用中华人民共和国法律；协商不成的，可以向被告住所地人民法院起诉。\n\n" +
         more;
}

std::vector<std::string> usual_topics(const std::vector<Finding>& findings) {
  std::vector<std::string> rules;
  for (const Finding& finding : findings) {
    if (finding.type != "usual_topic") continue;
    EXPECT_EQ(finding.severity, Severity::advice);
    EXPECT_TRUE(finding.law.empty()) << "usage cites no law";
    rules.push_back(finding.rule);
  }
  return rules;
}

TEST(Usage, WhatMostTextsHaveAndThisOneLacksIsAdvice) {
  const std::vector<std::string> lacking = usual_topics(check_text("agreement.md", plain_agreement("")));
  EXPECT_THAT(lacking, testing::Contains("QY7018")) << "rules of conduct";
  EXPECT_THAT(lacking, testing::Not(testing::Contains("QY7015"))) << "the services are there";
  EXPECT_THAT(lacking, testing::Not(testing::Contains("QY7016")))
      << "nothing is said to cost anything: fees are not due";
  const std::vector<std::string> with = usual_topics(check_text(
      "agreement.md", plain_agreement("## 四、行为规范\n\n您不得利用本平台发布违法信息，也不得冒充他人。\n")));
  EXPECT_THAT(with, testing::Not(testing::Contains("QY7018")));
}

TEST(Usage, IsNotToldWhereTheLawHasToldTheSame) {
  const std::vector<Finding> findings =
      check_text("privacy-policy.md", "# 隐私政策\n\n我们收集您的手机号，用于登录。\n");
  EXPECT_TRUE(std::any_of(findings.begin(), findings.end(),
                          [](const Finding& finding) { return finding.type == "pp-minors-section"; }));
  EXPECT_THAT(usual_topics(findings), testing::Not(testing::Contains("QY7011"))) << "minors: told by law";
}

TEST(Usage, IsSwitchedOffLikeAnyRule) {
  const auto documents = read("agreement.md", plain_agreement(""));
  const auto settings =
      parse_check_settings("check.yaml", "silence:\n  - {rule: QY7018, reason: 另有社区规则}\n", all());
  ASSERT_TRUE(settings) << render(settings.error(), Lang::en);
  const auto left = apply_settings(*settings, check_text("agreement.md", plain_agreement("")), {&documents.front()});
  EXPECT_THAT(usual_topics(left), testing::Not(testing::Contains("QY7018")));
}

TEST(Rules, EachHasWordsAndStandsForSomething) {
  const knowledge::CaseTables cases = knowledge::case_tables(all());
  std::set<std::string> ids;
  for (const knowledge::Rule& rule : all().rules) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id << " stands twice";
    const RuleText text = rule_text(rule.id, all());
    EXPECT_FALSE(text.title.zh.empty()) << rule.id;
    EXPECT_FALSE(text.title.en.empty()) << rule.id;
    EXPECT_FALSE(text.help.zh.empty() && text.rewrite.empty()) << rule.id;
    if (rule.entry.empty()) continue;
    const auto named = [&](const auto& table) {
      return std::any_of(table.begin(), table.end(), [&](const auto& row) { return row.id == rule.entry; });
    };
    EXPECT_TRUE(named(all().unfair_terms) || named(all().vague_patterns) || named(all().obligations) ||
                named(cases.topics))
        << rule.id << " " << rule.entry;
    for (const knowledge::UnfairTerm& term : all().unfair_terms) {
      if (term.id != rule.entry) continue;
      EXPECT_EQ(term.type, rule.type) << rule.id;
    }
  }
}

TEST(Rules, PagesAreCurrent) {
  const fs::path folder = QIYUE_SOURCE_DIR "/docs/rules";
  expect_golden(folder / "README.md", rule_index(all()));
  std::set<std::string> expected{"README.md"};
  for (const knowledge::Rule& rule : all().rules) {
    expected.insert(rule.id + ".md");
    expect_golden(folder / (rule.id + ".md"), rule_page(rule_text(rule.id, all()), all()));
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    EXPECT_TRUE(expected.contains(entry.path().filename().string())) << entry.path() << " belongs to no rule";
  }
}

// ---- golden cases: tests/check/<case>/{text.md | *.md, evidence.json, expected.json} ----

TEST(Golden, Cases) {
  std::vector<fs::path> cases;
  for (const auto& entry : fs::directory_iterator(QIYUE_SOURCE_DIR "/tests/check")) {
    if (entry.is_directory()) cases.push_back(entry.path());
  }
  std::sort(cases.begin(), cases.end());
  ASSERT_FALSE(cases.empty());
  for (const fs::path& folder : cases) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
      const std::string name = entry.path().filename().string();
      if (name != "evidence.json" && !name.starts_with("expected")) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Document> documents;
    for (const fs::path& file : files) {
      const auto content = read_text_file(file);
      ASSERT_TRUE(content.has_value()) << file;
      for (Document& document : read(file.filename().string(), *content)) documents.push_back(std::move(document));
    }
    CheckInput input;
    for (const Document& document : documents) input.documents.push_back(&document);
    std::optional<Evidence> evidence;
    if (fs::exists(folder / "evidence.json")) {
      auto loaded = read_evidence((folder / "evidence.json").string());
      ASSERT_TRUE(loaded.has_value()) << render(loaded.error(), Lang::en);
      evidence = std::move(*loaded);
      input.evidence = &*evidence;
    }
    const auto findings = checker().check(input);
    expect_golden(folder / "expected.json", findings_json(findings, input.documents));
    EXPECT_EQ(findings_json(findings, input.documents), findings_json(checker().check(input), input.documents))
        << "twice the same";
  }
}

// ---- outputs ----

TEST(Output, TextUnderlinesAndCounts) {
  const auto documents = read("a.md", std::string(kAgreement) + "本平台拥有对本协议的最终解释权。\n");
  std::vector<const Document*> pointers;
  for (const Document& document : documents) pointers.push_back(&document);
  CheckInput input;
  input.documents = pointers;
  const std::string text = findings_text(checker().check(input), pointers, all(), {});
  EXPECT_NE(text.find("本平台拥有对本协议的最终解释权"), std::string::npos);
  EXPECT_NE(text.find("^"), std::string::npos);
  EXPECT_NE(text.find("个错误"), std::string::npos);
}

TEST(Output, NothingToSay) {
  EXPECT_EQ(findings_text({}, {}, all(), {}), "0 个错误，0 个警告，0 条建议\n");
  EXPECT_EQ(findings_text({}, {}, all(), {.lang = Lang::en}), "0 errors, 0 warnings, 0 pieces of advice\n");
}

// ---- bad input ----

TEST(BadInput, OddTextsAreReadWithoutHarm) {
  std::string nested = "# 用户协议\n\n";
  for (int i = 0; i < 20000; ++i) nested += "【（《“";
  std::string brackets(100000, '[');
  for (const std::string& text :
       {std::string("# 用户协议\n\n\xFF\xFE\n"), nested, "# 用户协议\n\n" + brackets,
        std::string("# 用户协议\n\n") + std::string(50000, '@'), std::string("#\n\n|\n|-|\n")}) {
    const auto documents = parse_documents("a.md", text);
    if (!documents) continue;
    CheckInput input;
    for (const Document& document : *documents) input.documents.push_back(&document);
    for (const Finding& finding : checker().check(input)) EXPECT_FALSE(finding.message.zh.empty());
  }
}

}  // namespace
}  // namespace qiyue
