#include "pricing/importers/money_text.hpp"

#include <stdexcept>

namespace fleetcast::pricing::importers {
namespace {

// No unit of any list costs as much; three years of the largest machine in advance come nearest.
constexpr std::int64_t most_usd = 10'000'000;
constexpr std::int64_t largest_bound = 1'000'000'000'000;

std::optional<Decimal> read_number(std::string_view text, std::int64_t most, const std::string& place,
                                   std::string_view what, ProblemList& problems) {
  try {
    const Decimal number = Decimal::parse(text);
    if (number < Decimal{}) {
      problems.add(place, std::string(what) + " " + quoted(text) + " is negative");
    } else if (number > Decimal::from_integer(most)) {
      problems.add(place, std::string(what) + " " + quoted(text) + " is absurd: above " + std::to_string(most));
    } else {
      return number;
    }
  } catch (const std::exception&) {
    problems.add(place, std::string(what) + " " + quoted(text) +
                            " is no plain decimal number such as \"0.0960000000\"");
  }
  return std::nullopt;
}

}  // namespace

std::optional<Money> read_price(std::string_view text, const std::string& place, ProblemList& problems) {
  return read_number(text, most_usd, place, "price", problems);
}

std::optional<Decimal> read_bound(std::string_view text, const std::string& place, ProblemList& problems) {
  return read_number(text, largest_bound, place, "tier bound", problems);
}

std::string quoted(std::string_view text) {
  constexpr std::size_t shown = 40;
  std::string plain = "'";
  for (const char c : text.substr(0, shown)) plain += c < ' ' || c > '~' ? '?' : c;
  return plain + (text.size() > shown ? "...'" : "'");
}

}  // namespace fleetcast::pricing::importers
