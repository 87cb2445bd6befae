#pragma once
#include <optional>

#include "pricing/book.hpp"
#include "pricing/commitments/commitment.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing::commitments {

/// Returns the rate of usage under a Savings Plan in USD per pricing unit: by the plan's own most specific rule, else
/// the book's; none where neither knows it.
[[nodiscard]] std::optional<Money> rate_of(const SavingsPlan& plan, const UsageKey& usage, Money list_unit_price,
                                           const PriceBook& book);

}  // namespace fleetcast::pricing::commitments
