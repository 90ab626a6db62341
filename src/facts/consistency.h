// What the schema cannot say: real dates, known names, answers that contradict one another. Insides of facts.
#pragma once

#include <vector>

#include "core/result.h"
#include "facts/facts.h"

namespace qiyue::facts {

// Faults between answers of facts that fit the schema, each at its line.
std::vector<Error> contradictions(const Facts& facts);

bool is_date(std::string_view text);  // YYYY-MM-DD of the Gregorian calendar

}  // namespace qiyue::facts
