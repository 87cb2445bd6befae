#include "scenarios/regression/unit_prices.hpp"

#include <optional>

#include "pricing/charges.hpp"
#include "pricing/tariff.hpp"

namespace fleetcast::scenarios::regression {
namespace {

std::string name_of(const pricing::PriceKey& key) {
  std::string name = key.meter;
  for (const std::string& part : {key.pool, key.purchase_option}) {
    if (!part.empty()) name += ", " + part;
  }
  return name;
}

std::string text_of(const pricing::Price& price) {
  std::string text;
  for (const pricing::PriceTier& tier : price.tiers) {
    text += (text.empty() ? "" : ", ") + tier.price.to_string() + " per " + price.unit;
    if (price.tiers.size() > 1) text += " from " + tier.from.to_string();
  }
  return text;
}

}  // namespace

UnitPrices unit_prices_of(std::span<const pricing::UsageLedger> ledgers, const pricing::PriceBook& book) {
  UnitPrices prices;
  for (const pricing::UsageLedger& ledger : ledgers) {
    for (const pricing::Charge& charge : pricing::collect_charges(ledger, std::nullopt).items) {
      const pricing::PriceKey key = pricing::price_key(*charge.tariff, charge.usage);
      const pricing::Price* price = book.find_price(key);
      if (price == nullptr || prices.contains(name_of(key))) continue;
      prices[name_of(key)] = text_of(*price);
      const pricing::Allowance* free = book.find_allowance(key.meter);
      if (free != nullptr) prices[key.meter + ", free each month"] = free->quantity.to_string() + " " + price->unit;
    }
  }
  return prices;
}

std::vector<std::string> changes_of(const UnitPrices& before, const UnitPrices& after) {
  std::vector<std::string> changes;
  for (const auto& [name, price] : before) {
    const auto found = after.find(name);
    if (found == after.end()) changes.push_back(name + ": " + price + " -> none");
    else if (found->second != price) changes.push_back(name + ": " + price + " -> " + found->second);
  }
  for (const auto& [name, price] : after) {
    if (!before.contains(name)) changes.push_back(name + ": none -> " + price);
  }
  return changes;
}

}  // namespace fleetcast::scenarios::regression
