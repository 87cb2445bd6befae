#include "models/ec2/instance_meter.hpp"

namespace fleetcast::models::ec2 {

namespace {

constexpr std::int64_t minimum_seconds = 60;

std::int64_t started_seconds(Duration length) {
  return (length.ticks + sim::ticks_per_second - 1) / sim::ticks_per_second;
}

}  // namespace

InstanceMeter::InstanceMeter(Metering& metering, const Owner& owner, Instant launched_at, std::int64_t volume_mib)
    : metering_(metering),
      instance_key_(metering.key(pricing::meter::ec2_instance_seconds)),
      volume_key_(metering.key(pricing::meter::ebs_gp3_mib_seconds)),
      volume_mib_(volume_mib),
      launched_at_(launched_at),
      volume_until_(launched_at) {
  const char* purchase = owner.purchase == PurchaseOption::spot ? "spot" : "on_demand";
  for (pricing::UsageKey* key : {&instance_key_, &volume_key_}) {
    key->zone = metering.zone(owner.pool.zone);
    key->fleet = owner.group;
  }
  // A volume costs the same whatever its instance's purchase option, so only the instance row carries it.
  instance_key_.purchase_option = purchase;
  instance_key_.pool = owner.pool.instance_type;
}

void InstanceMeter::settle(Instant now, bool first_hour_may_be_free) {
  if (volume_mib_ > 0) metering_.add_interval(volume_key_, launched_at_, volume_until_, now, volume_mib_);
  volume_until_ = now;
  if (!running_at_) return;
  if (first_hour_may_be_free && now - *running_at_ < sim::hours(1)) return;
  metering_.add_interval(instance_key_, *running_at_, instance_until_, now, 1);
  instance_until_ = now;
}

void InstanceMeter::close(Instant now, bool is_free) {
  if (volume_mib_ > 0) {
    metering_.add_interval(volume_key_, launched_at_, volume_until_, now, volume_mib_);
    metering_.add_minimum(volume_key_, now, started_seconds(now - launched_at_), minimum_seconds, volume_mib_);
  }
  if (!running_at_) return;
  if (is_free) {
    metering_.add_free_interval(instance_key_, *running_at_, instance_until_, now, 1);
    return;
  }
  metering_.add_interval(instance_key_, *running_at_, instance_until_, now, 1);
  metering_.add_minimum(instance_key_, now, started_seconds(now - *running_at_), minimum_seconds, 1);
}

}  // namespace fleetcast::models::ec2
