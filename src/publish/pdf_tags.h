// What cairo 1.16 leaves out of a tagged PDF.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace qiyue::publish_detail {

// cairo cannot carry an element over a page. The rest of one is written with these types and put back to what it goes on with.
inline constexpr const char* kRestOfParagraph = "Div";
inline constexpr const char* kRestOfTable = "Sect";

// Puts the parts of one element together, list items into lists, everything into a document; names the language; marks the catalog
// as tagged (ISO 32000-1, 14.7 and 14.8). Same input, same bytes. Fails only where `bytes` are no PDF.
Result<std::string> complete_tags(const std::string& bytes, std::string_view language);

}  // namespace qiyue::publish_detail
