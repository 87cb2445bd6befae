#include "scenarios/world/world.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "scenarios/documents/document.hpp"
#include "scenarios/scenario_fields.hpp"
#include "scenarios/traffic/segments.hpp"
#include "scenarios/world/analytic_brackets.hpp"
#include "scenarios/world/fleet_parts.hpp"
#include "scenarios/world/start.hpp"

namespace fleetcast::scenarios::world {

using namespace fleetcast::models;

namespace {

constexpr std::uint64_t order_base = std::uint64_t{2} << 32;
constexpr sim::Duration control_step{sim::ticks_per_control_step};

/// The span ends one step of the clock before its last instant, so that usage settled there belongs to its last hour.
sim::Instant last_instant(sim::Instant end) { return end - control_step; }

bool has_rate(const traffic::RateConfig& rate) {
  return rate.constant || rate.diurnal || !rate.steps.empty() || rate.replay;
}

traffic::RateContext rate_context(const Scenario& scenario, const sim::Calendar& calendar, sim::Instant begin,
                                  sim::Instant end) {
  traffic::RateContext context{.calendar = calendar, .begin = sim::Instant{}, .start = begin, .end = end};
  context.time_zone = scenario.traffic.time_zone;
  context.source = "viewers";
  context.origin = scenario.name;
  return context;
}

std::uint32_t zone_count(const Scenario& scenario) {
  return static_cast<std::uint32_t>(scenario.availability_zones.size());
}

}  // namespace

Scenario resolved(const Scenario& scenario, std::uint64_t replication) {
  Scenario fixed = scenario;
  const auto per_input = static_cast<std::uint64_t>(scenario.uncertainty.replications_per_input.count());
  sim::chance::Chance chance(static_cast<std::uint64_t>(scenario.seed.count()), replication / per_input);
  for (const documents::FoundParameter& found : documents::find_parameters(fixed)) {
    if (!found.parameter->is_uncertain()) continue;
    found.parameter->resolve(sim::chance::uniform(chance.stream("parameter" + found.pointer), 0, 0));
  }
  return fixed;
}

World::World(const Scenario& scenario, const pricing::PriceBook& book, std::uint64_t replication)
    : scenario_(scenario),
      begin_(sim::control_instant(sim::Instant{} + scenario.pre_roll.duration())),
      end_(last_instant(sim::control_instant(begin_ + scenario.horizon.duration()))),
      chance_(static_cast<std::uint64_t>(scenario.seed.count()), replication),
      kernel_(chance_, zone_count(scenario)),
      metering_(ledger_, sim::Calendar(start_of(scenario) - std::llround(begin_.seconds())),
                {scenario.account, scenario.region, zone_names(scenario), begin_}),
      around_{simulation_, kernel_, chance_, metering_, metering_.calendar(), zone_names(scenario)},
      chronicle_(simulation_, zone_names(scenario)),
      path_(around_, scenario),
      fleet_(around_, scenario, book, chronicle_),
      pump_(simulation_, kernel_),
      recorder_(around_, scenario, path_, fleet_, chronicle_) {
  kernel_.set_network(scenario.same_zone_latency.value(), scenario.cross_zone_latency.value());
  add_sources();
  if (scenario.fidelity == Fidelity::sampled) pace_.emplace(kernel_, chance_, first_rate_);
  wire();
  script_events();
}

void World::add_sources() {
  sim::traffic::OpenSourceConfig open{.name = "viewers", .segments = {}, .classes = {}, .shares = {}};
  double shares = 0;
  for (const auto& [name, id] : path_.classes()) {
    open.classes.push_back(id);
    open.shares.push_back(scenario_.classes.at(name).share.value());
    shares += open.shares.back();
  }
  if (has_rate(scenario_.traffic.rate)) {
    open.segments =
        traffic::segments(scenario_.traffic.rate, rate_context(scenario_, metering_.calendar(), begin_, end_), chance_);
  }
  if (!open.segments.empty() && shares > 0) {
    const auto& first = open.segments.front();
    const double rate = first.is_counted() ? static_cast<double>(first.count) / (first.end - first.begin).seconds()
                                           : first.begin_rate;
    first_rate_ = rate;
    for (const auto& [name, id] : path_.classes()) {
      // Caches start without the objects of a trace: nothing says what was asked for before it.
      if (scenario_.classes.at(name).objects) continue;
      rates_[name] = rate * scenario_.classes.at(name).share.value() / shares;
    }
    if (scenario_.variance_reduction.control_variates && !scenario_.closed_clients) expect_requests(open.segments);
    brackets_ = analytic_brackets(scenario_, open.segments, begin_, end_);
    kernel_.add_open_source(open);
  }
  if (scenario_.closed_clients) {
    const ClosedClientsSpec& closed = *scenario_.closed_clients;
    kernel_.add_closed_source({"closed_clients", static_cast<std::uint32_t>(closed.population.count()),
                               closed.think_time, path_.classes().at(closed.request_class),
                               sim::Instant{} + closed.begin.duration()});
  }
}

void World::expect_requests(const std::vector<sim::traffic::RateSegment>& segments) {
  // Given numbers have no chance in them that a correction could take off.
  if (std::ranges::any_of(segments, &sim::traffic::RateSegment::is_counted)) return;
  const auto mean_of = [&](const std::vector<sim::traffic::RateSegment>& rates) {
    const sim::traffic::Arrivals arrivals({}, rates);
    return arrivals.expected_until(end_) - arrivals.expected_until(begin_);
  };
  expected_requests_["traffic.expected_requests"] = mean_of(segments);
  if (!scenario_.traffic.rate.bursts) return;
  // Bursts are as probable at any time as in the long run.
  const traffic::Bursts& bursts = *scenario_.traffic.rate.bursts;
  const double share = bursts.mean_burst.value() / (bursts.mean_burst.value() + bursts.mean_normal.value());
  traffic::RateConfig without = scenario_.traffic.rate;
  without.bursts.reset();
  const auto context = rate_context(scenario_, metering_.calendar(), begin_, end_);
  expected_requests_["traffic.mean_requests"] =
      mean_of(traffic::segments(without, context, chance_)) * (1 + (bursts.multiplier.value() - 1) * share);
}

void World::script_events() {
  for (const traffic::FlashCrowd& crowd : scenario_.traffic.rate.flash_crowds) {
    if (crowd.multiplier.value() <= 1) continue;
    const sim::Instant at = begin_ + crowd.at.duration();
    const sim::Duration length = crowd.ramp_up.duration() + crowd.hold.duration() + crowd.ramp_down.duration();
    chronicle_.note_flash_crowd(at, at + length, crowd.multiplier.value());
  }
  for (const ScriptedEvent& event : scenario_.events) script(event, sim::control_instant(begin_ + event.at.duration()));
}

void World::script(const ScriptedEvent& event, sim::Instant at) {
  const auto zone = [&](const std::string& name) { return zone_index(scenario_, name); };
  if (event.zone_outage) {
    const ZoneEvent& lost = *event.zone_outage;
    fleet_.outages.script_zone_outage(zone(lost.zone), at, lost.duration.duration(), lost.share_lost.value());
  }
  if (event.gray_zone) {
    const GrayZoneEvent& gray = *event.gray_zone;
    outages::GrayExtent extent = fleet_.outages.usual_gray();
    if (gray.latency) extent.extra_latency_seconds = gray.latency->value();
    if (gray.loss) extent.lost_connections_share = gray.loss->value();
    fleet_.outages.script_gray_zone(zone(gray.zone), at, gray.duration.duration(), extent);
  }
  if (event.zonal_shift) {
    fleet_.outages.script_zonal_shift(zone(event.zonal_shift->zone), at, event.zonal_shift->duration.duration());
  }
  if (event.control_plane_outage) {
    fleet_.outages.script_control_plane_outage(at, event.control_plane_outage->duration.duration());
  }
  if (event.spot_reclaim) {
    const Pool pool{event.spot_reclaim->instance_type, zone(event.spot_reclaim->zone)};
    const double share = event.spot_reclaim->share.value();
    simulation_.at(at, order_base + 16, [this, pool, share] { fleet_.spot.reclaim(pool, share); });
  }
  if (event.deployment) {
    const StartDeployment start{event.deployment->service, event.deployment->is_broken};
    simulation_.at(at, order_base + 17, [this, start] { fleet_.cluster.on(start); });
  }
  if (event.faulty_tasks) {
    const std::string& service = event.faulty_tasks->service;
    const auto count = static_cast<std::size_t>(event.faulty_tasks->tasks.count());
    simulation_.at(at, order_base + 20, [this, service, count] { path_.alb->break_targets(service, count); });
    simulation_.at(at + event.faulty_tasks->duration.duration(), order_base + 21,
                   [this, service] { path_.alb->mend_targets(service); });
  }
  if (event.cache_node_loss) {
    const auto shard = static_cast<std::size_t>(event.cache_node_loss->shard.count());
    simulation_.at(at, order_base + 18,
                   [this, shard] {
                     chronicle_.note_loss("cache_node_loss", "a cache node is lost");
                     path_.elasticache->lose_primary(shard, "scripted loss of a cache node");
                   });
  }
  if (event.aurora_failover) {
    simulation_.at(at, order_base + 19, [this] {
      chronicle_.note_loss("aurora_failover", "the database's writer is lost");
      path_.aurora->lose_writer("scripted loss of the writer");
    });
  }
}

/// Settles usage just before each UTC hour ends, samples each minute, and begins to measure when the pre-roll is over.
void World::keep_time() {
  const sim::Calendar& calendar = metering_.calendar();
  const sim::Instant first_hour = calendar.start_of_hour(calendar.utc_hour(sim::Instant{}) + 1) - control_step;
  simulation_.every(sim::hours(1), sim::control_instant(first_hour), order_base + 1, [this] {
    settle_all();
  });
  simulation_.at(begin_, order_base + 2, [this] { measure_from_here(); });
  simulation_.every(sim::minutes(1), begin_ + sim::minutes(1) - control_step, order_base + 3,
                    [this] { recorder_.sample(); });
}

void World::settle_all() {
  kernel_.advance_to(simulation_.now());
  ingest_logs();
  path_.settle(simulation_.now());
  fleet_.settle(simulation_.now());
}

/// Hands CloudWatch what tasks have logged about the requests since the last time.
void World::ingest_logs() {
  for (const auto& [name, service] : scenario_.services) {
    if (!path_.apps.contains(name) || service.log_bytes_per_request.value() <= 0) continue;
    const std::uint64_t requests = path_.alb->figures(name).pool.picked;
    std::uint64_t& logged = logged_requests_[name];
    const std::int64_t bytes =
        std::llround(static_cast<double>(requests - logged) * service.log_bytes_per_request.value());
    fleet_.cloudwatch.ingest_log(bytes);
    carry_logs(name, bytes);
    logged = requests;
  }
}

/// Meters the way of a service's logs from the zones of its tasks: a NAT gateway or an interface endpoint.
void World::carry_logs(const std::string& service, std::int64_t bytes) {
  const auto zone_count = static_cast<ZoneIndex>(scenario_.availability_zones.size());
  std::vector<std::int64_t> tasks;
  for (ZoneIndex zone = 0; zone < zone_count; ++zone) {
    tasks.push_back(kernel_.healthy_members(path_.alb->pool(service), zone));
  }
  std::int64_t all = std::accumulate(tasks.begin(), tasks.end(), std::int64_t{0});
  if (all == 0) {
    // Those that wrote them are gone: nobody knows where they were.
    std::fill(tasks.begin(), tasks.end(), 1);
    all = zone_count;
  }
  std::int64_t counted = 0;
  for (ZoneIndex zone = 0; zone < zone_count; ++zone) {
    // Shares of a running sum, so that no byte is lost.
    const std::int64_t before = bytes * counted / all;
    counted += tasks[zone];
    const std::int64_t share = bytes * counted / all - before;
    if (share == 0) continue;
    const ServicePath path = fleet_.vpc.path("logs", zone);
    if (path == ServicePath::nat_gateway) fleet_.nat.on(BytesThroughNat{zone, share});
    if (path == ServicePath::interface_endpoint) {
      fleet_.vpc.on(BytesThroughEndpoint{"logs", zone, share}, simulation_.now());
    }
  }
}

void World::measure_from_here() {
  settle_all();
  kernel_.begin_measuring();
  logged_requests_.clear();
  recorder_.start(begin_);
}

void World::refuse_what_cannot_be_sampled() const {
  if (!pace_) return;
  const std::string obstacle = pace_->obstacle();
  if (!obstacle.empty()) throw CannotBeSampled("/fidelity: sampled is not possible: " + obstacle + "; use full");
}

/// Tells how much of the traffic was simulated.
void World::count_sampling(results::RunResult& result) const {
  const sim::sampling::SamplingReport& report = pace_->report();
  const auto set = [&result](const char* name, auto value) {
    result.figures[std::string("sampling.") + name] = static_cast<double>(value);
  };
  set("detailed_s", report.detailed_seconds);
  set("window_s", report.window_seconds);
  set("skipped_s", report.skipped_seconds);
  set("windows", report.windows);
  set("felt_changes", report.felt_changes);
  set("busy_stretches", report.busy_stretches);
  for (const sim::sampling::SamplingError& error : report.errors) {
    set(("error." + error.name).c_str(), error.relative);
  }
}

results::RunResult World::run() {
  keep_time();
  path_.start(rates_);
  refuse_what_cannot_be_sampled();
  fleet_.start();
  pump_.start();
  simulation_.run_until(end_);
  settle_all();
  fleet_.finish(end_);
  if (pace_) pace_->finish();
  results::RunResult result;
  result.replication = chance_.replication();
  result.horizon_seconds = scenario_.horizon.value();
  recorder_.gather(result);
  result.ledger = ledger_;
  result.figures.insert(expected_requests_.begin(), expected_requests_.end());
  result.figures.insert(brackets_.begin(), brackets_.end());
  if (pace_ && pace_->report().obstacle.empty()) count_sampling(result);
  result.counts["processes_started"] = simulation_.processes_started();
  result.counts["callbacks_run"] = simulation_.callbacks_run();
  return result;
}

}  // namespace fleetcast::scenarios::world
