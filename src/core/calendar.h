// Days of the Gregorian calendar, written 2026-11-23. No clock: today is passed in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace qiyue {

// Days since 1970-01-01; nothing for what is no day of the calendar written YYYY-MM-DD.
std::optional<int> day_number(std::string_view date);
std::string date_of_day(int day);
// `date` must be one that day_number() takes.
std::string plus_days(std::string_view date, int days);
std::string plus_years(std::string_view date, int years);  // 29 February becomes 28 February
int days_between(std::string_view from, std::string_view to);

}  // namespace qiyue
