// Reading and writing with nothing lost: limits on the way in, whole files or none on the way out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace qiyue {

inline constexpr std::uint64_t kMaxSourceFileBytes = 16ull << 20;  // a larger source file is listed as unread
inline constexpr int kMaxTreeDepth = 64;
inline constexpr int kMaxTreeFiles = 200'000;

// Whole file as bytes. Fails on a missing or unreadable file, a directory, and one over `max_bytes`; names the reason.
Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t max_bytes = kMaxSourceFileBytes);
// As read_file, and the content must be UTF-8 (a byte order mark is dropped); says so when it looks like GBK.
Result<std::string> read_text_file(const std::filesystem::path& path, std::uint64_t max_bytes = kMaxSourceFileBytes);
// Writes beside the target, fsyncs and renames: the target is the old file or the new one, never half of either.
// Makes missing parent directories.
Status write_file(const std::filesystem::path& path, std::string_view content);
// Writes all of `files` (path relative to `directory`, content) into a new sibling directory and swaps it in by rename.
struct OutputFile {
  std::string path;
  std::string content;
};
Status write_directory(const std::filesystem::path& directory, const std::vector<OutputFile>& files);

struct TreeEntry {
  std::string path;  // relative to the root, with '/'
  std::uint64_t bytes = 0;
};
struct Tree {
  std::vector<TreeEntry> files;  // sorted by path, bytewise
  struct Skipped {
    std::string path;
    Text why;
  };
  std::vector<Skipped> skipped;  // links that loop or leave the root, unreadable directories, what is over a limit
};
// Every regular file below `root`. `skip_directory(relative path)` prunes. Follows no link out of the root or into a loop.
Result<Tree> list_tree(const std::filesystem::path& root, bool (*skip_directory)(std::string_view path));

std::string sha256_hex(std::string_view content);

// Whether something is there; what cannot be looked at counts as absent.
bool exists(const std::string& path);

}  // namespace qiyue
