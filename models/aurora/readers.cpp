// Readers that come and go, as auto scaling asks for them.
#include <algorithm>

#include "models/aurora/aurora.hpp"

namespace fleetcast::models::aurora {

namespace {

constexpr std::size_t creation_part = 4;
constexpr std::int64_t most_readers = 15;

}  // namespace

void Aurora::on(const SetDesiredCount& wanted) {
  if (wanted.service != name_) return;
  catch_up();
  wanted_readers_ = std::clamp(wanted.desired, config_.readers.count(), most_readers);
  while (present_readers() + readers_in_creation_ < wanted_readers_) add_reader();
  while (present_readers() > wanted_readers_ && delete_reader()) continue;
  report_readers();
}

/// Counts the instances besides the writer, lost ones included.
std::int64_t Aurora::present_readers() const {
  return std::count_if(instances_.begin(), instances_.end(), [](const Instance& one) { return !one.is_deleted; }) - 1;
}

void Aurora::add_reader() {
  ++readers_in_creation_;
  const double time = draw(config_.replacement_time, "creation_time", readers_created_++, 0);
  simulation_.at(simulation_.now() + sim::seconds(time), order(creation_part), [this] { finish_reader(); });
}

/// Puts a created reader into service, empty, in the zone that has fewest instances; drops it if it is not wanted now.
void Aurora::finish_reader() {
  catch_up();
  --readers_in_creation_;
  if (present_readers() >= wanted_readers_) return;
  std::vector<std::size_t> instances_by_zone(zone_count_);
  for (const Instance& one : instances_) {
    if (!one.is_deleted) ++instances_by_zone[one.zone];
  }
  Instance added;
  std::size_t fewest = instances_.size() + 1;
  for (ZoneIndex zone = 0; zone < zone_count_; ++zone) {
    if (zone_is_down_[zone] || instances_by_zone[zone] >= fewest) continue;
    fewest = instances_by_zone[zone];
    added.zone = zone;
  }
  added.created = added.metered_until = added.busy_until = simulation_.now();
  added.cold_since = simulation_.now();
  if (config_.serverlessv2_scaling_configuration) {
    added.capacity = config_.serverlessv2_scaling_configuration->min_capacity.value();
  }
  if (fewest > instances_.size()) return add_reader();  // no zone works: once more
  instances_.push_back(added);
  plan_hardware_failure(instances_.size() - 1, 0);
  promote_if_possible();
  if (writer_ != instances_.size() - 1) join_readers(instances_.size() - 1);
  update_endpoints();
  warm_up();
  report_readers();
}

/// Deletes the newest reader that was added; returns false if there is none.
bool Aurora::delete_reader() {
  const auto first_added = static_cast<std::size_t>(config_.readers.count()) + 1;
  for (std::size_t i = instances_.size(); i-- > first_added;) {
    Instance& instance = instances_[i];
    if (i == writer_ || instance.is_deleted) continue;
    if (instance.member) kernel_.remove_member(*instance.member);
    instance.member.reset();
    instance.is_up = false;
    instance.is_deleted = true;
    instance.cold_since.reset();
    meter_capacity(i, simulation_.now());
    update_endpoints();
    return true;
  }
  return false;
}

void Aurora::report_readers() {
  reader_counts.send({name_, wanted_readers_, present_readers(), readers_in_creation_, false});
}

}  // namespace fleetcast::models::aurora
