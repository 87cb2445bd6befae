#include "scenarios/world/start.hpp"

#include <charconv>
#include <chrono>
#include <stdexcept>
#include <string>

namespace fleetcast::scenarios::world {

std::int64_t start_of(const Scenario& scenario) {
  const std::string& text = scenario.start;
  const auto number = [&](std::size_t at, std::size_t length) {
    int value = 0;
    const char* from = text.data() + at;
    const auto [end, error] = std::from_chars(from, from + length, value);
    if (error != std::errc{} || end != from + length)
      throw std::invalid_argument("start: '" + text + "' is no UTC instant");
    return value;
  };
  const bool has_form = text.size() == 20 && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' &&
                        text[16] == ':' && text[19] == 'Z';
  if (!has_form) throw std::invalid_argument("start: '" + text + "' is not of the form 2026-11-02T00:00:00Z");
  using namespace std::chrono;
  const year_month_day date{year(number(0, 4)), month(static_cast<unsigned>(number(5, 2))),
                            day(static_cast<unsigned>(number(8, 2)))};
  const int hour = number(11, 2);
  const int minute = number(14, 2);
  const int second = number(17, 2);
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) {
    throw std::invalid_argument("start: '" + text + "' is no date and time of the calendar");
  }
  return sys_days(date).time_since_epoch().count() * 86400LL + hour * 3600LL + minute * 60LL + second;
}

}  // namespace fleetcast::scenarios::world
