// Changing one value of a YAML file and nothing else. Insides of facts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/data.h"
#include "core/result.h"

namespace qiyue::facts {

// Where the value of a map key stands in the text: [begin, end). begin == end: the key has no value yet.
struct Place {
  std::size_t key = 0;        // first byte of the key
  std::size_t after_key = 0;  // just past its colon
  std::size_t begin = 0, end = 0;
  bool block = false;  // the value stands on lines of its own below the key
};
// Nothing when `pointer` is no map key of the file, or it is written in a way this reader leaves alone.
std::optional<Place> find_value(const SourceText& source, const DataFile& data, std::string_view pointer);

// The value as written; empty when absent.
std::string_view raw_value(const SourceText& source, const DataFile& data, std::string_view pointer);

// Whether a comment after the value on its last line is the mark of a proposal; its range with the blanks before it.
std::optional<Span> proposal_mark(const SourceText& source, const Place& place);

// Sets the value at `path`, keeping every other byte but a proposal's mark on the same line. A missing key is added at the end of its
// map; so is a missing section at the end of the file. The result is read back and compared: anything else having changed is a failure.
Result<std::string> set_value(std::string_view yaml, std::string_view path, const json::value& value);

// Takes the proposals' marks off the values at these paths; all else stays.
std::string confirm(std::string_view yaml, const std::vector<std::string>& paths);

}  // namespace qiyue::facts
