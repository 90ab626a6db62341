// What `discover` and `open` give for the small repositories under tests/program/projects/<case>/input, held against expected.txt.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/files.h"
#include "program/program.h"

namespace qiyue::program {
namespace {

namespace fs = std::filesystem;

const knowledge::Knowledge& knowledge_tables() { return knowledge::builtin(); }

std::string file_name_of(const Program& program, int index) {
  return index < 0 ? "-" : program.files[static_cast<std::size_t>(index)].path;
}

void describe(const Program& p, const PageFiles& page, std::string& out) {
  out += std::string(page.is_page ? "page " : "component ") + page.path + (page.registered ? "" : " unregistered") +
         (page.reachable ? "" : " unreachable");
  if (!page.package.empty()) out += " package=" + page.package;
  if (!page.title.empty()) out += " title=" + page.title;
  out += " script=" + file_name_of(p, page.script) + " markup=" + file_name_of(p, page.markup) +
         " config=" + file_name_of(p, page.config) + "\n";
  for (const int include : page.includes) out += "  includes " + file_name_of(p, include) + "\n";
  for (const auto& [tag, path] : page.components) out += "  uses " + tag + " = " + path + "\n";
}

std::string describe(const Program& p) {
  std::string out = "root " + p.root + " base '" + p.base + "' platform " + p.platform + " framework " + p.framework +
                    " appid '" + p.appid + "' name '" + p.name + "' entry " + p.entry_page +
                    (p.privacy_check ? " privacy-check" : "") + "\n";
  out += "app " + file_name_of(p, p.app_script) + " main " + file_name_of(p, p.main_script) + " config " +
         file_name_of(p, p.app_config) + "\n";
  for (const PluginDeclaration& plugin : p.plugins) {
    out += "plugin " + plugin.name + " " + plugin.provider + " " + plugin.version + " " + file_name_of(p, plugin.file) +
           ":" + std::to_string(plugin.place.line) + "\n";
  }
  for (const auto& [scope, desc] : p.permissions) out += "permission " + scope + " " + desc + "\n";
  for (const std::string& name : p.required_private_infos) out += "required " + name + "\n";
  for (const std::string& root : p.cloud_function_roots) out += "cloud " + root + "\n";
  for (const std::string& name : p.extended_libraries) out += "library " + name + "\n";
  for (const std::string& path : p.tab_pages) out += "tab " + path + "\n";
  for (const auto& [from, to] : p.aliases) out += "alias " + from + " -> " + to + "\n";
  for (const Dependency& d : p.dependencies)
    out += "dependency " + d.name + " " + d.version + " " + d.file + ":" + std::to_string(d.place.line) + "\n";
  for (const PageFiles& page : p.pages) describe(p, page, out);
  for (const PageFiles& component : p.components) describe(p, component, out);
  for (const SourceFile& file : p.files) {
    out += "file " + file.path + (file.vendored ? " vendored" : "") + (file.generated ? " generated" : "") +
           (file.cloud_function ? " cloud" : "") + "\n";
  }
  for (const Unread& unread : p.unread)
    out += "unread " + unread.file + ":" + std::to_string(unread.line) + " " + unread.why.en + "\n";
  return out;
}

std::string describe_error(Error error, const std::string& directory) {
  std::string out = render(error, Lang::en);
  for (std::size_t at = out.find(directory); at != std::string::npos; at = out.find(directory))
    out.replace(at, directory.size(), "DIR");
  return "error " + out;
}

std::string run(const std::string& directory) {
  auto candidates = discover(directory, knowledge_tables());
  if (!candidates) return describe_error(candidates.error(), directory);
  std::string out;
  for (const Candidate& c : *candidates) {
    out += "candidate " + c.root + " " + c.platform + " " + c.framework + " " + c.marker +
           " pages=" + std::to_string(c.pages) + "\n";
  }
  auto program = open(directory, candidates->front(), knowledge_tables());
  return out + (program ? describe(*program) : describe_error(program.error(), directory));
}

TEST(Projects, Golden) {
  int count = 0;
  for (const auto& entry : fs::directory_iterator(QIYUE_SOURCE_DIR "/tests/program/projects")) {
    const std::string got = run((entry.path() / "input").string());
    const fs::path expected = entry.path() / "expected.txt";
    if (std::getenv("QIYUE_UPDATE") != nullptr) std::ofstream(expected) << got;
    std::ifstream in(expected);
    std::stringstream want;
    want << in.rdbuf();
    EXPECT_EQ(got, want.str()) << entry.path().filename();
    ++count;
  }
  EXPECT_GE(count, 19);
}

class TemporaryProject {
 public:
  TemporaryProject()
      : root_(fs::temp_directory_path() /
              ("qiyue-program-" + std::to_string(::getpid()) + "-" + std::to_string(++serial_))) {
    fs::create_directories(root_);
  }
  ~TemporaryProject() {
    std::error_code ec;
    fs::remove_all(root_, ec);
  }
  TemporaryProject(const TemporaryProject&) = delete;
  TemporaryProject& operator=(const TemporaryProject&) = delete;
  void write(const std::string& path, const std::string& content) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << content;
  }
  [[nodiscard]] fs::path path() const { return root_; }

 private:
  inline static int serial_ = 0;
  fs::path root_;
};

void write_small_program(const TemporaryProject& project) {
  project.write("app.json", R"({"pages": ["a", "b"]})");
  project.write("app.js", "App({})");
  project.write("a.wxml", "<view/>");
  project.write("a.js", "Page({})");
}

TEST(Projects, WhatCannotBeReadIsListedAndTheRestGoesOn) {
  const TemporaryProject project;
  write_small_program(project);
  project.write("b.wxml", "<view/>");
  project.write("b.js", "// \xc4\xe3\xba\xc3\xa3\xac\xca\xc0\xbd\xe7\nPage({})");  // 你好，世界 in GBK
  project.write("big.js", "");
  fs::resize_file(project.path() / "big.js", kMaxSourceFileBytes + 1);
  fs::create_directory_symlink(project.path(), project.path() / "loop");
  fs::create_symlink("/etc/hostname", project.path() / "outside.js");
  fs::create_symlink("nowhere.js", project.path() / "dangling.js");
  const auto candidates = discover(project.path().string(), knowledge_tables());
  ASSERT_TRUE(candidates) << render(candidates.error(), Lang::en);
  ASSERT_EQ(candidates->size(), 1U);
  const auto program = open(project.path().string(), candidates->front(), knowledge_tables());
  ASSERT_TRUE(program) << render(program.error(), Lang::en);
  EXPECT_GE(program->find_file("a.js"), 0);
  EXPECT_EQ(program->find_file("b.js"), -1);
  std::map<std::string, std::string> unread;
  for (const Unread& u : program->unread) unread[u.file] = u.why.en;
  EXPECT_NE(unread["b.js"].find("GBK"), std::string::npos) << unread["b.js"];
  EXPECT_NE(unread["big.js"], "");
  EXPECT_NE(unread["loop"], "");
  EXPECT_NE(unread["outside.js"], "");
  EXPECT_NE(unread["dangling.js"], "");
}

TEST(Projects, MissingDirectoryIsOneClearError) {
  const auto candidates = discover("/no/such/directory", knowledge_tables());
  ASSERT_FALSE(candidates);
  EXPECT_NE(candidates.error().message.zh, "");
}

TEST(Projects, DeeplyNestedConfigurationIsRefusedWithoutCrash) {
  const TemporaryProject project;
  write_small_program(project);
  project.write("app.json", "{\"pages\": [\"a\"], \"x\": " + std::string(100'000, '[') + "}");
  const auto candidates = discover(project.path().string(), knowledge_tables());
  ASSERT_TRUE(candidates);
  EXPECT_FALSE(open(project.path().string(), candidates->front(), knowledge_tables()));
  project.write("app.json", "{\"pages\": [\"a\", \"b\"]}");
  project.write("app.config.ts", "export default { pages: ['a'], x: " + std::string(100'000, '[') + "}");
  EXPECT_TRUE(discover(project.path().string(), knowledge_tables()));
}

TEST(Projects, ComponentsThatUseEachOtherEnd) {
  const TemporaryProject project;
  write_small_program(project);
  project.write("a.json", R"({"usingComponents": {"a": "/a", "c": "/c"}})");
  project.write("b.wxml", "<include src=\"a.wxml\"/>");
  project.write("b.js", "Page({})");
  project.write("a.wxml", "<import src=\"b.wxml\"/><import src=\"a.wxml\"/>");
  project.write("c.json", R"({"component": true, "usingComponents": {"c": "c", "a": "a"}})");
  project.write("c.wxml", "<c/>");
  project.write("c.js", "Component({})");
  const auto candidates = discover(project.path().string(), knowledge_tables());
  ASSERT_TRUE(candidates);
  const auto program = open(project.path().string(), candidates->front(), knowledge_tables());
  ASSERT_TRUE(program);
  ASSERT_NE(program->find_page("c"), nullptr);
  EXPECT_TRUE(program->find_page("c")->reachable);
  EXPECT_EQ(program->find_page("a")->includes.size(), 1U);
}

}  // namespace
}  // namespace qiyue::program
