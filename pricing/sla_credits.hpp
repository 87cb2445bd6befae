#pragma once
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "pricing/bill.hpp"
#include "pricing/decimal.hpp"

namespace fleetcast::pricing {

/// Holds what a service level agreement credits: percentages of the service's bill of a month in which its uptime was
/// below each of three thresholds.
struct ServiceLevel {
  std::string_view service_name;  ///< as in the catalogue of the tariffs
  std::array<std::string_view, 3> below_percent;
  std::array<std::string_view, 3> credit_percent;
  bool is_remembered = false;  ///< the tiers are from memory, not from the agreement
};

/// Lists the service level agreements for use of two zones or more.
[[nodiscard]] std::span<const ServiceLevel> service_levels();

/// Names what credits stand under where usage stands under its meter.
inline constexpr std::string_view sla_credit_meter = "sla_credit";

/// Says how much of a month a service was up.
struct MonthlyUptime {
  std::string service_name;
  Decimal percent;  ///< of the month, from 0 to 100
};

/// Adds to a bill one credit line per month of each service whose uptime broke its agreement, and takes it off the
/// totals. AWS grants a credit only when it is claimed, so no bill holds one unless asked for. Throws
/// std::invalid_argument for a service without an agreement or a percentage that is none.
void add_sla_credits(Bill& bill, std::span<const MonthlyUptime> uptimes);

}  // namespace fleetcast::pricing
