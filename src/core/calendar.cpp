#include "core/calendar.h"

#include <fmt/core.h>

#include <cassert>
#include <charconv>
#include <chrono>

namespace qiyue {
namespace {

namespace chrono = std::chrono;

std::optional<chrono::year_month_day> parse(std::string_view date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return std::nullopt;
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  const auto number = [](std::string_view text, auto& to) {
    for (const char c : text)
      if (c < '0' || c > '9') return false;
    return std::from_chars(text.data(), text.data() + text.size(), to).ec == std::errc();
  };
  if (!number(date.substr(0, 4), year) || !number(date.substr(5, 2), month) || !number(date.substr(8, 2), day))
    return std::nullopt;
  const chrono::year_month_day found{chrono::year(year), chrono::month(month), chrono::day(day)};
  if (!found.ok()) return std::nullopt;
  return found;
}

std::string text_of(const chrono::year_month_day& date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace

std::optional<int> day_number(std::string_view date) {
  const auto found = parse(date);
  if (!found) return std::nullopt;
  return static_cast<int>(chrono::sys_days(*found).time_since_epoch().count());
}

std::string date_of_day(int day) { return text_of(chrono::year_month_day(chrono::sys_days(chrono::days(day)))); }

std::string plus_days(std::string_view date, int days) {
  const auto start = day_number(date);
  assert(start.has_value());
  return date_of_day(start.value_or(0) + days);
}

std::string plus_years(std::string_view date, int years) {
  auto found = parse(date);
  assert(found.has_value());
  if (!found) return {};
  chrono::year_month_day later = *found + chrono::years(years);
  if (!later.ok()) later = later.year() / later.month() / chrono::day(28);
  return text_of(later);
}

int days_between(std::string_view from, std::string_view to) {
  return day_number(to).value_or(0) - day_number(from).value_or(0);
}

}  // namespace qiyue
