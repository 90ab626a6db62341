#include "core/data.h"

#include <boost/json.hpp>
#include <utility>

namespace qiyue {

Position DataFile::place(std::string_view pointer) const {
  for (;;) {
    const auto it = places.find(pointer);
    if (it != places.end()) return it->second;
    const std::size_t slash = pointer.rfind('/');
    if (slash == std::string_view::npos) return {1, 1};
    pointer = pointer.substr(0, slash);
  }
}

const json::value* find(const json::value& object, std::string_view key) {
  const json::object* entries = object.if_object();
  if (entries == nullptr) return nullptr;
  const json::value* value = entries->if_contains(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::string get_string(const json::value& object, std::string_view key, std::string_view otherwise) {
  const json::value* value = find(object, key);
  if (value == nullptr || !value->is_string()) return std::string(otherwise);
  return std::string(value->get_string());
}

bool get_bool(const json::value& object, std::string_view key, bool otherwise) {
  const json::value* value = find(object, key);
  return value != nullptr && value->is_bool() ? value->get_bool() : otherwise;
}

std::int64_t get_int(const json::value& object, std::string_view key, std::int64_t otherwise) {
  const json::value* value = find(object, key);
  return value != nullptr && value->is_int64() ? value->get_int64() : otherwise;
}

std::vector<std::string> get_strings(const json::value& object, std::string_view key) {
  std::vector<std::string> result;
  const json::value* value = find(object, key);
  if (value == nullptr) return result;
  if (const json::string* lone = value->if_string()) {
    result.emplace_back(*lone);
  } else if (const json::array* list = value->if_array()) {
    for (const json::value& item : *list) {
      if (const json::string* text = item.if_string()) result.emplace_back(*text);
    }
  }
  return result;
}

std::string pointer_child(std::string_view parent, std::string_view key) {
  std::string result(parent);
  result += '/';
  for (const char c : key) {
    if (c == '~') {
      result += "~0";
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace qiyue
