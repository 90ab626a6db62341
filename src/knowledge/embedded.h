// What the build embeds (src/knowledge/embed writes its definition).
#pragma once

#include <string_view>

namespace qiyue::knowledge {

// Digest, line break, packed knowledge. Linked from an object of its own: only builtin() may use it.
std::string_view embedded();

}  // namespace qiyue::knowledge
