#include "knowledge/declarations.h"

#include <re2/re2.h>

#include <boost/json.hpp>

#include "core/text.h"
#include "knowledge/rows.h"

namespace qiyue::knowledge {

Declaration declaration_of(std::string_view platform, const Knowledge& knowledge) {
  Declaration out;
  const json::value* file = find(knowledge.lexicon, "platform_form");
  if (file == nullptr) return out;
  for (const json::value& row : list(*file, "platforms")) {
    if (get_string(row, "id") != platform) continue;
    out.console = get_string(row, "console");
    out.console_verified = get_bool(row, "console_verified");
    out.privacy_switch = get_string(row, "switch");
    for (const json::value& text : list(row, "permission_texts"))
      out.permission_texts.push_back({get_string(text, "scope"), get_strings(text, "calls"),
                                      static_cast<int>(get_int(text, "most")), get_string(text, "background_mode"),
                                      get_bool(text, "verified")});
    for (const json::value& category : list(row, "categories"))
      out.categories.push_back(
          {get_string(category, "name"), get_strings(category, "calls"), get_bool(category, "verified")});
  }
  return out;
}

PrivacyKeyOfUse privacy_key_of(std::string_view use, const Platform& platform) {
  if (const PlatformApi* api = platform.api(use))
    return {api->privacy_key, api->in_guideline, api->verified == Verified::yes};
  // A component: its tag, or its tag and one attribute.
  const PlatformComponent* best = nullptr;
  for (const PlatformComponent& component : platform.components) {
    if (component.attribute.empty()) {
      if (use == component.tag && best == nullptr) best = &component;
      continue;
    }
    const std::string head = component.tag + " " + component.attribute;
    if (component.attribute_values.empty() && (use == head || use.starts_with(head + "="))) best = &component;
    for (const std::string& value : component.attribute_values)
      if (use == head + "=" + value) best = &component;
  }
  if (best == nullptr) return {};
  return {best->privacy_key, best->in_guideline, best->verified == Verified::yes};
}

struct PurposeRules::Compiled {
  struct Fault {
    std::vector<std::unique_ptr<re2::RE2>> patterns;
    Text why;
  };
  std::vector<Fault> faults;
};

PurposeRules::PurposeRules(const Knowledge& knowledge) {
  auto compiled = std::make_shared<Compiled>();
  const json::value* file = find(knowledge.lexicon, "platform_form");
  const json::value* rows = file == nullptr ? nullptr : find(*file, "purpose_faults");
  if (rows != nullptr && rows->is_array()) {
    for (const json::value& row : rows->get_array()) {
      Compiled::Fault fault{{}, {get_string(row, "zh"), get_string(row, "en")}};
      for (const std::string& pattern : get_strings(row, "patterns")) {
        auto made = std::make_unique<re2::RE2>(pattern, re2::RE2::Quiet);
        if (made->ok()) fault.patterns.push_back(std::move(made));
      }
      compiled->faults.push_back(std::move(fault));
    }
  }
  compiled_ = std::move(compiled);
}

std::optional<Text> PurposeRules::fault(std::string_view purpose) const {
  std::string squeezed;
  for (const char c : replace_all(std::string(purpose), "\xe3\x80\x80", ""))  // U+3000
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') squeezed += c;
  for (const Compiled::Fault& fault : compiled_->faults)
    for (const auto& pattern : fault.patterns)
      if (re2::RE2::PartialMatch(squeezed, *pattern)) return fault.why;
  return std::nullopt;
}

}  // namespace qiyue::knowledge
