#include "core/predicate.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "core/text.h"

namespace qiyue {
namespace {

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_name_byte(char c) { return is_name_start(c) || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':'; }

tl::unexpected<Error> fault(std::string_view text, std::size_t offset, const Text& reason) {
  Error error;
  error.message = {fmt::format("条件“{}”无法解读：{}", text, reason.zh),
                   fmt::format("cannot read the condition \"{}\": {}", text, reason.en)};
  error.remedy = {"条件由名称以及 and、or、not 和圆括号组成，例如 has_account and not small_handler",
                  "a condition is made of names, and, or, not and parentheses: has_account and not small_handler"};
  error.column = count_code_points(text.substr(0, std::min(offset, text.size()))) + 1;
  return fail(std::move(error));
}

}  // namespace

// Shunting-yard: the stack is on the heap, so no nesting of parentheses can overflow.
Result<Predicate> Predicate::parse(std::string_view text) {
  Predicate result;
  result.text_ = std::string(text);
  const std::string_view whole = trim(text);
  if (whole.empty() || whole == "always") return result;

  enum class Pending : unsigned char { open, negate, both, either };
  struct Waiting {
    Pending what;
    std::size_t offset;
  };
  std::vector<Waiting> pending;
  const auto emit = [&](Pending what) {
    const Op op = what == Pending::negate ? Op::negate : what == Pending::both ? Op::both : Op::either;
    result.steps_.push_back({op, 0});
  };
  const auto rank = [](Pending what) { return static_cast<int>(what); };  // open < negate; lower binds tighter
  bool want_operand = true;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      ++i;
      continue;
    }
    if (c == '(') {
      if (!want_operand) return fault(text, i, {"此处应为 and 或 or", "expected and, or"});
      pending.push_back({Pending::open, i});
      ++i;
      continue;
    }
    if (c == ')') {
      if (want_operand) return fault(text, i, {"此处应为一个名称", "expected a name"});
      while (!pending.empty() && pending.back().what != Pending::open) {
        emit(pending.back().what);
        pending.pop_back();
      }
      if (pending.empty()) return fault(text, i, {"多了一个右括号", "this ) closes nothing"});
      pending.pop_back();
      ++i;
      continue;
    }
    if (!is_name_start(c)) return fault(text, i, {"出现了不认识的字符", "unexpected character"});
    std::size_t end = i;
    while (end < text.size() && is_name_byte(text[end])) ++end;
    const std::string_view word = text.substr(i, end - i);
    if (word == "and" || word == "or") {
      if (want_operand) return fault(text, i, {"此处应为一个名称", "expected a name"});
      const Pending what = word == "and" ? Pending::both : Pending::either;
      while (!pending.empty() && pending.back().what != Pending::open && rank(pending.back().what) <= rank(what)) {
        emit(pending.back().what);
        pending.pop_back();
      }
      pending.push_back({what, i});
      want_operand = true;
    } else if (word == "not") {
      if (!want_operand) return fault(text, i, {"此处应为 and 或 or", "expected and, or"});
      pending.push_back({Pending::negate, i});
    } else {
      if (!want_operand) return fault(text, i, {"此处应为 and 或 or", "expected and, or"});
      const auto known = std::find(result.names_.begin(), result.names_.end(), word);
      const auto index = static_cast<int>(known - result.names_.begin());
      if (known == result.names_.end()) result.names_.emplace_back(word);
      result.steps_.push_back({Op::name, index});
      want_operand = false;
    }
    i = end;
  }
  if (want_operand) return fault(text, text.size(), {"条件没有写完", "the condition ends too early"});
  while (!pending.empty()) {
    if (pending.back().what == Pending::open)
      return fault(text, pending.back().offset, {"左括号没有闭合", "this ( is never closed"});
    emit(pending.back().what);
    pending.pop_back();
  }
  return result;
}

bool Predicate::holds(const Conditions& conditions) const {
  if (steps_.empty()) return true;
  std::vector<bool> stack;
  for (const Step& step : steps_) {
    switch (step.op) {
      case Op::name: {
        const std::string& name = names_[static_cast<std::size_t>(step.name)];
        stack.push_back(name == "always" || conditions.contains(name));
        break;
      }
      case Op::negate:
        stack.back() = !stack.back();
        break;
      case Op::both:
      case Op::either: {
        const bool right = stack.back();
        stack.pop_back();
        stack.back() = step.op == Op::both ? stack.back() && right : stack.back() || right;
        break;
      }
    }
  }
  return stack.back();
}

}  // namespace qiyue
