#pragma once
#include <compare>
#include <cstdint>
#include <map>
#include <string>

#include "pricing/commitments/commitment.hpp"
#include "pricing/decimal.hpp"
#include "pricing/provenance.hpp"

namespace fleetcast::pricing::commitments {

/// Identifies the rate of one kind of usage under one kind of Savings Plan.
struct SavingsPlanOfferKey {
  SavingsPlanType type = SavingsPlanType::compute;
  std::int64_t years = 1;
  PaymentOption payment = PaymentOption::no_upfront;
  std::string meter;
  std::string pool;

  auto operator<=>(const SavingsPlanOfferKey&) const = default;
};

/// Holds the rate of a Savings Plan, in USD per pricing unit of the meter.
struct SavingsPlanOffer {
  Money usd_per_unit;
  Provenance provenance;
};

/// Identifies the price of a standard reservation.
struct ReservationOfferKey {
  std::int64_t years = 1;
  PaymentOption payment = PaymentOption::no_upfront;
  std::string meter;
  std::string pool;

  auto operator<=>(const ReservationOfferKey&) const = default;
};

/// Holds what one reserved instance or node costs.
struct ReservationOffer {
  Money upfront_usd;
  Money usd_per_hour;
  Provenance provenance;
};

/// Holds the commitments that a price book offers.
struct CommitmentOffers {
  std::map<SavingsPlanOfferKey, SavingsPlanOffer> savings_plans{};
  std::map<ReservationOfferKey, ReservationOffer> reservations{};
};

}  // namespace fleetcast::pricing::commitments
