#pragma once
#include <cstddef>
#include <vector>

#include "pricing/bill_line.hpp"
#include "pricing/book.hpp"
#include "pricing/commitments/commitment.hpp"
#include "pricing/commitments/payment_schedule.hpp"

namespace fleetcast::pricing::commitments {

/// Holds what the lines of one commitment have in common.
struct CommitmentIdentity {
  const Tariff* tariff = nullptr;  ///< of its purchase
  CommitmentShare share;           ///< without status and quantity
  UsageKey usage;                  ///< of its purchase and of what is unused
  PaymentSchedule schedule;
  Integer128 hourly_share = 0;
  Integer128 share_per_unit = 1;  ///< in one unit of the commitment: an hour or a dollar
};

/// Lists the commitments by position: reservations, then Savings Plans.
[[nodiscard]] std::vector<CommitmentIdentity> identities_of(const Commitments& commitments, const PriceBook& book);

}  // namespace fleetcast::pricing::commitments
