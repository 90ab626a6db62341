// The peer of the benchmark: reads the source files of a program and parses them with the same tree-sitter grammars, and does nothing
// else. No lower bound on what a scanner must do is nearer at hand. Markup and styles are read, not parsed, for want of a grammar.
//   bench_parse_only LIST THREADS        (LIST: what bench_sources wrote)
#include <fmt/core.h>
#include <tree_sitter/api.h>

#include <atomic>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

extern "C" {
const TSLanguage* tree_sitter_javascript();
const TSLanguage* tree_sitter_typescript();
const TSLanguage* tree_sitter_tsx();
const TSLanguage* tree_sitter_json();
}

namespace {

struct Job {
  const TSLanguage* language = nullptr;  // none: only read
  std::vector<TSRange> ranges;           // none: all of it
  std::string path;
};

const TSLanguage* language_of(std::string_view grammar) {
  if (grammar == "js") return tree_sitter_javascript();
  if (grammar == "ts") return tree_sitter_typescript();
  if (grammar == "tsx") return tree_sitter_tsx();
  if (grammar == "json") return tree_sitter_json();
  return nullptr;
}

std::uint32_t number(std::string_view text) {
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<Job> read_jobs(const char* list) {
  std::vector<Job> jobs;
  std::ifstream lines(list);
  std::string grammar, ranges, path;
  while (lines >> grammar >> ranges && std::getline(lines >> std::ws, path)) {
    Job job;
    job.language = language_of(grammar);
    job.path = path;
    std::istringstream parts(ranges);
    for (std::string part; ranges != "-" && std::getline(parts, part, ',');) {
      const std::size_t dash = part.find('-');
      const std::uint32_t begin = number(part);
      const std::uint32_t end = number(std::string_view(part).substr(dash + 1));
      job.ranges.push_back({{0, begin}, {0, end}, begin, end});
    }
    jobs.push_back(std::move(job));
  }
  return jobs;
}

struct Count {
  std::size_t parsed = 0, read = 0;
  std::uint64_t bytes = 0;
};

Count work(const std::vector<Job>& jobs, std::atomic<std::size_t>& next) {
  Count count;
  TSParser* parser = ts_parser_new();
  for (std::size_t i = next++; i < jobs.size(); i = next++) {
    std::ifstream stream(jobs[i].path, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    count.bytes += content.size();
    if (jobs[i].language == nullptr) {
      ++count.read;
      continue;
    }
    ts_parser_set_language(parser, jobs[i].language);
    ts_parser_set_included_ranges(parser, jobs[i].ranges.data(), static_cast<std::uint32_t>(jobs[i].ranges.size()));
    TSTree* tree = ts_parser_parse_string(parser, nullptr, content.data(), static_cast<std::uint32_t>(content.size()));
    ts_tree_delete(tree);
    ++count.parsed;
  }
  ts_parser_delete(parser);
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint32_t threads = argc == 3 ? number(argv[2]) : 0;
  if (threads < 1) {
    fmt::print(stderr, "usage: bench_parse_only LIST THREADS\n");
    return 2;
  }
  const std::vector<Job> jobs = read_jobs(argv[1]);
  std::atomic<std::size_t> next{0};
  std::vector<Count> counts(threads);
  std::vector<std::thread> pool;
  for (std::size_t t = 1; t < threads; ++t) pool.emplace_back([&, t] { counts[t] = work(jobs, next); });
  counts[0] = work(jobs, next);
  for (std::thread& thread : pool) thread.join();
  Count all;
  for (const Count& count : counts) {
    all.parsed += count.parsed;
    all.read += count.read;
    all.bytes += count.bytes;
  }
  fmt::print("{} {} {}\n", all.parsed, all.read, all.bytes);
  return 0;
}
