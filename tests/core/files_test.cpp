#include "core/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace qiyue {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "qiyue.XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
  }
  void TearDown() override {
    std::error_code ec;
    fs::permissions(root_, fs::perms::owner_all, ec);
    fs::remove_all(root_, ec);
  }
  void put(const std::string& path, const std::string& content) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << content;
  }
  std::vector<std::string> names() {
    std::vector<std::string> result;
    for (const auto& entry : fs::directory_iterator(root_)) result.push_back(entry.path().filename());
    std::sort(result.begin(), result.end());
    return result;
  }
  fs::path root_;
};

TEST_F(Files, ReadsWholeFilesAndNamesWhatItCannot) {
  put("a.txt", "\xEF\xBB\xBF契约");
  EXPECT_EQ(read_text_file(root_ / "a.txt").value(), "契约");
  EXPECT_EQ(read_file(root_ / "a.txt").value().size(), 9U);
  EXPECT_NE(read_file(root_ / "none").error().message.en.find("no such file"), std::string::npos);
  EXPECT_NE(read_file(root_).error().message.en.find("directory"), std::string::npos);
  EXPECT_NE(read_file(root_ / "a.txt", 4).error().message.zh.find("文件过大"), std::string::npos);
  ASSERT_EQ(::mkfifo((root_ / "pipe").c_str(), 0600), 0);
  EXPECT_FALSE(read_file(root_ / "pipe")) << "a pipe must not hang";
}

TEST_F(Files, SaysWhenATextIsGbk) {
  put("gbk.js", "// ok\n// \xD2\xFE\xCB\xBD\xD5\xFE\xB2\xDF\n");
  const auto text = read_text_file(root_ / "gbk.js");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().line, 2);
  EXPECT_NE(text.error().message.zh.find("GBK"), std::string::npos);
  EXPECT_NE(text.error().remedy.en.find("iconv"), std::string::npos);
}

TEST_F(Files, WritesTheWholeFileOrNothing) {
  put("out.txt", "old");
  ASSERT_TRUE(write_file(root_ / "out.txt", "new"));
  EXPECT_EQ(read_file(root_ / "out.txt").value(), "new");
  ASSERT_TRUE(write_file(root_ / "deep/er/x.txt", "x"));
  EXPECT_EQ(names(), (std::vector<std::string>{"deep", "out.txt"})) << "no temporary file stays";
  ASSERT_FALSE(write_file(root_ / "deep", "x")) << "a directory is not replaced";
  fs::permissions(root_ / "out.txt", fs::perms::owner_read);
  if (::geteuid() != 0) {
    EXPECT_FALSE(write_file(root_ / "out.txt", "lost"));
  }
  EXPECT_EQ(read_file(root_ / "out.txt").value(), "new");
}

TEST_F(Files, KeepsModeAndWritesThroughLinks) {
  put("real.sh", "old");
  fs::permissions(root_ / "real.sh", fs::perms(0750));
  fs::create_symlink("real.sh", root_ / "link.sh");
  ASSERT_TRUE(write_file(root_ / "link.sh", "new"));
  EXPECT_TRUE(fs::is_symlink(root_ / "link.sh"));
  EXPECT_EQ(read_file(root_ / "real.sh").value(), "new");
  EXPECT_EQ(fs::status(root_ / "real.sh").permissions(), fs::perms(0750));
}

TEST_F(Files, SwapsDirectoriesWhole) {
  put("pages/old.html", "old");
  ASSERT_TRUE(write_directory(root_ / "pages", {{"a/b.html", "b"}, {"c.html", "c"}}));
  EXPECT_FALSE(fs::exists(root_ / "pages/old.html"));
  EXPECT_EQ(read_file(root_ / "pages/a/b.html").value(), "b");
  ASSERT_TRUE(write_directory(root_ / "fresh/", {{"x", "x"}}));
  EXPECT_EQ(read_file(root_ / "fresh/x").value(), "x");
  for (const char* outside : {"../x", "/etc/x", "a/../../x", ""}) {
    EXPECT_FALSE(write_directory(root_ / "pages", {{outside, "x"}})) << outside;
  }
  EXPECT_TRUE(fs::exists(root_ / "pages/c.html")) << "a refused write changes nothing";
  EXPECT_EQ(names(), (std::vector<std::string>{"fresh", "pages"}));
}

std::vector<std::string> paths(const Tree& tree) {
  std::vector<std::string> result;
  for (const TreeEntry& entry : tree.files) result.push_back(entry.path);
  return result;
}

TEST_F(Files, ListsATreeSortedAndFollowsNoLoop) {
  put("b.js", "1");
  put("a/x.js", "12");
  put("a-b.js", "");
  put("node_modules/p/i.js", "");
  fs::create_directory_symlink("..", root_ / "a/up");
  fs::create_directory_symlink("/", root_ / "out");
  fs::create_symlink("missing", root_ / "dangling.js");
  fs::create_symlink("self", root_ / "self");
  fs::create_symlink("../b.js", root_ / "a/again.js");
  const auto tree = list_tree(root_, [](std::string_view path) { return path == "node_modules"; });
  ASSERT_TRUE(tree);
  EXPECT_EQ(paths(*tree), (std::vector<std::string>{"a-b.js", "a/again.js", "a/x.js", "b.js"}));
  EXPECT_EQ(tree->files[2].bytes, 2U);
  std::vector<std::string> skipped;
  for (const auto& entry : tree->skipped) skipped.push_back(entry.path);
  EXPECT_EQ(skipped, (std::vector<std::string>{"a/up", "dangling.js", "out", "self"}));
  EXPECT_FALSE(list_tree(root_ / "none", nullptr));
}

TEST_F(Files, CrossedLinksEnd) {
  for (int i = 0; i < 12; ++i) put("d" + std::to_string(i) + "/f.js", "");
  for (int i = 0; i < 12; ++i) {
    for (int j = 0; j < 12; ++j) {
      if (i != j)
        fs::create_directory_symlink("../d" + std::to_string(j),
                                     root_ / ("d" + std::to_string(i)) / ("to" + std::to_string(j)));
    }
  }
  const auto tree = list_tree(root_, nullptr);
  ASSERT_TRUE(tree);
  EXPECT_LE(tree->files.size(), static_cast<std::size_t>(kMaxTreeFiles));
  EXPECT_FALSE(tree->skipped.empty());
}

TEST_F(Files, SkipsNamesThatAreNotUtf8) {
  put("a\xFF.js", "");
  const auto tree = list_tree(root_, nullptr);
  ASSERT_TRUE(tree);
  EXPECT_TRUE(tree->files.empty());
  ASSERT_EQ(tree->skipped.size(), 1U);
  EXPECT_EQ(tree->skipped[0].path, "a\uFFFD.js");
}

TEST(Digest, IsSha256) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace qiyue
