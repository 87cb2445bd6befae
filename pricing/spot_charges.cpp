#include "pricing/spot_charges.hpp"

#include <map>
#include <utility>

namespace fleetcast::pricing {
namespace {

bool has_fixed_price(const UsageKey& usage, const BillOptions& options) {
  const auto& prices = options.spot_usd_per_hour;
  return prices.contains({usage.pool, usage.zone}) || prices.contains({usage.pool, {}});
}

std::vector<Charge> split(const Charge& charge, const HourlySpotPrices& prices) {
  std::vector<Charge> parts;
  std::map<std::optional<Money>, std::size_t> positions;
  for (const HourlyUse& use : charge.uses) {
    const Money* found = prices.find(charge.usage.pool, charge.usage.zone, use.utc_hour);
    const std::optional<Money> price = found == nullptr ? std::nullopt : std::optional<Money>(*found);
    const auto [position, is_new] = positions.try_emplace(price, parts.size());
    if (is_new) {
      parts.push_back({charge.tariff, charge.month, charge.usage, charge.direction, {}, 0, price});
      parts.back().usage.utc_hour = use.utc_hour;
    }
    Charge& part = parts[position->second];
    part.uses.push_back(use);
    part.amount += use.amount;
  }
  return parts;
}

}  // namespace

bool is_spot_instance(const UsageKey& usage) {
  return usage.meter == meter::ec2_instance_seconds && usage.purchase_option == "spot";
}

Charges split_by_spot_price(Charges charges, const BillOptions& options) {
  if (!options.hourly_spot_prices) return charges;
  Charges result{{}, std::move(charges.unknown)};
  for (Charge& charge : charges.items) {
    if (!is_spot_instance(charge.usage) || has_fixed_price(charge.usage, options)) {
      result.items.push_back(std::move(charge));
      continue;
    }
    for (Charge& part : split(charge, *options.hourly_spot_prices)) result.items.push_back(std::move(part));
  }
  return result;
}

}  // namespace fleetcast::pricing
