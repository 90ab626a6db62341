// Inside of the template passes: attributes under all the names the platforms and frameworks give them, owners, dead branches.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scan/templates.h"

namespace qiyue::scan {

// "van-field", "at-input" for <AtInput>: the tag in kebab case.
std::string tag_of(const program::MarkupNode& node);

// An attribute found under any spelling: open-type, openType, :open-type, v-bind:openType, model:value.
struct Bound {
  const program::Attribute* attribute = nullptr;
  bool dynamic = false;   // holds an expression
  std::string_view text;  // the value, or the expression without {{ }}
  explicit operator bool() const { return attribute != nullptr; }
};
Bound find_bound(const program::MarkupNode& node, std::string_view kebab_name);
// The attribute's name without binding sign, directive and modifiers, in kebab case; "" for events and directives.
std::string plain_name(std::string_view attribute);

// "tap" for bindtap, bind:tap, catch:tap, capture-bind:tap, mut-bind:tap, @tap.stop, v-on:tap, onTap; "" for what is no event.
std::string event_of(std::string_view attribute);
// What the element's events call, as written.
std::vector<std::string> handlers_of(const program::MarkupNode& node);
// The name of the function that a handler calls: "login" for "login", "login($event)", "this.login", "{{ x ? 'a' : 'b' }}" gives "".
std::string handler_name(std::string_view handler);

// The texts between quotes in an expression.
std::vector<std::string> quoted_texts(std::string_view expression);
// "profile.name" where the expression is one path of names; "" otherwise.
std::string path_of(std::string_view expression);

// Per file: the page or component a template belongs to (nullptr: none), and whether it can be reached.
class TemplateOwners {
 public:
  explicit TemplateOwners(const TemplateInput& input);
  [[nodiscard]] const program::PageFiles* owner(int file) const { return owners_[static_cast<std::size_t>(file)]; }
  [[nodiscard]] bool reachable(int file) const { return reachable_[static_cast<std::size_t>(file)]; }

 private:
  std::vector<const program::PageFiles*> owners_;
  std::vector<bool> reachable_;
};

// Nodes inside a branch that never shows: wx:if="{{false}}", hidden by a constant.
std::vector<bool> dead_nodes(const TemplateInput& input, int file);

}  // namespace qiyue::scan
