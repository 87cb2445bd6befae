#include "pricing/uncertain_prices.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace fleetcast::pricing {
namespace {

/// Returns the tier of the book's price that a line was billed at, or nullptr where the price is not the book's.
const PriceTier* tier_of(const BillLine& line, const PriceBook& book) {
  const Price* price = book.find_price(price_key(*line.tariff, line.usage));
  if (price == nullptr) return nullptr;
  std::size_t number = 1;
  std::from_chars(line.tier.data(), line.tier.data() + line.tier.size(), number);
  if (number > price->tiers.size()) return nullptr;
  const PriceTier& tier = price->tiers[number - 1];
  return tier.price == line.list_unit_price ? &tier : nullptr;
}

}  // namespace

bool is_of_low_confidence(const Provenance& provenance) {
  return provenance.confidence == "memory" || provenance.confidence == "inferred";
}

std::vector<UncertainPrice> uncertain_prices(const Bill& bill, const PriceBook& book) {
  std::map<std::pair<PriceKey, std::string>, UncertainPrice> found;
  for (const BillLine& line : bill.lines) {
    if (line.tariff == nullptr || line.charge_category != ChargeCategory::usage) continue;
    UncertainPrice uncertain;
    uncertain.key = price_key(*line.tariff, line.usage);
    uncertain.tier = line.tier;
    uncertain.is_allowance = line.tier == "free";
    if (uncertain.is_allowance) {
      const Allowance* allowance = book.find_allowance(line.tariff->meter);
      if (allowance == nullptr) continue;
      uncertain.key = {std::string(line.tariff->meter)};
      uncertain.provenance = allowance->provenance;
    } else {
      const PriceTier* tier = tier_of(line, book);
      if (tier == nullptr) continue;
      uncertain.unit_price = tier->price;
      uncertain.provenance = tier->provenance;
    }
    if (!is_of_low_confidence(uncertain.provenance)) continue;
    const auto [position, is_new] = found.try_emplace({uncertain.key, uncertain.tier}, uncertain);
    position->second.billed_cost += line.billed_cost;
  }
  std::vector<UncertainPrice> prices;
  for (auto& [name, price] : found) prices.push_back(std::move(price));
  std::ranges::stable_sort(prices, std::ranges::greater(), &UncertainPrice::billed_cost);
  return prices;
}

}  // namespace fleetcast::pricing
