#include "scenarios/traffic/timestamp.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>

namespace fleetcast::scenarios::traffic {
namespace {

constexpr std::int64_t day_milliseconds = 86'400'000;

// Takes exactly `count` digits off the front of the text.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// Takes "1998-04-30" or "1998/04/30" off the front, as milliseconds.
std::optional<std::int64_t> take_date(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, "-/")) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, "-/")) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * day_milliseconds;
}

// Takes ".250" off the front, as milliseconds rounded down; 0 if there is no fraction.
std::int64_t take_fraction(std::string_view& text) {
  if (text.size() < 2 || !take(text, ".,")) return 0;
  std::int64_t milliseconds = 0;
  for (std::int64_t weight = 100; !text.empty() && text.front() >= '0' && text.front() <= '9'; weight /= 10) {
    milliseconds += weight * (text.front() - '0');
    text.remove_prefix(1);
  }
  return milliseconds;
}

// Takes "21:30", "21:30:00" or "21:30:00.250" off the front, as milliseconds.
std::optional<std::int64_t> take_clock(std::string_view& text) {
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ":")) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  std::int64_t milliseconds = (*hour * 60 + *minute) * std::int64_t{60'000};
  if (!take(text, ":")) return milliseconds;
  const auto second = take_digits(text, 2);
  if (!second || *second > 60) return std::nullopt;  // 60 in a leap second
  return milliseconds + *second * std::int64_t{1000} + take_fraction(text);
}

// Reads what follows the clock: nothing, "Z", " UTC", "+02:00" or "-0400", as milliseconds ahead of UTC.
std::optional<std::int64_t> read_offset(std::string_view text) {
  while (take(text, " ")) {
  }
  if (text.empty() || text == "Z" || text == "z" || text == "UTC" || text == "GMT") return 0;
  const bool is_behind = text.front() == '-';
  if (!take(text, "+-")) return std::nullopt;
  const auto hours = take_digits(text, 2);
  if (!hours || *hours > 15) return std::nullopt;
  take(text, ":");
  const auto minutes = text.empty() ? std::optional<int>(0) : take_digits(text, 2);
  if (!minutes || !text.empty()) return std::nullopt;
  return (is_behind ? -1 : 1) * (*hours * 60 + *minutes) * std::int64_t{60'000};
}

std::optional<std::int64_t> parse_unix(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size() || !(std::fabs(value) < 1e17)) return std::nullopt;
  if (std::fabs(value) < 1e11) return std::llround(std::floor(value * 1e3 + 0.001));
  return std::llround(std::floor(std::fabs(value) < 1e14 ? value : value / 1e3));
}

}  // namespace

std::optional<std::int64_t> parse_timestamp(std::string_view text) {
  while (take(text, " ")) {
  }
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.size() < 5 || (text[4] != '-' && text[4] != '/')) return parse_unix(text);
  const auto date = take_date(text);
  if (!date || text.empty()) return date;
  if (!take(text, "T ")) return std::nullopt;
  const auto clock = take_clock(text);
  if (!clock) return std::nullopt;
  const auto offset = read_offset(text);
  return offset ? std::optional(*date + *clock - *offset) : std::nullopt;
}

std::optional<std::int64_t> parse_day(std::string_view text) {
  const auto day = take_date(text);
  return text.empty() ? day : std::nullopt;
}

std::string timestamp_text(std::int64_t unix_milliseconds) {
  using std::chrono::milliseconds;
  const std::chrono::sys_time<milliseconds> at{milliseconds(unix_milliseconds)};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::int64_t rest = (at - day).count();
  std::string text = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                 rest / 3'600'000, rest / 60'000 % 60, rest / 1000 % 60);
  if (rest % 1000 != 0) text += fmt::format(".{:03}", rest % 1000);
  return text;
}

}  // namespace fleetcast::scenarios::traffic
