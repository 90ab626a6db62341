// The walk over a program's folder (files.h: list_tree).
#include <algorithm>
#include <system_error>
#include <utility>

#include "core/files.h"
#include "core/text.h"

namespace qiyue {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxTreeDirectories = 50'000;
constexpr std::size_t kMaxLinkedDirectories = 1'000;  // links between n folders make n! ways through them

struct Pending {
  std::string relative;                // "" for the root
  std::vector<std::string> ancestors;  // real paths from the root down to this directory
  bool linked = false;                 // some part of the way is a link
};

std::string valid_name(std::string_view name) {
  std::string result;
  for (std::size_t i = 0; i < name.size();) append_utf8(result, decode_utf8(name, i));
  return result;
}

bool lies_within(const fs::path& path, const fs::path& root) {
  const auto mismatch = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
  return mismatch.first == root.end();
}

class Walk {
 public:
  Walk(fs::path root, bool (*skip)(std::string_view)) : root_(std::move(root)), skip_(skip) {}

  Tree run() {
    pending_.push_back({"", {root_.native()}, false});
    while (!pending_.empty()) {
      Pending next = std::move(pending_.back());
      pending_.pop_back();
      if (++directories_ > kMaxTreeDirectories || full_) {
        full_ = true;
        break;
      }
      visit(next);
    }
    if (full_) {
      skip_entry("", {"文件或目录过多，其余未列入", "too many files or directories; the rest is left out"});
    }
    std::sort(tree_.files.begin(), tree_.files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    std::sort(tree_.skipped.begin(), tree_.skipped.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return std::move(tree_);
  }

 private:
  void skip_entry(std::string path, Text why) { tree_.skipped.push_back({std::move(path), std::move(why)}); }

  void visit(const Pending& directory) {
    std::error_code ec;
    const fs::path absolute = directory.relative.empty() ? root_ : root_ / directory.relative;
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator it(absolute, ec), end; !ec && it != end; it.increment(ec)) entries.push_back(*it);
    if (ec) skip_entry(directory.relative, {"目录无法读取", "the directory cannot be read"});
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.path() > b.path(); });
    for (const fs::directory_entry& entry : entries) one(directory, entry);
  }

  void one(const Pending& directory, const fs::directory_entry& entry) {
    std::error_code ec;
    const std::string name = entry.path().filename().native();
    std::string relative = directory.relative.empty() ? name : directory.relative + "/" + name;
    if (first_invalid_utf8(name) != std::string_view::npos) {
      skip_entry(valid_name(relative), {"文件名不是 UTF-8 编码", "the name is not UTF-8"});
      return;
    }
    fs::path real;
    if (entry.is_symlink(ec)) {
      real = fs::canonical(entry.path(), ec);
      if (ec) {
        skip_entry(std::move(relative), {"符号链接没有可用的目标，或形成循环", "the link has no target, or loops"});
        return;
      }
      if (!lies_within(real, root_)) {
        skip_entry(std::move(relative), {"符号链接指向程序目录之外", "the link leaves the program's directory"});
        return;
      }
    } else {
      real = fs::path(directory.ancestors.back()) / name;
    }
    const fs::file_status status = fs::status(real, ec);
    if (fs::is_directory(status)) {
      if (skip_ != nullptr && skip_(relative)) return;
      if (std::find(directory.ancestors.begin(), directory.ancestors.end(), real.native()) !=
          directory.ancestors.end()) {
        skip_entry(std::move(relative), {"符号链接形成循环", "the link loops"});
        return;
      }
      if (directory.ancestors.size() >= static_cast<std::size_t>(kMaxTreeDepth)) {
        skip_entry(std::move(relative), {"目录层级过深", "the directories are nested too deeply"});
        return;
      }
      const bool linked = directory.linked || entry.is_symlink(ec);
      if (linked && ++linked_ > kMaxLinkedDirectories) {
        skip_entry(std::move(relative), {"经符号链接到达的目录过多", "too many directories are reached through links"});
        return;
      }
      Pending next{std::move(relative), directory.ancestors, linked};
      next.ancestors.push_back(real.native());
      pending_.push_back(std::move(next));
      return;
    }
    if (!fs::is_regular_file(status)) {
      skip_entry(std::move(relative), {"不是普通文件", "not a regular file"});
      return;
    }
    if (tree_.files.size() >= static_cast<std::size_t>(kMaxTreeFiles)) {
      full_ = true;
      return;
    }
    const std::uintmax_t bytes = fs::file_size(real, ec);
    tree_.files.push_back({std::move(relative), ec ? 0 : static_cast<std::uint64_t>(bytes)});
  }

  fs::path root_;
  bool (*skip_)(std::string_view);
  std::vector<Pending> pending_;
  std::size_t directories_ = 0;
  std::size_t linked_ = 0;
  bool full_ = false;
  Tree tree_;
};

}  // namespace

Result<Tree> list_tree(const fs::path& root, bool (*skip_directory)(std::string_view path)) {
  std::error_code ec;
  const fs::path real = fs::canonical(root, ec);
  if (ec || !fs::is_directory(real, ec)) {
    Error error;
    error.file = valid_name(root.native());
    error.message = {"目录不存在或不是目录", "no such directory"};
    error.remedy = {"检查路径是否写对", "check the path"};
    return fail(std::move(error));
  }
  fs::directory_iterator probe(real, ec);
  if (ec) {
    Error error;
    error.file = valid_name(root.native());
    error.message = {"没有权限读取该目录", "no permission to read this directory"};
    return fail(std::move(error));
  }
  return Walk(real, skip_directory).run();
}

}  // namespace qiyue
