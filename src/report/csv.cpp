// Tables for spreadsheets: UTF-8 with byte order mark (or Excel takes it for GBK), CRLF, RFC 4180 quoting.
#include <set>

#include "core/text.h"
#include "report/words.h"

namespace qiyue {
namespace {

using namespace report_detail;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// A cell that begins like a formula is told to be text by an apostrophe, as OWASP advises: labels come from other people's code.
std::string cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
    text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  return "\"" + replace_all(std::move(text), "\"", "\"\"") + "\"";
}

void row(std::string& out, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + cell(cells[i]);
  out += "\r\n";
}

std::string number(int value) { return value > 0 ? std::to_string(value) : ""; }

}  // namespace

std::string scan_csv(const ScanReport& report) {
  const Lang lang = report.lang;
  const auto say = [&](const char* zh, const char* en) { return std::string(lang == Lang::zh ? zh : en); };
  const auto flows = flows_by_source(report.evidence);
  const auto destinations = [&](const std::string& id) {
    std::vector<std::string> texts;
    std::set<std::string> told;
    if (const auto found = flows.find(id); found != flows.end()) {
      for (const Flow* flow : found->second) {
        std::string where = destination(*flow, lang);
        if (told.insert(where).second) texts.push_back(std::move(where));
      }
    }
    return join(texts, lang == Lang::zh ? "；" : "; ");
  };
  const auto yes = [&](bool value) { return value ? say("是", "yes") : say("否", "no"); };
  std::string out(kByteOrderMark);
  row(out, {say("类别", "kind"), say("编号", "id"), say("信息", "items"), say("敏感", "sensitive"),
            say("接口或标签", "interface or label"), say("文件", "file"), say("行", "line"), say("列", "column"),
            say("页面", "page"), say("函数", "function"), say("时机", "when"), say("会被用到", "reachable"),
            say("第三方代码", "third-party code"), say("去向", "goes to"), say("说明", "note")});
  const auto sensitive = [&](const std::vector<std::string>& items) {
    for (const std::string& id : items)
      if (const knowledge::DataItem* item = report.knowledge.item(id); item != nullptr && item->sensitive) return true;
    return false;
  };
  for (const Use& use : report.evidence.uses) {
    row(out, {say("接口", "interface"), use.id, item_names(report.knowledge, use.items, lang, false),
              yes(sensitive(use.items)), use.api, use.place.file, number(use.place.line), number(use.place.column),
              use.page, use.function, trigger_words(use.trigger).in(lang), yes(use.reachable), yes(use.vendored),
              destinations(use.id), use.purpose_hint});
  }
  for (const Field& field : report.evidence.fields) {
    row(out, {say("输入项", "field"), field.id, item_names(report.knowledge, field.items, lang, false),
              yes(sensitive(field.items)), field.label.empty() ? field.name : field.label, field.place.file,
              number(field.place.line), number(field.place.column), field.page, "", "", yes(field.reachable), "",
              destinations(field.id), field.items.empty() ? say("含义不明", "meaning unknown") : ""});
  }
  for (const Recipient& recipient : report.evidence.recipients) {
    std::string note = recipient.provider;
    if (!recipient.provider.empty() && !recipient.provider_verified) note += say("（未核实）", " (not verified)");
    for (const std::string& more : {recipient.purpose, recipient.privacy_url}) {
      if (!more.empty()) note += (note.empty() ? "" : lang == Lang::zh ? "；" : "; ") + more;
    }
    row(out, {say("接收方", "recipient"), "", item_names(report.knowledge, recipient.items, lang, false),
              yes(sensitive(recipient.items)), kind_words(recipient.kind).in(lang), recipient.place.file,
              number(recipient.place.line), number(recipient.place.column), "", "", "", "", "", recipient.name, note});
  }
  for (const Finding& finding : report.findings) {
    row(out,
        {say("问题", "finding"), finding.rule, "", "", severity_words(finding.severity).in(lang), finding.document,
         number(finding.begin.line), number(finding.begin.column), "", "", "", "", "", "", finding.message.in(lang)});
  }
  for (const Unread& unread : report.evidence.unread) {
    row(out, {say("未读", "unread"), "", "", "", "", unread.file, number(unread.line), "", "", "", "", "", "", "",
              unread.why.in(lang)});
  }
  return out;
}

std::string findings_csv(const std::vector<Finding>& findings, const knowledge::Knowledge& knowledge, Lang lang) {
  const auto say = [&](const char* zh, const char* en) { return std::string(lang == Lang::zh ? zh : en); };
  std::string out(kByteOrderMark);
  row(out, {say("规则", "rule"), say("类型", "type"), say("轻重", "severity"), say("文本", "document"),
            say("行", "line"), say("列", "column"), say("原文", "quote"), say("问题", "message"),
            say("怎样改", "what to do"), say("依据", "law"), say("证据", "evidence"), say("建议文字", "replacement")});
  for (const Finding& finding : findings) {
    row(out, {finding.rule, finding.type, severity_words(finding.severity).in(lang), finding.document,
              number(finding.begin.line), number(finding.begin.column), finding.quote, finding.message.in(lang),
              finding.help.in(lang), law_text(finding.law, knowledge, lang),
              join(finding.evidence, lang == Lang::zh ? "、" : ", "), finding.fix ? finding.fix->replacement : ""});
  }
  return out;
}

}  // namespace qiyue
