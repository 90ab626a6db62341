// tests/document/cases/<name>/input.<ext> -> expected.md (every document as Markdown) and expected.json (with places).
#include <algorithm>

#include "support.h"

namespace qiyue::test {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = fs::path(QIYUE_SOURCE_DIR) / "tests/document/cases";

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kCases))
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

class Golden : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    for (const auto& entry : fs::directory_iterator(kCases / GetParam()))
      if (entry.path().stem() == "input") input_ = entry.path();
    ASSERT_FALSE(input_.empty()) << "no input in " << GetParam();
    // The name the reader sees is the one a project would have, so that nothing is told by the folder of the case.
    documents_ = parse("page" + input_.extension().string(), slurp(input_));
    ASSERT_FALSE(documents_.empty());
  }
  fs::path input_;
  std::vector<Document> documents_;
};

TEST_P(Golden, ReadsAsExpected) {
  std::string markdown;
  std::string tree;
  for (const auto& document : documents_) {
    if (!markdown.empty()) markdown += "\n==========\n\n";
    markdown += write_markdown(document);
    tree += write_json(document);
  }
  expect_file(kCases / GetParam() / "expected.md", markdown);
  expect_file(kCases / GetParam() / "expected.json", tree);
}

TEST_P(Golden, EveryRunLeadsBackToItsBytes) {
  for (const auto& document : documents_) expect_exact_places(document);
}

TEST_P(Golden, MarkdownComesBackUnchanged) {
  for (const auto& document : documents_) {
    const std::string written = write_markdown(document);
    Document again = parse_one("page.md", written);
    EXPECT_TRUE(same_content(document, again)) << written << "\n---- read back ----\n" << write_markdown(again);
    EXPECT_EQ(write_markdown(again), written);
  }
}

std::string case_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, testing::ValuesIn(cases()), case_name);

}  // namespace
}  // namespace qiyue::test
