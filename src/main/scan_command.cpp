// scan: what the source really collects, as a table, evidence JSON, SARIF or the platform's form.
#include <fmt/core.h>

#include <map>

#include "check/check.h"
#include "core/data.h"
#include "core/text.h"
#include "main/commands.h"
#include "program/program.h"
#include "scan/scan.h"
#include "workspace/workspace.h"

namespace qiyue::cli {

namespace {

std::string place_text(const Place& place) { return fmt::format("{}:{}", place.file, place.line); }

std::string item_name(const knowledge::Knowledge& knowledge, const std::string& id, Lang lang) {
  const knowledge::DataItem* item = knowledge.item(id);
  if (item == nullptr) return id;
  return (lang == Lang::zh ? item->zh : item->en) +
         (item->sensitive ? (lang == Lang::zh ? "（敏感）" : " (sensitive)") : "");
}

// One block per data item, the places below it: what a product manager asks first.
std::string evidence_text(const Evidence& evidence, const knowledge::Knowledge& knowledge, Lang lang) {
  struct Row {
    std::string place, how, note;
  };
  std::map<std::string, std::vector<Row>> by_item;
  std::vector<Row> unnamed;
  for (const Use& use : evidence.uses) {
    std::string note = use.page.empty() ? "" : use.page;
    if (!use.reachable) note += Text{" 〔代码未被使用〕", " [not reachable]"}.in(lang);
    if (use.vendored) note += Text{" 〔第三方代码〕", " [third-party code]"}.in(lang);
    for (const std::string& item : use.items) by_item[item].push_back({place_text(use.place), use.api, note});
  }
  for (const Field& field : evidence.fields) {
    const Row row{place_text(field.place), fmt::format("{}“{}”", Text{"输入项", "field "}.in(lang), field.label),
                  field.reachable ? field.page : field.page + Text{" 〔代码未被使用〕", " [not reachable]"}.in(lang)};
    for (const std::string& item : field.items) by_item[item].push_back(row);
    if (field.items.empty()) unnamed.push_back(row);
  }
  std::string out;
  const auto& program = evidence.program;
  out += fmt::format("{} {} · {} · {} {} · {}\n\n", Text{"小程序", "program"}.in(lang),
                     program.name.empty() ? program.root : program.name, program.platform, program.framework,
                     Text{"页面数", "pages"}.in(lang), program.pages.size());
  const auto write_rows = [&out](const std::vector<Row>& rows) {
    for (const Row& row : rows) out += fmt::format("    {:<44} {:<36} {}\n", row.place, row.how, row.note);
  };
  for (const auto& [item, rows] : by_item) {
    out += fmt::format("  {}\n", item_name(knowledge, item, lang));
    write_rows(rows);
  }
  if (!unnamed.empty()) {
    out += fmt::format("  {}\n", Text{"含义不明的输入项", "fields of unknown meaning"}.in(lang));
    write_rows(unnamed);
  }
  if (!evidence.recipients.empty()) {
    out += fmt::format("\n{}\n", Text{"数据可能到达的外部主体", "who else gets data or runs inside"}.in(lang));
    for (const Recipient& recipient : evidence.recipients) {
      out += fmt::format("    {:<44} {:<36} {}\n", place_text(recipient.place), recipient.name, recipient.provider);
    }
  }
  if (!evidence.flows.empty()) {
    out += fmt::format("\n{}\n", Text{"数据去向", "where data goes"}.in(lang));
    for (const Flow& flow : evidence.flows) {
      std::vector<std::string> names;
      for (const std::string& item : flow.items) names.push_back(item_name(knowledge, item, lang));
      out += fmt::format("    {} → {} {} {}{}{}\n", place_text(flow.from), place_text(flow.to), flow.sink, flow.host,
                         flow.path, names.empty() ? "" : "  " + join(names, lang == Lang::zh ? "、" : ", "));
    }
  }
  if (!evidence.hosts.empty())
    out += fmt::format("\n{} {}\n", Text{"域名", "hosts"}.in(lang), join(evidence.hosts, "  "));
  if (!evidence.unread.empty()) {
    out += fmt::format("\n{}\n", Text{"没有读到的文件", "not read"}.in(lang));
    for (const Unread& unread : evidence.unread) {
      out += fmt::format("    {}{}  {}\n", unread.file, unread.line > 0 ? fmt::format(":{}", unread.line) : "",
                         unread.why.in(lang));
    }
  }
  return out;
}

std::vector<Finding> code_findings(const Evidence& evidence, const knowledge::Knowledge& knowledge) {
  std::vector<Finding> findings;
  for (const CodeFinding& code : evidence.findings) {
    const knowledge::Rule* rule = knowledge.rule(code.rule);
    Finding finding;
    finding.rule = code.rule;
    finding.type = rule == nullptr ? "" : rule->type;
    finding.severity = code.severity;
    finding.document = code.place.file;
    finding.begin = {code.place.line, code.place.column};
    finding.end = finding.begin;
    finding.message = code.message;
    finding.help = code.help;
    if (rule != nullptr) finding.law = rule->sources;
    findings.push_back(std::move(finding));
  }
  return findings;
}

// WeChat's guideline keys that the code makes due, with the places behind each; purposes come with the facts (qiyue publish).
std::string form_text(const Evidence& evidence, const knowledge::Knowledge& knowledge) {
  json::array keys;
  for (const scan::DueKey& due : scan::due_privacy_keys(evidence, knowledge)) {
    json::object row;
    row["privacy_key"] = due.key;
    row["evidence"] = json::array(due.evidence.begin(), due.evidence.end());
    keys.push_back(std::move(row));
  }
  return to_json(json::object{{"setting_list", std::move(keys)}});
}

Result<std::string> dump_pass(const ScanArguments& arguments, const Session& session) {
  const auto candidates = program::discover(arguments.program.program, session.knowledge);
  if (!candidates) return fail(candidates.error());
  for (const program::Candidate& candidate : *candidates) {
    if (!arguments.program.root.empty() && candidate.root != arguments.program.root) continue;
    const auto opened = program::open(arguments.program.program, candidate, session.knowledge);
    if (!opened) return fail(opened.error());
    return scan::dump(*opened, session.knowledge, arguments.dump);
  }
  return fail({.message = {"没有这个根目录的小程序", "no mini program has this root"},
               .remedy = {},
               .file = arguments.program.root,
               .more = {}});
}

}  // namespace

int run(const ScanArguments& arguments, const Session& session) {
  if (!arguments.dump.empty()) {
    const auto dumped = dump_pass(arguments, session);
    if (!dumped) return report(dumped.error(), session.lang);
    fmt::print("{}", *dumped);
    return kClean;
  }
  const auto scan = scan_program(
      {.program = arguments.program.program, .root = arguments.program.root, .threads = arguments.program.threads},
      session.knowledge);
  if (!scan) return report(scan.error(), session.lang);
  const std::vector<Finding> findings = code_findings(scan->evidence, session.knowledge);
  switch (arguments.format) {
    case OutputFormat::json:
      fmt::print("{}", to_json_text(scan->evidence, session.output_lang));
      break;
    case OutputFormat::sarif:
      fmt::print("{}", findings_sarif(findings, session.knowledge, session.output_lang));
      break;
    case OutputFormat::form:
      fmt::print("{}", form_text(scan->evidence, session.knowledge));
      break;
    case OutputFormat::text:
      fmt::print("{}", evidence_text(scan->evidence, session.knowledge, session.lang));
      if (!findings.empty())
        fmt::print("\n{}",
                   findings_text(findings, {}, session.knowledge, {.lang = session.lang, .color = session.color}));
  }
  if (!scan->other_roots.empty()) {
    fmt::print(
        stderr, "{}\n",
        Text{fmt::format("注意：这里还有别的小程序没有扫描（用 --root 选择）：{}", join(scan->other_roots, "、")),
             fmt::format("note: other programs here were not scanned (choose with --root): {}",
                         join(scan->other_roots, ", "))}
            .in(session.lang));
  }
  for (const Finding& finding : findings) {
    if (static_cast<int>(finding.severity) <= static_cast<int>(arguments.fail_on)) return kFindings;
  }
  return kClean;
}

}  // namespace qiyue::cli
