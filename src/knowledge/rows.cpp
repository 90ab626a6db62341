#include "knowledge/rows.h"

#include <boost/json.hpp>
#include <utility>

namespace qiyue::knowledge {
namespace {}  // namespace

const json::array& list(const json::value& object, std::string_view key) {
  static const json::array kEmpty;
  const json::value* value = find(object, key);
  const json::array* array = value == nullptr ? nullptr : value->if_array();
  return array == nullptr ? kEmpty : *array;
}

std::string text_of(const json::value& object, std::string_view key, std::string_view inner) {
  const json::value* value = find(object, key);
  return value == nullptr ? std::string() : get_string(*value, inner);
}

Verified verified_of(const json::value& object) {
  const json::value* value = find(object, "verified");
  if (value == nullptr) return Verified::no;
  if (value->is_string()) return Verified::partial;
  return value->is_bool() && value->get_bool() ? Verified::yes : Verified::no;
}

std::vector<Citation> sources_of(const json::value& object) {
  std::vector<Citation> result;
  for (const json::value& source : list(object, "sources")) {
    result.push_back({get_string(source, "statute"), get_string(source, "article"), get_bool(source, "verified")});
  }
  return result;
}

std::map<std::string, std::string> texts_by_key(const json::value* object) {
  std::map<std::string, std::string> result;
  if (object == nullptr) return result;
  for (const auto& entry : object->get_object()) {
    if (entry.value().is_string()) result.emplace(entry.key(), view(entry.value().get_string()));
  }
  return result;
}

Predicate condition(const json::value& object, std::string_view key) {
  auto parsed = Predicate::parse(get_string(object, key));
  return parsed ? std::move(*parsed) : Predicate();  // check_references has refused what cannot be read
}

}  // namespace qiyue::knowledge
