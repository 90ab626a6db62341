// recheck: reads the last release and the workspace, asks the network only when told to.
#include <filesystem>

#include "core/files.h"
#include "core/text.h"
#include "core/web.h"
#include "workspace/releases.h"

namespace qiyue {
namespace fs = std::filesystem;

Result<RecheckResult> recheck_workspace(const RecheckRequest& request, const knowledge::Knowledge& knowledge) {
  const std::string directory = releases_directory(request.workspace);
  auto entries = list_releases(directory);
  if (!entries) return fail(entries.error());
  if (entries->empty())
    return fail(
        {.message = {"还没有发布过版本，没有可以复核的", "nothing is published yet: there is nothing to re-check"},
         .remedy = {"先运行 qiyue publish", "run `qiyue publish` first"},
         .file = directory,
         .more = {}});
  RecheckResult result{.last = std::move(entries->back()), .actions = {}};
  auto verified = verify_release(result.last, "");
  if (!verified) return fail(verified.error());
  if (!verified->faults.empty()) {
    Error error = verified->faults.front();
    error.more.assign(verified->faults.begin() + 1, verified->faults.end());
    error.remedy = {"用版本库恢复这个版本", "restore the release from version control"};
    return fail(std::move(error));
  }
  auto released = read_release(result.last);
  if (!released) return fail(released.error());
  const fs::path folder(result.last.directory);
  auto released_evidence = read_evidence((folder / "evidence.json").string());
  if (!released_evidence) return fail(released_evidence.error());
  auto findings = read_text_file(folder / "findings.json");
  if (!findings) return fail(findings.error());

  auto scan = scan_program(request.scan, knowledge);
  if (!scan) return fail(scan.error());
  auto facts = read_facts(request.workspace.file("facts.yaml"), knowledge);
  if (!facts) return fail(facts.error());
  const Inventory inventory = join(*facts, scan->evidence, knowledge);
  auto documents = read_workspace_documents(request.workspace);
  if (!documents) return fail(documents.error());
  auto working = release_content(inventory, facts->text, *documents);
  if (!working) return fail(working.error());

  RecheckInput input{.last = &result.last,
                     .released = &*released,
                     .released_evidence = &*released_evidence,
                     .released_findings = std::move(*findings),
                     .evidence = &scan->evidence,
                     .inventory = &inventory,
                     .working = &*working,
                     .sign_offs = {},
                     .links = {},
                     .today = request.today};
  std::error_code ec;
  if (fs::is_directory(folder / "review", ec)) {
    auto tree = list_tree(folder / "review", nullptr);
    if (!tree) return fail(tree.error());
    for (const TreeEntry& file : tree->files) {
      auto bytes = read_file(folder / "review" / file.path);
      if (!bytes) return fail(bytes.error());
      input.sign_offs.push_back({file.path, std::move(*bytes)});
    }
  }
  if (request.online) {
    for (Link link : links_of(*released)) {
      auto answer = ask_web(link.url, {.seconds = 15, .keep_body = false});
      if (!answer) return fail(answer.error());
      link.status = answer->status;
      input.links.push_back(std::move(link));
    }
  }
  result.actions = recheck(input, knowledge);
  return result;
}

}  // namespace qiyue
