// What a run checks about itself, and the figures of its queues.
#include <algorithm>
#include <cmath>

#include "scenarios/world/operational_bounds.hpp"
#include "scenarios/world/recorder.hpp"

namespace fleetcast::scenarios::world {

using namespace fleetcast::models;

namespace {

constexpr double ticks = static_cast<double>(sim::ticks_per_second);

double quantile(const sim::measures::Histogram& histogram, double share) {
  return histogram.quantile(share).value_or(0) / ticks;
}

/// Returns the standard deviation in seconds of what a histogram counted, taking each bucket by its middle.
double standard_deviation(const sim::measures::Histogram& histogram) {
  const double mean = histogram.mean().value_or(0);
  double squares = 0;
  for (const auto& [bucket, times] : histogram.buckets()) {
    const auto low = static_cast<double>(sim::measures::Histogram::lowest_of(bucket));
    const auto high = static_cast<double>(sim::measures::Histogram::highest_of(bucket));
    const double distance = (low + high) / 2 - mean;
    squares += distance * distance * static_cast<double>(times);
  }
  return histogram.count() == 0 ? 0 : std::sqrt(squares / static_cast<double>(histogram.count())) / ticks;
}

}  // namespace

void Recorder::gather_backends(results::RunResult& result) const {
  const double span = (around_.kernel.now() - begin_).seconds();
  for (const backend::BackendFigures& one : path_.backends.backend_figures()) {
    const auto set = [&](const char* name, double value) {
      if (std::isfinite(value)) result.figures["backends." + one.name + "." + name] = value;
    };
    const sim::traffic::StationMeasures& m = one.measures;
    const auto departures = static_cast<double>(m.departures);
    const auto arrivals = static_cast<double>(m.arrivals);
    set("arrivals", arrivals);
    set("departures", departures);
    set("blocked_share", static_cast<double>(m.blocked) / arrivals);
    set("abandoned_share", static_cast<double>(m.abandoned) / arrivals);
    set("wait_mean", m.wait_ticks / departures / ticks);
    const double admitted = arrivals - static_cast<double>(m.blocked);
    set("wait_mean_of_all", (m.wait_ticks + m.abandoned_wait_ticks) / admitted / ticks);
    set("waited_share_of_all", static_cast<double>(m.waited + m.impatient) / admitted);
    set("waited_share", static_cast<double>(m.waited) / departures);
    set("sojourn_mean", m.sojourn_ticks / departures / ticks);
    set("present_mean", m.present_ticks / ticks / span);
    set("queue_mean", (m.present_ticks - m.busy_ticks) / ticks / span);
    set("utilisation", m.busy_ticks / ticks / span / one.servers);
    set("throughput", departures / span);
    if (!one.is_pool) {
      set("idle_share", m.idle_ticks / ticks / span);
      set("full_share", m.full_ticks / ticks / span);
      set("starting_mean", m.starting_ticks / ticks / span);
    }
    if (one.record == nullptr) continue;
    const double mean = m.sojourn_ticks / departures / ticks;
    set("sojourn_sd", std::sqrt(one.record->sojourn_seconds_squared / departures - mean * mean));
    set("slowdown_mean", one.record->slowdown / departures);
    set("wait_sd", standard_deviation(one.record->waits));
    for (const auto& [name, at] : {std::pair{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}}) {
      set((std::string("wait_") + name).c_str(), quantile(one.record->waits, at));
      set((std::string("sojourn_") + name).c_str(), quantile(one.record->sojourns, at));
    }
  }
  for (const backend::StoreFigures& one : path_.backends.store_figures()) {
    const auto look_ups = static_cast<double>(one.measures.hits + one.measures.misses);
    result.figures["stores." + one.name + ".hit_ratio"] = static_cast<double>(one.measures.hits) / look_ups;
    result.figures["stores." + one.name + ".collapsed_share"] = static_cast<double>(one.measures.collapsed) / look_ups;
    // Every copy is fresh for the whole time to live, unless it is evicted.
    if (one.time_to_live_seconds > 0) {
      result.figures["stores." + one.name + ".mean_fresh"] =
          static_cast<double>(one.measures.fills) * one.time_to_live_seconds / span;
    }
  }
}

void Recorder::audit(results::RunResult& result) const {
  std::uint64_t ended = result.in_flight_at_end;
  std::uint64_t offered = result.in_flight_at_begin;
  for (const results::ClassResult& one : result.classes) {
    offered += one.offered;
    ended += one.good + one.late;
    for (const auto& [cause, count] : one.by_cause) ended += count;
  }
  const double missing = static_cast<double>(offered) - static_cast<double>(ended);
  result.audit.push_back({"conservation", missing, 0, missing == 0});
  audit_stations(result);
}

/// Little's law and the utilisation law of every station, exactly: the integral of the number present, which the
/// station keeps, equals the time that requests spent there, which each of them knows, once the times of those present
/// at the two ends of the span are set against each other. Only the rounding of sums is left. The bounds that follow
/// from these laws hold as exactly.
void Recorder::audit_stations(results::RunResult& result) const {
  constexpr double rounding = 1e-9;
  const auto check = [&](const std::string& name, double kept, double told) {
    if (kept <= 0) return;
    const double residual = (kept - told) / kept;
    result.audit.push_back({name, residual, 0, std::abs(residual) <= rounding});
  };
  const double span = (around_.kernel.now() - begin_).seconds() * ticks;
  std::map<std::string, double> server_ticks;
  for (const backend::BackendFigures& one : path_.backends.backend_figures()) {
    server_ticks[one.name] = one.servers * span;
  }
  for (const sim::traffic::TimeAccount& one : around_.kernel.time_accounts()) {
    const auto known = server_ticks.find(one.name);
    const auto most = known == server_ticks.end() ? std::nullopt : std::optional(known->second);
    if (const auto excess = excess_over_bounds(one, most)) {
      result.audit.push_back({"operational_bounds/" + one.name, std::max(0.0, *excess), 0, *excess <= rounding});
    }
    check("littles_law/" + one.name, one.measures.present_ticks, one.present_told());
    if (one.discipline == sim::traffic::Discipline::processor_sharing) continue;
    check("utilisation_law/" + one.name, one.measures.busy_ticks, one.busy_told());
  }
}

}  // namespace fleetcast::scenarios::world
