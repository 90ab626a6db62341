// The tool's face, tested from outside: each folder of tests/cli holds `cmd` (a bash script run in an empty directory, with $QIYUE and
// $SOURCE set) and `expected` (standard output, standard error and exit code). QIYUE_UPDATE=1 rewrites `expected`.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

std::string read_all(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(fs::path(QIYUE_SOURCE_DIR) / "tests/cli")) {
    if (fs::exists(entry.path() / "cmd")) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class Scratch {
 public:
  Scratch() {
    std::string pattern = (fs::temp_directory_path() / "qiyue-cli-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string run(const fs::path& script) {
  const Scratch scratch;
  const fs::path work = scratch.path() / "work";
  fs::create_directory(work);
  const fs::path out = scratch.path() / "out";
  const fs::path err = scratch.path() / "err";
  const std::string command = "cd '" + work.string() + "' && QIYUE='" + QIYUE_BINARY + " --no-progress' SOURCE='" +
                              QIYUE_SOURCE_DIR + "' LC_ALL=C.UTF-8 NO_COLOR=1 bash '" + script.string() + "' >'" +
                              out.string() + "' 2>'" + err.string() + "' </dev/null";
  const int status = std::system(command.c_str());
  std::string text =
      "--- stdout\n" + read_all(out) + "--- stderr\n" + read_all(err) + "--- exit " +
      (WIFEXITED(status) ? std::to_string(WEXITSTATUS(status)) : "by signal " + std::to_string(WTERMSIG(status))) +
      "\n";
  // The scratch directory's name differs from run to run, the checkout's from machine to machine.
  for (const auto& [from, to] :
       std::array<std::pair<std::string, std::string>, 2>{{{work.string(), "$WORK"}, {QIYUE_SOURCE_DIR, "$SOURCE"}}}) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  }
  return text;
}

class Cli : public testing::TestWithParam<std::string> {};

TEST_P(Cli, SaysWhatIsExpected) {
  const fs::path folder = fs::path(QIYUE_SOURCE_DIR) / "tests/cli" / GetParam();
  const std::string got = run(folder / "cmd");
  if (std::getenv("QIYUE_UPDATE") != nullptr) {
    std::ofstream(folder / "expected", std::ios::binary) << got;
    return;
  }
  EXPECT_EQ(read_all(folder / "expected"), got);
}

INSTANTIATE_TEST_SUITE_P(Cases, Cli, testing::ValuesIn(cases()), [](const auto& tested) {
  std::string name = tested.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
