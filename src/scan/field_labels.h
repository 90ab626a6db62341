// Inside of the field pass: the texts that stand around a form element and say what it asks for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "program/program.h"
#include "scan/field_words.h"
#include "scan/messages.h"

namespace qiyue::scan {

inline constexpr int kMaxLabelBefore = 20;  // characters of a text that is a label only by standing before the element

class Labels {
 public:
  Labels(const program::Markup& markup, const FieldWords& words, const Messages& messages)
      : markup_(markup), words_(words), messages_(messages), holds_input_(markup.nodes.size(), false) {}

  // An element that takes input: texts before it belong to it, not to what follows.
  void set_input(std::uint32_t index) { holds_input_[index] = true; }
  // Called from the last node to the first: what holds such an element holds input too.
  void pass_up(std::uint32_t index) {
    if (holds_input_[index]) holds_input_[markup_.nodes[index].parent] = true;
  }

  // Static text in and below a node.
  [[nodiscard]] std::string inside(std::uint32_t index) const;
  // The text before an element: that of the nearest sibling which has some, or of its parent's siblings. A sibling that holds
  // another input ends the search. `level`: how many levels above the element it stood.
  [[nodiscard]] std::string before(std::uint32_t index, int& level) const;
  // label="…" or title="…" of the element, or of the form items around it.
  [[nodiscard]] std::string around(std::uint32_t index) const;
  // An attribute's text; of an expression the texts in it, keys of messages translated, joined by '/'.
  [[nodiscard]] std::string written(const program::MarkupNode& node, std::string_view name) const;
  // True for elements that only lay out a form.
  [[nodiscard]] bool is_form_item(std::string_view tag) const;
  // The part of a path that says what it holds: "form.phone.value" -> "phone".
  [[nodiscard]] std::string last_name(std::string_view path) const;

 private:
  [[nodiscard]] std::string attribute(const program::MarkupNode& node) const;
  [[nodiscard]] std::string translated(const std::string& text) const;

  const program::Markup& markup_;
  const FieldWords& words_;
  const Messages& messages_;
  std::vector<bool> holds_input_;
};

}  // namespace qiyue::scan
