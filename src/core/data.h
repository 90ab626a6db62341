// YAML and JSON as one value type (Boost.JSON) that remembers where each part stood, and JSON Schema over it.
// Duplicate YAML keys are errors (yaml-cpp alone would keep the first in silence).
#pragma once

#include <boost/json/fwd.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/source.h"

namespace qiyue {

namespace json = boost::json;

struct DataFile {
  std::string path;
  json::value value;
  std::map<std::string, Position, std::less<>>
      places;  // JSON pointer ("/operator/name") -> where its key or item stands
  [[nodiscard]] Position place(std::string_view pointer) const;  // of the pointer or its nearest known ancestor
};

Result<DataFile> parse_yaml(std::string path, std::string_view text);
Result<DataFile> parse_json(std::string path, std::string_view text);  // comments and trailing commas allowed
// Checks `data` against a JSON Schema (draft 7). Every violation becomes an Error with file, line, expected and remedy;
// for an unknown key the nearest allowed one is proposed.
Status validate(const DataFile& data, const json::value& schema);

// Pretty JSON, two spaces, keys in the order given, UTF-8 characters as they are, a final line break. Deterministic.
std::string to_json(const json::value& value);
std::string to_compact_json(const json::value& value);

// Small readers for values that a schema has already checked; a missing key gives the default.
std::string get_string(const json::value& object, std::string_view key, std::string_view otherwise = "");
bool get_bool(const json::value& object, std::string_view key, bool otherwise = false);
std::int64_t get_int(const json::value& object, std::string_view key, std::int64_t otherwise = 0);
std::vector<std::string> get_strings(const json::value& object,
                                     std::string_view key);                // a lone string counts as a list of one
const json::value* find(const json::value& object, std::string_view key);  // nullptr when absent or null

// JSON pointer of the entry `key` of the object at `parent`; `~` and `/` in the key are escaped.
std::string pointer_child(std::string_view parent, std::string_view key);

// YAML scalar in the shortest safe form: plain where possible, else double-quoted.
std::string yaml_scalar(std::string_view text);

}  // namespace qiyue
