// The object literal of a JavaScript configuration file (app.config.ts, wepy's `config = {…}`) as JSON. Only what is written out is
// read: a value that must be computed is null, a spread is left out.
#pragma once

#include <boost/json/value.hpp>
#include <map>
#include <string>
#include <string_view>

#include "core/data.h"

namespace qiyue::program {

struct Literal {
  json::value value;                                          // null when there is no object literal
  std::map<std::string, std::uint32_t, std::less<>> offsets;  // JSON pointer -> offset of its key or item
};

// Reads the value that starts at `offset` ('{' or '[').
Literal read_literal(std::string_view text, std::size_t offset);

// Finds the configuration object of a module: `export default {…}`, `export default defineX({…})`, `module.exports = {…}`,
// `export default name` with `const name = {…}`, a class's `config = {…}`. npos when there is none.
std::size_t find_config_object(std::string_view raw);

}  // namespace qiyue::program
