#include "models/outages/outages.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "sim/chance/logarithm.hpp"
#include "sim/chance/normal.hpp"

namespace fleetcast::models::outages {

namespace {

using sim::chance::uniform;

constexpr std::uint64_t order_base = std::uint64_t{100} << 32;
constexpr double seconds_per_year = 365.25 * 86400;
// Longer than any run; keeps rare draws within the range of an instant.
constexpr double longest_gap_seconds = 1e9;
constexpr std::uint64_t draws_per_event = 8;
enum Draw : std::uint64_t { gap, length, gray, whole, share, common, partner };

Duration exponential_gap(double rate_per_year, double u) {
  return sim::seconds(std::min(longest_gap_seconds, -sim::chance::logarithm(u) * seconds_per_year / rate_per_year));
}

Duration lognormal_length(const sim::Parameter& median, const sim::Parameter& sigma, double u) {
  return sim::seconds(median.value() * sim::chance::exponential(sigma.value() * sim::chance::normal_quantile(u)));
}

}  // namespace

Outages::Outages(sim::control::Simulation& simulation, sim::chance::Chance& chance, std::vector<std::string> zones,
                 OutagesConfig config)
    : simulation_(simulation),
      config_(std::move(config)),
      zone_stream_(chance.stream("outages.zone")),
      control_plane_stream_(chance.stream("outages.control_plane")) {
  for (std::string& name : zones) zones_.push_back({.name = std::move(name)});
}

std::uint64_t Outages::order_key(std::uint64_t offset) const { return order_base + offset; }

void Outages::require(ZoneIndex zone, Duration duration) const {
  if (zone >= zones_.size()) {
    throw std::invalid_argument("outages: there is no zone number " + std::to_string(zone) +
                                "; zones are numbered 0 to " + std::to_string(zones_.size() - 1));
  }
  if (duration.ticks <= 0) {
    throw std::invalid_argument("outages: an event in " + zones_[zone].name + " must have a duration above 0 s");
  }
}

void Outages::script_zone_outage(ZoneIndex zone, Instant at, Duration duration, double share_lost) {
  require(zone, duration);
  simulation_.at(at, order_key(zone),
                 [this, zone, duration, share_lost] { begin_outage(zone, duration, share_lost, "scripted"); });
}

void Outages::script_gray_zone(ZoneIndex zone, Instant at, Duration duration) {
  require(zone, duration);
  simulation_.at(at, order_key(zone), [this, zone, duration] { begin_gray(zone, duration, "scripted"); });
}

void Outages::script_control_plane_outage(Instant at, Duration duration) {
  if (duration.ticks <= 0) {
    throw std::invalid_argument("outages: a control plane outage must have a duration above 0 s");
  }
  simulation_.at(at, order_key(zones_.size()), [this, duration] { begin_control_plane_outage(duration, "scripted"); });
}

void Outages::start() {
  if (config_.zone_outages_per_year.value() > 0) {
    for (ZoneIndex zone = 0; zone < zones_.size(); ++zone) plan_zone_event(zone);
  }
  if (config_.control_plane_outages_per_year.value() > 0) plan_control_plane_outage();
}

ZoneCondition Outages::condition(ZoneIndex zone) const {
  const Zone& state = zones_.at(zone);
  if (state.outages > 0) return ZoneCondition::down;
  return state.grays > 0 ? ZoneCondition::gray : ZoneCondition::up;
}

void Outages::begin_outage(ZoneIndex zone, Duration duration, double share_lost, const std::string& cause) {
  Zone& state = zones_[zone];
  ++state.outages;
  ++report_.zone_outages;
  simulation_.at(simulation_.now() + duration, order_key(zone), [this, zone] { end_zone_event(zone, false); });
  const auto percent = static_cast<int>(share_lost * 100 + 0.5);
  incidents.send({simulation_.now(), "zone_outage", cause,
                  state.name + " is down with " + std::to_string(percent) + " % of its instances", duration});
  zone_changed.send({zone, ZoneCondition::down, share_lost});
}

void Outages::begin_gray(ZoneIndex zone, Duration duration, const std::string& cause) {
  Zone& state = zones_[zone];
  const ZoneCondition before = condition(zone);
  ++state.grays;
  ++report_.gray_zones;
  simulation_.at(simulation_.now() + duration, order_key(zone), [this, zone] { end_zone_event(zone, true); });
  incidents.send({simulation_.now(), "gray_zone", cause, state.name + " is slow and loses packets", duration});
  if (condition(zone) != before) zone_changed.send({zone, ZoneCondition::gray, 0});
}

void Outages::end_zone_event(ZoneIndex zone, bool was_gray) {
  Zone& state = zones_[zone];
  const ZoneCondition before = condition(zone);
  --(was_gray ? state.grays : state.outages);
  if (condition(zone) != before) zone_changed.send({zone, condition(zone), 0});
}

void Outages::begin_control_plane_outage(Duration duration, const std::string& cause) {
  ++report_.control_plane_outages;
  simulation_.at(simulation_.now() + duration, order_key(zones_.size()), [this] {
    if (--control_plane_outages_ == 0) control_plane_changed.send({true});
  });
  incidents.send({simulation_.now(), "control_plane_outage", cause, "no launches, no scaling", duration});
  if (++control_plane_outages_ == 1) control_plane_changed.send({false});
}

void Outages::plan_zone_event(ZoneIndex zone) {
  const std::uint64_t event = zones_[zone].drawn++;
  // Common causes strike a second zone, so fewer events begin in each for the same number seen by each.
  const double second = zones_.size() > 1 ? config_.common_cause_share.value() : 0;
  const double rate = config_.zone_outages_per_year.value() / (1 + second);
  const Duration until = exponential_gap(rate, uniform(zone_stream_, zone, event * draws_per_event + gap));
  simulation_.at(simulation_.now() + until, order_key(zone), [this, zone, event] {
    strike(zone, event);
    plan_zone_event(zone);
  });
}

void Outages::strike(ZoneIndex zone, std::uint64_t event) {
  const auto draw = [&](Draw which) { return uniform(zone_stream_, zone, event * draws_per_event + which); };
  const Duration duration = lognormal_length(config_.zone_outage_median, config_.zone_outage_sigma, draw(length));
  const bool is_gray = draw(gray) < config_.gray_share.value();
  const double smallest = config_.smallest_share_lost.value();
  const double lost = draw(whole) < config_.whole_zone_share.value() ? 1 : smallest + (1 - smallest) * draw(share);
  const auto begin = [&](ZoneIndex struck, const std::string& cause) {
    if (is_gray) {
      begin_gray(struck, duration, cause);
    } else {
      begin_outage(struck, duration, lost, cause);
    }
  };
  begin(zone, "chance");
  if (zones_.size() > 1 && draw(common) < config_.common_cause_share.value()) {
    const auto step = 1 + static_cast<ZoneIndex>(draw(partner) * static_cast<double>(zones_.size() - 1));
    begin(static_cast<ZoneIndex>((zone + step) % zones_.size()), "common cause with " + zones_[zone].name);
  }
}

void Outages::plan_control_plane_outage() {
  const std::uint64_t event = control_plane_drawn_++;
  const auto draw = [&](Draw which) { return uniform(control_plane_stream_, 0, event * draws_per_event + which); };
  const Duration until = exponential_gap(config_.control_plane_outages_per_year.value(), draw(gap));
  const Duration duration =
      lognormal_length(config_.control_plane_outage_median, config_.control_plane_outage_sigma, draw(length));
  simulation_.at(simulation_.now() + until, order_key(zones_.size()), [this, duration] {
    begin_control_plane_outage(duration, "chance");
    plan_control_plane_outage();
  });
}

}  // namespace fleetcast::models::outages
