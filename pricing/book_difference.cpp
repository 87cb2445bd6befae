#include "pricing/book_difference.hpp"

#include <map>
#include <utility>

#include "pricing/book_check.hpp"
#include "pricing/tariff.hpp"

namespace fleetcast::pricing {
namespace {

/// Holds the figures of a book by name, each with its unit.
using Figures = std::map<std::string, std::pair<std::string, Decimal>>;

Figures figures_of(const PriceBook& book) {
  Figures figures;
  for (const auto& [key, price] : book.prices) {
    for (const PriceTier& tier : price.tiers) {
      const std::string from = tier.from == Decimal{} ? "" : ", from " + tier.from.to_string();
      figures[name_of(key) + from] = {price.unit, tier.price};
    }
  }
  for (const auto& [meter, allowance] : book.allowances) {
    figures[meter + ", free allowance"] = {std::string(find_tariff(meter)->pricing_unit), allowance.quantity};
  }
  return figures;
}

}  // namespace

std::vector<BookDifference> differences(const PriceBook& first, const PriceBook& second) {
  std::map<std::string, BookDifference> merged;
  for (const auto& [name, figure] : figures_of(first)) merged[name] = {name, figure.first, figure.second, {}};
  for (const auto& [name, figure] : figures_of(second)) {
    BookDifference& difference =
        merged.try_emplace(name, BookDifference{name, figure.first, {}, {}}).first->second;
    difference.second = figure.second;
  }
  std::vector<BookDifference> found;
  for (auto& [name, difference] : merged) {
    if (difference.first != difference.second) found.push_back(std::move(difference));
  }
  return found;
}

}  // namespace fleetcast::pricing
