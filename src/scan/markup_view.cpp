#include "scan/markup_view.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace qiyue::scan {
namespace {

std::string kebab(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c >= 'A' && c <= 'Z') {
      if (!out.empty() && out.back() != '-') out += '-';
      out += static_cast<char>(c + 32);
    } else {
      out += c;
    }
  }
  return out;
}

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

// The value without the {{ }} around it; `dynamic` when there were any.
std::string_view expression_in(std::string_view value, bool& dynamic) {
  const std::string_view trimmed = trim(value);
  const std::size_t open = trimmed.find("{{");
  if (open == npos) {
    // Swan's two-way binding: {= name =}
    if (trimmed.starts_with("{=") && trimmed.ends_with("=}")) {
      dynamic = true;
      return trim(trimmed.substr(2, trimmed.size() - 4));
    }
    return trimmed;
  }
  dynamic = true;
  const std::size_t close = trimmed.rfind("}}");
  if (open == 0 && close != npos && close + 2 == trimmed.size() && trimmed.find("{{", 2) == npos) {
    return trim(trimmed.substr(2, close - 2));
  }
  return trimmed;
}

struct BindingName {
  std::string name;
  bool bound = false;
};

// ":open-type.sync", "v-bind:openType", "model:value", "v-model", "open-type"
BindingName split_binding(std::string_view attribute) {
  BindingName out;
  std::string_view name = attribute;
  if (name.starts_with("v-bind:")) {
    name.remove_prefix(7);
    out.bound = true;
  } else if (name.starts_with(':')) {
    name.remove_prefix(1);
    out.bound = true;
  } else if (name.starts_with("model:")) {
    name.remove_prefix(6);
  }
  name = name.substr(0, name.find('.'));
  out.name = kebab(name);
  return out;
}

constexpr std::array<std::string_view, 8> kIf = {"wx:if", "a:if", "tt:if", "s-if", "qq:if", "ks:if", "v-if", "v-show"};
constexpr std::array<std::string_view, 7> kElse = {"wx:else", "a:else",  "tt:else", "s-else",
                                                   "qq:else", "ks:else", "v-else"};
constexpr std::array<std::string_view, 7> kElif = {"wx:elif", "a:elif",  "tt:elif",  "s-elif",
                                                   "qq:elif", "ks:elif", "v-else-if"};

template <std::size_t N>
const program::Attribute* any_of_names(const program::MarkupNode& node, const std::array<std::string_view, N>& names) {
  for (const program::Attribute& a : node.attributes) {
    if (std::find(names.begin(), names.end(), a.name) != names.end()) return &a;
  }
  return nullptr;
}

}  // namespace

std::string tag_of(const program::MarkupNode& node) { return kebab(node.name); }

std::string plain_name(std::string_view attribute) {
  if (!event_of(attribute).empty() || attribute.starts_with('@') || attribute.starts_with('#')) return {};
  if (attribute.starts_with("v-") && !attribute.starts_with("v-bind:")) return {};
  const BindingName split = split_binding(attribute);
  return split.name.find(':') == std::string::npos ? split.name : std::string();
}

Bound find_bound(const program::MarkupNode& node, std::string_view kebab_name) {
  Bound out;
  for (const program::Attribute& a : node.attributes) {
    const BindingName split = split_binding(a.name);
    if (split.name != kebab_name) continue;
    out.attribute = &a;
    out.dynamic = split.bound;
    out.text = expression_in(a.value, out.dynamic);
    return out;
  }
  return out;
}

std::string event_of(std::string_view attribute) {
  std::string_view name = attribute;
  if (name.starts_with('@') || name.starts_with("v-on:")) {
    name.remove_prefix(name[0] == '@' ? 1 : 5);
    return to_lower_ascii(name.substr(0, name.find('.')));
  }
  if (name.starts_with("capture-")) name.remove_prefix(8);
  for (const std::string_view verb : {"mut-bind", "bind", "catch"}) {
    if (!name.starts_with(verb)) continue;
    name.remove_prefix(verb.size());
    if (name.starts_with(':')) name.remove_prefix(1);
    return to_lower_ascii(name);
  }
  for (const std::string_view verb : {"on", "catch"}) {
    if (name.starts_with(verb) && name.size() > verb.size() && name[verb.size()] >= 'A' && name[verb.size()] <= 'Z') {
      return to_lower_ascii(name.substr(verb.size()));
    }
  }
  return {};
}

std::vector<std::string> handlers_of(const program::MarkupNode& node) {
  std::vector<std::string> out;
  for (const program::Attribute& a : node.attributes) {
    if (!event_of(a.name).empty() && !trim(a.value).empty()) out.emplace_back(trim(a.value));
  }
  return out;
}

std::string handler_name(std::string_view handler) {
  std::string_view text = trim(handler);
  if (text.starts_with("this.")) text.remove_prefix(5);
  std::size_t end = 0;
  while (end < text.size() && (is_name(text[end]) || text[end] == '.')) ++end;
  const std::string_view rest = trim(text.substr(end));
  if (end == 0 || (!rest.empty() && rest[0] != '(')) return {};
  const std::string_view path = text.substr(0, end);
  return std::string(path.substr(path.rfind('.') == npos ? 0 : path.rfind('.') + 1));
}

std::vector<std::string> quoted_texts(std::string_view expression) {
  std::vector<std::string> out;
  for (std::size_t at = expression.find_first_of("'\"`"); at != npos; at = expression.find_first_of("'\"`", at + 1)) {
    const std::size_t end = expression.find(expression[at], at + 1);
    if (end == npos) break;
    out.emplace_back(expression.substr(at + 1, end - at - 1));
    at = end;
  }
  return out;
}

std::string path_of(std::string_view expression) {
  std::string_view text = trim(expression);
  if (text.starts_with("this.")) text.remove_prefix(5);
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return {};
  const bool path = std::all_of(text.begin(), text.end(),
                                [](char c) { return is_name(c) || c == '.' || c == '[' || c == ']' || c == '?'; });
  return path && text != "true" && text != "false" ? std::string(text) : std::string();
}

TemplateOwners::TemplateOwners(const TemplateInput& input)
    : owners_(input.program.files.size(), nullptr), reachable_(input.program.files.size(), false) {
  const auto take = [this](int file, const program::PageFiles& page) {
    if (file < 0) return;
    const auto at = static_cast<std::size_t>(file);
    if (owners_[at] == nullptr || (!reachable_[at] && page.reachable)) owners_[at] = &page;
    reachable_[at] = reachable_[at] || page.reachable;
  };
  for (const auto* list : {&input.program.pages, &input.program.components}) {
    for (const program::PageFiles& page : *list) {
      take(page.markup, page);
      if (page.script != page.markup) take(page.script, page);  // JSX
    }
  }
  for (const auto* list : {&input.program.pages, &input.program.components}) {
    for (const program::PageFiles& page : *list) {
      for (const int file : page.includes) take(file, page);
    }
  }
  if (input.program.app_script >= 0) reachable_[static_cast<std::size_t>(input.program.app_script)] = true;
  if (!input.file_reachable) return;
  for (std::size_t i = 0; i < reachable_.size(); ++i) {
    const program::SourceFile& file = input.program.files[i];
    // A native template is reached by its page alone; a .vue or .tsx file by whoever imports it.
    if (file.language == program::Language::markup && file.dialect != program::Dialect::vue) continue;
    reachable_[i] = input.file_reachable(static_cast<int>(i));
  }
}

namespace {

// The truth of an expression where it never changes.
std::optional<bool> truth_of(const TemplateInput& input, int file, std::string_view expression) {
  std::string_view text = trim(expression);
  bool negated = false;
  while (text.starts_with('!')) {
    negated = !negated;
    text = trim(text.substr(1));
  }
  std::optional<bool> value;
  if (text == "true" || text == "1") value = true;
  if (text == "false" || text == "0" || text == "''" || text == "\"\"" || text == "null" || text == "undefined")
    value = false;
  if (!value && input.constant_truth && !path_of(text).empty()) value = input.constant_truth(file, text);
  if (value && negated) value = !*value;
  return value;
}

}  // namespace

std::vector<bool> dead_nodes(const TemplateInput& input, int file) {
  const program::Markup& markup = input.markups[static_cast<std::size_t>(file)];
  std::vector<bool> dead(markup.nodes.size(), false);
  // Whether an earlier branch of the chain that a node belongs to is always taken; by parent, in document order.
  std::vector<bool> chain_taken(markup.nodes.size(), false);
  for (std::size_t i = 1; i < markup.nodes.size(); ++i) {
    const program::MarkupNode& node = markup.nodes[i];
    dead[i] = dead[node.parent];
    if (node.kind != program::NodeKind::element) continue;
    const auto value = [&](const program::Attribute& a) {
      bool dynamic = false;
      const std::string_view expression = expression_in(a.value, dynamic);
      const bool is_code = dynamic || a.name.starts_with("v-") || a.name.starts_with("s-");
      if (!is_code) return std::optional<bool>();  // wx:if="false" is a text, and so true
      return truth_of(input, file, expression);
    };
    if (const program::Attribute* a = any_of_names(node, kIf)) {
      const auto truth = value(*a);
      if (truth == false) dead[i] = true;
      chain_taken[node.parent] = truth == true;
    } else if (const program::Attribute* elif = any_of_names(node, kElif)) {
      const auto truth = value(*elif);
      if (truth == false || chain_taken[node.parent]) dead[i] = true;
      if (truth == true) chain_taken[node.parent] = true;
    } else if (any_of_names(node, kElse) != nullptr) {
      if (chain_taken[node.parent]) dead[i] = true;
    }
    if (const Bound hidden = find_bound(node, "hidden")) {
      if (!hidden.attribute->has_value || (!hidden.dynamic && hidden.text == "true") ||
          (hidden.dynamic && truth_of(input, file, hidden.text) == true)) {
        dead[i] = true;
      }
    }
  }
  return dead;
}

}  // namespace qiyue::scan
