#include "knowledge/embedded.h"
#include "knowledge/tables.h"

namespace qiyue::knowledge {

const Knowledge& builtin() {
  static const Knowledge kBuiltin = [] {
    // First line: the digest; then what pack() wrote.
    const std::string_view blob = embedded();
    const std::size_t line = blob.find('\n');
    Knowledge result = build(unpack(blob.substr(line + 1)));
    result.digest = std::string(blob.substr(0, line));
    return result;
  }();
  return kBuiltin;
}

}  // namespace qiyue::knowledge
