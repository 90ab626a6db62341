#include "facts/purposes.h"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "core/text.h"
#include "facts/facts.h"
#include "facts/names.h"

namespace qiyue::facts {
namespace {

std::map<std::string, std::string, std::less<>> texts_of(const json::value& parent, std::string_view key) {
  std::map<std::string, std::string, std::less<>> result;
  const json::value* value = find(parent, key);
  const json::object* object = value == nullptr ? nullptr : value->if_object();
  if (object == nullptr) return result;
  for (const auto& entry : *object) {
    if (entry.value().is_string()) result.emplace(entry.key(), get_string(*value, entry.key()));
  }
  return result;
}

std::map<std::string, std::vector<std::string>, std::less<>> lists_of(const json::value& parent, std::string_view key) {
  std::map<std::string, std::vector<std::string>, std::less<>> result;
  const json::value* value = find(parent, key);
  const json::object* object = value == nullptr ? nullptr : value->if_object();
  if (object == nullptr) return result;
  for (const auto& entry : *object) result.emplace(entry.key(), get_strings(*value, entry.key()));
  return result;
}

void read_functions(const json::value& table, Purposes& out) {
  const auto add_items = [&out](const json::value& row, std::string_view key, std::set<std::string, std::less<>>& to) {
    for (std::string& name : get_strings(row, key)) {
      const auto group = out.groups.find(name);
      if (group == out.groups.end()) {
        to.insert(std::move(name));
      } else {
        to.insert(group->second.begin(), group->second.end());
      }
    }
  };
  const json::value* rows = find(table, "functions");
  const json::array* list = rows == nullptr ? nullptr : rows->if_array();
  if (list == nullptr) return;
  for (const json::value& row : *list) {
    FunctionRow function{.id = get_string(row, "id"),
                         .name = get_string(row, "name"),
                         .description = get_string(row, "description"),
                         .retention = get_string(row, "retention"),
                         .refusal = get_string(row, "refusal"),
                         .basic = get_bool(row, "basic", true),
                         .general = get_bool(row, "general"),
                         .pages = get_strings(row, "pages"),
                         .accepts = {},
                         .required = {},
                         .purposes = texts_of(row, "purposes"),
                         .refusals = texts_of(row, "refusals")};
    add_items(row, "accepts", function.accepts);
    add_items(row, "owns", function.accepts);
    add_items(row, "required", function.required);
    out.functions.push_back(std::move(function));
  }
}

std::string filled(std::string text, std::string_view name, std::string_view value) {
  return replace_all(std::move(text), name, value);
}

std::string retention_text(const Purposes& purposes, std::string_view key) {
  const auto found = purposes.retentions.find(key);
  return found == purposes.retentions.end() ? std::string(kPlaceholder) : found->second;
}

}  // namespace

const FunctionRow* Purposes::function(std::string_view id) const {
  for (const FunctionRow& row : functions) {
    if (row.id == id) return &row;
  }
  return nullptr;
}

const ItemRow* Purposes::item(std::string_view id) const {
  const auto found = items.find(id);
  return found == items.end() ? nullptr : &found->second;
}

Purposes read_purposes(const knowledge::Knowledge& knowledge) {
  Purposes out;
  const json::value* table = find(knowledge.lexicon, "purposes");
  if (table == nullptr) return out;
  for (auto& [name, items] : lists_of(*table, "groups")) out.groups[name] = {items.begin(), items.end()};
  for (auto& [name, items] : lists_of(*table, "covers")) out.covers[name] = {items.begin(), items.end()};
  out.trade_words = lists_of(*table, "trade_words");
  out.retentions = texts_of(*table, "retentions");
  out.effects = texts_of(*table, "effects");
  out.recipient_methods = texts_of(*table, "recipient_methods");
  out.recipient_purposes = texts_of(*table, "recipient_purposes");
  out.child_effect = get_string(*table, "child_effect");
  out.default_refusal = get_string(*table, "default_refusal");
  out.default_necessity = get_string(*table, "default_necessity");
  out.default_content_purpose = get_string(*table, "default_content_purpose");
  read_functions(*table, out);
  if (const json::value* rows = find(*table, "items"); rows != nullptr && rows->is_object()) {
    for (const auto& entry : rows->get_object()) {
      const json::value& row = entry.value();
      out.items.emplace(entry.key(), ItemRow{.purpose = get_string(row, "purpose"),
                                             .function = get_string(row, "function"),
                                             .retention = get_string(row, "retention"),
                                             .refusal = get_string(row, "refusal"),
                                             .necessity = get_string(row, "necessity"),
                                             .effect = get_string(row, "effect")});
    }
  }
  if (const json::value* page = find(*table, "page_function")) {
    out.page_name = get_string(*page, "name");
    out.page_description = get_string(*page, "description");
    out.page_purpose = get_string(*page, "purpose");
    out.page_phone_purpose = get_string(*page, "phone_purpose");
    out.page_retention = get_string(*page, "retention");
  }
  if (const json::value* platforms = find(*table, "platforms")) out.platforms = *platforms;
  return out;
}

std::string spoken_name(const knowledge::DataItem& item) {
  const std::vector<std::string> names = short_names(item.zh);
  if (names.empty()) return item.zh;
  return join(names, names.size() == 2 ? "或" : "、");
}

std::string usual(std::string_view field, std::string_view function, std::string_view function_name,
                  std::string_view item, std::string_view purpose, const knowledge::Knowledge& knowledge,
                  const Purposes& purposes) {
  const ItemRow* row = purposes.item(item);
  const FunctionRow* place = purposes.function(function);
  const knowledge::DataItem* known = knowledge.item(item);
  if (field == "purpose") {
    if (place != nullptr) {
      if (const auto own = place->purposes.find(item); own != place->purposes.end()) return own->second;
      const auto content = purposes.groups.find("content");
      const bool written = content != purposes.groups.end() && content->second.contains(item);
      if (written && row != nullptr && row->function != function && !is_placeholder(function_name))
        return filled(purposes.default_content_purpose, "{function}", function_name);
    }
    return row == nullptr ? std::string() : row->purpose;
  }
  if (field == "refusal") {
    if (place != nullptr) {
      if (const auto own = place->refusals.find(item); own != place->refusals.end()) return own->second;
    }
    if (place != nullptr && !place->refusal.empty()) return place->refusal;
    if (row != nullptr && !row->refusal.empty()) return row->refusal;
    if (is_placeholder(function_name)) return {};
    return filled(purposes.default_refusal, "{function}", function_name);
  }
  if (field == "retention") {
    std::string_view key = row == nullptr ? std::string_view() : std::string_view(row->retention);
    const bool fixed = key == "once" || key == "local" || key == "log";
    if (!fixed && place != nullptr && !place->retention.empty()) key = place->retention;
    return key.empty() ? std::string() : retention_text(purposes, key);
  }
  if (field == "necessity") {
    if (row != nullptr && !row->necessity.empty()) return row->necessity;
    if (known == nullptr || purpose.empty() || is_placeholder(purpose)) return {};
    return filled(purposes.default_necessity, "{purpose}", purpose);
  }
  if (field == "effect") {
    if (row != nullptr && !row->effect.empty()) return row->effect;
    const auto found = known == nullptr ? purposes.effects.end() : purposes.effects.find(known->category);
    return found == purposes.effects.end() ? std::string() : found->second;
  }
  return {};
}

std::string guess_trade(const Evidence& evidence, const knowledge::Knowledge& knowledge, const Purposes& purposes) {
  constexpr int kName = 6;
  constexpr int kTitle = 2;
  constexpr int kPath = 1;
  constexpr int kEnough = 3;
  std::string best;
  int best_score = kEnough - 1;
  for (const knowledge::Trade& trade : knowledge.trades) {
    std::vector<std::string> words = trade.keywords;
    if (const auto more = purposes.trade_words.find(trade.id); more != purposes.trade_words.end())
      words.insert(words.end(), more->second.begin(), more->second.end());
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    int score = 0;
    const auto name_words = split_identifier(evidence.program.name);
    for (const std::string& word : words) {
      if (std::find(name_words.begin(), name_words.end(), word) != name_words.end()) score += kName;
      const bool han = contains_han(word);
      if (han && evidence.program.name.find(word) != std::string::npos) score += kName;
      for (const Page& page : evidence.program.pages) {
        if (han && page.title.find(word) != std::string::npos) score += kTitle;
        if (han) continue;
        for (const std::string_view segment : split(page.path, '/')) {
          const auto tokens = split_identifier(segment);
          if (std::find(tokens.begin(), tokens.end(), word) == tokens.end()) continue;
          score += kPath;
          break;
        }
      }
    }
    if (score > best_score) {
      best_score = score;
      best = trade.id;
    }
  }
  return best;
}

}  // namespace qiyue::facts
