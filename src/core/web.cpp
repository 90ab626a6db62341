#include "core/web.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <string>
#include <vector>

#include "core/text.h"

extern char** environ;

namespace qiyue {
namespace {

// What curl says after the body; no page ends like this by chance.
constexpr std::string_view kMark = "\n--qiyue-web-end-";
constexpr std::size_t kTailAtMost = 8192;

Error web_error(const std::string& address, Text message, Text remedy) {
  Error error;
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  error.file = address;
  return error;
}

// curl's exit codes: https://curl.se/libcurl/c/libcurl-errors.html
Error failure(const std::string& address, int code, const WebLimits& limits) {
  const Text by_hand{"用浏览器打开，另存为网页或复制到文本文件，再用那个文件",
                     "open it in a browser, save the page or copy its text to a file, and use that file"};
  switch (code) {
    case 3:
      return web_error(address, {"这不是一个网址", "this is no web address"},
                       {"网址以 http:// 或 https:// 开头", "an address begins with http:// or https://"});
    case 5:
    case 6:
    case 7:
      return web_error(address,
                       {"打不开：没有网络，或没有这个网站", "cannot be opened: no network, or there is no such site"},
                       {"检查网络和网址；离线时" + by_hand.zh, "check network and address; offline, " + by_hand.en});
    case 28:
      return web_error(
          address, {fmt::format("{} 秒内没有读完", limits.seconds), fmt::format("not read in {} s", limits.seconds)},
          by_hand);
    case 35:
    case 51:
    case 58:
    case 60:
      return web_error(address, {"网站的证书有问题，没有读取", "the site's certificate is not right: nothing was read"},
                       by_hand);
    case 63:
      return web_error(address,
                       {fmt::format("超过 {} MiB，没有读取", limits.bytes >> 20),
                        fmt::format("larger than {} MiB: not read", limits.bytes >> 20)},
                       {"协议文本不会这么大：检查网址", "no agreement is that large: check the address"});
    default:
      return web_error(address, {fmt::format("没有读到（curl {}）", code), fmt::format("not read (curl {})", code)},
                       by_hand);
  }
}

struct Said {
  std::string text;
  bool too_large = false;
  int exit_code = 0;
};

// Runs curl and reads what it says, at most `limit` bytes.
Result<Said> run_curl(std::vector<std::string> words, std::uint64_t limit, const std::string& address) {
  std::array<int, 2> pipe_ends{};
  if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0)
    return fail(web_error(address, {"系统资源不足", "out of system resources"}, {}));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int spawned = ::posix_spawnp(&child, "curl", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(pipe_ends[1]);
  if (spawned != 0) {
    ::close(pipe_ends[0]);
    return fail(
        web_error(address, {"打开网址需要 curl", "opening an address needs curl"},
                  {"安装 curl，或把网页存成文件再用", "install curl, or save the page to a file and use that"}));
  }
  Said said;
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t got = ::read(pipe_ends[0], buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    said.text.append(buffer.data(), static_cast<std::size_t>(got));
    if (said.text.size() <= limit) continue;
    said.too_large = true;  // a server need not say beforehand how much it sends
    ::kill(child, SIGTERM);
    break;
  }
  ::close(pipe_ends[0]);
  int ended = 0;
  while (::waitpid(child, &ended, 0) < 0 && errno == EINTR) {
  }
  said.exit_code = WIFEXITED(ended) ? WEXITSTATUS(ended) : 63;
  return said;
}

}  // namespace

Result<WebAnswer> ask_web(const std::string& address, const WebLimits& limits) {
  std::vector<std::string> words{"curl",
                                 "-sS",
                                 "-L",
                                 "--proto",
                                 "=http,https",
                                 "--proto-redir",
                                 "=http,https",
                                 "--max-redirs",
                                 "5",
                                 "--max-time",
                                 std::to_string(limits.seconds),
                                 "--max-filesize",
                                 std::to_string(limits.bytes),
                                 "-w",
                                 std::string(kMark) + "%{http_code}\\n%{content_type}\\n%{url_effective}"};
  if (!limits.keep_body) words.insert(words.end(), {"-o", "/dev/null"});
  words.insert(words.end(), {"--", address});
  auto said = run_curl(std::move(words), limits.bytes + kTailAtMost, address);
  if (!said) return fail(said.error());
  WebAnswer answer;
  const std::size_t mark = said->text.rfind(kMark);
  if (mark != npos) {
    const std::string_view tail = std::string_view(said->text).substr(mark + kMark.size());
    const auto lines = split(tail, '\n');
    std::from_chars(lines[0].data(), lines[0].data() + lines[0].size(), answer.status);
    if (lines.size() > 1) answer.content_type = std::string(lines[1]);
    if (lines.size() > 2) answer.address = std::string(lines[2]);
  }
  if (!limits.keep_body) return answer;
  if (said->too_large) return fail(failure(address, 63, limits));
  if (said->exit_code != 0 || mark == npos) return fail(failure(address, said->exit_code, limits));
  answer.body = said->text.substr(0, mark);
  if (answer.status >= 400) {
    return fail(web_error(
        address,
        {fmt::format("网站回答 {}，没有给出文本", answer.status), fmt::format("the site answers {}", answer.status)},
        {"检查网址；要登录才能看的页面，先另存为文件",
         "check the address; save a page behind a login to a file first"}));
  }
  return answer;
}

}  // namespace qiyue
