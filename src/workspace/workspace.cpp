#include "workspace/workspace.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "core/files.h"
#include "core/text.h"
#include "publish/publish.h"
#include "review/review.h"
#include "scan/scan.h"

namespace qiyue {

namespace fs = std::filesystem;

namespace {

// Each document's file in legal/, and where the last draft is kept so that hand edits can be told from ours.
constexpr std::string_view kPolicyFile = "privacy-policy.md";
constexpr std::string_view kAgreementFile = "user-agreement.md";
constexpr std::string_view kListsFile = "data-lists.md";
constexpr std::string_view kBaseFolder = ".base";

PageMeta page_meta(const Facts& facts) {
  return {.program = facts.program.name,
          .operator_name = facts.operator_.name,
          .version = facts.release.version,
          .published = facts.release.published,
          .effective = facts.release.effective};
}

// What stands in legal/ for one document after a new draft: the draft itself, or its merge with the edits people made.
struct Merge {
  std::string text;
  int conflicts = 0;
};
Result<Merge> merge_with_edits(const Workspace& workspace, std::string_view name, const std::string& drafted) {
  const std::string current_path = workspace.file(name);
  if (!exists(current_path)) return Merge{drafted, 0};
  auto current = read_text_file(current_path);
  if (!current) return fail(current.error());
  const std::string base_path = workspace.file(fmt::format("{}/{}", kBaseFolder, name));
  std::string base;
  if (exists(base_path)) {
    auto read = read_text_file(base_path);
    if (!read) return fail(read.error());
    base = std::move(*read);
  }
  if (*current == base) return Merge{drafted, 0};
  Merged merged = merge(base, *current, drafted);
  return Merge{std::move(merged.text), merged.conflicts};
}

Status write_all(const Workspace& workspace, const std::string& folder, const std::vector<OutputFile>& files,
                 std::vector<std::string>& written) {
  for (const OutputFile& file : files) {
    const std::string path = workspace.file(folder.empty() ? file.path : folder + "/" + file.path);
    if (auto status = write_file(path, file.content); !status) return status;
    written.push_back(path);
  }
  return {};
}

constexpr std::string_view kFormFolder = "platform";

Status forms_into(const Workspace& workspace, const Inventory& inventory, const knowledge::Knowledge& knowledge,
                  PublishResult& result) {
  PlatformForms forms = write_platform_forms(inventory, knowledge);
  for (Error& error : forms.left_out) result.left_out.push_back(std::move(error));
  return write_all(workspace, std::string(kFormFolder), forms.files, result.written);
}

Status pages_into(const Workspace& workspace, const std::vector<Document>& documents, const Inventory& inventory,
                  PublishResult& result) {
  const PageMeta meta = page_meta(inventory.facts);
  std::vector<const Document*> pointers;
  std::vector<OutputFile> pages;
  for (const Document& document : documents) {
    pointers.push_back(&document);
    pages.push_back({std::string(to_string(document.kind)) + ".html", write_html(document, meta)});
  }
  if (auto status = write_all(workspace, "pages", pages, result.written); !status) return status;
  return write_all(workspace, "miniprogram", write_miniprogram_pages(pointers, meta, "pages/legal"), result.written);
}

}  // namespace

std::string Workspace::file(std::string_view name) const { return (fs::path(directory) / name).string(); }

Workspace workspace_at(std::string program, std::string directory) {
  if (directory.empty()) directory = (fs::path(program) / "legal").string();
  return {std::move(program), std::move(directory)};
}

Result<ScanResult> scan_program(const ScanRequest& request, const knowledge::Knowledge& knowledge) {
  auto candidates = program::discover(request.program, knowledge);
  if (!candidates) return fail(candidates.error());
  const program::Candidate* chosen = nullptr;
  ScanResult result;
  std::vector<std::string> roots;
  for (const program::Candidate& candidate : *candidates) {
    roots.push_back(candidate.root);
    const bool wanted = request.root.empty() ? chosen == nullptr : candidate.root == request.root;
    if (wanted && chosen == nullptr) {
      chosen = &candidate;
    } else {
      result.other_roots.push_back(candidate.root);
    }
  }
  if (chosen == nullptr) {
    return fail({.message = {fmt::format("这里没有根目录为 {} 的小程序", request.root),
                             fmt::format("there is no mini program rooted at {} here", request.root)},
                 .remedy = {fmt::format("找到的根目录有：{}", join(roots, "、")),
                            fmt::format("the roots found are: {}", join(roots, ", "))},
                 .file = request.program,
                 .more = {}});
  }
  auto opened = program::open(request.program, *chosen, knowledge);
  if (!opened) return fail(opened.error());
  result.evidence = scan::scan(*opened, knowledge, {.threads = request.threads});
  return result;
}

Result<FactsResult> prepare_facts(const Workspace& workspace, const Evidence& evidence, const InterviewRequest& request,
                                  const knowledge::Knowledge& knowledge) {
  const std::string path = workspace.file("facts.yaml");
  FactsResult result;
  std::string yaml;
  if (exists(path)) {
    auto read = read_text_file(path);
    if (!read) return fail(read.error());
    yaml = std::move(*read);
  } else {
    yaml = propose_facts(evidence, knowledge);
    result.created = true;
    if (auto status = write_file(path, yaml); !status) return fail(status.error());
  }

  const bool asked = request.in != nullptr || request.accept_proposals || !request.answers_file.empty();
  if (asked) {
    Interview interview{.in = request.in,
                        .out = request.out,
                        .lang = request.lang,
                        .accept_proposals = request.accept_proposals,
                        .answers_file = request.answers_file,
                        .save = [&path](std::string_view text) { return write_file(path, text); }};
    auto answered = run_interview(path, std::move(yaml), evidence, knowledge, interview);
    if (!answered) return fail(answered.error());
    yaml = std::move(*answered);
  }

  auto facts = parse_facts(path, yaml, knowledge);
  if (!facts) return fail(facts.error());
  result.facts = std::move(*facts);
  result.open = static_cast<int>(open_questions(result.facts, evidence, knowledge).size());
  return result;
}

Result<DraftResult> draft_into(const Workspace& workspace, const Inventory& inventory,
                               const knowledge::Knowledge& knowledge, Lang lang) {
  const std::string own = workspace.file("clauses");
  auto drafted = draft(inventory, knowledge, {.lang = lang, .own_clauses = exists(own) ? own : ""});
  if (!drafted) return fail(drafted.error());
  DraftResult result;
  result.drafts = std::move(*drafted);

  struct Target {
    std::string_view name;
    const Document* document;
  };
  const Target targets[] = {{kPolicyFile, &result.drafts.privacy_policy},
                            {kAgreementFile, &result.drafts.user_agreement},
                            {kListsFile, &result.drafts.data_lists}};
  // Everything is computed before anything is written, so that a failure leaves legal/ as it was.
  std::vector<OutputFile> files;
  for (const Target& target : targets) {
    const std::string text = write_markdown(*target.document);
    auto merged = merge_with_edits(workspace, target.name, text);
    if (!merged) return fail(merged.error());
    if (merged->conflicts > 0) result.conflicts.push_back(workspace.file(target.name));
    files.push_back({std::string(target.name), std::move(merged->text)});
    files.push_back({fmt::format("{}/{}", kBaseFolder, target.name), text});
  }
  if (auto status = write_all(workspace, "", files, result.written); !status) return fail(status.error());
  std::erase_if(result.written, [](const std::string& path) { return path.find(kBaseFolder) != std::string::npos; });
  return result;
}

Result<std::vector<Document>> read_workspace_documents(const Workspace& workspace) {
  std::vector<Document> documents;
  for (const std::string_view name : {kPolicyFile, kAgreementFile, kListsFile}) {
    const std::string path = workspace.file(name);
    if (!exists(path)) continue;
    auto read = read_documents(path);
    if (!read) return fail(read.error());
    for (Document& document : *read) documents.push_back(std::move(document));
  }
  if (documents.empty()) {
    return fail({.message = {"这里还没有协议文本", "there are no documents here yet"},
                 .remedy = {"先运行 qiyue draft 或 qiyue build", "run `qiyue draft` or `qiyue build` first"},
                 .file = workspace.directory,
                 .more = {}});
  }
  return documents;
}

Result<std::vector<PlatformForm>> read_platform_forms(const Workspace& workspace) {
  std::vector<std::string> paths;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(workspace.file(kFormFolder), ignored))
    if (entry.path().extension() == ".json" && entry.is_regular_file(ignored)) paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  std::vector<PlatformForm> forms;
  for (const std::string& path : paths) {
    const auto text = read_text_file(path);
    if (!text) return fail(text.error());
    auto form = read_platform_form(path, *text);
    if (!form) return fail(form.error());
    if (*form) forms.push_back(std::move(**form));
  }
  return forms;
}

Result<PublishResult> publish_into(const Workspace& workspace, const std::vector<Document>& documents,
                                   const Inventory& inventory, const knowledge::Knowledge& knowledge) {
  PublishResult result;
  if (auto status = pages_into(workspace, documents, inventory, result); !status) return fail(status.error());
  if (auto status = forms_into(workspace, inventory, knowledge, result); !status) return fail(status.error());
  return result;
}

Result<BuildResult> build(const BuildRequest& request, const knowledge::Knowledge& knowledge, Progress& progress) {
  BuildResult result;

  progress.begin({"扫描源代码", "scan the source"});
  auto scanned = scan_program(request.scan, knowledge);
  if (!scanned) return fail(scanned.error());
  result.scan = std::move(*scanned);
  const Evidence& evidence = result.scan.evidence;
  if (auto status = write_file(request.workspace.file("evidence.json"), to_json_text(evidence)); !status)
    return fail(status.error());
  progress.end({fmt::format("{} 处收集，{} 个输入项，{} 个接收方", evidence.uses.size(), evidence.fields.size(),
                            evidence.recipients.size()),
                fmt::format("{} uses, {} fields, {} recipients", evidence.uses.size(), evidence.fields.size(),
                            evidence.recipients.size())});

  progress.begin({"核对事实", "read the facts"});
  auto facts = prepare_facts(request.workspace, evidence, request.interview, knowledge);
  if (!facts) return fail(facts.error());
  result.facts = std::move(*facts);
  progress.end({fmt::format("{} 处待填写", result.facts.open), fmt::format("{} places to fill in", result.facts.open)});

  progress.begin({"汇总处理活动", "join code and facts"});
  result.inventory = join(result.facts.facts, evidence, knowledge);
  if (auto status = write_file(request.workspace.file("inventory.json"), to_json_text(result.inventory)); !status)
    return fail(status.error());
  progress.end(
      {fmt::format("{} 项处理活动，{} 处差异", result.inventory.activities.size(), result.inventory.gaps.size()),
       fmt::format("{} activities, {} gaps", result.inventory.activities.size(), result.inventory.gaps.size())});

  progress.begin({"起草", "draft"});
  auto drafted = draft_into(request.workspace, result.inventory, knowledge, Lang::zh);
  if (!drafted) return fail(drafted.error());
  result.draft = std::move(*drafted);
  progress.end({fmt::format("{} 份文本", result.draft.written.size()),
                fmt::format("{} documents", result.draft.written.size())});

  progress.begin({"检查", "check"});
  // Before the check, which holds them against code and texts.
  if (auto status = forms_into(request.workspace, result.inventory, knowledge, result.publish); !status)
    return fail(status.error());
  const auto forms = read_platform_forms(request.workspace);
  if (!forms) return fail(forms.error());
  auto documents = read_workspace_documents(request.workspace);
  if (!documents) return fail(documents.error());
  result.documents = std::move(*documents);
  std::vector<const Document*> pointers;
  for (const Document& document : result.documents) pointers.push_back(&document);
  const CheckInput input{
      .documents = pointers, .inventory = &result.inventory, .evidence = nullptr, .as_of = request.as_of};
  result.findings = check(input, knowledge);
  check_platform_forms(input, *forms, knowledge, result.findings);
  for (Finding& pin : moved_pins(result.inventory.facts, request.workspace.file("clauses"), knowledge))
    result.findings.push_back(std::move(pin));
  if (auto status = write_file(request.workspace.file("findings.json"), findings_json(result.findings, pointers));
      !status) {
    return fail(status.error());
  }
  progress.end({fmt::format("{} 个问题", result.findings.size()), fmt::format("{} findings", result.findings.size())});

  progress.begin({"生成页面", "render pages"});
  if (auto status = pages_into(request.workspace, result.documents, result.inventory, result.publish); !status)
    return fail(status.error());
  progress.end({fmt::format("{} 个文件", result.publish.written.size()),
                fmt::format("{} files", result.publish.written.size())});
  return result;
}

}  // namespace qiyue
