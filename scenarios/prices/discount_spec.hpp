#pragma once
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/describe.hpp"

namespace fleetcast::scenarios::prices {

/// States one private rate; amounts of money are text, since a JSON number would pass through binary.
struct PrivateRateSpec {
  std::string meter;
  std::string pool;
  std::string purchase_option;
  std::string usd_per_unit;
};

/// States what a contract takes off list prices; the most specific entry decides.
struct DiscountSpec {
  std::optional<std::string> overall;
  std::map<std::string, std::string> by_service;
  std::vector<PrivateRateSpec> private_rates;
};

/// Lists the fields of PrivateRateSpec.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, PrivateRateSpec>
void describe(Visitor& visit, Config& config) {
  visit.field("meter", config.meter, {.required = true, .help = "Meter, such as nat.processed_bytes."});
  visit.field("pool", config.pool,
              {.help = "Instance type, node type or price region, where the price depends on it."});
  visit.field("purchase_option", config.purchase_option,
              {.help = "on_demand, spot, fargate or fargate_spot, where the price depends on it."});
  visit.field("usd_per_unit", config.usd_per_unit,
              {.required = true, .help = "USD per pricing unit in place of all tiers, such as \"0.031\"."});
}

/// Lists the fields of DiscountSpec.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, DiscountSpec>
void describe(Visitor& visit, Config& config) {
  visit.field("overall", config.overall, {.help = "Share taken off every list price, such as \"0.07\"."});
  visit.field("by_service", config.by_service,
              {.help = "Shares by AWS service, such as {\"Amazon CloudFront\": \"0.2\"}, instead of the overall one."});
  visit.field("private_rates", config.private_rates, {.help = "Prices of single meters, instead of any discount."});
}

}  // namespace fleetcast::scenarios::prices
