#include "scan/templates.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "scan/markup_view.h"

namespace qiyue::scan {
namespace {

// Elements whose typed content is a form field (fields.h); they are uses only where the platform itself fills them in.
constexpr std::array<std::string_view, 11> kFormTags = {"input",  "textarea",    "editor",         "form",
                                                        "picker", "picker-view", "checkbox-group", "checkbox",
                                                        "slider", "switch",      "radio-group"};

bool is_use(const knowledge::PlatformComponent& c) {
  if (c.items.empty()) return false;
  const bool taken = c.collect == "read" || (c.collect == "share" && c.sensitive);
  if (c.api_class == knowledge::ApiClass::privacy || c.api_class == knowledge::ApiClass::identity ||
      c.api_class == knowledge::ApiClass::device) {
    return taken;
  }
  return taken && std::find(kFormTags.begin(), kFormTags.end(), c.tag) == kFormTags.end();
}

// <van-button>, <t-button> and <MyButton> hand open-type on to the platform's button; the same for inputs and their type.
bool stands_for(std::string_view tag, std::string_view component) {
  if (tag == component) return true;
  if (component == "button") return tag.ends_with("-button") || tag.ends_with("-btn");
  if (component == "input") return tag.ends_with("-input") || tag.ends_with("-field") || tag.ends_with("-easyinput");
  return false;
}

// The values an attribute can have: those written, those quoted in its expression, those its variable is known to have.
std::vector<std::string> values_of(const TemplateInput& input, int file, const Bound& bound) {
  if (!bound.dynamic) {
    std::vector<std::string> out;
    for (const std::string_view part : split(bound.text, '|')) out.emplace_back(trim(part));
    return out;
  }
  std::vector<std::string> out;
  const std::string path = path_of(bound.text);
  std::vector<std::string> found = quoted_texts(bound.text);
  if (input.constant_strings) {
    for (std::string& text : input.constant_strings(file, path.empty() ? bound.text : std::string_view(path))) {
      found.push_back(std::move(text));
    }
  }
  for (const std::string& text : found) {
    for (const std::string_view part : split(text, '|')) out.emplace_back(trim(part));
  }
  return out;
}

// A flag like show-location: written alone, "true", or an expression that is not known to be false.
bool flag_on(const TemplateInput& input, int file, const Bound& bound) {
  if (!bound.attribute->has_value) return true;
  if (!bound.dynamic) return bound.text != "false";  // any other text, "" too, is true to the platform
  if (bound.text == "false" || bound.text == "!true" || bound.text == "0") return false;
  if (input.constant_truth && !path_of(bound.text).empty()) return input.constant_truth(file, bound.text) != false;
  return true;
}

class TemplateFinder {
 public:
  explicit TemplateFinder(const TemplateInput& input)
      : input_(input), owners_(input), platform_(input.knowledge.platform(input.program.platform)) {}

  std::vector<TemplateUse> run() {
    if (platform_ == nullptr) return {};
    for (std::size_t i = 0; i < input_.program.files.size(); ++i) {
      const program::SourceFile& file = input_.program.files[i];
      if (file.language == program::Language::markup && file.dialect == program::Dialect::html) continue;
      if (input_.markups[i].nodes.size() > 1) read(static_cast<int>(i));
    }
    return std::move(found_);
  }

 private:
  void read(int file) {
    const program::Markup& markup = input_.markups[static_cast<std::size_t>(file)];
    std::vector<bool> dead;
    for (std::uint32_t i = 1; i < markup.nodes.size(); ++i) {
      const program::MarkupNode& node = markup.nodes[i];
      if (node.kind != program::NodeKind::element) continue;
      const std::string tag = tag_of(node);
      for (const knowledge::PlatformComponent& component : platform_->components) {
        if (!stands_for(tag, component.tag) || !is_use(component)) continue;
        if (tag != component.tag && component.attribute.empty()) continue;
        const std::string api = match(file, node, component);
        if (api.empty()) continue;
        if (dead.empty()) dead = dead_nodes(input_, file);
        add(file, i, component, api, dead[i]);
      }
    }
  }

  // How the use is named: "button open-type=getPhoneNumber"; "" when the element is not meant.
  std::string match(int file, const program::MarkupNode& node, const knowledge::PlatformComponent& component) const {
    for (const auto& [name, allowed] : component.also) {
      const Bound also = find_bound(node, name);
      if (!also) return {};
      const std::vector<std::string> values = values_of(input_, file, also);
      const bool fits = std::any_of(values.begin(), values.end(), [&list = allowed](const std::string& v) {
        return std::find(list.begin(), list.end(), v) != list.end();
      });
      if (!fits) return {};
    }
    if (component.attribute.empty()) return component.tag;
    const Bound bound = find_bound(node, component.attribute);
    if (!bound) return {};
    if (component.attribute_values.empty()) {
      return flag_on(input_, file, bound) ? component.tag + " " + component.attribute : std::string();
    }
    for (const std::string& value : values_of(input_, file, bound)) {
      if (std::find(component.attribute_values.begin(), component.attribute_values.end(), value) !=
          component.attribute_values.end()) {
        return component.tag + " " + component.attribute + "=" + value;
      }
    }
    return {};
  }

  void add(int file, std::uint32_t index, const knowledge::PlatformComponent& component, const std::string& api,
           bool dead) {
    const program::SourceFile& source = input_.program.files[static_cast<std::size_t>(file)];
    const program::MarkupNode& node = input_.markups[static_cast<std::size_t>(file)].nodes[index];
    const Position at = source.source.at(node.span.begin);
    TemplateUse found;
    found.file = file;
    found.node = index;
    found.handlers = handlers_of(node);
    Use& use = found.use;
    use.items = component.items;
    use.api = api;
    use.use_class = class_of(component.api_class);
    use.how = component.tag == "input" ? How::typed : How::automatic;
    use.place = {source.path, at.line, at.column};
    if (const program::PageFiles* owner = owners_.owner(file)) use.page = owner->path;
    use.function = function_of(node, api);
    use.trigger = component.tag == "button" || component.tag == "input" || component.tag.ends_with("navigator")
                      ? Trigger::tap
                      : Trigger::page_load;
    use.reachable = owners_.reachable(file) && !dead;
    use.vendored = source.vendored;
    found_.push_back(std::move(found));
  }

  // The handler of the event that is named after the open-type, else of the first event.
  static std::string function_of(const program::MarkupNode& node, std::string_view api) {
    const std::size_t equals = api.find('=');
    const std::string wanted =
        equals == std::string_view::npos ? std::string() : to_lower_ascii(api.substr(equals + 1));
    std::string first;
    for (const program::Attribute& a : node.attributes) {
      const std::string event = event_of(a.name);
      if (event.empty()) continue;
      const std::string name = handler_name(a.value);
      if (event == wanted) return name;
      if (first.empty()) first = name;
    }
    return first;
  }

  const TemplateInput& input_;
  TemplateOwners owners_;
  const knowledge::Platform* platform_;
  std::vector<TemplateUse> found_;
};

}  // namespace

UseClass class_of(knowledge::ApiClass value) {
  switch (value) {
    case knowledge::ApiClass::privacy:
      return UseClass::privacy;
    case knowledge::ApiClass::identity:
      return UseClass::identity;
    case knowledge::ApiClass::device:
      return UseClass::device;
    case knowledge::ApiClass::permission:
      return UseClass::permission;
    case knowledge::ApiClass::other:
      break;
  }
  return UseClass::other;
}

std::vector<TemplateUse> template_uses(const TemplateInput& input) { return TemplateFinder(input).run(); }

}  // namespace qiyue::scan
