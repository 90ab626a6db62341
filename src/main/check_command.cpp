// check, laws, version, and how an error is printed.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "check/check.h"
#include "check/platform_form.h"
#include "claims/claims.h"
#include "core/files.h"
#include "core/text.h"
#include "knowledge/laws.h"
#include "main/commands.h"
#include "program/program.h"
#include "report/report.h"
#include "review/review.h"
#include "workspace/workspace.h"

namespace qiyue::cli {

namespace {

namespace fs = std::filesystem;

// What is checked, and against what.
struct Checked {
  std::vector<Document> documents;
  std::optional<Evidence> evidence;
  std::optional<Inventory> inventory;
  std::string own_clauses;  // legal/clauses of the program, when there are facts
  std::vector<PlatformForm> forms;
};

Status add_documents(Checked& checked, const std::string& path) {
  auto read = read_documents(path);
  if (!read) return fail(read.error());
  for (Document& document : *read) checked.documents.push_back(std::move(document));
  return {};
}

// The texts a program carries, as the scan found them.
Status add_texts_of(Checked& checked, const std::string& program) {
  for (const std::string& text : checked.evidence->texts) {
    const fs::path path = fs::path(program) / checked.evidence->program.root / text;
    if (auto status = add_documents(checked, path.lexically_normal().string()); !status) return status;
  }
  if (!checked.documents.empty()) return {};
  Error error{
      .message = {"这个小程序里没有协议文本", "this program holds no policy or agreement text"},
      .remedy = {"运行 qiyue build 起草，或给出文本文件", "run `qiyue build` to draft them, or name a text file"},
      .file = program,
      .more = {}};
  if (!checked.evidence->remote_texts.empty()) {
    error.message = {
        "协议文本不在源代码里：页面 " + checked.evidence->remote_texts.front() + " 运行时才从别处载入",
        "the text is not in the source: page " + checked.evidence->remote_texts.front() + " loads it at run time"};
    error.remedy = {"把线上的文本存成文件再检查", "save the live text to a file and check that"};
  }
  return fail(std::move(error));
}

Result<Checked> gather(const CheckArguments& arguments, const Session& session) {
  Checked checked;
  const std::vector<std::string> paths = arguments.paths.empty() ? std::vector<std::string>{"."} : arguments.paths;
  std::error_code ignored;
  const bool directory = paths.size() == 1 && fs::is_directory(paths.front(), ignored);
  std::string program = arguments.program;
  if (directory && program.empty()) program = paths.front();
  bool found = false;  // told by where the text lies, not by the user: its absence is no error
  if (program.empty() && !arguments.text_only) {
    program = program::program_around(paths.front()).value_or("");
    found = !program.empty();
  }

  if (found) {
    if (auto scan = scan_program({.program = program, .root = arguments.root}, session.knowledge)) {
      checked.evidence = std::move(scan->evidence);
    } else {
      program.clear();
    }
  } else if (!program.empty()) {
    auto scan = scan_program({.program = program, .root = arguments.root}, session.knowledge);
    if (!scan) return fail(scan.error());
    checked.evidence = std::move(scan->evidence);
  }
  if (!program.empty()) {
    const Workspace workspace = workspace_at(program, arguments.legal);
    if (fs::exists(workspace.file("facts.yaml"), ignored)) {
      auto facts = read_facts(workspace.file("facts.yaml"), session.knowledge);
      if (!facts) return fail(facts.error());
      checked.inventory = join(*facts, *checked.evidence, session.knowledge);
      checked.own_clauses = workspace.file("clauses");
    }
    if (directory) {
      if (checked.inventory) {
        auto documents = read_workspace_documents(workspace);
        if (!documents) return fail(documents.error());
        checked.documents = std::move(*documents);
        auto forms = read_platform_forms(workspace);
        if (!forms) return fail(forms.error());
        checked.forms = std::move(*forms);
      } else if (auto status = add_texts_of(checked, program); !status) {
        return fail(status.error());
      }
    }
  }
  if (!directory) {
    for (const std::string& path : paths) {
      if (auto status = add_documents(checked, path); !status) return fail(status.error());
    }
  }
  return checked;
}

// Where legal/ is, told or not: beside the texts' program, else here.
Workspace workspace_of(const CheckArguments& arguments) {
  std::string program = arguments.program;
  std::error_code ignored;
  if (program.empty() && arguments.paths.size() == 1 && fs::is_directory(arguments.paths.front(), ignored)) {
    program = arguments.paths.front();
  }
  if (program.empty() && !arguments.paths.empty()) {
    program = program::program_around(arguments.paths.front()).value_or("");
  }
  return workspace_at(program.empty() ? "." : program, arguments.legal);
}

// The findings as the team's own settings and baseline leave them.
Result<std::vector<Finding>> settled(std::vector<Finding> findings, const std::vector<const Document*>& documents,
                                     const CheckArguments& arguments, const Session& session) {
  const Workspace workspace = workspace_of(arguments);
  std::error_code ignored;
  const std::string settings = workspace.file("check.yaml");
  if (fs::exists(settings, ignored)) {
    const auto text = read_text_file(settings);
    if (!text) return fail(text.error());
    const auto parsed = parse_check_settings(settings, *text, session.knowledge);
    if (!parsed) return fail(parsed.error());
    findings = apply_settings(*parsed, std::move(findings), documents);
  }
  const std::string baseline = workspace.file("check-baseline.json");
  if (arguments.write_baseline) {
    if (auto status = write_file(baseline, baseline_json(findings)); !status) return fail(status.error());
    fmt::print(
        stderr, "{}: {}\n", baseline,
        Text{fmt::format("记下 {} 处", findings.size()), fmt::format("{} noted", findings.size())}.in(session.lang));
  }
  if (!fs::exists(baseline, ignored)) return findings;
  const auto known = read_text_file(baseline);
  if (!known) return fail(known.error());
  return without_baseline(std::move(findings), baseline, *known);
}

// Shows what the safe fixes change; writes them when told to. Only text files are written: what a reader decoded (docx) is not.
Status mend(const std::vector<Finding>& findings, const std::vector<Document>& documents, bool write, Lang lang) {
  int fixes = 0;
  std::vector<std::string> seen;
  for (const Document& document : documents) {
    const std::string& path = document.source.path();
    if (std::find(seen.begin(), seen.end(), path) != seen.end())
      continue;  // several texts of one file share its findings
    seen.push_back(path);
    const Mended mended = apply_safe_fixes(document.source, findings);
    if (mended.fixes == 0) continue;
    const auto file = read_file(path, kMaxDocumentBytes);
    if (!file) return fail(file.error());
    if (*file != document.source.text()) {
      fmt::print(
          stderr, "{}: {}\n", path,
          Text{"这种文件不能直接改，请按检查结果手动修改", "a file of this kind is not written: mend it by hand"}.in(
              lang));
      continue;
    }
    fmt::print("{}", mended.diff);
    fixes += mended.fixes;
    if (!write) continue;
    if (auto status = write_file(path, mended.text); !status) return status;
  }
  fmt::print(stderr, "{}\n",
             (write ? Text{fmt::format("改正 {} 处", fixes), fmt::format("{} mended", fixes)}
                    : Text{fmt::format("可以改正 {} 处", fixes), fmt::format("{} can be mended", fixes)})
                 .in(lang));
  return {};
}

}  // namespace

int run(const CheckArguments& arguments, const Session& session) {
  const auto checked = gather(arguments, session);
  if (!checked) return report(checked.error(), session.lang);
  if (!arguments.dump.empty()) {
    const Lexicon lexicon(session.knowledge);
    for (const Document& document : checked->documents) fmt::print("{}", tell_claims(sentences(document), lexicon));
    return kClean;
  }
  CheckInput input;
  for (const Document& document : checked->documents) input.documents.push_back(&document);
  if (checked->inventory) input.inventory = &*checked->inventory;
  if (checked->evidence) input.evidence = &*checked->evidence;
  input.as_of = arguments.as_of;
  std::vector<Finding> found = check(input, session.knowledge);
  check_platform_forms(input, checked->forms, session.knowledge, found);
  if (checked->inventory) {
    for (Finding& pin : moved_pins(checked->inventory->facts, checked->own_clauses, session.knowledge))
      found.push_back(std::move(pin));
  }
  auto findings_or = settled(std::move(found), input.documents, arguments, session);
  if (!findings_or) return report(findings_or.error(), session.lang);
  const std::vector<Finding>& findings = *findings_or;
  if (arguments.fix || arguments.diff) {
    if (auto status = mend(findings, checked->documents, arguments.fix, session.lang); !status) {
      return report(status.error(), session.lang);
    }
    return kClean;
  }
  switch (arguments.format) {
    case OutputFormat::json:
      fmt::print("{}", findings_json(findings, input.documents, session.output_lang));
      break;
    case OutputFormat::sarif:
      fmt::print("{}", findings_sarif(findings, session.knowledge, session.output_lang));
      break;
    case OutputFormat::csv:
      fmt::print("{}", findings_csv(findings, session.knowledge, session.output_lang));
      break;
    case OutputFormat::html:
      fmt::print("{}", findings_html(findings, input.documents, session.knowledge, session.output_lang));
      break;
    default:
      fmt::print("{}", findings_text(findings, input.documents, session.knowledge,
                                     {.lang = session.lang, .color = session.color}));
  }
  for (const Finding& finding : findings) {
    if (at_or_above(finding.severity, arguments.fail_on)) return kFindings;
  }
  return kClean;
}

namespace {

// Clauses in the drafts and releases of a workspace, by the lines <!-- clause: id -->.
std::vector<knowledge::ClauseUse> clause_uses(const Workspace& workspace) {
  constexpr std::size_t kMostFiles = 5000;
  std::vector<std::string> files;
  std::error_code ignored;
  for (auto it = fs::recursive_directory_iterator(workspace.directory, ignored);
       it != fs::recursive_directory_iterator() && files.size() < kMostFiles; it.increment(ignored)) {
    if (it->path().extension() == ".md" && it->is_regular_file(ignored)) files.push_back(it->path().string());
  }
  std::sort(files.begin(), files.end());
  std::vector<knowledge::ClauseUse> uses;
  constexpr std::string_view kMark = "<!-- clause: ";
  for (const std::string& file : files) {
    const auto text = read_text_file(file);
    if (!text) continue;  // what is no text holds no clause
    int number = 0;
    for (const std::string_view line : split(*text, '\n')) {
      ++number;
      if (!line.starts_with(kMark)) continue;
      const std::string_view rest = line.substr(kMark.size());
      uses.push_back({file, number, std::string(rest.substr(0, rest.find(' ')))});
    }
  }
  return uses;
}

Result<std::string> difference(const LawsArguments& arguments, const Session& session) {
  if (arguments.what.empty() || arguments.other.empty()) {
    return fail(Error{.message = {"请给出两个知识库目录", "name two knowledge directories"},
                      .remedy = {"例如 qiyue laws diff 旧目录 新目录", "for instance qiyue laws diff OLD NEW"},
                      .file = {},
                      .more = {}});
  }
  const auto before = knowledge::load(arguments.what);
  if (!before) return fail(before.error());
  const auto after = knowledge::load(arguments.other);
  if (!after) return fail(after.error());
  const Workspace workspace = workspace_at(arguments.program, arguments.legal);
  return knowledge::tell_difference(*before, *after, clause_uses(workspace), session.lang);
}

Result<std::string> impact(const LawsArguments& arguments, const Session& session) {
  const auto statute = knowledge::find_statute(session.knowledge, arguments.what, session.lang);
  if (!statute) return fail(statute.error());
  const Workspace workspace = workspace_at(arguments.program, arguments.legal);
  return knowledge::tell_impact(session.knowledge, **statute, arguments.as_of, clause_uses(workspace), session.lang);
}

}  // namespace

int run(const LawsArguments& arguments, const Session& session) {
  const auto told = arguments.action == "impact" ? impact(arguments, session)
                    : arguments.action == "diff" ? difference(arguments, session)
                                                 : knowledge::tell_laws(session.knowledge, arguments.action,
                                                                        arguments.what, arguments.as_of, session.lang);
  if (!told) return report(told.error(), session.lang);
  fmt::print("{}", *told);
  return kClean;
}

int run(const VersionArguments& /*arguments*/, const Session& session) {
  fmt::print("qiyue {} ({} {}, {})\n", QIYUE_VERSION, Text{"知识库", "knowledge"}.in(session.lang),
             session.knowledge.version, session.knowledge.digest.substr(0, 12));
  return kClean;
}

int report(const Error& error, Lang lang) {
  fmt::print(stderr, "{}", render(error, lang));
  return kBadInput;
}

}  // namespace qiyue::cli
