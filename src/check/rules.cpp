#include "check/rules.h"

#include <algorithm>

#include "check/book.h"
#include "core/text.h"

namespace qiyue {
namespace {

template <class Table>
const typename Table::value_type* entry_of(const Table& table, std::string_view id) {
  const auto it = std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.id == id; });
  return it == table.end() ? nullptr : &*it;
}

void fill(std::string& text, const std::string& otherwise) {
  if (text.empty()) text = otherwise;
}

std::string_view family_of(std::string_view id, Lang lang) {
  const bool zh = lang == Lang::zh;
  switch (id.size() > 2 ? id[2] : '0') {
    case '1':
      return zh ? "代码" : "Code";
    case '2':
      return zh ? "必须写明的内容" : "What must be said";
    case '3':
      return zh ? "不公平、不合法的条款" : "Unfair or unlawful terms";
    case '4':
      return zh ? "前后矛盾，与代码不符" : "Contradictions, inside and with the code";
    case '5':
      return zh ? "含糊、难懂" : "Vague or hard to read";
    case '7':
      return zh ? "同类文本的惯例，不是法律要求" : "Usage in texts of the trade, not law";
    case '6':
      return zh ? "模板遗留、错字、编号" : "Template remains, typing errors, numbering";
    default:
      return zh ? "其他" : "Other";
  }
}

}  // namespace

RuleText rule_text(std::string_view rule_id, const knowledge::Knowledge& knowledge) {
  RuleText out;
  out.id = std::string(rule_id);
  const knowledge::Rule* rule = knowledge.rule(rule_id);
  if (rule == nullptr) return out;
  out.type = rule->type;
  out.title = {rule->title_zh, rule->title_en};
  out.why = {rule->why_zh, rule->why_en};
  out.help = {rule->help_zh, rule->help_en};
  out.law = rule->sources;
  std::string severity = rule->severity;
  if (const auto* term = entry_of(knowledge.unfair_terms, rule->entry)) {
    fill(out.title.zh, term->description_zh);
    fill(out.title.en, term->description_en);
    fill(severity, term->severity);
    if (out.law.empty()) out.law = term->sources;
    out.bad = term->bad_examples;
    out.good = term->counterexamples;
    out.rewrite = term->suggested_rewrite;
    out.verified = term->verified != knowledge::Verified::no;
  } else if (const auto* vague = entry_of(knowledge.vague_patterns, rule->entry)) {
    fill(out.title.zh, vague->why);
    fill(out.why.zh, vague->why);
    fill(out.help.zh, vague->advice);
    fill(severity, vague->severity);
    if (out.law.empty()) out.law = vague->sources;
    out.bad = vague->bad_examples;
    out.good = vague->counterexamples;
    out.verified = vague->verified != knowledge::Verified::no;
  } else if (const auto* obligation = entry_of(knowledge.obligations, rule->entry)) {
    fill(out.title.zh, obligation->title_zh);
    fill(out.title.en, obligation->title_en);
    fill(out.why.zh, obligation->typical_violation);
    fill(out.help.zh, obligation->requirement_zh);
    fill(out.help.en, obligation->requirement_en);
    fill(severity, "advice");
    if (out.law.empty()) out.law = obligation->sources;
    out.verified = obligation->verified != knowledge::Verified::no;
  }
  fill(out.title.en, out.title.zh);
  fill(out.why.en, out.title.en);
  fill(out.why.zh, out.title.zh);
  fill(out.help.en, out.title.en);
  out.severity = checking::severity_named(severity, Severity::warning);
  return out;
}

std::string rule_page(const RuleText& rule, const knowledge::Knowledge& knowledge) {
  const auto list = [](const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines) out += "- " + line + "\n";
    return out;
  };
  std::string page = "# " + rule.id + " " + rule.title.zh + "\n\n";
  if (rule.title.en != rule.title.zh) page += rule.title.en + "\n\n";
  page += "`" + rule.type + "` · " + std::string(to_string(rule.severity)) + " · " +
          std::string(family_of(rule.id, Lang::zh)) + "\n\n";
  if (!rule.verified)
    page +=
        "> 此项依据未经核对，只作建议。The source of this rule has not been checked; it is never more than advice.\n\n";
  if (!rule.why.zh.empty() && rule.why.zh != rule.title.zh) page += "## 为什么 Why\n\n" + rule.why.zh + "\n\n";
  if (!rule.why.en.empty() && rule.why.en != rule.title.en && rule.why.en != rule.why.zh) page += rule.why.en + "\n\n";
  if (!rule.help.zh.empty()) {
    page += "## 怎样改 What to do\n\n" + rule.help.zh + "\n\n";
    if (rule.help.en != rule.title.en && !rule.help.en.empty()) page += rule.help.en + "\n\n";
  }
  if (!rule.rewrite.empty()) page += "## 可以这样写 A fair wording\n\n> " + rule.rewrite + "\n\n";
  if (!rule.bad.empty()) page += "## 会报告 Reported\n\n" + list(rule.bad) + "\n";
  if (!rule.good.empty()) page += "## 不报告 Not reported\n\n" + list(rule.good) + "\n";
  if (!rule.law.empty()) {
    std::vector<std::string> law;
    for (const knowledge::Citation& citation : rule.law) law.push_back(knowledge.cite(citation, Lang::zh));
    page += "## 依据 Law\n\n" + list(law) + "\n";
  }
  while (page.ends_with("\n\n")) page.pop_back();
  return page;
}

std::string rule_index(const knowledge::Knowledge& knowledge) {
  std::vector<const knowledge::Rule*> rules;
  for (const knowledge::Rule& rule : knowledge.rules) rules.push_back(&rule);
  std::sort(rules.begin(), rules.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  std::string page =
      "# 规则 Rules\n\n"
      "由 knowledge/rules 生成（tests/check，QIYUE_UPDATE=1）。Generated from knowledge/rules; do not edit by hand.\n";
  char family = 0;
  for (const knowledge::Rule* rule : rules) {
    const RuleText text = rule_text(rule->id, knowledge);
    if (rule->id[2] != family) {
      family = rule->id[2];
      page += "\n## QY" + std::string(1, family) + "xxx " + std::string(family_of(rule->id, Lang::zh)) + " " +
              std::string(family_of(rule->id, Lang::en)) + "\n\n| 规则 | 类型 | 轻重 | 内容 |\n|---|---|---|---|\n";
    }
    page += "| [" + rule->id + "](" + rule->id + ".md) | `" + rule->type + "` | " +
            std::string(to_string(text.severity)) + " | " + replace_all(text.title.zh, "|", "\\|") + " |\n";
  }
  return page;
}

}  // namespace qiyue
