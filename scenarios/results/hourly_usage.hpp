#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "pricing/bill.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::scenarios::results {

/// Names a measured span, which need not begin on the hour.
struct Span {
  std::int64_t start_utc_seconds = 0;
  double seconds = 0;

  [[nodiscard]] std::int64_t first_hour() const;
  /// Returns the number of UTC hours that the span touches.
  [[nodiscard]] std::size_t hours() const;
  /// Returns the share of one of them, counted from 0, that lies in the span.
  [[nodiscard]] double share_of_hour(std::size_t hour) const;
};

/// Holds one value for each UTC hour that a span touches.
struct HourlySeries {
  std::string name;
  std::vector<double> values;
};

/// Returns how many instances ran in each availability zone, as means of the hours; where there were none, how many
/// vCPUs of Fargate.
struct ZoneCapacity {
  std::string unit;  ///< "instances", "vCPUs of Fargate", or empty where there was neither
  std::vector<HourlySeries> zones;  ///< by name
};
[[nodiscard]] ZoneCapacity zone_capacity(const pricing::UsageLedger& usage, const Span& span);

/// Returns what each AWS service cost in each hour, in USD an hour, the most expensive service first. A line of the
/// bill of a month is spread over the hours as the usage that it is for, and evenly where no usage stands for it (fees,
/// capacity units); so tiers and allowances count as in the mean. The mean over the span times the hours of the month
/// is the bill.
[[nodiscard]] std::vector<HourlySeries> hourly_cost(const pricing::Bill& month_bill, std::int64_t month_hours,
                                                    const pricing::UsageLedger& usage, const Span& span);

}  // namespace fleetcast::scenarios::results
