#include "pricing/billing_month.hpp"

#include <cstddef>
#include <cstdio>
#include <stdexcept>

namespace fleetcast::pricing {
namespace {

struct Date {
  std::int64_t year;
  int month;
  int day;
};

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// Days and dates of the proleptic Gregorian calendar by Howard Hinnant's era arithmetic.
std::int64_t days_from_date(Date date) {
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_divide(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

Date date_from_days(std::int64_t days) {
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = floor_divide(shifted, 146097);
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const int day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  const int month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

bool matches(const std::string& text, const std::string& pattern) {
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (pattern[i] == 'd' ? !is_digit : text[i] != pattern[i]) return false;
  }
  return true;
}

}  // namespace

std::int64_t utc_hour_of(std::int64_t year, int month, int day) { return days_from_date({year, month, day}) * 24; }

BillingMonth calendar_month(std::int64_t utc_hour) {
  const Date date = date_from_days(floor_divide(utc_hour, 24));
  const bool is_december = date.month == 12;
  return {utc_hour_of(date.year, date.month, 1),
          utc_hour_of(date.year + (is_december ? 1 : 0), is_december ? 1 : date.month + 1, 1)};
}

std::string to_iso(std::int64_t utc_hour) {
  const std::int64_t days = floor_divide(utc_hour, 24);
  const Date date = date_from_days(days);
  char text[48];
  const int length = std::snprintf(text, sizeof text, "%04lld-%02d-%02dT%02d:00:00Z",
                                   static_cast<long long>(date.year), date.month, date.day,
                                   static_cast<int>(utc_hour - days * 24));
  return {text, static_cast<std::size_t>(length)};
}

std::int64_t utc_hour_from_iso(const std::string& text) {
  if (matches(text, "dddd-dd-ddTdd:00:00Z") || matches(text, "dddd-dd-ddTdd:00Z")) {
    const int month = std::stoi(text.substr(5, 2));
    const int day = std::stoi(text.substr(8, 2));
    const int hour = std::stoi(text.substr(11, 2));
    if (month >= 1 && month <= 12 && day >= 1 && hour <= 23) {
      const std::int64_t utc_hour = utc_hour_of(std::stoi(text.substr(0, 4)), month, day) + hour;
      // A day that the month lacks comes back as a date of the next month.
      if (to_iso(utc_hour).substr(0, 13) == text.substr(0, 13)) return utc_hour;
    }
  }
  throw std::invalid_argument("'" + text + "' is not a whole hour in UTC, such as '2026-11-01T13:00:00Z'");
}

}  // namespace fleetcast::pricing
