// Inside of the release module: the shortest edit script between two sequences.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "release/release.h"

namespace qiyue::release_detail {

struct Step {
  EditKind kind = EditKind::same;
  std::size_t before = 0, after = 0;  // index in either sequence, where the step has one
};
// Myers' algorithm over ids. Beyond a fixed amount of work the rest counts as replaced, so that time stays bounded.
std::vector<Step> shortest_edit(const std::vector<int>& before, const std::vector<int>& after);

// Words of a text: a Han character each, a run of letters or digits, a single sign.
std::vector<std::string_view> words_of_text(std::string_view text);
std::vector<Edit> compare_words(std::string_view before, std::string_view after);

}  // namespace qiyue::release_detail
