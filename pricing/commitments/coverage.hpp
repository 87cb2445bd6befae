#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "pricing/book.hpp"
#include "pricing/charges.hpp"
#include "pricing/commitments/commitment.hpp"
#include "pricing/decimal.hpp"

namespace fleetcast::pricing::commitments {

/// Number of parts in which a measured unit is covered: divisible by every normalisation factor, so that reservations
/// divide exactly, and fine enough that a Savings Plan's last part is worth less than 1e-9 USD.
inline constexpr std::int64_t coverage_parts = 322'560'000;

/// Holds a charge that commitments may cover, with its price on demand.
struct CoverableCharge {
  const Charge* charge = nullptr;
  Money list_unit_price;  ///< USD per pricing unit
};

/// Holds what one commitment covers of one charge.
struct CoveredUse {
  Integer128 parts = 0;  ///< of the measured unit, over coverage_parts
  /// What it takes of the commitment: 1e-12 USD of a Savings Plan, size units x measured units of a reservation.
  Integer128 share = 0;
  Money unit_rate;  ///< USD per pricing unit under the commitment
};

/// Identifies a charge by its month and its key, the hour left out.
using ChargeName = std::pair<BillingMonth, UsageKey>;

/// Holds what the commitments cover, by charge and by the commitment's position: reservations come before plans.
using Coverage = std::map<ChargeName, std::map<std::size_t, CoveredUse>>;

/// Returns the name of a charge.
[[nodiscard]] ChargeName name_of(const Charge& charge);

/// Returns how much of a reservation's share one hour has.
[[nodiscard]] Integer128 hourly_share(const Reservation& reservation, const PriceBook& book);
/// Returns how much of a Savings Plan's share one hour has.
[[nodiscard]] Integer128 hourly_share(const SavingsPlan& plan);

/// Reports every kind of usage that a Savings Plan covers and knows no rate for.
class MissingRate : public std::invalid_argument {
 public:
  explicit MissingRate(const std::vector<std::string>& missing);
};

/// Applies commitments to charges hour by hour, in AWS's order: zonal reservations, regional ones, EC2 Instance Savings
/// Plans, Compute Savings Plans (Database Savings Plans cover other usage); the owner's usage before other accounts';
/// reservations take the smallest sizes first, plans the highest share saved and then the lowest rate. What is not used
/// in an hour is lost. Throws MissingRate.
[[nodiscard]] Coverage cover(std::span<const CoverableCharge> charges, const Commitments& commitments,
                             const PriceBook& book);

/// Holds what commitments leave of each hour's usage, in parts by the charge's place in the list that was given.
using UncoveredHours = std::map<std::int64_t, std::map<std::size_t, Integer128>>;

/// Returns what the commitments leave of every hour in which there is usage; throws MissingRate.
[[nodiscard]] UncoveredHours uncovered(std::span<const CoverableCharge> charges, const Commitments& commitments,
                                       const PriceBook& book);

}  // namespace fleetcast::pricing::commitments
