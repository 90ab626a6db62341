// Runs whole commands, each several times in turn, and prints medians: elapsed time, processor time (user and system, all
// threads) and peak memory as the kernel counts them (wait4). A small program on purpose: a child's peak begins with its
// parent's size.
//   bench_measure RUNS SOURCE_BYTES FRESH -- NAME WORST_STATUS COMMAND… [-- NAME WORST_STATUS COMMAND…]…
// The first command is what the others are held against. FRESH is a directory that is removed before every command. An argument
// @FILE stands for the lines of that file. WORST_STATUS: the highest exit status that counts as done.
#include <fcntl.h>
#include <fmt/core.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
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
  std::string name;
  int worst_status = 0;
  std::vector<std::string> command;
  std::vector<Sample> samples;
};

double number(std::string_view text) {
  double value = -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<Subject> read_subjects(int argc, char** argv) {
  std::vector<Subject> subjects;
  for (int i = 4; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--") {
      subjects.emplace_back();
      if (i + 2 >= argc) break;
      subjects.back().name = argv[++i];
      subjects.back().worst_status = static_cast<int>(number(argv[++i]));
    } else if (!subjects.empty() && word.starts_with('@')) {
      std::ifstream lines{std::string(word.substr(1))};
      for (std::string line; std::getline(lines, line);) subjects.back().command.push_back(line);
    } else if (!subjects.empty()) {
      subjects.back().command.emplace_back(word);
    }
  }
  return subjects;
}

void print_row(std::string_view name, const Sample& figure, const Sample& peer, double source_mib) {
  fmt::print("  {:<24}{:>9.1f} ms {:>6.2f}x {:>9.1f} ms {:>6.2f}x {:>9.1f} MiB {:>7.1f}x\n", name, figure.elapsed_ms,
             figure.elapsed_ms / peer.elapsed_ms, figure.processor_ms, figure.processor_ms / peer.processor_ms,
             figure.peak_mib, figure.peak_mib / source_mib);
}

}  // namespace

int main(int argc, char** argv) {
  const int runs = argc > 4 ? static_cast<int>(number(argv[1])) : 0;
  const double source_mib = argc > 4 ? number(argv[2]) / (1024 * 1024) : 0;
  std::vector<Subject> subjects = read_subjects(argc, argv);
  if (runs < 1 || source_mib <= 0 || subjects.empty() ||
      std::any_of(subjects.begin(), subjects.end(), [](const Subject& one) { return one.command.empty(); })) {
    fmt::print(stderr,
               "usage: bench_measure RUNS SOURCE_BYTES FRESH -- NAME WORST_STATUS COMMAND... [-- NAME WORST_STATUS "
               "COMMAND...]...\n");
    return 2;
  }
  // In turn, not one after the other: what else the machine does then falls on all of them.
  for (int round = -1; round < runs; ++round) {
    for (Subject& subject : subjects) {
      std::error_code ignored;
      fs::remove_all(argv[3], ignored);
      Sample sample;
      if (!run(subject.command, subject.worst_status, sample)) {
        std::string shown;
        for (const std::string& word : subject.command) shown += (shown.size() < 400 ? word + " " : "");
        fmt::print(stderr, "error: this command failed; run it by hand to see why:\n  {}\n", shown);
        return 2;
      }
      if (round >= 0) subject.samples.push_back(sample);  // the round before the first warms the file cache
    }
  }
  const Sample peer = median(subjects[0].samples);
  fmt::print("  {:<24}{:>20} {:>20} {:>22}\n", "", "elapsed", "processor time", "peak memory / source");
  for (const Subject& subject : subjects) print_row(subject.name, median(subject.samples), peer, source_mib);
  return 0;
}
