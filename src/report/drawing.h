// Inside of the report module: who sends what to whom, as an SVG.
#pragma once

#include <string>

#include "report/report.h"

namespace qiyue::report_detail {

// Pages on the left, items in the middle, whoever gets them on the right. Empty when there is nothing to draw.
std::string drawing(const ScanReport& report);

}  // namespace qiyue::report_detail
