#include "pricing/commitments/reservation_size.hpp"

#include <optional>

#include "pricing/commitments/instance_size.hpp"

namespace fleetcast::pricing::commitments {

std::int64_t quarters_under(const Reservation& reservation, const UsageKey& usage, const PriceBook& book) {
  if (usage.meter != reservation.meter || usage.region != reservation.region) return 0;
  if (usage.meter == meter::ec2_instance_seconds && usage.purchase_option != "on_demand") return 0;
  const bool is_zonal = !reservation.zone.empty();
  if (is_zonal && usage.zone != reservation.zone) return 0;
  const std::optional<InstanceSize> reserved = size_of(reservation.pool, book);
  if (is_zonal || !reserved || !is_size_flexible(reserved->family)) {
    return usage.pool == reservation.pool ? 1 : 0;
  }
  const std::optional<InstanceSize> used = size_of(usage.pool, book);
  return used && used->family == reserved->family ? used->quarters : 0;
}

std::int64_t quarters_of(const Reservation& reservation, const PriceBook& book) {
  const std::optional<InstanceSize> size = size_of(reservation.pool, book);
  return !reservation.zone.empty() || !size || !is_size_flexible(size->family) ? 1 : size->quarters;
}

Money unit_rate_of(const Reservation& reservation, std::int64_t quarters, const PriceBook& book) {
  const std::int64_t hours = reservation.terms.hours();
  const Money term = reservation.upfront_usd + reservation.usd_per_hour.times_ratio(hours, 1);
  return term.times_ratio(quarters, Integer128{hours} * quarters_of(reservation, book));
}

}  // namespace fleetcast::pricing::commitments
