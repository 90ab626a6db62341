#include "core/predicate.h"

#include <gtest/gtest.h>

namespace qiyue {
namespace {

bool holds(const char* text, const Conditions& conditions) {
  const auto predicate = Predicate::parse(text);
  EXPECT_TRUE(predicate) << text;
  return predicate && predicate->holds(conditions);
}

TEST(Predicate, AlwaysAndNothingAreTrue) {
  EXPECT_TRUE(holds("", {}));
  EXPECT_TRUE(holds("always", {}));
  EXPECT_TRUE(holds("a or always", {}));
}

TEST(Predicate, NotBindsTighterThanAndThanOr) {
  EXPECT_TRUE(holds("a or b and c", {"a"}));
  EXPECT_FALSE(holds("(a or b) and c", {"a"}));
  EXPECT_TRUE(holds("not a and b", {"b"}));
  EXPECT_FALSE(holds("not (a and b)", {"a", "b"}));
  EXPECT_TRUE(holds("not not a", {"a"}));
  EXPECT_TRUE(holds("has_account and not small_handler", {"has_account"}));
  EXPECT_FALSE(holds("has_account and not small_handler", {"has_account", "small_handler"}));
}

TEST(Predicate, NamesComeInOrderOnce) {
  const auto predicate = Predicate::parse("b and (a or b)");
  ASSERT_TRUE(predicate);
  EXPECT_EQ(predicate->names(), (std::vector<std::string>{"b", "a"}));
}

TEST(Predicate, FaultsHaveTheirColumn) {
  const std::vector<std::pair<const char*, int>> cases{{"a and", 6}, {"a b", 3},   {"(a", 1},      {"a)", 2},
                                                       {"and a", 1}, {"a & b", 3}, {"a not b", 3}, {"()", 2}};
  for (const auto& [text, column] : cases) {
    const auto predicate = Predicate::parse(text);
    ASSERT_FALSE(predicate) << text;
    EXPECT_EQ(predicate.error().column, column) << text;
    EXPECT_FALSE(predicate.error().message.zh.empty());
    EXPECT_FALSE(predicate.error().remedy.en.empty());
  }
}

TEST(Predicate, DeepNestingIsOnlyLong) {
  std::string text(100'000, '(');
  text += "a" + std::string(100'000, ')');
  EXPECT_TRUE(holds(text.c_str(), {"a"}));
}

}  // namespace
}  // namespace qiyue
