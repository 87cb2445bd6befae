#include "scenarios/world/recorder.hpp"

#include <algorithm>
#include <cmath>

namespace fleetcast::scenarios::world {

using namespace fleetcast::models;

namespace {

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

Recorder::Recorder(const Surroundings& around, const Scenario& scenario, RequestPath& path, Fleet& fleet,
                   Chronicle& chronicle)
    : around_(around),
      scenario_(scenario),
      path_(path),
      fleet_(fleet),
      chronicle_(chronicle),
      stations_(around, path) {
  fleet_.cluster.counts.connect([this](const ServiceCounts& counts) { counts_[counts.service] = counts; });
  watch_incidents();
  if (path_.aurora) path_.aurora->metric_points.connect([this](const MetricPoint& point) { stations_.on(point); });
  if (path_.elasticache) {
    path_.elasticache->metric_points.connect([this](const MetricPoint& point) { stations_.on(point); });
  }
}

void Recorder::watch_incidents() {
  const auto watch = [this](sim::Port<Incident>& port) {
    port.connect([this](const Incident& incident) { note(incident); });
  };
  watch(fleet_.outages.incidents);
  watch(fleet_.ec2.incidents);
  watch(fleet_.cluster.incidents);
  watch(fleet_.fargate.incidents);
  watch(fleet_.scaling.incidents);
  watch(fleet_.cloudwatch.incidents);
  watch(fleet_.eventbridge.incidents);
  watch(fleet_.sns.incidents);
  watch(fleet_.secrets.incidents);
  watch(fleet_.jobs.incidents);
  watch(fleet_.nat.incidents);
  for (const auto& [name, group] : fleet_.groups()) watch(group->incidents);
  for (const auto& [name, tracking] : fleet_.tracking()) watch(tracking->incidents);
  for (const auto& queue : fleet_.queues()) watch(queue->incidents);
  if (path_.alb) watch(path_.alb->incidents);
  if (path_.route53) watch(path_.route53->incidents);
  if (path_.waf) watch(path_.waf->incidents);
  if (path_.elasticache) watch(path_.elasticache->incidents);
  if (path_.aurora) watch(path_.aurora->incidents);
  for (auto& [name, bucket] : path_.buckets) watch(bucket->incidents);
}

void Recorder::note(const Incident& incident) {
  incidents_.push_back(incident);
  chronicle_.on(incident);
}

void Recorder::start(sim::Instant begin) {
  begin_ = begin;
  counts_at_begin_ = fleet_counts();
}

void Recorder::sample() {
  around_.kernel.advance_to(around_.simulation.now());
  stations_.sample(begin_);
  chronicle_.settle([this](const std::string& service) -> std::optional<std::int64_t> {
    if (!path_.apps.contains(service)) return std::nullopt;
    return around_.kernel.healthy_members(path_.alb->pool(service));
  });
  double instances = 0;
  double spot = 0;
  double desired = 0;
  for (const auto& [name, group] : fleet_.groups()) {
    const GroupCapacity capacity = group->capacity();
    instances += static_cast<double>(capacity.in_service);
    spot += static_cast<double>(capacity.in_service_spot);
    desired += static_cast<double>(capacity.desired);
    timeline_["instances." + name].push_back(static_cast<double>(capacity.in_service));
  }
  timeline_["fleet.instances"].push_back(instances);
  timeline_["fleet.spot_instances"].push_back(spot);
  timeline_["fleet.desired_instances"].push_back(desired);
  for (const auto& [name, counts] : counts_) {
    timeline_["tasks." + name + ".running"].push_back(static_cast<double>(counts.running));
    timeline_["tasks." + name + ".desired"].push_back(static_cast<double>(counts.desired));
  }
  for (const auto& [name, app] : path_.apps) {
    timeline_["targets." + name + ".healthy"].push_back(
        static_cast<double>(around_.kernel.healthy_members(path_.alb->pool(name))));
  }
  if (path_.aurora) {
    timeline_["aurora.readers"].push_back(path_.aurora->readers());
    timeline_["aurora.busiest_reader_share"].push_back(path_.aurora->busiest_reader_share());
  }
  for (const auto& [name, present] : path_.backends.present()) {
    timeline_["backends." + name + ".present"].push_back(present);
  }
  for (const auto& queue : fleet_.queues()) {
    timeline_["queues." + queue->name() + ".backlog"].push_back(static_cast<double>(queue->backlog()));
  }
}

std::map<std::string, double> Recorder::fleet_counts() const {
  std::map<std::string, double> counts;
  const auto set = [&counts](const std::string& name, auto value) { counts[name] = static_cast<double>(value); };
  const ec2::Ec2::Report& instances = fleet_.ec2.report();
  set("fleet.launches", instances.launches);
  set("fleet.launches_refused", instances.shortages + instances.throttled + instances.refused_by_control_plane);
  set("fleet.interruption_notices", instances.notices);
  set("fleet.rebalance_recommendations", instances.recommendations);
  set("fleet.interruptions", fleet_.ec2.terminations(TerminationCause::spot_interruption));
  set("fleet.lost_to_zone_outages", fleet_.ec2.terminations(TerminationCause::zone_outage));
  set("fleet.hardware_failures", fleet_.ec2.terminations(TerminationCause::hardware_failure));
  for (const auto& [name, service] : scenario_.services) {
    const ecs::ServiceFigures& figures = fleet_.cluster.figures(name);
    set("services." + name + ".tasks_started", figures.started);
    set("services." + name + ".tasks_failed_to_start", figures.failed_to_start);
    set("services." + name + ".tasks_lost", figures.lost);
    set("services." + name + ".tasks_unhealthy", figures.unhealthy);
    set("services." + name + ".deployments_completed", figures.deployments_completed);
    set("services." + name + ".deployments_failed", figures.deployments_failed);
  }
  set("fargate.tasks", fleet_.fargate.figures().prepared);
  set("fargate.interruptions", fleet_.fargate.figures().interruptions);
  set("ecr.pulls", fleet_.ecr.figures().pulls);
  set("ecr.pulled_bytes", fleet_.ecr.figures().pulled_bytes);
  set("nat.processed_bytes", fleet_.nat.figures().processed_bytes);
  set("secrets.calls", fleet_.secrets.figures().calls_at_start + fleet_.secrets.figures().calls_of_caches);
  set("sns.delivered", fleet_.sns.figures().delivered);
  set("eventbridge.delivered", fleet_.eventbridge.figures().delivered);
  set("cloudwatch.alarms_raised", fleet_.cloudwatch.figures().transitions_to_alarm);
  set("scaling.changes", fleet_.scaling.activities().size());
  return counts;
}

void Recorder::gather(results::RunResult& result) {
  gather_requests(result);
  gather_losses(result);
  gather_fleet(result);
  gather_jobs(result);
  gather_path(result);
  gather_backends(result);
  audit(result);
  result.timeline = timeline_;
  for (Incident incident : incidents_) {
    if (incident.at < begin_) continue;
    incident.at = sim::Instant{(incident.at - begin_).ticks};
    result.incidents.push_back(std::move(incident));
  }
  std::stable_sort(result.incidents.begin(), result.incidents.end(),
                   [](const Incident& a, const Incident& b) { return a.at < b.at; });
  sim::measures::Fingerprint fingerprint = around_.kernel.fingerprint();
  fingerprint.add(around_.simulation.callbacks_run());
  for (const Incident& incident : result.incidents) {
    fingerprint.add(static_cast<std::uint64_t>(incident.at.ticks));
    fingerprint.add(incident.kind);
    fingerprint.add(incident.cause);
  }
  for (const auto& [name, value] : fleet_counts()) fingerprint.add(static_cast<std::uint64_t>(value));
  result.fingerprint = fingerprint.hex();
}

void Recorder::gather_requests(results::RunResult& result) const {
  const sim::traffic::Outcomes& outcomes = around_.kernel.outcomes();
  for (const sim::traffic::ClassOutcomes& one : outcomes.classes) {
    results::ClassResult& made = result.classes.emplace_back();
    made.name = one.name;
    made.deadline_seconds = one.deadline.seconds();
    made.offered = one.offered;
    made.good = one.good;
    made.late = one.late;
    made.latency = one.latency;
    for (std::size_t cause = 0; cause < one.by_cause.size(); ++cause) {
      if (one.by_cause[cause] > 0) made.by_cause[outcomes.causes[cause]] += one.by_cause[cause];
    }
  }
  for (std::size_t cause = 0; cause < outcomes.causes.size(); ++cause) {
    if (outcomes.is_excluded[cause]) result.excluded_causes.push_back(outcomes.causes[cause]);
  }
  result.in_flight_at_begin = outcomes.in_flight_at_begin;
  result.in_flight_at_end = around_.kernel.in_flight();
  result.counts["attempts"] = outcomes.attempts;
  result.counts["time_outs"] = outcomes.time_outs;
  result.counts["wasted"] = outcomes.wasted;
  result.counts["events"] = around_.kernel.events_handled();
  const auto first = static_cast<std::size_t>(begin_.ticks / sim::minutes(1).ticks);
  for (std::size_t i = first; i < outcomes.minutes.size(); ++i) {
    const sim::traffic::MinuteOutcomes& minute = outcomes.minutes[i];
    const double latency_seconds = sim::Duration{minute.latency_ticks}.seconds();
    result.minutes.push_back({minute.offered, minute.good, minute.bad, minute.answered, latency_seconds});
  }
  // A minute in which nothing happened is a minute all the same.
  result.minutes.resize(static_cast<std::size_t>(std::llround(result.horizon_seconds / 60)));
  for (std::size_t stage = 0; stage < outcomes.stages.size(); ++stage) {
    result.stages[outcomes.stages[stage]] = outcomes.stage_times[stage];
  }
}

void Recorder::gather_fleet(results::RunResult& result) const {
  if (scenario_.services.empty() && scenario_.capacity_providers.empty()) return;
  for (const auto& [name, count] : fleet_counts()) result.figures[name] = count - counts_at_begin_.at(name);
  const auto column_mean = [this](const std::string& name) {
    const auto found = timeline_.find(name);
    return found == timeline_.end() ? 0.0 : mean_of(found->second);
  };
  const double instances = column_mean("fleet.instances");
  result.figures["fleet.instances"] = instances;
  result.figures["fleet.spot_instances"] = column_mean("fleet.spot_instances");
  result.figures["fleet.spot_share"] = instances > 0 ? column_mean("fleet.spot_instances") / instances : 0;
  double tasks = 0;
  for (const auto& [name, service] : scenario_.services) {
    const double running = column_mean("tasks." + name + ".running");
    result.figures["services." + name + ".tasks"] = running;
    tasks += running;
  }
  result.figures["fleet.tasks"] = tasks;
  for (const auto& [name, app] : path_.apps) {
    const app::AppFigures figures = app->figures();
    const double reserved = result.figures["services." + name + ".tasks"] *
                            scenario_.services.at(name).ecs.task.cpu.value() * result.horizon_seconds;
    result.figures["services." + name + ".utilisation"] = reserved > 0 ? figures.busy_processor_seconds / reserved : 0;
    result.figures["services." + name + ".degraded_calls"] = static_cast<double>(figures.degraded);
  }
}

void Recorder::gather_jobs(results::RunResult& result) const {
  for (const auto& [name, figures] : fleet_.jobs.figures()) {
    const std::string prefix = "jobs." + name + ".";
    result.figures[prefix + "runs"] = static_cast<double>(figures.runs);
    result.figures[prefix + "completed"] = static_cast<double>(figures.completed);
    result.figures[prefix + "missed_deadline"] = static_cast<double>(figures.missed_deadline);
    result.figures[prefix + "retries"] = static_cast<double>(figures.retries);
    if (figures.completed > 0) {
      result.figures[prefix + "completion_mean_s"] = figures.completion_sum_s / static_cast<double>(figures.completed);
    }
    if (figures.tasks_started > 0) {
      result.figures[prefix + "start_latency_s"] =
          figures.start_latency_sum_s / static_cast<double>(figures.tasks_started);
    }
  }
  for (const auto& queue : fleet_.queues()) {
    const workers::WorkerFigures& figures = queue->figures();
    const std::string prefix = "queues." + queue->name() + ".";
    result.figures[prefix + "sent"] = static_cast<double>(figures.sent);
    result.figures[prefix + "completed"] = static_cast<double>(figures.completed);
    result.figures[prefix + "late"] = static_cast<double>(figures.late);
    result.figures[prefix + "redelivered"] = static_cast<double>(figures.redelivered);
    result.figures[prefix + "dead_lettered"] = static_cast<double>(figures.dead_lettered);
    result.figures[prefix + "oldest_age_max_s"] = figures.oldest_age_max_s;
    if (figures.completed > 0) {
      result.figures[prefix + "completion_mean_s"] = figures.completion_sum_s / static_cast<double>(figures.completed);
    }
  }
}

void Recorder::gather_path(results::RunResult& result) const {
  auto& figures = result.figures;
  if (path_.cloudfront) {
    const cloudfront::CloudFrontFigures caches = path_.cloudfront->figures();
    const std::uint64_t hits = caches.edge_hits + caches.edge_collapsed;
    figures["cloudfront.hit_ratio"] = share(hits, hits + caches.edge_misses);
    figures["cloudfront.regional_hit_ratio"] =
        share(caches.regional_hits, caches.regional_hits + caches.regional_misses);
    figures["cloudfront.collapsed"] = static_cast<double>(caches.edge_collapsed);
    figures["cloudfront.stale_served"] = static_cast<double>(caches.stale_served);
    figures["cloudfront.errors_served"] = static_cast<double>(caches.errors_served);
  }
  if (path_.route53) {
    figures["route53.queries"] = static_cast<double>(path_.route53->figures().answered_queries);
    figures["route53.failovers"] = static_cast<double>(path_.route53->figures().failovers);
  }
  if (path_.waf) {
    for (const waf::KeyGroupFigures& group : path_.waf->figures()) {
      figures["waf." + group.group + ".inspected"] = static_cast<double>(group.inspected);
      figures["waf." + group.group + ".blocked"] = static_cast<double>(group.blocked);
    }
  }
  for (const auto& [name, app] : path_.apps) {
    const alb::TargetGroupFigures group = path_.alb->figures(name);
    figures["alb." + name + ".requests"] = static_cast<double>(group.pool.picked);
    figures["alb." + name + ".fail_open"] = static_cast<double>(group.pool.fail_open);
    figures["alb." + name + ".checks_timed_out"] = static_cast<double>(group.pool.checks_timed_out);
    figures["alb." + name + ".checks_failed"] = static_cast<double>(group.pool.checks_failed);
  }
  for (const auto& [name, bucket] : path_.buckets) {
    const s3::BucketFigures bucket_figures = bucket->figures();
    figures["s3." + name + ".get_requests"] = static_cast<double>(bucket_figures.get_requests);
    figures["s3." + name + ".slow_downs"] = static_cast<double>(bucket_figures.slow_downs);
    figures["s3." + name + ".stored_bytes"] = static_cast<double>(bucket_figures.stored_bytes);
  }
  gather_data_stores(result);
}

void Recorder::gather_data_stores(results::RunResult& result) const {
  auto& figures = result.figures;
  if (path_.elasticache) {
    const elasticache::ElastiCacheFigures cache = path_.elasticache->figures();
    figures["elasticache.hit_ratio"] = share(cache.store.hits, cache.store.hits + cache.store.misses);
    figures["elasticache.evictions"] = static_cast<double>(cache.store.evictions);
    figures["elasticache.unavailable_reads"] = static_cast<double>(cache.unavailable);
    figures["elasticache.failovers"] = static_cast<double>(cache.failovers);
    figures["elasticache.engine_utilisation"] =
        cache.engine_busy_seconds / result.horizon_seconds / scenario_.elasticache->num_node_groups.value();
  }
  if (path_.aurora) {
    const aurora::AuroraFigures database = path_.aurora->figures();
    figures["aurora.writer_busy_s"] = database.writer_busy_seconds;
    figures["aurora.reader_busy_s"] = database.reader_busy_seconds;
    figures["aurora.io_requests"] = static_cast<double>(database.io_requests);
    figures["aurora.refused_connections"] = static_cast<double>(database.refused_connections);
    figures["aurora.failovers"] = static_cast<double>(database.failovers);
    figures["aurora.connections"] = static_cast<double>(path_.aurora->connections());
  }
}

}  // namespace fleetcast::scenarios::world
