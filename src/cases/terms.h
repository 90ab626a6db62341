// How Chinese goes into a full-text index that knows words by spaces alone. Insides of cases.
//   注销账号 -> 注销 销账 账号 号: every pair of neighbours, and the last character for searches of one. A word of two characters or more is the phrase of
//   its pairs, so it is found whatever a dictionary makes of its surroundings; one character is found as the beginning of a pair.
//   SDK列表 -> sdk 列表 表: letters and digits are words as they are written, case aside.
// Pairs also find what is no word (注销 in 关注销量): word_places() tells such places by the dictionary.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/source.h"

namespace qiyue::cases {

std::string index_terms(std::string_view text);
// One FTS5 phrase; empty for a word that holds nothing to look for.
std::string query_phrase(std::string_view word);
// Where `word` stands in `text`, ASCII case aside, as a word or as part of words: what begins inside one word of the dictionary and ends inside another
// does not count.
std::vector<Span> word_places(std::string_view text, std::string_view word);

}  // namespace qiyue::cases
