#include "pricing/commitments/payment_schedule.hpp"

#include <algorithm>

namespace fleetcast::pricing::commitments {

Money PaymentSchedule::total() const { return upfront + per_hour.times_ratio(term_hours, 1); }

std::int64_t PaymentSchedule::hours_in_force(std::int64_t first_hour, std::int64_t end_hour) const {
  if (!start_hour) return end_hour - first_hour;
  const std::int64_t begin = std::max(first_hour, *start_hour);
  return std::max<std::int64_t>(0, std::min(end_hour, *start_hour + term_hours) - begin);
}

Money PaymentSchedule::amortised(std::int64_t first_hour, std::int64_t end_hour) const {
  const std::int64_t hours = hours_in_force(first_hour, end_hour);
  const Money recurring = per_hour.times_ratio(hours, 1);
  if (!start_hour) return recurring + upfront.times_ratio(hours, term_hours, line_places);
  const std::int64_t elapsed = std::clamp<std::int64_t>(first_hour - *start_hour, 0, term_hours);
  return recurring + upfront.times_ratio(elapsed + hours, term_hours, line_places) -
         upfront.times_ratio(elapsed, term_hours, line_places);
}

Money PaymentSchedule::normalised_month(std::int64_t month_hours) const {
  return per_hour.times_ratio(month_hours, 1) + upfront.times_ratio(month_hours, term_hours, line_places);
}

PaymentSchedule payment_schedule(const SavingsPlan& plan) {
  const std::int64_t hours = plan.terms.hours();
  Money per_hour;
  if (plan.terms.payment == PaymentOption::no_upfront) per_hour = plan.usd_per_hour;
  if (plan.terms.payment == PaymentOption::partial_upfront) per_hour = plan.usd_per_hour.times_ratio(1, 2);
  const Money upfront = plan.usd_per_hour.times_ratio(hours, 1) - per_hour.times_ratio(hours, 1);
  return {upfront, per_hour, hours, plan.terms.start_hour};
}

PaymentSchedule payment_schedule(const Reservation& reservation) {
  return {reservation.upfront_usd.times_ratio(reservation.count, 1),
          reservation.usd_per_hour.times_ratio(reservation.count, 1), reservation.terms.hours(),
          reservation.terms.start_hour};
}

}  // namespace fleetcast::pricing::commitments
