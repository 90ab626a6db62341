// Chinese text has no spaces: where its words begin and end, by ICU's dictionary.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace qiyue {

struct WordSpan {
  std::uint32_t begin = 0, end = 0;  // bytes
};
// The words of a UTF-8 text, left to right; punctuation and white space are none. Ideographs by ICU's dictionary (手机 | 号码), letters and digits as
// they are written together.
std::vector<WordSpan> words_of(std::string_view text);

}  // namespace qiyue
