#include "scenarios/documents/quantity.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <stdexcept>

namespace fleetcast::scenarios::documents {
namespace {

// Scales are fractions so that "70 %" and "20 ms" are rounded once and give the same number as 0.7 and 0.02.
struct Scale {
  std::string_view symbol;
  double numerator;
  double denominator;
};

constexpr std::array times = {Scale{"s", 1, 1},    Scale{"ms", 1, 1e3}, Scale{"us", 1, 1e6}, Scale{"µs", 1, 1e6},
                              Scale{"ns", 1, 1e9}, Scale{"min", 60, 1}, Scale{"h", 3600, 1}, Scale{"d", 86400, 1}};
constexpr std::array sizes = {Scale{"B", 1, 1},
                              Scale{"kB", 1e3, 1},
                              Scale{"KB", 1e3, 1},
                              Scale{"MB", 1e6, 1},
                              Scale{"GB", 1e9, 1},
                              Scale{"TB", 1e12, 1},
                              Scale{"KiB", 1024, 1},
                              Scale{"MiB", 1048576, 1},
                              Scale{"GiB", 1073741824, 1},
                              Scale{"TiB", 1099511627776, 1},
                              Scale{"bit", 1, 8},
                              Scale{"kbit", 1e3, 8},
                              Scale{"Mbit", 1e6, 8},
                              Scale{"Gbit", 1e9, 8}};
constexpr std::array ratios = {Scale{"ratio", 1, 1}, Scale{"%", 1, 100}, Scale{"percent", 1, 100}};

enum class Dimension { time, size, ratio, size_rate, count_rate, other };

struct Unit {
  Dimension dimension = Dimension::other;
  double numerator = 1;
  double denominator = 1;
  std::string_view word;  ///< what is counted, for rates of counts and for other units
};

template <std::size_t count>
std::optional<Scale> find(const std::array<Scale, count>& table, std::string_view symbol) {
  for (const Scale& scale : table) {
    if (scale.symbol == symbol) return scale;
  }
  return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

Unit rate_unit(std::string_view symbol, std::size_t slash) {
  const std::string_view above = trimmed(symbol.substr(0, slash));
  const std::optional<Scale> below = find(times, trimmed(symbol.substr(slash + 1)));
  if (!below) return {.word = symbol};
  if (const std::optional<Scale> size = find(sizes, above)) {
    return {Dimension::size_rate, size->numerator * below->denominator, size->denominator * below->numerator, {}};
  }
  return {Dimension::count_rate, below->denominator, below->numerator, above == "1" ? std::string_view() : above};
}

Unit unit_of(std::string_view symbol) {
  if (symbol == "Gbps") return unit_of("Gbit/s");
  if (symbol == "Mbps") return unit_of("Mbit/s");
  if (const std::size_t slash = symbol.find('/'); slash != std::string_view::npos) return rate_unit(symbol, slash);
  if (const auto scale = find(times, symbol)) return {Dimension::time, scale->numerator, scale->denominator, {}};
  if (const auto scale = find(sizes, symbol)) return {Dimension::size, scale->numerator, scale->denominator, {}};
  if (const auto scale = find(ratios, symbol)) return {Dimension::ratio, scale->numerator, scale->denominator, {}};
  return {.word = symbol};
}

// "task" and "tasks" are one unit.
std::string_view singular(std::string_view word) {
  if (word.size() > 1 && word.back() == 's') word.remove_suffix(1);
  return word;
}

bool fits(const Unit& given, const Unit& field) {
  if (given.dimension != field.dimension) return false;
  if (given.dimension == Dimension::count_rate) {
    return given.word.empty() || field.word.empty() || singular(given.word) == singular(field.word);
  }
  return given.dimension != Dimension::other || singular(given.word) == singular(field.word);
}

double convert(double value, const Unit& given, const Unit& field) {
  if (given.numerator == field.numerator && given.denominator == field.denominator) return value;
  return value * (given.numerator * field.denominator) / (given.denominator * field.numerator);
}

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

[[noreturn]] void refuse(std::string_view text, std::string_view unit) {
  std::string message = "'" + std::string(text.substr(0, 60)) + "' is not a number";
  const std::vector<std::string> units = units_for(unit);
  if (!units.empty()) message += " in " + join(units);
  throw std::invalid_argument(message);
}

// Takes a number off the front of the text; nothing if there is none or it is not finite.
std::optional<double> take_number(std::string_view& text) {
  std::string_view digits = text;
  if (!digits.empty() && digits.front() == '+') digits.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
  text = digits.substr(static_cast<std::size_t>(end - digits.data()));
  return value;
}

// Takes "14:00" or "14:00:30" off the front of the text, as seconds.
std::optional<double> take_clock(std::string_view& text) {
  const auto two_digits = [](std::string_view from) {
    const auto digit = [](char character) { return character >= '0' && character <= '9'; };
    return from.size() >= 2 && digit(from[0]) && digit(from[1]) && (from.size() == 2 || !digit(from[2]));
  };
  const auto number = [](std::string_view from) { return (from[0] - '0') * 10.0 + (from[1] - '0'); };
  if (!two_digits(text) || text.size() < 5 || text[2] != ':' || !two_digits(text.substr(3))) return std::nullopt;
  double seconds = number(text) * 3600 + number(text.substr(3)) * 60;
  if (number(text) > 24 || number(text.substr(3)) > 59) return std::nullopt;
  text.remove_prefix(5);
  if (!text.empty() && text.front() == ':') {
    if (!two_digits(text.substr(1)) || number(text.substr(1)) > 59) return std::nullopt;
    seconds += number(text.substr(1));
    text.remove_prefix(3);
  }
  return seconds;
}

// Reads a sum of durations such as "1 d 2 h 30 min" or "12 d 14:00".
double parse_duration(std::string_view text, std::string_view unit) {
  const Unit field = unit_of(unit);
  double sum = 0;
  std::string_view rest = text;
  while (!rest.empty()) {
    if (const std::optional<double> clock = take_clock(rest)) {
      sum += convert(*clock, unit_of("s"), field);
    } else {
      const std::optional<double> value = take_number(rest);
      if (!value) refuse(text, unit);
      rest = trimmed(rest);
      const std::size_t end = rest.find_first_of(" \t0123456789");
      const Unit given = unit_of(rest.substr(0, end));
      if (given.dimension != Dimension::time) refuse(text, unit);
      sum += convert(*value, given, field);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end);
    }
    rest = trimmed(rest);
  }
  return sum;
}

std::vector<std::string_view> written_units(Dimension dimension) {
  switch (dimension) {
    case Dimension::time: return {"d", "h", "min", "s", "ms", "us", "ns"};
    case Dimension::size: return {"TiB", "GiB", "MiB", "KiB", "TB", "GB", "MB", "kB", "B"};
    case Dimension::size_rate: return {"Gbit/s", "Mbit/s", "MiB/s", "MB/s", "kB/s", "B/s"};
    case Dimension::ratio:
    case Dimension::count_rate:
    case Dimension::other: break;
  }
  return {};
}

bool is_single_number(std::string_view text) { return take_number(text) && text.empty(); }

}  // namespace

double parse_quantity(std::string_view text, std::string_view unit) {
  const std::string_view whole = trimmed(text);
  const Unit field = unit_of(unit);
  if (field.dimension == Dimension::time && !whole.empty() && !is_single_number(whole)) {
    return parse_duration(whole, unit);
  }
  std::string_view rest = whole;
  const std::optional<double> value = take_number(rest);
  if (!value) refuse(text, unit);
  rest = trimmed(rest);
  if (rest.empty() || rest == unit) return *value;
  const Unit given = unit_of(rest);
  if (!fits(given, field)) refuse(text, unit);
  return convert(*value, given, field);
}

Interval parse_interval(std::string_view text, std::string_view unit) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    const double value = parse_quantity(text, unit);
    return {value, value};
  }
  const std::string_view low = trimmed(text.substr(0, dots));
  const std::string_view high = trimmed(text.substr(dots + 2));
  // In "1..2 min" both ends are minutes.
  std::string_view suffix = high;
  if (is_single_number(low) && take_number(suffix)) {
    const std::string completed = std::string(low) + " " + std::string(trimmed(suffix));
    return {parse_quantity(completed, unit), parse_quantity(high, unit)};
  }
  return {parse_quantity(low, unit), parse_quantity(high, unit)};
}

std::string format_number(double value) {
  std::array<char, 32> buffer{};
  // Whole numbers read better without an exponent.
  const bool plain = std::abs(value) < 1e15 && value == std::nearbyint(value);
  const auto result =
      plain ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), value + 0.0, std::chars_format::fixed)
            : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), result.ptr};
}

std::string format_quantity(double value, std::string_view unit) {
  const Unit field = unit_of(unit);
  if (field.dimension == Dimension::ratio && unit != "%") return format_number(value);
  if (unit.empty()) return format_number(value);
  if (field.dimension == Dimension::count_rate && field.word.empty()) {
    return format_number(value) + std::string(unit.substr(unit.find('/')));
  }
  const std::string plain = format_number(value) + " " + std::string(unit);
  if (value == 0) return plain;
  std::string shortest;
  for (const std::string_view symbol : written_units(field.dimension)) {
    const double count = convert(value, field, unit_of(symbol));
    if (count != std::nearbyint(count) || std::abs(count) >= 1e15) continue;
    const std::string text = format_number(count) + " " + std::string(symbol);
    const bool is_shorter = shortest.empty() || text.size() < shortest.size();
    if (is_shorter && parse_quantity(text, unit) == value) shortest = text;
  }
  return shortest.empty() || plain.size() < shortest.size() ? plain : shortest;
}

bool is_written_as_text(std::string_view unit) { return !written_units(unit_of(unit).dimension).empty(); }

double example_quantity(std::string_view unit) {
  const Unit field = unit_of(unit);
  switch (field.dimension) {
    case Dimension::time: return parse_quantity("90 s", unit);
    case Dimension::size: return parse_quantity("512 MiB", unit);
    case Dimension::size_rate: return parse_quantity("1 Gbit/s", unit);
    case Dimension::ratio:
    case Dimension::count_rate:
    case Dimension::other: break;
  }
  return 1;
}

std::vector<std::string> units_for(std::string_view unit) {
  if (unit.empty()) return {};
  std::vector<std::string> names{std::string(unit)};
  const auto add = [&](std::initializer_list<const char*> symbols) {
    for (const char* symbol : symbols) {
      if (unit != symbol) names.emplace_back(symbol);
    }
  };
  switch (unit_of(unit).dimension) {
    case Dimension::time: add({"ms", "s", "min", "h", "d"}); break;
    case Dimension::size: add({"B", "kB", "MB", "GB", "KiB", "MiB", "GiB"}); break;
    case Dimension::ratio: add({"%"}); break;
    case Dimension::size_rate: add({"B/s", "MB/s", "Mbit/s", "Gbit/s"}); break;
    case Dimension::count_rate: add({"/s", "/min", "/h"}); break;
    case Dimension::other: break;
  }
  return names;
}

}  // namespace fleetcast::scenarios::documents
