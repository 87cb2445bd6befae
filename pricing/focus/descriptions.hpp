#pragma once
#include <string>
#include <string_view>

#include "pricing/bill_line.hpp"

namespace fleetcast::pricing::focus {

/// Tells whether a line is about a commitment rather than about usage: its purchase, or the part of it that was lost.
[[nodiscard]] bool concerns_commitment_alone(const BillLine& line);

/// Tells whether something was consumed, as in usage; FOCUS has no consumed quantity for purchases and for what is lost
/// of a commitment.
[[nodiscard]] bool is_consumption(const BillLine& line);

/// Each returns FOCUS's word for a property of a line, or an empty text for null.
[[nodiscard]] std::string_view charge_category_of(const BillLine& line);
[[nodiscard]] std::string_view charge_frequency_of(const BillLine& line);
[[nodiscard]] std::string_view pricing_category_of(const BillLine& line);
[[nodiscard]] std::string_view commitment_category_of(const BillLine& line);
[[nodiscard]] std::string_view commitment_status_of(const BillLine& line);

/// Returns "out" or "in" for the two ends of a transfer between zones, else an empty text.
[[nodiscard]] std::string_view direction_of(const BillLine& line);

/// Returns a sentence for people, such as "Linux instance, m6i.large, spot".
[[nodiscard]] std::string description_of(const BillLine& line);

}  // namespace fleetcast::pricing::focus
