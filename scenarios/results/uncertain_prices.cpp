#include "scenarios/results/uncertain_prices.hpp"

#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::results {

using terminal::Align;
using terminal::Table;

std::string name_of(const pricing::UncertainPrice& price) {
  std::string name = price.key.meter;
  if (!price.key.pool.empty()) name += " " + price.key.pool;
  if (!price.key.purchase_option.empty()) name += " " + price.key.purchase_option;
  if (price.is_allowance) return name + ", free allowance";
  return price.tier.empty() ? name : name + ", tier " + price.tier;
}

std::string uncertain_prices_table(std::span<const pricing::UncertainPrice> prices, pricing::Money total,
                                   std::size_t width) {
  if (prices.empty()) return "";
  constexpr std::size_t most_rows = 8;
  pricing::Money sum;
  for (const pricing::UncertainPrice& price : prices) sum += price.billed_cost;
  std::string text = "\nNobody looked up " + std::to_string(prices.size()) + " of the prices: " + sum.to_string(2) +
                     " USD of " + total.to_string(2) + " rest on them\n";
  Table table({{"price"}, {"USD each", Align::right}, {"USD", Align::right}, {"known by"}, {"source"}});
  for (std::size_t i = 0; i < prices.size() && i < most_rows; ++i) {
    const pricing::UncertainPrice& price = prices[i];
    const std::string source = price.provenance.source == "memory" ? "" : price.provenance.source;
    table.add_row({name_of(price), price.unit_price.to_string(), price.billed_cost.to_string(2),
                   price.provenance.confidence, source});
  }
  text += table.to_string(width);
  if (prices.size() > most_rows) text += "and " + std::to_string(prices.size() - most_rows) + " more\n";
  return text;
}

}  // namespace fleetcast::scenarios::results
