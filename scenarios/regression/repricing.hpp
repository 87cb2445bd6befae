#pragma once
#include <vector>

#include "pricing/book.hpp"
#include "scenarios/regression/baseline.hpp"
#include "scenarios/scenario.hpp"

namespace fleetcast::scenarios::regression {

/// Returns the figures of a recording with its usage priced from a book, under the contract of the recorded scenario:
/// those named "cost_usd..." anew, all others as recorded. Throws pricing::MissingPrice.
[[nodiscard]] std::vector<experiment::Figures> repriced(const Recording& recording, const Scenario& scenario,
                                                        const pricing::PriceBook& book);

}  // namespace fleetcast::scenarios::regression
