// Inside of the release module: how a release's own version and dates stand in its texts.
#pragma once

#include <string>
#include <vector>

#include "release/release.h"

namespace qiyue::release_detail {

// Longest first, in every form a text may give them: 1.2.0, 2026-12-01, 2026年12月1日, December 1, 2026.
std::vector<std::string> printed_dates(const ReleaseContent& release);

}  // namespace qiyue::release_detail
