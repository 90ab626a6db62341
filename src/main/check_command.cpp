// check, laws, version, and how an error is printed.
#include <fmt/core.h>

#include <filesystem>
#include <optional>

#include "check/check.h"
#include "knowledge/laws.h"
#include "main/commands.h"
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

  if (!program.empty()) {
    auto scan = scan_program({.program = program, .root = arguments.root}, session.knowledge);
    if (!scan) return fail(scan.error());
    checked.evidence = std::move(scan->evidence);
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

}  // namespace

int run(const CheckArguments& arguments, const Session& session) {
  const auto checked = gather(arguments, session);
  if (!checked) return report(checked.error(), session.lang);
  CheckInput input;
  for (const Document& document : checked->documents) input.documents.push_back(&document);
  if (checked->inventory) input.inventory = &*checked->inventory;
  if (checked->evidence) input.evidence = &*checked->evidence;
  input.as_of = arguments.as_of;
  std::vector<Finding> findings = check(input, session.knowledge);
  if (checked->inventory) {
    for (Finding& pin : moved_pins(checked->inventory->facts, checked->own_clauses, session.knowledge))
      findings.push_back(std::move(pin));
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

int run(const LawsArguments& arguments, const Session& session) {
  const auto told =
      knowledge::tell_laws(session.knowledge, arguments.action, arguments.what, arguments.as_of, session.lang);
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
