// Runs whole commands, each several times in turn, and prints medians: elapsed time, processor time (user and system, all
// threads) and peak memory as the kernel counts them (wait4). A small program on purpose: a child's peak begins with its
// parent's size.
#include <fcntl.h>
#include <fmt/core.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Sample {
  double elapsed_ms = 0;
  double processor_ms = 0;
  double peak_mib = 0;
};

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_usec) / 1000;
}

// Runs the command with its output thrown away. False when it could not run or ended with more than `worst_status`.
bool run(const std::vector<std::string>& command, int worst_status, Sample& sample) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  const auto began = std::chrono::steady_clock::now();
  pid_t child = 0;
  const int error = posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return false;
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child) return false;
  sample.elapsed_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
  sample.processor_ms = milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
  sample.peak_mib = static_cast<double>(usage.ru_maxrss) / 1024;
  return WIFEXITED(status) && WEXITSTATUS(status) <= worst_status;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

Sample median(const std::vector<Sample>& samples) {
  std::vector<double> elapsed, processor, peak;
  for (const Sample& sample : samples) {
    elapsed.push_back(sample.elapsed_ms);
    processor.push_back(sample.processor_ms);
    peak.push_back(sample.peak_mib);
  }
  return {median(elapsed), median(processor), median(peak)};
}

struct Subject {
  std::string_view name;
  std::vector<std::string> command;
  int worst_status;
  std::vector<Sample> samples;
};

void print_row(std::string_view name, const Sample& figure, const Sample& peer) {
  fmt::print("  {:<22}{:>9.1f} ms {:>6.1f}x {:>9.1f} ms {:>6.1f}x {:>9.1f} MiB {:>6.1f}x\n", name, figure.elapsed_ms,
             figure.elapsed_ms / peer.elapsed_ms, figure.processor_ms, figure.processor_ms / peer.processor_ms,
             figure.peak_mib, figure.peak_mib / peer.peak_mib);
}

}  // namespace

int main(int argc, char** argv) {
  int runs = 0;
  if (argc == 6) std::from_chars(argv[4], argv[4] + std::string_view(argv[4]).size(), runs);
  if (runs < 1) {
    fmt::print(stderr, "usage: bench_measure QIYUE PARSE_ONLY PROGRAM RUNS SCRATCH_DIRECTORY\n");
    return 2;
  }
  const std::string qiyue = argv[1];
  const std::string program = argv[3];
  const std::string legal = std::string(argv[5]) + "/legal";
  // 1 is "findings": the programs measured have some.
  std::array<Subject, 3> subjects{{
      {"bare tree-sitter parse", {argv[2], program}, 0, {}},
      {"qiyue scan", {qiyue, "--no-progress", "scan", program, "--format", "json"}, 1, {}},
      {"qiyue build", {qiyue, "--no-progress", "build", program, "--yes", "--legal", legal}, 1, {}},
  }};
  // In turn, not one after the other: what else the machine does then falls on all of them.
  for (int round = -1; round < runs; ++round) {
    for (Subject& subject : subjects) {
      std::error_code ignored;
      fs::remove_all(legal, ignored);
      Sample sample;
      if (!run(subject.command, subject.worst_status, sample)) {
        std::string shown;
        for (const std::string& word : subject.command) shown += word + " ";
        fmt::print(stderr, "error: this command failed; run it by hand to see why:\n  {}\n", shown);
        return 2;
      }
      if (round >= 0) subject.samples.push_back(sample);  // the round before the first warms the file cache
    }
  }
  const Sample peer = median(subjects[0].samples);
  fmt::print("  {:<22}{:>20} {:>20} {:>21}\n", "", "elapsed", "processor time", "peak memory");
  for (const Subject& subject : subjects) print_row(subject.name, median(subject.samples), peer);
  return 0;
}
