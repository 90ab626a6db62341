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

inline constexpr int kApart = 2;
inline constexpr int kMaxLabelBefore = 20;  // characters of a text that is a label only by standing before the element

class Labels {
 public:
  Labels(const program::Markup& markup, const FieldWords& words, const Messages& messages)
      : markup_(markup), words_(words), messages_(messages), holds_(markup.nodes.size(), 0) {}

  // An element that takes input: texts before it belong to it, not to what follows.
  void set_input(std::uint32_t index) { holds_[index] |= kInput; }
  // A view whose tap picks a value, a button: the row around it is about that.
  void set_choice(std::uint32_t index) { holds_[index] |= kChoice | kIsChoice; }
  void set_button(std::uint32_t index) { holds_[index] |= kButton; }
  // Called from the last node to the first: what holds such an element holds input too.
  void pass_up(std::uint32_t index) {
    holds_[markup_.nodes[index].parent] |= static_cast<std::uint8_t>(holds_[index] & ~kIsChoice);
  }
  [[nodiscard]] bool holds_input(std::uint32_t index) const { return (holds_[index] & kInput) != 0; }

  // Static text in and below a node.
  [[nodiscard]] std::string inside(std::uint32_t index) const;
  // The text before an element: that of the nearest sibling which has some, or of its parent's siblings. A sibling that holds
  // another input, or is a way to another page, ends the search; what can be tapped is no label from afar.
  // `level`: how many levels above the element it stood, kApart or more for a text that belongs to a row of its own.
  [[nodiscard]] std::string before(std::uint32_t index, int& level) const;
  // label="…" or title="…" of the element, or of the form items around it.
  [[nodiscard]] std::string around(std::uint32_t index) const;
  // An attribute's text; of an expression the texts in it, keys of messages translated, joined by '/'.
  [[nodiscard]] std::string written(const program::MarkupNode& node, std::string_view name) const;
  // True for elements that only lay out a form.
  [[nodiscard]] bool is_form_item(std::string_view tag) const;
  [[nodiscard]] static bool is_button(std::string_view tag);
  // The part of a path that says what it holds: "form.phone.value" -> "phone".
  [[nodiscard]] std::string last_name(std::string_view path) const;

 private:
  [[nodiscard]] std::string attribute(const program::MarkupNode& node) const;
  [[nodiscard]] std::string translated(const std::string& text) const;

  const program::Markup& markup_;
  const FieldWords& words_;
  const Messages& messages_;
  static constexpr std::uint8_t kInput = 1, kChoice = 2, kIsChoice = 4, kButton = 8;
  std::vector<std::uint8_t> holds_;
};

}  // namespace qiyue::scan
