// Figures of a text as they are kept in the library. Insides of cases.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cases/cases.h"

namespace qiyue::cases {

std::string figures_json(const TextFigures& figures);
// Nothing for what is not of that shape.
std::optional<TextFigures> parse_figures(std::string_view text);

}  // namespace qiyue::cases
