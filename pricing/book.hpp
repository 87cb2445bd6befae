#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pricing/commitments/offers.hpp"
#include "pricing/decimal.hpp"
#include "pricing/provenance.hpp"
#include "pricing/tariff.hpp"

namespace fleetcast::pricing {

/// Holds the price of one tier, in USD per pricing unit; its bounds count pricing units per month.
struct PriceTier {
  Decimal from;
  std::optional<Decimal> to;  ///< none for a last tier; one with an end leaves what lies beyond without a price
  Money price;
  Provenance provenance;
};

/// Holds a price: tiers that follow one another without gaps, from zero up.
struct Price {
  std::string unit;  ///< the pricing unit, as in the tariff
  std::vector<PriceTier> tiers;
};

/// Holds what is free each month of one meter, over all pools and accounts, in pricing units.
struct Allowance {
  Decimal quantity;
  Provenance provenance;
};

/// Describes an EC2 instance type.
struct InstanceType {
  std::string name;
  std::int64_t vcpu = 0;
  double memory_gib = 0;
  std::string arch;  ///< "x86_64" or "arm64"
  std::int64_t max_enis = 0;
  std::int64_t ipv4_per_eni = 0;
  double network_baseline_gbps = 0;
  double network_peak_gbps = 0;
  /// Spot Advisor band of monthly interruption frequency: 0 is below 5 %, 1 is 5..10 %, ..., 4 is above 20 %.
  std::optional<std::int64_t> spot_interruption_band;
};

/// Describes an ElastiCache node type; its memory is not known for every type.
struct CacheNodeType {
  std::string name;
  std::optional<double> memory_gib;
};

/// Describes an Aurora database class, with the default connection limits where they are known.
struct AuroraClass {
  std::string name;
  std::int64_t vcpu = 0;
  double memory_gib = 0;
  std::optional<std::int64_t> max_connections_mysql;
  std::optional<std::int64_t> max_connections_postgresql;
};

/// Holds the prices of one region at one date, and the catalogue of what can be bought there.
struct PriceBook {
  std::string name;
  std::string region;
  std::string date;    ///< "2026-11-22"
  std::string digest;  ///< of the document the book was read from; the same bytes give the same digest
  std::map<PriceKey, Price> prices;
  std::map<std::string, Allowance, std::less<>> allowances;  ///< by meter
  std::map<std::string, InstanceType, std::less<>> instance_types;
  std::map<std::string, CacheNodeType, std::less<>> cache_node_types;
  std::map<std::string, AuroraClass, std::less<>> aurora_classes;
  commitments::CommitmentOffers commitment_offers;

  /// Each returns nullptr for what the book does not hold.
  [[nodiscard]] const Price* find_price(const PriceKey& key) const;
  [[nodiscard]] const Allowance* find_allowance(std::string_view meter) const;
  [[nodiscard]] const InstanceType* find_instance_type(std::string_view name) const;
  [[nodiscard]] const CacheNodeType* find_cache_node_type(std::string_view name) const;
  [[nodiscard]] const AuroraClass* find_aurora_class(std::string_view name) const;
};

}  // namespace fleetcast::pricing
