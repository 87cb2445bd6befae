#pragma once
#include <cstdint>
#include <map>

#include "pricing/book.hpp"
#include "pricing/commitments/commitment.hpp"
#include "pricing/decimal.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing::commitments {

/// Holds one hour's usage by key, and the list price of each.
struct HourOfUsage {
  std::int64_t utc_hour = 0;
  std::map<UsageKey, Integer128> parts;  ///< 1/322,560,000 of what is measured, not yet covered
  std::map<UsageKey, Money> list_prices;
};

/// Takes off an hour's usage what commitments cover, by another route than cover(), for the self-audit: it searches the
/// best usage anew for every step, with sizes and rates of its own reading; shares no code with cover().
void take_off_covered(HourOfUsage& hour, const Commitments& commitments, const PriceBook& book);

/// Adds up what is paid for commitments in the hours [first_hour, end_hour), month by month, each rounded as a line is.
[[nodiscard]] Money paid_for(const Commitments& commitments, std::int64_t first_hour, std::int64_t end_hour);

}  // namespace fleetcast::pricing::commitments
