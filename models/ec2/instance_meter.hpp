#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "models/messages.hpp"
#include "models/metering/metering.hpp"

namespace fleetcast::models::ec2 {

/// Meters one instance and its root volume: instance seconds from running to the end, at least 60; volume MiB-seconds
/// from launch to the end, at least 60 s (billing rules 1, 2 and 11).
class InstanceMeter {
 public:
  /// Says whose usage it is.
  struct Owner {
    std::string group;
    Pool pool;
    PurchaseOption purchase = PurchaseOption::on_demand;
  };
  InstanceMeter(Metering& metering, const Owner& owner, Instant launched_at, std::int64_t volume_mib);

  /// Begins the instance seconds.
  void run(Instant at) { running_at_ = instance_until_ = at; }
  /// Meters what was used up to an instant. Seconds that are still to be known free or not are held back: those of an
  /// instance younger than an hour, if `first_hour_may_be_free`.
  void settle(Instant now, bool first_hour_may_be_free);
  /// Meters the rest; `is_free` meters all that was held back as not billed.
  void close(Instant now, bool is_free);

  [[nodiscard]] std::optional<Instant> running_at() const { return running_at_; }

 private:
  Metering& metering_;
  pricing::UsageKey instance_key_;
  pricing::UsageKey volume_key_;
  std::int64_t volume_mib_;
  Instant launched_at_;
  Instant volume_until_;
  std::optional<Instant> running_at_;
  Instant instance_until_;
};

}  // namespace fleetcast::models::ec2
