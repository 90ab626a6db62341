// Inside of the report module: the frame of a report page and passages of source in it. No script, nothing from the network.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/source.h"

namespace qiyue::report_detail {

std::string page(std::string_view title, std::string_view body, Lang lang);
// The lines around `begin` with the passage up to `end` marked (end <= begin: the whole line); long lines are cut to what is near it.
std::string passage(const SourceText& source, Position begin, Position end, int around);
std::string tag(std::string_view css_class, std::string_view text);  // <span class="…">escaped text</span>

}  // namespace qiyue::report_detail
