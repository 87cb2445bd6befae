#include "pricing/discounts.hpp"

namespace fleetcast::pricing {

Money Discounts::contracted_price(const Tariff& tariff, const UsageKey& usage, Money list_price) const {
  const auto rate = private_rates.empty() ? private_rates.end() : private_rates.find(price_key(tariff, usage));
  if (rate != private_rates.end()) return rate->second;
  const auto service = by_service.find(tariff.catalogue.service_name);
  const Decimal discount = service != by_service.end() ? service->second : overall;
  return list_price.times(Decimal::from_integer(1) - discount);
}

}  // namespace fleetcast::pricing
