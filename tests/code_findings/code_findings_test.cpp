// Small programs, one for each kind of finding, with what is and what is not one; `expected` lists rule, place and message.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "core/files.h"
#include "knowledge/knowledge.h"
#include "workspace/workspace.h"

namespace qiyue {
namespace {

namespace fs = std::filesystem;

const knowledge::Knowledge& all() { return knowledge::builtin(); }

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(QIYUE_SOURCE_DIR "/tests/code_findings"))
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

class CodeFindings : public testing::TestWithParam<std::string> {};

TEST_P(CodeFindings, AsExpected) {
  const fs::path folder = fs::path(QIYUE_SOURCE_DIR) / "tests/code_findings" / GetParam();
  const auto scan = scan_program({.program = folder.string(), .root = ""}, all());
  ASSERT_TRUE(scan.has_value()) << render(scan.error(), Lang::en);
  std::string got;
  for (const CodeFinding& finding : scan->evidence.findings) {
    got += finding.rule + " " + finding.place.file + ":" + std::to_string(finding.place.line) + " " +
           finding.message.zh + "\n";
    EXPECT_NE(all().rule(finding.rule), nullptr) << finding.rule;
    EXPECT_FALSE(finding.message.en.empty()) << finding.rule;
    EXPECT_FALSE(finding.help.zh.empty()) << finding.rule;
  }
  const fs::path expected = folder / "expected";
  const char* update = std::getenv("QIYUE_UPDATE");
  if (update != nullptr && std::string_view(update) == "1") {
    ASSERT_TRUE(write_file(expected, got).has_value());
    return;
  }
  const auto wanted = read_file(expected);
  ASSERT_TRUE(wanted.has_value()) << expected << " is missing: run with QIYUE_UPDATE=1";
  EXPECT_EQ(*wanted, got);
}

INSTANTIATE_TEST_SUITE_P(Programs, CodeFindings, testing::ValuesIn(cases()));

TEST(Rules, EachIsShownByAProgram) {
  std::set<std::string> shown;
  for (const std::string& name : cases()) {
    const auto text = read_file(fs::path(QIYUE_SOURCE_DIR) / "tests/code_findings" / name / "expected");
    ASSERT_TRUE(text.has_value());
    for (std::size_t at = text->find("QY1"); at != std::string::npos; at = text->find("QY1", at + 1))
      shown.insert(text->substr(at, 6));
  }
  for (const knowledge::Rule& rule : all().rules) {
    if (rule.id.starts_with("QY1")) {
      EXPECT_TRUE(shown.contains(rule.id)) << rule.id << " has no program in tests/code_findings";
    }
  }
}

}  // namespace
}  // namespace qiyue
