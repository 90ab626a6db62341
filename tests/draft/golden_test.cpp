// Each case's three documents, byte for byte. QIYUE_UPDATE=1 rewrites them: then read them.
#include <cstdlib>

#include "cases.h"

namespace qiyue::draft_tests {
namespace {

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, DraftsAsExpected) {
  const Inventory inventory = inventory_of(GetParam());
  for (const Lang lang : {Lang::zh, Lang::en}) {
    DraftOptions options;
    options.lang = lang;
    const Drafts drafts = drafts_of(inventory, options);
    for (const Document* document : {&drafts.privacy_policy, &drafts.user_agreement, &drafts.data_lists}) {
      if (lang == Lang::en && GetParam() != "shop" && GetParam() != "everything") continue;
      const fs::path path = here() / GetParam() / (lang == Lang::zh ? "expected" : "expected-en") /
                            (std::string(to_string(document->kind)) + ".md");
      const std::string text = write_markdown(*document);
      if (std::getenv("QIYUE_UPDATE") != nullptr) {
        ASSERT_TRUE(write_file(path, text));
        continue;
      }
      const auto expected = read_text_file(path);
      ASSERT_TRUE(expected) << path << " is missing; QIYUE_UPDATE=1 writes it";
      EXPECT_EQ(text, *expected) << path;
    }
  }
}

TEST_P(Golden, SameInputSameBytes) {
  const Inventory inventory = inventory_of(GetParam());
  const Drafts first = drafts_of(inventory);
  const Drafts second = drafts_of(inventory);
  EXPECT_EQ(write_markdown(first.privacy_policy), write_markdown(second.privacy_policy));
  EXPECT_EQ(write_markdown(first.user_agreement), write_markdown(second.user_agreement));
  EXPECT_EQ(write_markdown(first.data_lists), write_markdown(second.data_lists));
}

INSTANTIATE_TEST_SUITE_P(Cases, Golden, testing::ValuesIn(cases()), [](const auto& each) { return each.param; });

}  // namespace
}  // namespace qiyue::draft_tests
