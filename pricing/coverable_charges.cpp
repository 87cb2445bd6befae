#include "pricing/coverable_charges.hpp"

#include <stdexcept>

#include "pricing/commitments/eligibility.hpp"
#include "pricing/price_finder.hpp"

namespace fleetcast::pricing {

std::vector<commitments::CoverableCharge> coverable_charges(const Charges& charges, const PriceBook& book,
                                                            const BillOptions& options) {
  PriceFinder finder(book, options);
  std::vector<commitments::CoverableCharge> coverable;
  std::vector<std::size_t> prices;
  for (const Charge& charge : charges.items) {
    if (!commitments::is_coverable(charge.usage)) continue;
    coverable.push_back({&charge, {}});
    prices.push_back(finder.find(charge));
  }
  finder.require_all({});
  for (std::size_t i = 0; i < coverable.size(); ++i) {
    const Price& price = finder.price(prices[i]);
    const std::string& meter = coverable[i].charge->usage.meter;
    if (price.tiers.size() != 1 || (options.has_free_allowances && book.find_allowance(meter) != nullptr)) {
      throw std::invalid_argument("price book " + book.name + ": " + meter +
                                  " has tiers or an allowance, which commitments cannot be applied to");
    }
    coverable[i].list_unit_price = price.tiers.front().price;
  }
  return coverable;
}

}  // namespace fleetcast::pricing
