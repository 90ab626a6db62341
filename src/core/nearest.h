// What a person may have meant by a word that is not known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace qiyue {

// The known word with the fewest edits from `word`, case aside; empty when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace qiyue
