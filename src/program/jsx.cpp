#include "program/jsx.h"

#include <algorithm>

#include "core/text.h"
#include "program/limits.h"

namespace qiyue::program {
namespace {

class Converter {
 public:
  explicit Converter(const Script& script) : script_(script) {}

  Markup run() {
    markup_.nodes.emplace_back();
    markup_.nodes[0].span = markup_.nodes[0].inner = {0, static_cast<std::uint32_t>(script_.text.size())};
    open_.push_back({static_cast<std::uint32_t>(script_.nodes.size()), 0});
    for (std::uint32_t i = 0; i < script_.nodes.size() && markup_.nodes.size() < kMaxMarkupNodes; ++i) {
      while (open_.size() > 1 && open_.back().last <= i) open_.pop_back();
      switch (script_.nodes[i].type) {
        case Syntax::jsx_element:
        case Syntax::jsx_self_closing:
          element(i);
          break;
        case Syntax::jsx_text:
          text(i, script_.slice(i), NodeKind::text);
          break;
        case Syntax::jsx_expression:
          if (script_.nodes[i].role != Role::value && in_content(i)) expression(i);
          break;
        default:
          break;
      }
    }
    return std::move(markup_);
  }

 private:
  struct Open {
    std::uint32_t last;  // one past the script nodes of the element
    std::uint32_t node;
  };

  // Between the tags, not in an attribute.
  bool in_content(std::uint32_t index) const { return open_.size() > 1 && index >= content_from_; }

  std::uint32_t add(NodeKind kind, std::uint32_t begin, std::uint32_t end) {
    const auto index = static_cast<std::uint32_t>(markup_.nodes.size());
    MarkupNode& node = markup_.nodes.emplace_back();
    node.kind = kind;
    node.parent = open_.back().node;
    node.span = node.inner = {begin, end};
    markup_.nodes[node.parent].children.push_back(index);
    return index;
  }

  void text(std::uint32_t index, std::string_view content, NodeKind kind) {
    if (trim(content).empty()) return;
    const std::uint32_t node = add(kind, script_.nodes[index].begin, script_.nodes[index].end);
    markup_.nodes[node].text = content;
  }

  void expression(std::uint32_t index) {
    const std::uint32_t inner = index + 1;
    if (inner >= script_.nodes[index].last) return;
    if (script_.nodes[inner].type == Syntax::string) {
      text(inner, string_value(script_, inner), NodeKind::text);
    } else if (script_.nodes[inner].type != Syntax::jsx_element) {
      text(inner, script_.slice(inner).substr(0, 400), NodeKind::interpolation_text);
    }
  }

  void element(std::uint32_t index) {
    const ScriptNode& whole = script_.nodes[index];
    std::uint32_t tag = index;
    if (whole.type == Syntax::jsx_element) {
      tag = index + 1;
      if (tag >= whole.last || script_.nodes[tag].type != Syntax::jsx_opening) return;
    }
    const std::uint32_t node = add(NodeKind::element, whole.begin, whole.end);
    if (whole.type == Syntax::jsx_element) markup_.nodes[node].inner = {script_.nodes[tag].end, whole.end};
    for (std::uint32_t i = tag + 1; i < script_.nodes[tag].last; i = script_.nodes[i].last) {
      if (script_.nodes[i].type == Syntax::jsx_attribute) {
        attribute(i, markup_.nodes[node]);
      } else if (script_.nodes[i].role == Role::name || (markup_.nodes[node].name.empty() && i == tag + 1)) {
        const std::string_view name = script_.slice(i);
        markup_.nodes[node].name = name.substr(name.rfind('.') == std::string_view::npos ? 0 : name.rfind('.') + 1);
      }
    }
    if (markup_.nodes[node].name.empty()) markup_.nodes[node].name = "block";
    open_.push_back({whole.last, node});
    if (whole.type == Syntax::jsx_element) content_from_ = script_.nodes[tag].last;
  }

  void attribute(std::uint32_t index, MarkupNode& node) {
    const std::uint32_t name = index + 1;
    if (name >= script_.nodes[index].last || node.attributes.size() >= kMaxMarkupAttributes) return;
    Attribute found;
    found.name = script_.slice(name);
    found.span = {script_.nodes[index].begin, script_.nodes[index].end};
    const std::uint32_t value = script_.nodes[name].last;
    if (value < script_.nodes[index].last) {
      found.has_value = true;
      found.value_span = {script_.nodes[value].begin, script_.nodes[value].end};
      if (script_.nodes[value].type == Syntax::string) {
        found.value = string_value(script_, value);
      } else {
        std::string_view written = script_.slice(value);
        if (written.starts_with('{') && written.ends_with('}')) written = written.substr(1, written.size() - 2);
        found.value = trim(written);
        const bool event =
            found.name.starts_with("on") && found.name.size() > 2 && found.name[2] >= 'A' && found.name[2] <= 'Z';
        if (!event) found.name.insert(0, ":");
      }
    }
    node.attributes.push_back(std::move(found));
  }

  const Script& script_;
  Markup markup_;
  std::vector<Open> open_;
  std::uint32_t content_from_ = 0;  // script node behind the opening tag of the innermost element
};

}  // namespace

Markup jsx_markup(const Script& script) { return Converter(script).run(); }

}  // namespace qiyue::program
