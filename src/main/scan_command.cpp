// scan: what the source really collects, as a tree, evidence JSON, SARIF, CSV, HTML or the platform's form.
#include <fmt/core.h>

#include <filesystem>

#include "check/check.h"
#include "core/data.h"
#include "core/files.h"
#include "core/text.h"
#include "main/commands.h"
#include "program/program.h"
#include "report/report.h"
#include "scan/scan.h"
#include "workspace/workspace.h"

namespace qiyue::cli {

namespace {

namespace fs = std::filesystem;

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
  if (!arguments.many.empty()) return run_many(arguments, session);
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
  const bool for_people = arguments.format == OutputFormat::text;
  const ScanReport told{scan->evidence, findings, session.knowledge, for_people ? session.lang : session.output_lang};
  if (!arguments.explain.empty() || !arguments.why.empty()) {
    const auto words =
        arguments.why.empty() ? explain_place(told, arguments.explain) : explain_item(told, arguments.why);
    if (!words) return report(words.error(), session.lang);
    fmt::print("{}", *words);
    return kClean;
  }
  switch (arguments.format) {
    case OutputFormat::json:
      fmt::print("{}", to_json_text(scan->evidence, session.output_lang));
      break;
    case OutputFormat::sarif:
      fmt::print("{}", scan_sarif(told));
      break;
    case OutputFormat::csv:
      fmt::print("{}", scan_csv(told));
      break;
    case OutputFormat::html:
      fmt::print("{}", scan_html(told, [&](const std::string& file) -> std::optional<std::string> {
                   auto text = read_text_file(fs::path(arguments.program.program) / scan->evidence.program.root / file);
                   if (!text) return std::nullopt;
                   return std::move(*text);
                 }));
      break;
    case OutputFormat::form:
      fmt::print("{}", form_text(scan->evidence, session.knowledge));
      break;
    case OutputFormat::markdown:  // not offered
    case OutputFormat::text:
      fmt::print("{}", scan_tree(told));
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
