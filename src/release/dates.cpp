#include "release/dates.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/calendar.h"

namespace qiyue::release_detail {

std::vector<std::string> printed_dates(const ReleaseContent& release) {
  static constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                            "May",       "June",     "July",     "August",
                                                            "September", "October",  "November", "December"};
  std::vector<std::string> out{release.version};
  for (const std::string& date : {release.published, release.effective}) {
    if (!day_number(date)) continue;
    out.push_back(date);
    int month = 0;
    int day = 0;
    std::from_chars(date.data() + 5, date.data() + 7, month);
    std::from_chars(date.data() + 8, date.data() + 10, day);
    const std::string year = date.substr(0, 4);
    out.push_back(fmt::format("{}年{}月{}日", year, month, day));
    out.push_back(fmt::format("{} {} {}", day, kMonths.at(static_cast<std::size_t>(month - 1)), year));
    out.push_back(fmt::format("{} {}, {}", kMonths.at(static_cast<std::size_t>(month - 1)), day, year));
  }
  std::erase_if(out, [](const std::string& text) { return text.empty(); });
  std::sort(out.begin(), out.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  return out;
}

}  // namespace qiyue::release_detail
