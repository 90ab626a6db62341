// Which program a file belongs to, told from the folders above it.
#include <algorithm>
#include <array>
#include <filesystem>

#include "program/program.h"

namespace qiyue::program {
namespace {

namespace fs = std::filesystem;

constexpr int kHighest = 12;  // folders above the file that are looked at

bool present(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

// Files that stand at the top of a mini program or of the project that builds one.
bool is_top(const fs::path& folder) {
  static constexpr std::array markers{"app.json", "project.config.json", "pages.json",    "manifest.json",    "app.mpx",
                                      "app.wpy",  "app.config.ts",       "app.config.js", "mini.project.json"};
  for (const std::string_view inside : {"", "src", "miniprogram"}) {
    const fs::path base = inside.empty() ? folder : folder / inside;
    if (std::any_of(markers.begin(), markers.end(), [&](const char* name) { return present(base / name); }))
      return true;
  }
  return false;
}

// docs/user-agreement.md beside apps/ or miniprogram/.
bool has_sources_beside(const fs::path& folder) {
  static constexpr std::array names{"apps",  "packages",     "miniprogram", "miniapp",
                                    "weapp", "mini-program", "uniapp",      "client"};
  return std::any_of(names.begin(), names.end(), [&](const char* name) {
    std::error_code ignored;
    return fs::is_directory(folder / name, ignored);
  });
}

}  // namespace

std::optional<std::string> program_around(const std::string& file) {
  std::error_code error;
  fs::path folder = fs::absolute(file, error).lexically_normal().parent_path();
  if (error) return std::nullopt;
  for (int level = 0; level < kHighest && folder.has_relative_path(); ++level, folder = folder.parent_path()) {
    if (is_top(folder) || present(folder / ".git") || (level > 0 && has_sources_beside(folder))) return folder.string();
  }
  return std::nullopt;
}

}  // namespace qiyue::program
