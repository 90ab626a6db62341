// recheck: reads the last release and the workspace, asks the network only when told to.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <filesystem>

#include "core/files.h"
#include "core/text.h"
#include "workspace/releases.h"

extern char** environ;

namespace qiyue {
namespace fs = std::filesystem;
namespace {

// The status of one address by curl, run without a shell: 0 where nothing answers, -1 where there is no curl.
int status_of(const std::string& url) {
  std::array<int, 2> pipe_ends{};
  if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return 0;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<std::string> words{"curl",         "-sS", "-L",           "--proto", "=http,https",
                                 "--max-redirs", "5",   "--max-time",   "15",      "-o",
                                 "/dev/null",    "-w",  "%{http_code}", "--",      url};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int spawned = ::posix_spawnp(&child, "curl", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(pipe_ends[1]);
  std::string said;
  if (spawned == 0) {
    std::array<char, 64> buffer{};
    for (ssize_t n = 0; (n = ::read(pipe_ends[0], buffer.data(), buffer.size())) > 0;)
      said.append(buffer.data(), static_cast<std::size_t>(n));
    int ended = 0;
    ::waitpid(child, &ended, 0);
  }
  ::close(pipe_ends[0]);
  if (spawned != 0) return -1;
  int status = 0;
  std::from_chars(said.data(), said.data() + said.size(), status);
  return status;
}

}  // namespace

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
      link.status = status_of(link.url);
      if (link.status < 0)
        return fail({.message = {"--online 需要 curl", "--online needs curl"},
                     .remedy = {"安装 curl，或不用 --online", "install curl, or leave --online out"},
                     .file = "",
                     .more = {}});
      input.links.push_back(std::move(link));
    }
  }
  result.actions = recheck(input, knowledge);
  return result;
}

}  // namespace qiyue
