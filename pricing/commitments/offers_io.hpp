#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "pricing/commitments/offers.hpp"
#include "pricing/json_fields.hpp"
#include "pricing/problems.hpp"

namespace fleetcast::pricing::commitments {

/// Reads the members "savings_plan_rates" and "reservations" of a book's document, both of which may be missing, and
/// adds every problem found.
[[nodiscard]] CommitmentOffers read_commitment_offers(
    const nlohmann::json& document, std::vector<Problem>& problems,
    const std::function<Provenance(const JsonFields&)>& read_provenance);

}  // namespace fleetcast::pricing::commitments
