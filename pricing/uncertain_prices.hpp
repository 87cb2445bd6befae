#pragma once
#include <string>
#include <vector>

#include "pricing/bill.hpp"
#include "pricing/book.hpp"
#include "pricing/provenance.hpp"

namespace fleetcast::pricing {

/// Names a price, or a free allowance, that a bill used although nobody looked it up, and what it cost.
struct UncertainPrice {
  PriceKey key;
  bool is_allowance = false;
  std::string tier{};  ///< as in the bill's lines
  Money unit_price;    ///< USD per pricing unit; zero for an allowance
  Provenance provenance;
  Money billed_cost;  ///< of all lines at this price
};

/// Tells whether a figure was remembered or inferred from others rather than read somewhere.
[[nodiscard]] bool is_of_low_confidence(const Provenance& provenance);

/// Lists the prices and allowances of low confidence that a bill took from its book, the costliest first; prices that
/// the user set are not among them.
[[nodiscard]] std::vector<UncertainPrice> uncertain_prices(const Bill& bill, const PriceBook& book);

}  // namespace fleetcast::pricing
