#pragma once
#include "pricing/commitments/commitment.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing::commitments {

/// Tells whether any commitment could cover usage: instances on demand, Fargate, caches and databases; never Spot.
[[nodiscard]] bool is_coverable(const UsageKey& usage);

/// Tells whether a Savings Plan covers usage, whoever's it is. Fargate's ephemeral storage is not covered; a Database
/// Savings Plan covers Aurora and Valkey, as for instances from the seventh generation on.
[[nodiscard]] bool covers(const SavingsPlan& plan, const UsageKey& usage);

/// Tells whether usage of an account may come under a commitment.
[[nodiscard]] bool reaches(const CommitmentTerms& terms, const UsageKey& usage);

}  // namespace fleetcast::pricing::commitments
