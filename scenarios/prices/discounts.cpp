#include <algorithm>
#include <set>

#include "scenarios/documents/suggestion.hpp"
#include "scenarios/prices/amounts.hpp"
#include "scenarios/prices/contract.hpp"

namespace fleetcast::scenarios::prices {
namespace {

using documents::child_pointer;

std::vector<std::string> service_names() {
  std::set<std::string> names;
  for (const std::string& meter : pricing::known_meters()) {
    const pricing::Tariff* tariff = pricing::find_tariff(meter);
    if (tariff != nullptr) names.emplace(tariff->catalogue.service_name);
  }
  return {names.begin(), names.end()};
}

void read_private_rate(const PrivateRateSpec& spec, const std::string& at, pricing::Discounts& discounts,
                       documents::Problems& problems) {
  const pricing::Tariff* tariff = pricing::find_tariff(spec.meter);
  if (tariff == nullptr) {
    problems.add(at + "/meter", "'" + spec.meter + "' is not billed" +
                                    documents::did_you_mean(spec.meter, pricing::known_meters()));
    return;
  }
  if (tariff->priced_by == pricing::PricedBy::meter && !spec.pool.empty()) {
    problems.add(at + "/pool", "must be left out: " + spec.meter + " has one price");
  }
  if (tariff->priced_by != pricing::PricedBy::pool_and_purchase_option && !spec.purchase_option.empty()) {
    problems.add(at + "/purchase_option", "must be left out: the price of " + spec.meter + " does not depend on it");
  }
  const pricing::PriceKey key{spec.meter, spec.pool, spec.purchase_option};
  const pricing::Money rate = read_amount(spec.usd_per_unit, at + "/usd_per_unit", problems);
  if (!discounts.private_rates.emplace(key, rate).second) problems.add(at, "states a rate that is stated already");
}

}  // namespace

pricing::Discounts to_discounts(const DiscountSpec& spec, const std::string& pointer, documents::Problems& problems) {
  pricing::Discounts discounts;
  if (spec.overall) discounts.overall = read_share(*spec.overall, pointer + "/overall", problems);
  const std::vector<std::string> services = service_names();
  for (const auto& [service, share] : spec.by_service) {
    const std::string at = child_pointer(pointer + "/by_service", service);
    if (std::ranges::find(services, service) == services.end()) {
      problems.add(at, "there is no AWS service '" + service + "' here" + documents::did_you_mean(service, services));
    }
    discounts.by_service.emplace(service, read_share(share, at, problems));
  }
  for (std::size_t i = 0; i < spec.private_rates.size(); ++i) {
    read_private_rate(spec.private_rates[i], child_pointer(pointer + "/private_rates", i), discounts, problems);
  }
  return discounts;
}

}  // namespace fleetcast::scenarios::prices
