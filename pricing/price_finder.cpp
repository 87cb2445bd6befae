#include "pricing/price_finder.hpp"

#include <algorithm>

#include "pricing/problems.hpp"
#include "pricing/spot_charges.hpp"

namespace fleetcast::pricing {

std::size_t PriceFinder::find(const Charge& charge) {
  Place place{price_key(*charge.tariff, charge.usage), charge.usage.region, {}, charge.spot_usd_per_hour};
  const Money* option = spot_price(charge, place);
  if (option == nullptr && needs_spot_price(charge)) place.zone = charge.usage.zone;
  const auto known = positions_.find(place);
  if (known != positions_.end()) {
    count_towards_end(known->second, charge);
    return known->second;
  }
  const Price* price = charge.usage.region == book_.region ? book_.find_price(place.key) : nullptr;
  if (option != nullptr) {
    const PriceTier tier{{}, {}, *option, {"option", book_.date, "set by the user"}};
    prices_.push_back({std::string(charge.tariff->pricing_unit), {tier}});
  } else if (needs_spot_price(charge)) {
    missing_.push_back(describe_missing_hours(charge));
    prices_.emplace_back();
  } else if (price != nullptr) {
    prices_.push_back(*price);
  } else {
    const bool is_elsewhere = place.region != book_.region;
    (is_elsewhere ? elsewhere_[place.region] : missing_).push_back(describe_missing(place));
    prices_.emplace_back();
  }
  positions_.emplace(std::move(place), prices_.size() - 1);
  count_towards_end(prices_.size() - 1, charge);
  return prices_.size() - 1;
}

// A book ends where its sources do: usage beyond its last tier has no price, whatever is free.
void PriceFinder::count_towards_end(std::size_t position, const Charge& charge) {
  const Price& price = prices_[position];
  if (price.tiers.empty() || !price.tiers.back().to) return;
  const Integer128 end = price.tiers.back().to->whole_times(charge.tariff->divisor(charge.month));
  Integer128& used = used_of_ending_[{position, charge.month.first_hour}];
  const bool was_within = used <= end;
  used += charge.amount;
  if (!was_within || used <= end) return;
  const Place place{price_key(*charge.tariff, charge.usage), charge.usage.region, {}};
  missing_.push_back(describe(place) + ": no price beyond " + price.tiers.back().to->to_string() + " " +
                     price.unit + " a month");
}

const Money* PriceFinder::spot_price(const Charge& charge, Place& place) const {
  const auto& prices = options_.spot_usd_per_hour;
  if (charge.spot_usd_per_hour) {
    place.zone = charge.usage.zone;
    return &*charge.spot_usd_per_hour;
  }
  if (prices.empty() || !is_spot_instance(charge.usage)) return nullptr;
  const auto of_zone = prices.find({charge.usage.pool, charge.usage.zone});
  const auto of_type = prices.find({charge.usage.pool, {}});
  const auto chosen = of_zone != prices.end() ? of_zone : of_type;
  if (chosen == prices.end()) return nullptr;
  place.zone = chosen->first.zone;
  return &chosen->second;
}

// Where a history of spot prices is given, the book's price does not stand in for what it lacks.
bool PriceFinder::needs_spot_price(const Charge& charge) const {
  return options_.hourly_spot_prices && is_spot_instance(charge.usage);
}

std::string PriceFinder::describe_missing_hours(const Charge& charge) const {
  const UsageKey& usage = charge.usage;
  const std::vector<std::string> zones = options_.hourly_spot_prices->zones_of(usage.pool);
  std::string text = usage.meter + ", spot, '" + usage.pool + "' in zone '" + usage.zone + "': ";
  if (std::ranges::find(zones, usage.zone) != zones.end()) {
    return text + "the history of spot prices has none for " + to_iso(charge.uses.front().utc_hour) + " to " +
           to_iso(charge.uses.back().utc_hour + 1);
  }
  text += "no history of spot prices";
  for (std::size_t i = 0; i < zones.size(); ++i) text += (i == 0 ? "; there is one for zone " : ", ") + zones[i];
  return text;
}

std::string PriceFinder::describe(const Place& place) const {
  std::string text = place.key.meter;
  if (!place.key.purchase_option.empty()) text += ", " + place.key.purchase_option;
  if (find_tariff(place.key.meter)->priced_by != PricedBy::meter) text += ", '" + place.key.pool + "'";
  return text + ", region '" + place.region + "'";
}

std::string PriceFinder::describe_missing(const Place& place) const {
  const std::string text = describe(place);
  if (place.region != book_.region) return text + ": the book holds the prices of " + book_.region;
  std::vector<std::string> pools;
  std::vector<std::string> options;
  for (const auto& [key, price] : book_.prices) {
    if (key.meter != place.key.meter) continue;
    if (key.purchase_option == place.key.purchase_option) pools.push_back(key.pool);
    if (key.pool == place.key.pool) options.push_back(key.purchase_option);
  }
  if (!options.empty()) return text + ": there is a price for purchase option '" + options.front() + "' only";
  std::string engines;
  for (const std::string& pool : pools) {
    if (pool.starts_with(place.key.pool + "/")) engines += (engines.empty() ? "'" : " or '") + pool + "'";
  }
  if (!engines.empty()) return text + ": say " + engines;
  return text + ": no price" + suggestion(place.key.pool, pools);
}

void PriceFinder::require_all(const std::vector<UsageKey>& unknown) const {
  std::vector<std::string> missing = missing_;
  std::size_t count = missing_.size();
  for (const auto& [region, prices] : elsewhere_) {
    count += prices.size();
    missing.push_back(prices.front());
    const std::size_t others = prices.size() - 1;
    if (others > 0) missing.back() += ", as for " + std::to_string(others) + " more of '" + region + "'";
  }
  std::vector<std::string> named;
  for (const UsageKey& key : unknown) {
    if (std::ranges::find(named, key.meter) != named.end()) continue;
    named.push_back(key.meter);
    ++count;
    missing.push_back("'" + key.meter + "' is not a meter" + suggestion(key.meter, known_meters()));
  }
  if (!missing.empty()) throw MissingPrice(book_, std::move(missing), count);
}

}  // namespace fleetcast::pricing
