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
  for (std::string& name : zones) zones_.emplace_back().name = std::move(name);
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

void Outages::script_gray_zone(ZoneIndex zone, Instant at, Duration duration, std::optional<GrayExtent> extent) {
  require(zone, duration);
  simulation_.at(at, order_key(zone), [this, zone, duration, how_bad = extent.value_or(usual_gray())] {
    begin_gray(zone, duration, how_bad, "scripted");
  });
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
  return state.grays.empty() ? ZoneCondition::up : ZoneCondition::gray;
}

/// Returns the worst of the gray events under way in a zone; none shows while it is down.
GrayExtent Outages::extent(ZoneIndex zone) const {
  GrayExtent worst;
  if (condition(zone) != ZoneCondition::gray) return worst;
  for (const GrayExtent& one : zones_[zone].grays) {
    worst.extra_latency_seconds = std::max(worst.extra_latency_seconds, one.extra_latency_seconds);
    worst.lost_connections_share = std::max(worst.lost_connections_share, one.lost_connections_share);
  }
  return worst;
}

void Outages::tell(ZoneIndex zone, double share_lost) {
  const GrayExtent gray = extent(zone);
  ++zones_[zone].changes;
  zone_changed.send({zone, condition(zone), share_lost, gray.extra_latency_seconds, gray.lost_connections_share});
  if (config_.zonal_autoshift) plan_autoshift(zone);
}

void Outages::begin_outage(ZoneIndex zone, Duration duration, double share_lost, const std::string& cause) {
  Zone& state = zones_[zone];
  ++state.outages;
  ++report_.zone_outages;
  simulation_.at(simulation_.now() + duration, order_key(zone), [this, zone] { end_outage(zone); });
  const auto percent = static_cast<int>(share_lost * 100 + 0.5);
  incidents.send({simulation_.now(), "zone_outage", cause,
                  state.name + " is down with " + std::to_string(percent) + " % of its instances", duration});
  tell(zone, share_lost);
}

void Outages::begin_gray(ZoneIndex zone, Duration duration, const GrayExtent& extent_of_event,
                         const std::string& cause) {
  Zone& state = zones_[zone];
  const auto before = std::pair(condition(zone), extent(zone));
  state.grays.push_back(extent_of_event);
  ++report_.gray_zones;
  simulation_.at(simulation_.now() + duration, order_key(zone),
                 [this, zone, extent_of_event] { end_gray(zone, extent_of_event); });
  incidents.send({simulation_.now(), "gray_zone", cause, state.name + " is slow and loses packets", duration});
  if (before != std::pair(condition(zone), extent(zone))) tell(zone, 0);
}

void Outages::end_outage(ZoneIndex zone) {
  if (--zones_[zone].outages == 0) tell(zone, 0);
}

void Outages::end_gray(ZoneIndex zone, const GrayExtent& extent_of_event) {
  Zone& state = zones_[zone];
  const auto before = std::pair(condition(zone), extent(zone));
  state.grays.erase(std::ranges::find(state.grays, extent_of_event));
  if (before != std::pair(condition(zone), extent(zone))) tell(zone, 0);
}

void Outages::script_zonal_shift(ZoneIndex zone, Instant at, Duration duration) {
  require(zone, duration);
  simulation_.at(at, order_key(zone), [this, zone, duration] {
    begin_shift(zone, "scripted");
    if (!is_shifted_away(zone)) return;
    simulation_.at(simulation_.now() + duration, order_key(zone), [this, zone] { end_shift(zone); });
  });
}

/// Shifts traffic away from a zone whose trouble lasts, and back some time after it is over.
void Outages::plan_autoshift(ZoneIndex zone) {
  const bool is_up = condition(zone) == ZoneCondition::up;
  const Duration after = (is_up ? config_.zonal_autoshift_return : config_.zonal_autoshift_delay).duration();
  const std::uint64_t change = zones_[zone].changes;
  simulation_.at(simulation_.now() + after, order_key(zone), [this, zone, change, is_up] {
    // What changed since then has plans of its own, except that trouble of another kind is trouble all the same.
    if (is_up && zones_[zone].changes == change) return end_shift(zone);
    if (!is_up && condition(zone) != ZoneCondition::up) begin_shift(zone, "autoshift");
  });
}

void Outages::begin_shift(ZoneIndex zone, const std::string& cause) {
  if (is_shifted_away(zone)) return;
  if (shifted_zone_) {
    ++report_.zonal_shifts_refused;
    incidents.send({simulation_.now(), "zonal_shift", cause,
                    "refused for " + zones_[zone].name + ": traffic is shifted away from " +
                        zones_[*shifted_zone_].name + " already", {}});
    return;
  }
  shifted_zone_ = zone;
  ++report_.zonal_shifts;
  incidents.send({simulation_.now(), "zonal_shift", cause, "traffic leaves " + zones_[zone].name, {}});
  zone_shifted.send({zone, true});
}

void Outages::end_shift(ZoneIndex zone) {
  if (!is_shifted_away(zone)) return;
  shifted_zone_.reset();
  incidents.send({simulation_.now(), "zonal_shift", "end of the shift", "traffic comes back to " + zones_[zone].name,
                  {}});
  zone_shifted.send({zone, false});
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
      begin_gray(struck, duration, usual_gray(), cause);
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
