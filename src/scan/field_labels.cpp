#include "scan/field_labels.h"

#include <algorithm>

#include "core/text.h"
#include "scan/markup_view.h"

namespace qiyue::scan {
namespace {

constexpr int kMaxClimb = 5;               // levels that a label may stand above its element
constexpr int kMaxSiblings = 8;            // siblings looked at on each level
constexpr std::size_t kMaxTextNodes = 64;  // nodes whose text makes one label

bool is_tappable(const program::MarkupNode& node) {
  return std::any_of(node.attributes.begin(), node.attributes.end(), [](const program::Attribute& a) {
    const std::string event = event_of(a.name);
    return event == "tap" || event == "click";
  });
}

}  // namespace

bool Labels::is_button(std::string_view tag) { return tag == "button" || tag.ends_with("-button"); }

std::string Labels::translated(const std::string& text) const {
  if (text.find('.') == npos || contains_han(text)) return text;
  std::string found = messages_.find(text);
  return found.empty() ? text : found;
}

bool Labels::is_form_item(std::string_view tag) const {
  for (const std::string& word : words_.list("form_items")) {
    if (tag == word || (tag.size() > word.size() && tag.ends_with("-" + word))) return true;
  }
  return false;
}

std::string Labels::inside(std::uint32_t index) const {
  std::string out;
  std::vector<std::uint32_t> todo = {index};
  for (std::size_t seen = 0; !todo.empty() && seen < kMaxTextNodes; ++seen) {
    const program::MarkupNode& node = markup_.nodes[todo.back()];
    todo.pop_back();
    if (node.kind == program::NodeKind::text) {
      out += trim(node.text);
    } else if (node.kind == program::NodeKind::interpolation_text) {
      for (const std::string& text : quoted_texts(node.text)) {
        if (const std::string shown = translated(text); contains_han(shown)) out += shown;
      }
    } else {
      const auto& children = node.children;
      for (std::size_t k = std::min(children.size(), kMaxTextNodes); k-- > 0;) todo.push_back(children[k]);
    }
  }
  return out;
}

std::string Labels::before(std::uint32_t index, int& level) const {
  std::uint32_t at = index;
  for (level = 0; level < kMaxClimb && at != 0; ++level) {
    const std::uint32_t parent = markup_.nodes[at].parent;
    const std::vector<std::uint32_t>& siblings = markup_.nodes[parent].children;
    const auto self = std::lower_bound(siblings.begin(), siblings.end(), at);
    int looked = 0;
    for (auto s = self; s != siblings.begin() && looked < kMaxSiblings;) {
      --s;
      ++looked;
      const std::uint8_t holds = holds_[*s];
      if ((holds & kInput) != 0) return {};
      if ((holds & kChoice) != 0 && (level > 0 || (holds & kIsChoice) == 0)) return {};
      const program::MarkupNode& sibling = markup_.nodes[*s];
      if (sibling.kind == program::NodeKind::element) {
        const std::string tag = tag_of(sibling);
        if (tag == "navigator") return {};
        if (is_button(tag) || (level >= kApart && is_tappable(sibling))) continue;
      }
      const std::string text = inside(*s);
      const int length = count_code_points(text);
      if (length == 0) continue;
      if ((holds & kButton) != 0) level = std::max(level, kApart);
      return length <= kMaxLabelBefore ? text : std::string();
    }
    if (level > 0 || looked == 0) {
      const program::MarkupNode& above = markup_.nodes[parent];
      if (parent != 0 && above.kind == program::NodeKind::element && is_form_item(tag_of(above))) {
        if (const std::string text = attribute(above); !text.empty()) return text;
      }
    }
    if (tag_of(markup_.nodes[parent]) == "form") return {};
    at = parent;
  }
  return {};
}

std::string Labels::attribute(const program::MarkupNode& node) const {
  for (const char* name : {"label", "title", "aria-label"}) {
    const Bound bound = find_bound(node, name);
    if (!bound) continue;
    if (!bound.dynamic) {
      if (!bound.text.empty()) return std::string(bound.text);
      continue;
    }
    std::string text;
    for (const std::string& part : quoted_texts(bound.text)) text += translated(part);
    if (!text.empty()) return text;
  }
  return {};
}

std::string Labels::around(std::uint32_t index) const {
  std::string text = attribute(markup_.nodes[index]);
  std::uint32_t at = markup_.nodes[index].parent;
  for (int level = 0; text.empty() && level < kMaxClimb && at != 0; ++level, at = markup_.nodes[at].parent) {
    const program::MarkupNode& node = markup_.nodes[at];
    if (node.kind == program::NodeKind::element && is_form_item(tag_of(node))) text = attribute(node);
  }
  return text;
}

std::string Labels::written(const program::MarkupNode& node, std::string_view name) const {
  const Bound bound = find_bound(node, name);
  if (!bound) return {};
  if (!bound.dynamic) return std::string(bound.text);
  std::string out;
  for (const std::string& part : quoted_texts(bound.text)) out += (out.empty() ? "" : "/") + translated(part);
  return out;
}

std::string Labels::last_name(std::string_view path) const {
  std::vector<std::string_view> parts = split(path, '.');
  while (parts.size() > 1 && contains(words_.list("generic_names"), to_lower_ascii(parts.back()))) parts.pop_back();
  std::string_view name = parts.back();
  name = name.substr(0, name.find('['));
  return std::string(name);
}

}  // namespace qiyue::scan
