#pragma once
#include <map>
#include <string>

#include "pricing/decimal.hpp"
#include "pricing/tariff.hpp"

namespace fleetcast::pricing {

/// Holds what a payer's contract takes off list prices. The most specific entry decides and none add up: a private
/// rate, else the discount of the AWS service, else the overall one. Commitments have prices of their own.
struct Discounts {
  Decimal overall;                                            ///< share of every list price, from 0 to below 1
  std::map<std::string, Decimal, std::less<>> by_service{};   ///< by AWS service, such as "Amazon CloudFront"
  std::map<PriceKey, Money> private_rates{};                  ///< USD per pricing unit, in place of all tiers

  /// Returns what one pricing unit costs under the contract; what is free stays free.
  [[nodiscard]] Money contracted_price(const Tariff& tariff, const UsageKey& usage, Money list_price) const;
  [[nodiscard]] bool empty() const { return overall == Decimal{} && by_service.empty() && private_rates.empty(); }
};

}  // namespace fleetcast::pricing
