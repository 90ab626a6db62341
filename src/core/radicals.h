// Radicals that look like characters: text copied out of a PDF has U+2F64 for 用 (U+7528) and the like, and no word is found in it.
#pragma once

namespace qiyue {

// ⽤ (a radical's code point) -> 用; every other code point is itself. Both sides are as long in UTF-8.
char32_t unified_han(char32_t code_point);

}  // namespace qiyue
