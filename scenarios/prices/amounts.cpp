#include "scenarios/prices/amounts.hpp"

#include <stdexcept>

namespace fleetcast::scenarios::prices {
namespace {

using pricing::Decimal;

std::optional<Decimal> parse(const std::string& text) {
  try {
    return Decimal::parse(text);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

pricing::Money read_amount(const std::string& text, const std::string& pointer, documents::Problems& problems) {
  const std::optional<Decimal> amount = parse(text);
  if (!amount || *amount != amount->rounded(pricing::line_places)) {
    problems.add(pointer, "'" + text + "' is no amount of dollars such as \"0.0312\" (at most 10 decimal places)");
  } else if (*amount < Decimal{} || *amount > Decimal::from_integer(1'000'000'000)) {
    problems.add(pointer, "must be from 0 to 1000000000 USD, not " + text);
  } else {
    return *amount;
  }
  return {};
}

pricing::Decimal read_share(const std::string& text, const std::string& pointer, documents::Problems& problems) {
  const std::optional<Decimal> share = parse(text);
  if (share && *share >= Decimal{} && *share < Decimal::from_integer(1)) return *share;
  problems.add(pointer, "must be a share from \"0\" to below \"1\", such as \"0.07\" for 7 %, not '" + text + "'");
  return {};
}

}  // namespace fleetcast::scenarios::prices
