// build, init, draft, why: the commands that work on a workspace.
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iostream>

#include "core/files.h"
#include "core/text.h"
#include "main/commands.h"
#include "workspace/workspace.h"

namespace qiyue::cli {

namespace {

Workspace workspace_of(const ProgramArguments& arguments) { return workspace_at(arguments.program, arguments.legal); }

ScanRequest scan_request(const ProgramArguments& arguments) {
  return {.program = arguments.program, .root = arguments.root, .threads = arguments.threads};
}

// Asks only where there is somebody to answer: a terminal on both sides.
InterviewRequest interview_request(const InterviewArguments& arguments, Lang lang) {
  const bool terminal = isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0;
  return {.accept_proposals = arguments.yes,
          .answers_file = arguments.answers,
          .in = terminal && !arguments.yes ? &std::cin : nullptr,
          .out = &std::cerr,
          .lang = lang};
}

void tell_other_roots(const ScanResult& scan, Lang lang) {
  if (scan.other_roots.empty()) return;
  const std::string roots = join(scan.other_roots, lang == Lang::zh ? "、" : ", ");
  fmt::print(stderr, "{}\n",
             Text{fmt::format("注意：这里还有别的小程序没有扫描（用 --root 选择）：{}", roots),
                  fmt::format("note: other programs here were not scanned (choose with --root): {}", roots)}
                 .in(lang));
}

int count(const std::vector<Finding>& findings, Severity severity) {
  return static_cast<int>(
      std::count_if(findings.begin(), findings.end(), [severity](const Finding& f) { return f.severity == severity; }));
}

int exit_code(const std::vector<Finding>& findings, Severity threshold) {
  for (const Finding& finding : findings) {
    if (at_or_above(finding.severity, threshold)) return kFindings;
  }
  return kClean;
}

struct Joined {
  ScanResult scan;
  Inventory inventory;
};
// Code and facts as they stand now, without asking anybody.
Result<Joined> join_workspace(const ProgramArguments& arguments, const Session& session) {
  const Workspace workspace = workspace_of(arguments);
  auto facts = read_facts(workspace.file("facts.yaml"), session.knowledge);
  if (!facts) {
    Error error = facts.error();
    std::error_code ignored;
    if (!std::filesystem::exists(workspace.file("facts.yaml"), ignored)) {
      error.remedy = {"先运行 qiyue init 或 qiyue build", "run `qiyue init` or `qiyue build` first"};
    }
    return fail(std::move(error));
  }
  auto scan = scan_program(scan_request(arguments), session.knowledge);
  if (!scan) return fail(scan.error());
  tell_other_roots(*scan, session.lang);
  Joined result{.scan = std::move(*scan), .inventory = {}};
  result.inventory = join(*facts, result.scan.evidence, session.knowledge);
  return result;
}

void list_files(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) fmt::print("  {}\n", path);
}

}  // namespace

int run(const BuildArguments& arguments, const Session& session) {
  const Lang lang = session.lang;
  Progress progress(session.progress, lang);
  const BuildRequest request{.scan = scan_request(arguments.program),
                             .workspace = workspace_of(arguments.program),
                             .interview = interview_request(arguments.interview, lang),
                             .as_of = arguments.as_of};
  const auto built = build(request, session.knowledge, progress);
  if (!built) return report(built.error(), lang);
  tell_other_roots(built->scan, lang);

  for (const Unread& unread : built->scan.evidence.unread) {
    fmt::print(stderr, "{}: {}{}: {}\n", Text{"未读", "unread"}.in(lang), unread.file,
               unread.line > 0 ? fmt::format(":{}", unread.line) : "", unread.why.in(lang));
  }
  fmt::print("{}\n", Text{"写好的文件：", "written:"}.in(lang));
  if (built->facts.created) fmt::print("  {}\n", request.workspace.file("facts.yaml"));
  list_files(built->draft.written);
  list_files(built->publish.written);
  for (const std::string& path : built->draft.conflicts) {
    fmt::print(stderr, "{}: {}\n", path,
               Text{"您的修改与新稿有冲突，已用 <<<<<<< 和 >>>>>>> 标出，请选定后再运行",
                    "your edits and the new draft conflict; the places are marked <<<<<<< and >>>>>>>"}
                   .in(lang));
  }
  for (const Error& left_out : built->publish.left_out) fmt::print(stderr, "{}", render(left_out, lang));

  std::vector<const Document*> documents;
  for (const Document& document : built->documents) documents.push_back(&document);
  std::vector<Finding> shown;
  for (const Finding& finding : built->findings) {
    if (at_or_above(finding.severity, arguments.fail_on) && shown.size() < kFindingsShown) shown.push_back(finding);
  }
  if (!shown.empty()) {
    fmt::print("\n{}", findings_text(shown, documents, session.knowledge, {.lang = lang, .color = session.color}));
  }
  const int errors = count(built->findings, Severity::error);
  const int warnings = count(built->findings, Severity::warning);
  const int advice = count(built->findings, Severity::advice);
  fmt::print("\n{}\n", Text{fmt::format("检查结果：{} 个错误，{} 个警告，{} 条建议（全部内容：{}）", errors, warnings,
                                        advice, request.workspace.file("findings.json")),
                            fmt::format("check: {} errors, {} warnings, {} advice (all of it: {})", errors, warnings,
                                        advice, request.workspace.file("findings.json"))}
                           .in(lang));
  if (built->facts.open > 0) {
    fmt::print("{}\n", Text{fmt::format("还有 {} 处待填写：运行 qiyue init，或直接编辑 {}", built->facts.open,
                                        request.workspace.file("facts.yaml")),
                            fmt::format("{} places are still to be filled in: run `qiyue init`, or edit {}",
                                        built->facts.open, request.workspace.file("facts.yaml"))}
                           .in(lang));
  }
  fmt::print("{}\n", Text{"以上是草稿与自动检查，不是法律意见；公布前请由律师审阅签字。",
                          "This is a draft and an automatic check, not legal advice; have a lawyer review and sign it "
                          "before publishing."}
                         .in(lang));
  return built->draft.conflicts.empty() ? exit_code(built->findings, arguments.fail_on) : kFindings;
}

int run(const InitArguments& arguments, const Session& session) {
  const Workspace workspace = workspace_of(arguments.program);
  const auto scan = scan_program(scan_request(arguments.program), session.knowledge);
  if (!scan) return report(scan.error(), session.lang);
  tell_other_roots(*scan, session.lang);
  const auto facts =
      prepare_facts(workspace, scan->evidence, interview_request(arguments.interview, session.lang), session.knowledge);
  if (!facts) return report(facts.error(), session.lang);
  fmt::print("{}\n", Text{fmt::format("{}：还有 {} 处待填写", workspace.file("facts.yaml"), facts->open),
                          fmt::format("{}: {} places still to be filled in", workspace.file("facts.yaml"), facts->open)}
                         .in(session.lang));
  return kClean;
}

int run(const DraftArguments& arguments, const Session& session) {
  auto joined = join_workspace(arguments.program, session);
  if (!joined) return report(joined.error(), session.lang);
  const auto drafted = draft_into(workspace_of(arguments.program), joined->inventory, session.knowledge, Lang::zh);
  if (!drafted) return report(drafted.error(), session.lang);
  list_files(drafted->written);
  for (const std::string& path : drafted->conflicts) {
    fmt::print(stderr, "{}: {}\n", path,
               Text{"与您的修改有冲突，已标出", "conflicts with your edits, marked in the file"}.in(session.lang));
  }
  return drafted->conflicts.empty() ? kClean : kFindings;
}

int run(const WhyArguments& arguments, const Session& session) {
  const std::size_t colon = arguments.place.rfind(':');
  int line = 0;
  if (colon != std::string::npos) {
    const char* end = arguments.place.data() + arguments.place.size();
    const auto parsed = std::from_chars(arguments.place.data() + colon + 1, end, line);
    if (parsed.ec != std::errc() || parsed.ptr != end) line = 0;
  }
  if (line <= 0) {
    return report({.message = {fmt::format("“{}”不是 文件:行号", arguments.place),
                               fmt::format("\"{}\" is not file:line", arguments.place)},
                   .remedy = {"例如 qiyue why legal/privacy-policy.md:42", "e.g. qiyue why legal/privacy-policy.md:42"},
                   .file = "",
                   .more = {}},
                  session.lang);
  }
  auto joined = join_workspace(arguments.program, session);
  if (!joined) return report(joined.error(), session.lang);
  const std::string own = workspace_of(arguments.program).file("clauses");
  std::error_code ignored;
  const auto drafted =
      draft(joined->inventory, session.knowledge,
            {.lang = Lang::zh, .own_clauses = std::filesystem::exists(own, ignored) ? own : std::string()});
  if (!drafted) return report(drafted.error(), session.lang);
  fmt::print("{}",
             why(*drafted, joined->inventory, session.knowledge, arguments.place.substr(0, colon), line, session.lang));
  return kClean;
}

}  // namespace qiyue::cli
