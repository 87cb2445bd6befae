#pragma once
#include <cstdint>

#include "pricing/book.hpp"
#include "pricing/commitments/commitment.hpp"
#include "pricing/decimal.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing::commitments {

/// Returns the size of usage under a reservation, in quarters of a normalisation factor: 0 where the reservation does
/// not match, 1 where sizes do not count.
[[nodiscard]] std::int64_t quarters_under(const Reservation& reservation, const UsageKey& usage, const PriceBook& book);

/// Returns the size of what is reserved, in the same quarters.
[[nodiscard]] std::int64_t quarters_of(const Reservation& reservation, const PriceBook& book);

/// Returns what one reserved instance costs an hour, what is paid in advance being spread over the term; for usage of
/// another size in proportion.
[[nodiscard]] Money unit_rate_of(const Reservation& reservation, std::int64_t quarters, const PriceBook& book);

}  // namespace fleetcast::pricing::commitments
