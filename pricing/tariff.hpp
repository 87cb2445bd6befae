#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pricing/billing_month.hpp"
#include "pricing/decimal.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing {

/// Names the meter of load balancer capacity units, which pricing derives from the four alb.* dimensions.
inline constexpr std::string_view alb_lcu_hours = "alb.lcu_hours";
/// Denominator in which capacity unit hours are counted: the least common multiple of 25 x 3600 connections, 3000 x 60
/// connection minutes, 2^30 bytes and 1000 x 3600 rule evaluations, so that every dimension is a whole number.
inline constexpr std::int64_t lcu_denominator = (std::int64_t{1} << 30) * 28'125;
/// Names the meter of Network Load Balancer capacity units, which pricing derives from the three nlb.* dimensions.
inline constexpr std::string_view nlb_lcu_hours = "nlb.lcu_hours";
/// Denominator of the same for 800 x 3600 TCP flows, 100,000 x 60 flow minutes and 2^30 bytes.
inline constexpr std::int64_t nlcu_denominator = (std::int64_t{1} << 30) * 140'625;

/// Tells which fields of a usage row choose its price, besides the meter.
enum class PricedBy { meter, pool, pool_and_purchase_option };

/// Places a charge in AWS's catalogue, in the words of FOCUS.
struct CataloguePlace {
  std::string_view service_name;
  std::string_view service_category;
  std::string_view service_subcategory;
};

/// Says how a meter is billed: its place in AWS's catalogue and the exact step from what is measured to what is priced.
struct Tariff {
  std::string_view meter;
  CataloguePlace catalogue;
  std::string_view description;  ///< what is charged for
  std::string_view consumed_unit;
  std::string_view pricing_unit;
  /// Measured units in one pricing unit; per hour of the month where is_per_month is set.
  std::int64_t consumed_per_unit = 1;
  bool is_per_month = false;
  PricedBy priced_by = PricedBy::meter;
  /// Billed once per month in which it exists; a normalised month does not scale it.
  bool is_flat_monthly = false;
  /// Denominator in which amounts are counted, above 1 where they are sums of fractions.
  std::int64_t denominator = 1;

  /// Returns the amount, as counted, in one pricing unit in a given month.
  [[nodiscard]] Integer128 divisor(const BillingMonth& month) const;
};

/// Returns the tariff of a meter, or nullptr for a meter that is not billed by itself.
[[nodiscard]] const Tariff* find_tariff(std::string_view meter);

/// Returns the place in the catalogue of a service that has a tariff; throws std::invalid_argument for any other.
[[nodiscard]] const CataloguePlace& catalogue_place_of(std::string_view service_name);

/// Says how one dimension of a load balancer's use counts towards the capacity units that are billed.
struct CapacityUnitDimension {
  std::string_view meter;
  std::string_view capacity_unit_meter;  ///< alb_lcu_hours or nlb_lcu_hours
  std::int64_t share;                    ///< what one measured unit takes, over the denominator of the capacity units
};

/// Returns the dimension that a meter is, or nullptr for a meter that is none.
[[nodiscard]] const CapacityUnitDimension* find_capacity_unit_dimension(std::string_view meter);

/// Tells whether pricing derives a meter from others, so that no ledger may hold it.
[[nodiscard]] bool is_derived(std::string_view meter);

/// Lists every meter that a usage ledger may hold, in the order of the tariffs.
[[nodiscard]] std::vector<std::string> known_meters();

/// Identifies a price within a book.
struct PriceKey {
  std::string meter;
  std::string pool{};
  std::string purchase_option{};

  auto operator<=>(const PriceKey&) const = default;
};

/// Returns the key of the price that a usage row is billed at.
[[nodiscard]] PriceKey price_key(const Tariff& tariff, const UsageKey& usage);

}  // namespace fleetcast::pricing
