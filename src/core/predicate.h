// Conditions of obligations and clauses: names joined by `and`, `or`, `not` and parentheses, over a set of true names.
//   "has_account and not small_handler"
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace qiyue {

using Conditions = std::set<std::string, std::less<>>;

class Predicate {
 public:
  // Fails with the column of the fault. "always" and "" are always true.
  static Result<Predicate> parse(std::string_view text);
  [[nodiscard]] bool holds(const Conditions& conditions) const;
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }  // every name it mentions, in order
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  enum class Op : unsigned char { name, negate, both, either };
  struct Step {  // postfix
    Op op;
    int name;
  };
  std::string text_;
  std::vector<std::string> names_;
  std::vector<Step> steps_;
};

}  // namespace qiyue
