#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace fleetcast::pricing::importers {

/// Names a unit of AWS's price lists with its spellings, and how it compares with a meter's pricing unit.
enum class OfferUnit {
  hours,
  gb,
  gb_months,
  gb_hours,
  iops_months,
  gibps_months,
  vcpu_hours,
  acu_hours,
  lcu_hours,
  months,             ///< of something that is counted: zones, rules, metrics, alarms, secrets
  thousands,          ///< AWS prices one request, the meter a thousand
  tens_of_thousands,  ///< likewise ten thousand
  millions,           ///< likewise a million
  paths
};

/// Maps a usage type, without the prefix of its region, to a meter.
struct UsageTypeRule {
  std::string_view service;    ///< attribute servicecode
  std::string_view usage;      ///< usage type; one that ends with '*' matches what begins so
  std::string_view operation;  ///< attribute operation; any if empty
  std::string_view meter;
  std::string_view pool;  ///< "*" is what the usage type's '*' stands for
  OfferUnit unit = OfferUnit::hours;
};

/// Lists the rules for everything whose usage type alone says what it is.
[[nodiscard]] std::span<const UsageTypeRule> usage_type_rules();

}  // namespace fleetcast::pricing::importers
