// Inside of the release module: whether a stated period is longer than another.
#pragma once

#include <string_view>

namespace qiyue::release_detail {

enum class Longer { same, no, yes, unknown };
// Periods are sentences (账号存续期间保存，注销后30日内删除). Two that differ in their numbers alone are compared by them; two that each hold
// one period and nothing else (6个月, 三年, 180天) by their length; all others cannot be told.
Longer compare_durations(std::string_view before, std::string_view after);

}  // namespace qiyue::release_detail
