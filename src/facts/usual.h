// What texts of the same trade tell, as a hint under a question of the interview. Insides of facts.
#pragma once

#include <string_view>

#include "facts/facts.h"

namespace qiyue::facts {

// "网上购物类 14 份隐私政策里有 13 份写到“存在哪里、存多久”": never an answer. Empty where no topic of knowledge/cases/topics.yaml is told from `path`, or fewer than
// half of the texts tell it.
Text usual_hint(std::string_view path, const Facts& facts, const knowledge::Knowledge& knowledge);

}  // namespace qiyue::facts
