#include "models/fargate/fargate.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace fleetcast::models::fargate {

using sim::control::Process;

namespace {

// The draws of one task's start.
enum Draw : std::uint64_t { provisioning = 0, variability = 1, start_up = 2 };

}  // namespace

Fargate::Fargate(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering,
                 FargateConfig config, std::map<std::string, TaskDefinition> definitions, std::size_t zones,
                 std::vector<ZoneNetwork> networks)
    : simulation_(simulation), metering_(metering), config_(std::move(config)), definitions_(std::move(definitions)),
      zones_(zones), networks_(std::move(networks)),
      variability_(tables_.compile(
          config_.start_variability.value() > 0
              ? sim::chance::Distribution::lognormal_by_median(1, config_.start_variability.value())
              : sim::chance::Distribution(1))),
      dry_time_(tables_.compile(config_.spot_dry_time)), start_chance_(chance.stream("fargate.start")),
      capacity_chance_(chance.stream("fargate.capacity")), reclaim_chance_(chance.stream("fargate.spot_reclaims")),
      victim_chance_(chance.stream("fargate.spot_victims")), zone_loss_chance_(chance.stream("fargate.zone_loss")),
      on_demand_tokens_(config_.launch_burst.count(), config_.launch_rate.value()),
      spot_tokens_(config_.launch_burst.count(), config_.launch_rate.value()) {
  if (!networks_.empty() && networks_.size() != zones) {
    throw std::logic_error("fargate: needs one network a zone or none, not " + std::to_string(networks_.size()));
  }
  for (const auto& [service, definition] : definitions_) {
    if (const auto problem = problem_of(size_of(definition))) {
      throw std::invalid_argument("task of '" + service + "': " + *problem);
    }
    start_up_[service] = tables_.compile(definition.start_up);
  }
}

const TaskDefinition& Fargate::definition_of(const std::string& service) const {
  const auto found = definitions_.find(service);
  if (found == definitions_.end()) {
    throw std::logic_error("fargate: no task definition for '" + service + "', at " +
                           std::to_string(simulation_.now().seconds()) + " s");
  }
  return found->second;
}

void Fargate::on(const PrepareTask& request) {
  const TaskPlace& place = request.place;
  if (place.launch_type == LaunchType::ec2) return;
  const TaskDefinition& definition = definition_of(place.service);
  Live live;
  live.place = place;
  live.size = size_of(definition);
  live.architecture = definition.cpu_architecture;
  live.has_public_address = definition.assign_public_ip;
  live.requested_at = simulation_.now();
  live_[place.task] = live;
  simulation_.spawn("fargate task " + std::to_string(place.task),
                    [this, place](Process& process) { prepare(process, place); });
}

void Fargate::prepare(Process& process, const TaskPlace& place) {
  const TaskId task = place.task;
  const bool is_spot = place.launch_type == LaunchType::fargate_spot;
  const Instant turn = sim::control_instant((is_spot ? spot_tokens_ : on_demand_tokens_).take(process.now()));
  if (turn > process.now()) process.sleep_until(turn);
  if (!live_.contains(task)) return;  // stopped meanwhile, here and below
  if (!has_capacity(place)) {
    process.sleep_for(config_.capacity_failure_time.duration());
    return process.on_engine_stack([&] { fail(task, "Capacity is unavailable at this time", true); });
  }
  const TaskDefinition& definition = definition_of(place.service);
  const double factor = variability_.sample(sim::chance::uniform(start_chance_, task, Draw::variability));
  const double low = config_.provision_time_min.value();
  const double high = std::max(low, config_.provision_time_max.value());
  const double u = sim::chance::uniform(start_chance_, task, Draw::provisioning);
  process.sleep_for(sim::seconds(factor * (low + u * (high - low))));
  const auto live = live_.find(task);
  if (live == live_.end()) return;
  if (!reaches_registry(place, definition)) {
    return process.on_engine_stack([&] { fail(task, "CannotPullContainerError", false); });
  }
  live->second.pull_began_at = live->second.metered_until = process.now();
  pull(process, place, definition, factor);
  const double start = start_up_.at(place.service).sample(sim::chance::uniform(start_chance_, task, Draw::start_up));
  process.sleep_for(sim::seconds(start));
  const auto started = live_.find(task);
  if (started == live_.end()) return;
  started->second.is_prepared = true;
  ++figures_.prepared;
  figures_.preparation_sum_s += (process.now() - started->second.requested_at).seconds();
  process.on_engine_stack([&] { task_prepared.send({task}); });
}

bool Fargate::has_capacity(const TaskPlace& place) {
  Zone& zone = zones_.at(place.zone);
  const std::uint64_t launch = zone.launches++;
  if (!zone.is_up || !is_available_) return false;
  if (place.launch_type == LaunchType::fargate_spot && simulation_.now() < zone.dry_until) return false;
  const bool is_outage_elsewhere = std::any_of(zones_.begin(), zones_.end(), [](const Zone& z) { return !z.is_up; });
  const double probability = (is_outage_elsewhere ? config_.capacity_failure_probability_in_outage
                                                  : config_.capacity_failure_probability)
                                 .value();
  return sim::chance::uniform(capacity_chance_, place.zone, launch) >= probability;
}

void Fargate::pull(Process& process, const TaskPlace& place, const TaskDefinition& definition, double factor) {
  const double bytes = definition.image_size.value() * (1 - config_.lazy_loading_reduction.value());
  const auto whole_bytes = static_cast<std::int64_t>(std::llround(bytes));
  const ServicePath layers = definition.assign_public_ip ? ServicePath::internet_gateway : path("s3", place.zone);
  const Instant alone = process.now() + sim::seconds(factor * bytes / pull_rate(config_, definition.cpu.value()));
  if (!networks_.empty() && whole_bytes > 0) {
    const ZoneNetwork& network = networks_.at(place.zone);
    std::vector<sim::control::LinkId> links = network.links;
    if (layers == ServicePath::nat_gateway && network.nat_link) links.push_back(*network.nat_link);
    process.transfer(whole_bytes, links, network.receiver);
  }
  // Shared links can only make it slower than a task's own rate.
  const Instant earliest = sim::control_instant(alone);
  if (process.now() < earliest) process.sleep_until(earliest);
  figures_.pulled_bytes += whole_bytes;
  process.on_engine_stack([&] {
    if (layers == ServicePath::nat_gateway) bytes_through_nat.send({place.zone, whole_bytes});
    if (layers == ServicePath::interface_endpoint) bytes_through_endpoint.send({"s3", place.zone, whole_bytes});
  });
}

ServicePath Fargate::path(const std::string& service, ZoneIndex zone) const {
  const auto found = paths_.find({service, zone});
  return found == paths_.end() ? ServicePath::nat_gateway : found->second;
}

bool Fargate::reaches_registry(const TaskPlace& place, const TaskDefinition& definition) const {
  if (definition.assign_public_ip) return true;
  for (const char* service : {"ecr.api", "ecr.dkr", "s3"}) {
    if (path(service, place.zone) == ServicePath::blocked) return false;
  }
  return true;
}

void Fargate::fail(TaskId task, const std::string& cause, bool is_for_want_of_capacity) {
  const auto live = live_.find(task);
  if (live == live_.end()) return;
  ++(is_for_want_of_capacity ? figures_.without_capacity : figures_.without_image);
  end(live);
  task_prepare_failed.send({task, cause, is_for_want_of_capacity});
}

void Fargate::on(const TaskStopped& stopped) {
  const auto live = live_.find(stopped.place.task);
  if (live != live_.end()) end(live);
}

void Fargate::on(const ControlPlaneChanged& change) { is_available_ = change.is_available; }

void Fargate::on(const ServicePathChanged& change) { paths_[{change.service, change.zone}] = change.path; }

}  // namespace fleetcast::models::fargate
