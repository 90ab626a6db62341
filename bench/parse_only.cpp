// The peer of the benchmark: reads every source file of a program and parses it with the same tree-sitter grammars, and does
// nothing else. No lower bound on what a scanner must do is nearer at hand. One thread; markup and styles are read, not
// parsed, for want of a grammar.
#include <fmt/core.h>
#include <tree_sitter/api.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

extern "C" {
const TSLanguage* tree_sitter_javascript();
const TSLanguage* tree_sitter_typescript();
const TSLanguage* tree_sitter_tsx();
const TSLanguage* tree_sitter_json();
}

namespace {

namespace fs = std::filesystem;

const TSLanguage* language_of(const fs::path& path) {
  const std::string extension = path.extension().string();
  if (extension == ".js" || extension == ".jsx" || extension == ".mjs" || extension == ".wxs")
    return tree_sitter_javascript();
  if (extension == ".ts") return tree_sitter_typescript();
  if (extension == ".tsx") return tree_sitter_tsx();
  if (extension == ".json") return tree_sitter_json();
  return nullptr;
}

bool only_read(const fs::path& path) {
  const std::string extension = path.extension().string();
  for (const std::string_view known : {".wxml", ".axml", ".ttml", ".swan", ".qml", ".ksml", ".vue"}) {
    if (extension == known) return true;
  }
  return false;
}

bool skipped_folder(const fs::path& path) {
  const std::string name = path.filename().string();
  return name == ".git" || name == "node_modules" || name == "legal";
}

std::vector<fs::path> sources(const fs::path& root) {
  std::vector<fs::path> found;
  std::error_code error;
  fs::recursive_directory_iterator entry(root, fs::directory_options::skip_permission_denied, error);
  for (const fs::recursive_directory_iterator end; !error && entry != end; entry.increment(error)) {
    if (entry->is_directory(error) && skipped_folder(entry->path())) entry.disable_recursion_pending();
    if (entry->is_regular_file(error)) found.push_back(entry->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: bench_parse_only DIRECTORY\n");
    return 2;
  }
  TSParser* parser = ts_parser_new();
  std::size_t parsed = 0;
  std::size_t read = 0;
  std::uint64_t bytes = 0;
  for (const fs::path& path : sources(argv[1])) {
    const TSLanguage* language = language_of(path);
    if (language == nullptr && !only_read(path)) continue;
    std::ifstream stream(path, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    bytes += content.size();
    if (language == nullptr) {
      ++read;
      continue;
    }
    ts_parser_set_language(parser, language);
    TSTree* tree = ts_parser_parse_string(parser, nullptr, content.data(), static_cast<std::uint32_t>(content.size()));
    ts_tree_delete(tree);
    ++parsed;
  }
  ts_parser_delete(parser);
  fmt::print("{} {} {}\n", parsed, read, bytes);
  return 0;
}
