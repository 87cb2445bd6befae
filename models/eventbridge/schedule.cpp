#include "models/eventbridge/schedule.hpp"

#include <charconv>
#include <chrono>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

namespace fleetcast::models::eventbridge {

namespace {

constexpr std::array<std::string_view, 12> month_names{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                       "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> day_names{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

[[noreturn]] void refuse(std::string_view expression, const std::string& problem) {
  throw std::invalid_argument("schedule_expression '" + std::string(expression) + "': " + problem +
                              "; write for example \"rate(5 minutes)\" or \"cron(0 3 * * ? *)\"");
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    if (const auto part = text.substr(0, end); !part.empty() || separator != ' ') parts.push_back(part);
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// One field of a cron expression: its range, and names for its values, if it has any.
struct CronField {
  std::string_view expression;
  std::string_view name;
  int lowest;
  int highest;
  std::span<const std::string_view> names{};

  [[nodiscard]] int number(std::string_view text) const {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == text) return static_cast<int>(i) + 1;
    }
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < lowest || value > highest) {
      refuse(expression, std::string(name) + " must lie between " + std::to_string(lowest) + " and " +
                             std::to_string(highest) + ", not '" + std::string(text) + "'");
    }
    return value;
  }

  /// Sets the bits that one field's text stands for.
  template <std::size_t size>
  void read(std::string_view text, std::bitset<size>& bits) const {
    for (std::string_view part : split(text, ',')) {
      const auto slash = part.find('/');
      int step = 1;
      if (slash != std::string_view::npos) {
        const std::string_view step_text = part.substr(slash + 1);
        const auto [end, error] = std::from_chars(step_text.data(), step_text.data() + step_text.size(), step);
        if (error != std::errc{} || end != step_text.data() + step_text.size() || step < 1) {
          refuse(expression, std::string(name) + " has a step that is not a positive number");
        }
        part = part.substr(0, slash);
      }
      int first = lowest;
      int last = highest;
      if (part != "*" && part != "?") {
        const auto dash = part.find('-');
        first = number(part.substr(0, dash));
        if (dash != std::string_view::npos) {
          last = number(part.substr(dash + 1));
        } else if (slash == std::string_view::npos) {
          last = first;
        }
        if (last < first) refuse(expression, std::string(name) + " has a range that ends before it begins");
      }
      for (int value = first; value <= last; value += step) bits.set(static_cast<std::size_t>(value));
    }
  }
};

sim::Duration parse_rate(std::string_view expression, std::string_view inside) {
  const auto words = split(inside, ' ');
  std::int64_t count = 0;
  if (words.size() == 2) std::from_chars(words[0].data(), words[0].data() + words[0].size(), count);
  if (count < 1) refuse(expression, "a rate is a positive number and a unit");
  std::string_view unit = words[1];
  if (unit.ends_with('s')) unit.remove_suffix(1);
  if (unit == "minute") return sim::minutes(static_cast<double>(count));
  if (unit == "hour") return sim::hours(static_cast<double>(count));
  if (unit == "day") return sim::hours(24.0 * static_cast<double>(count));
  refuse(expression, "the unit of a rate is minutes, hours or days");
}

}  // namespace

Schedule Schedule::parse(std::string_view expression) {
  Schedule made;
  made.expression_ = expression;
  const auto inside = [&](std::string_view word) -> std::optional<std::string_view> {
    if (!expression.starts_with(word) || !expression.ends_with(')')) return std::nullopt;
    return expression.substr(word.size(), expression.size() - word.size() - 1);
  };
  if (const auto rate = inside("rate(")) {
    made.period_ = parse_rate(expression, *rate);
    return made;
  }
  const auto cron = inside("cron(");
  if (!cron) refuse(expression, "it is neither a rate nor a cron expression");
  const auto fields = split(*cron, ' ');
  if (fields.size() != 6) refuse(expression, "a cron expression has six fields");
  CronField{expression, "minutes", 0, 59}.read(fields[0], made.minutes_);
  CronField{expression, "hours", 0, 23}.read(fields[1], made.hours_);
  CronField{expression, "day of month", 1, 31}.read(fields[2], made.days_of_month_);
  CronField{expression, "month", 1, 12, month_names}.read(fields[3], made.months_);
  CronField{expression, "day of week", 1, 7, day_names}.read(fields[4], made.days_of_week_);
  CronField{expression, "year", 1970, 2199}.read(fields[5], made.years_);
  if (fields[2] != "?" && fields[4] != "?") refuse(expression, "day of month or day of week must be '?'");
  return made;
}

bool Schedule::has_day(std::int64_t days_since_1970) const {
  const std::chrono::sys_days day{std::chrono::days{days_since_1970}};
  const std::chrono::year_month_day date{day};
  const auto year = static_cast<std::size_t>(static_cast<int>(date.year()));
  return year < years_.size() && years_.test(year) && months_.test(static_cast<unsigned>(date.month())) &&
         days_of_month_.test(static_cast<unsigned>(date.day())) &&
         days_of_week_.test(std::chrono::weekday{day}.c_encoding() + 1);
}

sim::Instant Schedule::next(const sim::Calendar& calendar, sim::Instant after) const {
  if (period_.ticks > 0) return {(after.ticks / period_.ticks + 1) * period_.ticks};
  constexpr std::int64_t minutes_per_day = 24 * 60;
  const std::int64_t unix_at_zero = calendar.unix_seconds({});
  const std::int64_t first_minute = calendar.unix_seconds(after) / 60 + 1;
  const std::int64_t last_day = first_minute / minutes_per_day + 8 * 366;
  for (std::int64_t day = first_minute / minutes_per_day; day <= last_day; ++day) {
    if (!has_day(day)) continue;
    for (std::int64_t minute = std::max(first_minute, day * minutes_per_day); minute < (day + 1) * minutes_per_day;
         ++minute) {
      const auto of_day = static_cast<std::size_t>(minute % minutes_per_day);
      if (hours_.test(of_day / 60) && minutes_.test(of_day % 60)) {
        return {(minute * 60 - unix_at_zero) * sim::ticks_per_second};
      }
    }
  }
  refuse(expression_, "there is no such time in the next eight years");
}

}  // namespace fleetcast::models::eventbridge
