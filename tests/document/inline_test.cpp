// Runs, numbers, kinds, places: the small promises of the module.
#include "document/flow.h"
#include "support.h"

namespace qiyue::test {
namespace {

std::string bold_of(std::string_view markdown) {
  const Document document = parse_one("a.md", markdown);
  std::string out;
  for_each_runs(document, [&](const Inlines& runs) {
    for (const auto& run : runs) out += run.strong ? "[" + run.text + "]" : run.text;
  });
  return out;
}

TEST(Markdown, BoldBesideChinesePunctuation) {
  EXPECT_EQ(bold_of("请阅读**《隐私政策》**我们"), "请阅读[《隐私政策》]我们");
  EXPECT_EQ(bold_of("**注意：**请"), "[注意：]请");
  EXPECT_EQ(bold_of("甲**乙**丙**丁**"), "甲[乙]丙[丁]");
  EXPECT_EQ(bold_of("***粗斜***字"), "[粗斜]字");
  EXPECT_EQ(bold_of("__粗__ 字"), "[粗] 字");
  EXPECT_EQ(bold_of("甲<b>乙</b>丙<strong>丁</strong>"), "甲[乙]丙[丁]");
}

TEST(Markdown, StarsThatAreNoMarkup) {
  EXPECT_EQ(bold_of("2 * 3 * 4"), "2 * 3 * 4");
  EXPECT_EQ(bold_of("未闭合的 **粗体"), "未闭合的 **粗体");
  EXPECT_EQ(bold_of("** 空格 **"), "** 空格 **");
  EXPECT_EQ(bold_of(R"(\*\*不是\*\*)"), "**不是**");
  EXPECT_EQ(bold_of("文件 a_b_c.txt"), "文件 a_b_c.txt");
  EXPECT_EQ(bold_of("签字：______"), "签字：______");
}

TEST(Markdown, BoldThatCommonMarkDoesNotSeeIsWrittenAsATag) {
  const Document document = parse_one("a.md", "请阅读**《隐私政策》**我们，**注意：**请，还有**普通**粗体。");
  EXPECT_EQ(write_markdown(document),
            "请阅读<strong>《隐私政策》</strong>我们，<strong>注意：</strong>请，还有**普通**粗体。\n");
}

TEST(Places, OfAWordInsideARun) {
  const std::string source = "# 协议\n\n本&nbsp;协&lt;议**加粗**的字\\*星。\n";
  const Document document = parse_one("a.md", source);
  const Inlines& runs = document.preamble.at(0).text;
  const std::string text = plain_text(runs);
  EXPECT_EQ(text, "本 协<议加粗的字*星。");
  const auto slice = [&](std::string_view word) {
    const auto at = text.find(word);
    return std::string(document.source.slice(span_of(runs, at, at + word.size())));
  };
  EXPECT_EQ(slice("加粗"), "加粗");
  EXPECT_EQ(slice("<"), "&lt;");
  EXPECT_EQ(slice("协<议"), "协&lt;议");
  EXPECT_EQ(slice("字*星"), "字\\*星");
  EXPECT_EQ(slice("粗的"), "粗**的");
  const Span drafted = span_of({{"没有出处", false, "", {}}}, 0, 3);
  EXPECT_EQ(drafted.begin, drafted.end);
}

TEST(Places, OfTextInAScript) {
  const std::string source =
      "const agreement = { title: '用户协议', body: '第一\\u6761。\\n第二条，" + std::string(300, 'x') + "。" +
      "您可以随时注销账号，我们在十五日内完成处理并删除您的个人信息，法律另有规定的除外；您也可以随时撤回同意。"
      "撤回同意不影响撤回前的处理。您对处理结果不满意的，可以向主管部门投诉，也可以依法向人民法院提起诉讼，"
      "我们会配合调查。协议自您勾选同意时生效，您可以随时在设置页面查看本协议的全文，也可以复制、保存或者打印。' };";
  const Document document = parse_one("a.js", source);
  expect_exact_places(document);
  EXPECT_EQ(document.title, "用户协议");
  const Inlines& runs = document.preamble.at(0).text;
  EXPECT_EQ(plain_text(runs), "第一条。");
  EXPECT_EQ(document.source.slice(span_of(runs, 6, 9)), "\\u6761");
  EXPECT_EQ(document.source.at(runs.front().source.begin).line, 1);
}

struct NumberCase {
  const char* text;
  const char* printed;  // nullptr: no number
  int value;
  const char* rest;
};

TEST(Numbers, AsPrintedInChineseTexts) {
  const NumberCase cases[] = {
      {"第一章 总则", "第一章", 1, "总则"},
      {"第十二条　退款", "第十二条", 12, "退款"},
      {"第 3 条 责任", "第 3 条", 3, "责任"},
      {"第1条本服务", "第1条", 1, "本服务"},
      {"一、总则", "一、", 1, "总则"},
      {"二十一、其他", "二十一、", 21, "其他"},
      {"（三）共享", "（三）", 3, "共享"},
      {"(4) 共享", "(4)", 4, "共享"},
      {"1. 范围", "1.", 1, "范围"},
      {"12、范围", "12、", 12, "范围"},
      {"1.2 定义", "1.2", 2, "定义"},
      {"1.2.3 定义", "1.2.3", 3, "定义"},
      {"1.1.用户", "1.1.", 1, "用户"},
      {"① 支付", "①", 1, "支付"},
      {"a) 内容", "a)", 1, "内容"},
      {"1 范围", "1", 1, "范围"},
      {"第一部分 说明", "第一部分", 1, "说明"},
      {"2) 二", "2)", 2, "二"},
      {"14 周岁以下", nullptr, 0, nullptr},
      {"2026年10月", nullptr, 0, nullptr},
      {"1.5倍", "1.5", 5, "倍"},
      {"第三条的规定", nullptr, 0, nullptr},
      {"第三方", nullptr, 0, nullptr},
      {"一般条款", nullptr, 0, nullptr},
      {"e.g. this", nullptr, 0, nullptr},
      {"10:30 开始", nullptr, 0, nullptr},
      {"", nullptr, 0, nullptr},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.text);
    const auto number = doc::parse_number(one.text);
    ASSERT_EQ(number.has_value(), one.printed != nullptr);
    if (!number) continue;
    EXPECT_EQ(number->printed, one.printed);
    EXPECT_EQ(number->value, one.value);
    EXPECT_EQ(std::string_view(one.text).substr(number->length), one.rest);
  }
}

TEST(Kinds, ByTitleFileAndBody) {
  const std::string policy = "\n\n我们收集您的个人信息，存储期限为三年，您可以撤回同意。\n";
  EXPECT_EQ(parse_one("a.md", "# 某店隐私协议" + policy).kind, DocumentKind::privacy_policy);
  EXPECT_EQ(parse_one("a.md", "# 个人信息收集清单" + policy).kind, DocumentKind::data_lists);
  EXPECT_EQ(parse_one("a.md", "# 会员服务协议" + policy).kind, DocumentKind::user_agreement);
  EXPECT_EQ(parse_one("a.md", "# 用户协议及隐私政策" + policy).kind, DocumentKind::privacy_policy);
  EXPECT_EQ(parse_one("pages/privacy/index.wxml", "<view>说明文字</view>").kind, DocumentKind::privacy_policy);
  EXPECT_EQ(parse_one("pages/legal/xieyi.wxml", "<view>说明文字</view>").kind, DocumentKind::user_agreement);
  EXPECT_EQ(parse_one("a.md", "说明" + policy).kind, DocumentKind::privacy_policy);
  EXPECT_EQ(parse_one("a.md", "说明文字").kind, DocumentKind::unknown);
}

TEST(Kinds, BodyOfAnotherKindThanTheTitle) {
  const Document document = parse_one(
      "a.html",
      "<h1>用户协议</h1><p>我们收集您的个人信息并共享给第三方，存储期限三年，属于敏感个人信息的另行征得同意。</p>");
  EXPECT_EQ(document.kind, DocumentKind::user_agreement);
  EXPECT_EQ(body_kind(document), DocumentKind::privacy_policy);
}

TEST(Outline, LevelsFollowTheOrderOfNumberings) {
  const Document document = parse_one(
      "a.txt", "某店用户协议\n一、甲\n文字。\n（一）乙\n文字。\n1. 丙\n文字。\n二、丁\n文字。\n（一）戊\n文字。\n");
  std::string tree;
  visit(document, [&](const Clause& clause) { tree += std::to_string(clause.level) + clause.title; });
  EXPECT_EQ(tree, "1甲2乙3丙1丁2戊");
  EXPECT_EQ(document.title, "某店用户协议");
}

TEST(Outline, IsAtMostFiveDeep) {
  const Document document =
      parse_one("a.html", "<h1>协议</h1><h2>甲</h2><h3>乙</h3><h4>丙</h4><h5>丁</h5><h6>戊</h6><p>字</p>");
  int deepest = 0;
  visit(document, [&](const Clause& clause) { deepest = std::max(deepest, clause.level); });
  EXPECT_EQ(deepest, 5);
}

TEST(Writers, PlainTextAndJson) {
  const Document document = parse_one(
      "a.md", "# 用户协议\n\n## 1. 价格\n\n以**页面**为准。\n\n- 甲\n- 乙\n\n| 项 | 价 |\n|---|---|\n| 书 | 10 |\n");
  EXPECT_EQ(write_plain_text(document), "用户协议\n\n1. 价格\n\n以页面为准。\n\n· 甲\n· 乙\n\n项：书；价：10\n");
  const std::string json = write_json(document);
  EXPECT_NE(json.find("\"schema\": \"qiyue-document/1\""), std::string::npos);
  EXPECT_NE(json.find("\"number\": \"1.\""), std::string::npos);
}

TEST(Writers, KindStandsInFrontWhereTheTitleDoesNotTell) {
  Document document = parse_one("a.md", "# 说明\n\n文字。\n");
  document.kind = DocumentKind::data_lists;
  const std::string written = write_markdown(document);
  EXPECT_EQ(written, "---\nkind: data-lists\n---\n\n# 说明\n\n文字。\n");
  EXPECT_EQ(parse_one("b.md", written).kind, DocumentKind::data_lists);
}

}  // namespace
}  // namespace qiyue::test
