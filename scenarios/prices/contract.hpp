#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pricing/bill.hpp"
#include "pricing/book.hpp"
#include "scenarios/documents/problems.hpp"
#include "scenarios/prices/commitment_spec.hpp"
#include "scenarios/prices/discount_spec.hpp"

namespace fleetcast::scenarios::prices {

/// Makes discounts of what a document states, and adds every problem found; `pointer` is where it stands.
[[nodiscard]] pricing::Discounts to_discounts(const DiscountSpec& spec, const std::string& pointer,
                                              documents::Problems& problems);

/// Makes commitments of what a document states, and adds every problem found; prices of reservations that it leaves out
/// come from the book, whose region all are for, and `account` owns what names no owner.
[[nodiscard]] pricing::commitments::Commitments to_commitments(const std::vector<CommitmentSpec>& specs,
                                                               const std::string& pointer, const std::string& account,
                                                               const pricing::PriceBook& book,
                                                               documents::Problems& problems);

/// Reads a file {"schema_version": 1, "overall": ..., "by_service": ..., "private_rates": ...}; throws InvalidDocument.
[[nodiscard]] pricing::Discounts read_discounts(const std::string& path);

/// Reads a file {"schema_version": 1, "commitments": [...]}; throws InvalidDocument with every problem.
[[nodiscard]] pricing::commitments::Commitments read_commitments(const std::string& path,
                                                                 const pricing::PriceBook& book);

}  // namespace fleetcast::scenarios::prices
