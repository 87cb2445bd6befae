#pragma once
#include <cstdint>
#include <optional>

#include "pricing/commitments/commitment.hpp"
#include "pricing/decimal.hpp"

namespace fleetcast::pricing::commitments {

/// Holds what a commitment costs whether it is used or not, all its instances together.
struct PaymentSchedule {
  Money upfront;   ///< once, at the start
  Money per_hour;  ///< for every hour in force
  std::int64_t term_hours = 8760;
  std::optional<std::int64_t> start_hour{};  ///< UTC hour; none for a commitment in force throughout

  /// Returns what is paid over the term.
  [[nodiscard]] Money total() const;
  /// Counts the hours in force within [first_hour, end_hour).
  [[nodiscard]] std::int64_t hours_in_force(std::int64_t first_hour, std::int64_t end_hour) const;
  /// Returns the cost of the hours in force within [first_hour, end_hour), what was paid in advance being spread evenly
  /// over the term; ranges that follow one another add up to the total exactly where the start is known.
  [[nodiscard]] Money amortised(std::int64_t first_hour, std::int64_t end_hour) const;
  /// Returns the cost of an average month of so many hours.
  [[nodiscard]] Money normalised_month(std::int64_t month_hours) const;
};

/// Returns the schedule of a Savings Plan, half of which is paid in advance under partial_upfront.
[[nodiscard]] PaymentSchedule payment_schedule(const SavingsPlan& plan);

/// Returns the schedule of all instances or nodes of a reservation.
[[nodiscard]] PaymentSchedule payment_schedule(const Reservation& reservation);

}  // namespace fleetcast::pricing::commitments
