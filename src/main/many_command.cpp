// scan --many: thousands of programs, each scanned in a process of its own, so that neither a crash nor a lack of memory ends the run.
// Lines come in the order of the list whatever runs beside what; nothing in them depends on time or the machine.
#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <map>
#include <set>

#include "core/data.h"
#include "core/files.h"
#include "core/text.h"
#include "main/commands.h"
#include "workspace/workspace.h"

namespace qiyue::cli {

namespace {

constexpr std::uint64_t kMaxListBytes = 64ull << 20, kMaxResumeBytes = 4ull << 30;
constexpr std::size_t kMaxLine = 64ull << 20;  // bytes of one program's line

json::array strings_of(const std::set<std::string>& values) {
  json::array out;
  for (const std::string& value : values) out.emplace_back(value);
  return out;
}

// What the line of one program says.
json::object line_of(const std::string& name, const Evidence& evidence, const std::vector<std::string>& other_roots) {
  json::object out;
  out["schema"] = "qiyue-many/1";
  out["name"] = name;
  out["status"] = "ok";
  out["root"] = evidence.program.root;
  out["platform"] = evidence.program.platform;
  out["framework"] = evidence.program.framework;
  std::set<std::string> items, hosts(evidence.hosts.begin(), evidence.hosts.end());
  json::array uses, recipients, findings, unread;
  for (const Use& use : evidence.uses) {
    items.insert(use.items.begin(), use.items.end());
    json::object one;
    one["api"] = use.api;
    one["items"] = strings_of({use.items.begin(), use.items.end()});
    one["file"] = use.place.file;
    one["line"] = use.place.line;
    one["trigger"] = to_string(use.trigger);
    one["reachable"] = use.reachable;
    one["vendored"] = use.vendored;
    uses.push_back(std::move(one));
  }
  for (const Field& field : evidence.fields) items.insert(field.items.begin(), field.items.end());
  std::set<std::tuple<std::string, std::string, std::string>> told;
  for (const Recipient& recipient : evidence.recipients) {
    const std::string kind(to_string(recipient.kind));
    if (!told.insert({kind, recipient.name, recipient.provider}).second) continue;
    json::object one;
    one["name"] = recipient.name;
    one["provider"] = recipient.provider;
    one["kind"] = kind;
    recipients.push_back(std::move(one));
  }
  for (const CodeFinding& finding : evidence.findings) {
    json::object one;
    one["rule"] = finding.rule;
    one["severity"] = to_string(finding.severity);
    one["file"] = finding.place.file;
    one["line"] = finding.place.line;
    findings.push_back(std::move(one));
  }
  for (const Unread& one : evidence.unread)
    unread.emplace_back(one.line > 0 ? one.file + ":" + std::to_string(one.line) : one.file);
  json::object counts;
  counts["pages"] = evidence.program.pages.size();
  counts["uses"] = evidence.uses.size();
  counts["fields"] = evidence.fields.size();
  counts["flows"] = evidence.flows.size();
  counts["recipients"] = recipients.size();
  counts["findings"] = evidence.findings.size();
  counts["unread"] = evidence.unread.size();
  out["counts"] = std::move(counts);
  out["items"] = strings_of(items);
  out["uses"] = std::move(uses);
  out["recipients"] = std::move(recipients);
  out["hosts"] = strings_of(hosts);
  out["findings"] = std::move(findings);
  out["unread"] = std::move(unread);
  out["other_roots"] = strings_of({other_roots.begin(), other_roots.end()});
  return out;
}

std::string error_line(const std::string& name, const std::string& why) {
  json::object out;
  out["schema"] = "qiyue-many/1";
  out["name"] = name;
  out["status"] = "error";
  out["error"] = why;
  return to_compact_json(out);
}

std::string scan_line(const std::string& name, const Session& session) {
  const auto scan = scan_program({.program = name, .root = "", .threads = 1}, session.knowledge);
  if (scan) return to_compact_json(line_of(name, scan->evidence, scan->other_roots));
  return error_line(name, scan.error().message.in(session.output_lang));
}

// The directories of the list, each once; blank lines and those that begin with # are left out.
Result<std::vector<std::string>> read_list(const std::string& path) {
  std::string text;
  if (path == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    auto read = read_text_file(path, kMaxListBytes);
    if (!read) return fail(read.error());
    text = std::move(*read);
  }
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (const std::string_view line : split(text, '\n')) {
    const std::string name(trim(line));
    if (!name.empty() && name.front() != '#' && seen.insert(name).second) names.push_back(name);
  }
  if (names.empty()) {
    return fail({.message = {"清单里没有目录", "the list names no directory"},
                 .remedy = {"每行写一个小程序目录", "write one directory of a mini program a line"},
                 .file = path,
                 .more = {}});
  }
  return names;
}

struct Earlier {
  std::set<std::string> done;
  bool findings = false;  // any finding at or above the threshold
  bool errors = false;
};

bool grave(const json::value& line, Severity threshold) {
  const json::value* findings = find(line, "findings");
  if (findings == nullptr || !findings->is_array()) return false;
  return std::any_of(findings->get_array().begin(), findings->get_array().end(), [&](const json::value& finding) {
    const std::string severity = get_string(finding, "severity");
    const Severity is = severity == "error"     ? Severity::error
                        : severity == "warning" ? Severity::warning
                                                : Severity::advice;
    return static_cast<int>(is) <= static_cast<int>(threshold);
  });
}

// Notes what a line tells about the run as a whole. False when it is no line of ours.
bool take_line(std::string_view text, Severity threshold, Earlier& into) {
  boost::system::error_code failed;
  const json::value line = json::parse(text, failed);
  if (failed || !line.is_object() || get_string(line, "schema") != "qiyue-many/1") return false;
  into.done.insert(get_string(line, "name"));
  into.errors = into.errors || get_string(line, "status") != "ok";
  into.findings = into.findings || grave(line, threshold);
  return true;
}

// Reads the output of an earlier run and cuts off a last line that was not finished.
Result<Earlier> read_earlier(const std::string& path, Severity threshold) {
  Earlier earlier;
  if (access(path.c_str(), F_OK) != 0) return earlier;
  auto text = read_file(path, kMaxResumeBytes);
  if (!text) return fail(text.error());
  std::size_t whole = 0;
  int number = 0;
  for (std::size_t at = 0; at < text->size();) {
    const std::size_t end = text->find('\n', at);
    if (end == std::string::npos) break;
    ++number;
    if (!take_line(std::string_view(*text).substr(at, end - at), threshold, earlier)) {
      return fail({.message = {"这不是 qiyue scan --many 的输出", "not an output of qiyue scan --many"},
                   .remedy = {"用 --resume 指定上次的输出文件；要重新开始就换一个文件名",
                              "give --resume the output of the earlier run, or a new name to begin anew"},
                   .file = path,
                   .line = number,
                   .more = {}});
    }
    at = whole = end + 1;
  }
  if (whole < text->size() && truncate(path.c_str(), static_cast<off_t>(whole)) != 0) {
    return fail({.message = {"无法改写这个文件", "cannot write this file"}, .remedy = {}, .file = path, .more = {}});
  }
  return earlier;
}

struct Child {
  pid_t pid = -1;
  int pipe = -1;
  std::size_t number = 0;
  std::string text;
};

// The address sanitizer reserves terabytes of address space that it does not use.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

void limit(int resource, std::uint64_t value) {
  const struct rlimit wanted{value, value};
  setrlimit(static_cast<__rlimit_resource_t>(resource), &wanted);
}

Child start(const std::string& name, std::size_t number, const ScanArguments& arguments, const Session& session) {
  int ends[2];
  Child child;
  child.number = number;
  if (pipe2(ends, O_CLOEXEC) != 0) return child;
  child.pid = fork();
  if (child.pid == 0) {
    if (!kSanitized) limit(RLIMIT_AS, static_cast<std::uint64_t>(arguments.memory) << 20);
    limit(RLIMIT_CORE, 0);
    const int quiet = open("/dev/null", O_WRONLY);
    if (quiet >= 0) dup2(quiet, STDERR_FILENO);
    close(ends[0]);
    const std::string line = scan_line(name, session) + "\n";
    for (std::size_t at = 0; at < line.size();) {
      const ssize_t wrote = write(ends[1], line.data() + at, line.size() - at);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) _exit(1);
      at += static_cast<std::size_t>(wrote);
    }
    _exit(0);  // nothing of the parent's is flushed twice
  }
  close(ends[1]);
  child.pipe = ends[0];
  if (child.pid < 0) {
    close(ends[0]);
    child.pipe = -1;
  }
  return child;
}

// The line of a child that has closed its pipe: its own, or one that says how it ended.
std::string finish(const Child& child, const std::string& name, Lang lang) {
  int status = 0;
  while (waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && !child.text.empty() && child.text.back() == '\n')
    return child.text.substr(0, child.text.size() - 1);
  const Text why{"扫描这个小程序的进程没有做完（内存用尽或出错）",
                 "the process that scanned this program did not finish (out of memory, or a fault)"};
  return error_line(name, why.in(lang));
}

}  // namespace

int run_many(const ScanArguments& arguments, const Session& session) {
  const auto names = read_list(arguments.many);
  if (!names) return report(names.error(), session.lang);
  Earlier seen;
  std::FILE* out = stdout;
  if (!arguments.resume.empty()) {
    auto earlier = read_earlier(arguments.resume, arguments.fail_on);
    if (!earlier) return report(earlier.error(), session.lang);
    seen = std::move(*earlier);
    out = std::fopen(arguments.resume.c_str(), "ab");
    if (out == nullptr) {
      return report({.message = {"无法写入这个文件", "cannot write this file"},
                     .remedy = {},
                     .file = arguments.resume,
                     .more = {}},
                    session.lang);
    }
  }
  std::vector<std::size_t> todo;
  for (std::size_t i = 0; i < names->size(); ++i)
    if (!seen.done.contains((*names)[i])) todo.push_back(i);

  std::signal(SIGPIPE, SIG_IGN);
  std::vector<Child> running;
  std::map<std::size_t, std::string> ready;  // lines that wait for those before them
  std::size_t next = 0, written = 0;         // into todo
  bool failed = false;
  while (written < todo.size() && !failed) {
    // Not far ahead of the slowest, so that few lines wait.
    while (next < todo.size() && running.size() < static_cast<std::size_t>(arguments.jobs) && next < written + 1000) {
      Child child = start((*names)[todo[next]], next, arguments, session);
      if (child.pid < 0) {
        if (!running.empty()) break;  // too many processes: wait for one to end
        ready[next] =
            error_line((*names)[todo[next]], Text{"无法启动进程", "cannot start a process"}.in(session.output_lang));
      } else {
        running.push_back(std::move(child));
      }
      ++next;
    }
    std::vector<pollfd> waits;
    for (const Child& child : running) waits.push_back({child.pipe, POLLIN, 0});
    if (!waits.empty() && poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) break;
    for (std::size_t i = running.size(); i-- > 0;) {
      if ((waits[i].revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
      Child& child = running[i];
      char buffer[65536];
      const ssize_t got = read(child.pipe, buffer, sizeof buffer);
      if (got < 0 && errno == EINTR) continue;
      if (got > 0 && child.text.size() < kMaxLine) {
        child.text.append(buffer, static_cast<std::size_t>(got));
        continue;
      }
      close(child.pipe);
      ready[child.number] = finish(child, (*names)[todo[child.number]], session.output_lang);
      running.erase(running.begin() + static_cast<std::ptrdiff_t>(i));
    }
    for (auto line = ready.find(written); line != ready.end(); line = ready.find(written)) {
      take_line(line->second, arguments.fail_on, seen);
      const std::string whole = line->second + "\n";
      if (std::fwrite(whole.data(), 1, whole.size(), out) != whole.size() || std::fflush(out) != 0) failed = true;
      ready.erase(line);
      ++written;
    }
  }
  for (Child& child : running) {  // only after a failure to write
    close(child.pipe);
    finish(child, "", session.output_lang);
  }
  if (out != stdout && std::fclose(out) != 0) failed = true;
  if (failed) {
    return report({.message = {"输出写不下去了", "the output could not be written"},
                   .remedy = {},
                   .file = arguments.resume,
                   .more = {}},
                  session.lang);
  }
  if (seen.errors) return kBadInput;
  return seen.findings ? kFindings : kClean;
}

}  // namespace qiyue::cli
