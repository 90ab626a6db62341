#include "core/files.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include "core/text.h"

namespace qiyue {
namespace fs = std::filesystem;
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  [[nodiscard]] int get() const { return fd_; }
  bool close() {
    const int fd = std::exchange(fd_, -1);
    return fd < 0 || ::close(fd) == 0;
  }

 private:
  int fd_;
};

// Names come from the disk and need not be UTF-8; messages must be.
std::string printable(std::string_view name) {
  std::string result;
  for (std::size_t i = 0; i < name.size();) {
    const char32_t c = decode_utf8(name, i);
    append_utf8(result, c < 0x20 || c == 0x7F ? U'\uFFFD' : c);
  }
  return result;
}

Text reason_of(int code) {
  switch (code) {
    case ENOENT:
      return {"文件或目录不存在", "no such file or directory"};
    case EACCES:
    case EPERM:
      return {"没有权限", "permission denied"};
    case ENOTDIR:
      return {"路径中有一段不是目录", "a part of the path is not a directory"};
    case EISDIR:
      return {"这是一个目录", "it is a directory"};
    case ELOOP:
      return {"符号链接循环", "symbolic link loop"};
    case ENOSPC:
      return {"磁盘空间不足", "no space left on the device"};
    case EROFS:
      return {"文件系统只读", "the file system is read-only"};
    case ENAMETOOLONG:
      return {"路径过长", "the path is too long"};
    case EMFILE:
    case ENFILE:
      return {"打开的文件过多", "too many open files"};
    default: {
      const std::string words = std::generic_category().message(code);
      return {"系统报告：" + words, words};
    }
  }
}

Text remedy_of(int code) {
  switch (code) {
    case ENOENT:
      return {"检查路径是否写对", "check the path"};
    case EACCES:
    case EPERM:
    case EROFS:
      return {"换一个有权限的位置，或调整该路径的权限", "choose another place, or change the permissions of this path"};
    case ENOSPC:
      return {"腾出磁盘空间后再试", "free some disk space and try again"};
    default:
      return {};
  }
}

tl::unexpected<Error> cannot(const Text& what, const fs::path& path, int code) {
  const std::string name = printable(path.native());
  const Text reason = reason_of(code);
  Error error;
  error.file = name;
  error.message = {fmt::format("{}：{}", what.zh, reason.zh), fmt::format("{}: {}", what.en, reason.en)};
  error.remedy = remedy_of(code);
  return fail(std::move(error));
}

const Text kCannotRead{"无法读取", "cannot read"};
const Text kCannotWrite{"无法写入", "cannot write"};

std::string human_bytes(std::uint64_t bytes) {
  if (bytes >= (1ULL << 20U)) return fmt::format("{:.1f} MB", static_cast<double>(bytes) / (1 << 20));
  return fmt::format("{} KB", (bytes + 1023) >> 10U);
}

bool write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    content.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

void sync_directory(const fs::path& directory) {
  const Descriptor fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() >= 0) ::fsync(fd.get());  // best effort: some file systems refuse it
}

fs::path parent_of(const fs::path& path) {
  const fs::path parent = path.parent_path();
  return parent.empty() ? fs::path(".") : parent;
}

mode_t creation_mode(mode_t wanted) {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return wanted & ~mask;
}

}  // namespace

Result<std::string> read_file(const fs::path& path, std::uint64_t max_bytes) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));  // a pipe must not hang us
  if (fd.get() < 0) return cannot(kCannotRead, path, errno);
  struct stat info{};
  if (::fstat(fd.get(), &info) != 0) return cannot(kCannotRead, path, errno);
  if (S_ISDIR(info.st_mode)) return cannot(kCannotRead, path, EISDIR);
  if (!S_ISREG(info.st_mode)) {
    Error error;
    error.file = printable(path.native());
    error.message = {"无法读取：不是普通文件", "cannot read: not a regular file"};
    return fail(std::move(error));
  }
  const auto too_large = [&](std::uint64_t bytes) {
    Error error;
    error.file = printable(path.native());
    error.message = {
        fmt::format("文件过大：{}，上限 {}", human_bytes(bytes), human_bytes(max_bytes)),
        fmt::format("the file is too large: {}, the limit is {}", human_bytes(bytes), human_bytes(max_bytes))};
    return fail(std::move(error));
  };
  const auto size = static_cast<std::uint64_t>(info.st_size);
  if (size > max_bytes) return too_large(size);
  std::string content(size, '\0');
  std::size_t done = 0;
  for (;;) {
    if (done == content.size()) content.resize(content.size() + 4096);  // the file may grow while it is read
    const ssize_t n = ::read(fd.get(), content.data() + done, content.size() - done);
    if (n < 0) {
      if (errno == EINTR) continue;
      return cannot(kCannotRead, path, errno);
    }
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
    if (done > max_bytes) return too_large(done);
  }
  content.resize(done);
  return content;
}

Result<std::string> read_text_file(const fs::path& path, std::uint64_t max_bytes) {
  auto content = read_file(path, max_bytes);
  if (!content) return content;
  const std::size_t bad = first_invalid_utf8(*content);
  if (bad != std::string_view::npos) {
    Error error;
    error.file = printable(path.native());
    error.line =
        static_cast<int>(std::count(content->begin(), content->begin() + static_cast<std::ptrdiff_t>(bad), '\n')) + 1;
    if (looks_like_gb18030(*content)) {
      error.message = {"不是 UTF-8 编码，看起来是 GBK", "not UTF-8; it looks like GBK"};
      error.remedy = {"用编辑器另存为 UTF-8，或运行 iconv -f GB18030 -t UTF-8",
                      "save it as UTF-8, or run iconv -f GB18030 -t UTF-8"};
    } else {
      error.message = {"不是 UTF-8 编码的文本", "not a text in UTF-8"};
      error.remedy = {"把文件另存为 UTF-8", "save the file as UTF-8"};
    }
    return fail(std::move(error));
  }
  if (content->starts_with("\xEF\xBB\xBF")) content->erase(0, 3);
  return content;
}

Status write_file(const fs::path& path, std::string_view content) {
  std::error_code ec;
  // A link is written through, not replaced.
  fs::path target = path;
  if (fs::is_symlink(fs::symlink_status(path, ec))) {
    const fs::path resolved = fs::weakly_canonical(path, ec);
    if (ec) return cannot(kCannotWrite, path, ec.value());
    target = resolved;
  }
  if (fs::is_directory(target, ec)) return cannot(kCannotWrite, path, EISDIR);
  const fs::path parent = parent_of(target);
  fs::create_directories(parent, ec);
  if (ec) return cannot(kCannotWrite, path, ec.value());

  struct stat old{};
  const bool existed = ::stat(target.c_str(), &old) == 0;
  // A read-only file stays as it is: rename alone would walk past its permissions.
  if (existed && ::access(target.c_str(), W_OK) != 0) return cannot(kCannotWrite, path, errno);
  std::string temporary = (parent / ("." + target.filename().native() + ".XXXXXX")).native();
  Descriptor fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (fd.get() < 0) return cannot(kCannotWrite, path, errno);
  const mode_t mode = existed ? (old.st_mode & 07777U) : creation_mode(0666);
  int code = 0;
  if (!write_all(fd.get(), content) || ::fchmod(fd.get(), mode) != 0 || ::fsync(fd.get()) != 0) code = errno;
  if (!fd.close() && code == 0) code = errno;
  if (code == 0 && ::rename(temporary.c_str(), target.c_str()) != 0) code = errno;
  if (code != 0) {
    ::unlink(temporary.c_str());
    return cannot(kCannotWrite, path, code);
  }
  sync_directory(parent);
  return {};
}

Status write_directory(const fs::path& directory, const std::vector<OutputFile>& files) {
  for (const OutputFile& file : files) {
    const fs::path relative = fs::path(file.path).lexically_normal();
    if (file.path.empty() || relative.is_absolute() || *relative.begin() == "..") {
      Error error;
      error.file = printable(file.path);
      error.message = {"输出路径必须位于输出目录之内", "an output path must lie inside the output directory"};
      return fail(std::move(error));
    }
  }
  std::error_code ec;
  fs::path target = directory.lexically_normal();
  if (!target.has_filename()) target = target.parent_path();  // "out/"
  if (fs::exists(target, ec) && !fs::is_directory(target, ec)) return cannot(kCannotWrite, directory, ENOTDIR);
  if (fs::is_symlink(fs::symlink_status(target, ec))) {
    target = fs::canonical(target, ec);
    if (ec) return cannot(kCannotWrite, directory, ec.value());
  }
  const fs::path parent = parent_of(target);
  fs::create_directories(parent, ec);
  if (ec) return cannot(kCannotWrite, directory, ec.value());
  std::string fresh = (parent / ("." + target.filename().native() + ".XXXXXX")).native();
  if (::mkdtemp(fresh.data()) == nullptr) return cannot(kCannotWrite, directory, errno);
  ::chmod(fresh.c_str(), creation_mode(0777));
  for (const OutputFile& file : files) {
    Status written = write_file(fs::path(fresh) / file.path, file.content);
    if (!written) {
      fs::remove_all(fresh, ec);
      written.error().file = printable((directory / file.path).native());
      return written;
    }
  }
  sync_directory(fresh);
  // Exchange keeps a directory at the name at every moment; where the file system cannot, two renames come close.
  int code = 0;
  if (!fs::exists(target, ec)) {
    if (::rename(fresh.c_str(), target.c_str()) != 0) code = errno;
  } else if (::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) != 0) {
    const std::string aside = fresh + ".old";
    if (::rename(target.c_str(), aside.c_str()) != 0) {
      code = errno;
    } else if (::rename(fresh.c_str(), target.c_str()) != 0) {
      code = errno;
      ::rename(aside.c_str(), target.c_str());
    } else {
      fs::remove_all(aside, ec);
    }
  }
  fs::remove_all(fresh, ec);  // the former content after an exchange, or the unused new one
  if (code != 0) return cannot(kCannotWrite, directory, code);
  sync_directory(parent);
  return {};
}

std::string sha256_hex(std::string_view content) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(content.data()), content.size());
  std::string result;
  for (const unsigned char byte : digest) result += fmt::format("{:02x}", byte);
  return result;
}

bool exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

}  // namespace qiyue
