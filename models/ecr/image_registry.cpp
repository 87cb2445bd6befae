#include "models/ecr/image_registry.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace fleetcast::models::ecr {

using sim::control::LinkId;
using sim::control::MachineId;
using sim::control::Process;

ImageRegistry::ImageRegistry(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering,
                             EcrConfig config, std::vector<std::optional<LinkId>> nat_links, MachineOf machine_of)
    : simulation_(simulation),
      metering_(metering),
      config_(std::move(config)),
      nat_links_(std::move(nat_links)),
      machine_of_(std::move(machine_of)),
      attachment_(tables_.compile(config_.interface_attachment)),
      attachment_chance_(chance.stream("ecr.interface_attachment")),
      start_up_chance_(chance.stream("ecr.start_up")),
      control_plane_is_back_(simulation) {
  for (std::size_t zone = 0; zone < nat_links_.size(); ++zone) {
    registry_links_.push_back(
        simulation.add_link("registry " + std::to_string(zone), config_.registry_bandwidth.value()));
  }
  for (const auto& [service, image] : config_.images) start_up_[service] = tables_.compile(image.start_up);
}

void ImageRegistry::on(const PrepareTask& request) {
  const TaskPlace& place = request.place;
  if (place.launch_type != LaunchType::ec2) return;
  const Instant now = simulation_.now();
  if (!config_.images.contains(place.service)) {
    throw std::logic_error("ecr: no image for service '" + place.service + "' at " + std::to_string(now.seconds()) +
                           " s");
  }
  // A task that was placed on an instance which is gone by now is lost with it: ECS learns that from EC2.
  const auto machine = machine_of_(place.instance);
  if (!machine || !simulation_.is_on(*machine)) return;
  auto& instance = instances_[place.instance];
  if (!instance) instance = std::make_shared<Instance>();
  preparing_[place.task] = now;
  simulation_.spawn_on(*machine, "prepare task " + std::to_string(place.task),
                       [this, place, at = *machine](Process& process) { prepare(process, place, at); });
}

void ImageRegistry::on(const InstanceTerminated& message) { instances_.erase(message.instance); }

void ImageRegistry::on(const ServicePathChanged& change) { paths_[{change.service, change.zone}] = change.path; }

void ImageRegistry::on(const ControlPlaneChanged& change) {
  control_plane_is_available_ = change.is_available;
  if (change.is_available) control_plane_is_back_.notify_all();
}

void ImageRegistry::prepare(Process& process, const TaskPlace& place, MachineId machine) {
  if (!attach_interface(process, place)) {
    answer(process, place, "ResourceInitializationError: the network interface was not attached in time");
    return;
  }
  if (!get_image(process, place, machine)) {
    answer(process, place, "CannotPullContainerError: the registry is not reachable from the zone");
    return;
  }
  const double start_up_s = start_up_.at(place.service).sample(uniform(start_up_chance_, place.task, 0));
  process.sleep_for(sim::seconds(start_up_s));
  answer(process, place, std::nullopt);
}

bool ImageRegistry::attach_interface(Process& process, const TaskPlace& place) {
  if (config_.images.at(place.service).network_mode != NetworkMode::awsvpc) return true;
  const Instant give_up_at = process.now() + config_.interface_time_out.duration();
  while (!control_plane_is_available_) {
    if (process.now() >= give_up_at) return false;
    process.wait_for(control_plane_is_back_, give_up_at - process.now());
  }
  process.sleep_for(sim::seconds(attachment_.sample(uniform(attachment_chance_, place.task, 0))));
  return true;
}

bool ImageRegistry::get_image(Process& process, const TaskPlace& place, MachineId machine) {
  const auto found = instances_.find(place.instance);
  if (found == instances_.end()) return false;
  const std::shared_ptr<Instance> instance = found->second;
  Image& image = (*instance)[{place.service, place.revision}];
  while (image.is_pulling) process.wait(*image.pulled);
  if (image.is_present) return start_from_cache(process, place.zone);
  if (!is_reachable(place.zone)) {
    process.sleep_for(config_.manifest_time_out.duration());
    return false;
  }
  image.is_pulling = true;
  image.pulled = std::make_unique<sim::control::Signal>(simulation_);
  pull(process, place, machine, missing_bytes(*instance, place));
  image.is_pulling = false;
  image.is_present = true;
  image.pulled->notify_all();
  return true;
}

bool ImageRegistry::start_from_cache(Process& process, ZoneIndex zone) {
  if (config_.image_pull_behavior != PullBehavior::prefer_cached && !is_reachable(zone)) {
    process.sleep_for(config_.manifest_time_out.duration());
    if (config_.image_pull_behavior == PullBehavior::always) return false;
  }
  process.sleep_for(config_.cached_start.duration());
  ++figures_.cached_starts;
  return true;
}

void ImageRegistry::pull(Process& process, const TaskPlace& place, MachineId machine, std::int64_t bytes) {
  const ServicePath layers = path("s3", place.zone);
  std::vector<LinkId> links{registry_links_.at(place.zone)};
  if (const auto nat = nat_links_.at(place.zone); layers == ServicePath::nat_gateway && nat) links.push_back(*nat);
  const Instant began_at = process.now();
  process.transfer(bytes, links, machine);
  // One pull is bound by its own connections even where no link is: it takes at least as long as alone.
  const Instant earliest = began_at + sim::seconds(static_cast<double>(bytes) / config_.pull_rate.value());
  if (process.now() < earliest) process.sleep_until(earliest);
  process.on_engine_stack([&] {
    if (layers == ServicePath::nat_gateway) bytes_through_nat.send({place.zone, bytes});
    if (layers == ServicePath::interface_endpoint) bytes_through_endpoint.send({"s3", place.zone, bytes});
  });
  process.sleep_for(sim::seconds(static_cast<double>(bytes) / config_.unpack_rate.value()));
  ++figures_.pulls;
  figures_.pulled_bytes += bytes;
}

void ImageRegistry::answer(Process& process, const TaskPlace& place, const std::optional<std::string>& failure) {
  const auto preparing = preparing_.find(place.task);
  if (preparing == preparing_.end()) return;  // it was stopped meanwhile
  const Instant began_at = preparing->second;
  preparing_.erase(preparing);
  if (failure) {
    ++figures_.failed;
    process.on_engine_stack([&] { task_prepare_failed.send({place.task, *failure}); });
    return;
  }
  ++figures_.prepared;
  figures_.preparation_sum_s += (process.now() - began_at).seconds();
  process.on_engine_stack([&] { task_prepared.send({place.task}); });
}

std::int64_t ImageRegistry::missing_bytes(const Instance& instance, const TaskPlace& place) const {
  const ImageConfig& image = config_.images.at(place.service);
  const bool has_base = std::ranges::any_of(
      instance, [&](const auto& entry) { return entry.first.first == place.service && entry.second.is_present; });
  return std::llround(image.size.value() * (has_base ? image.changed_share.value() : 1.0));
}

ServicePath ImageRegistry::path(const std::string& service, ZoneIndex zone) const {
  const auto found = paths_.find({service, zone});
  return found == paths_.end() ? ServicePath::nat_gateway : found->second;
}

bool ImageRegistry::is_reachable(ZoneIndex zone) const {
  // The registry answers with a manifest; the layers themselves come from S3.
  return std::ranges::none_of(std::vector<std::string>{"ecr.api", "ecr.dkr", "s3"},
                              [&](const auto& service) { return path(service, zone) == ServicePath::blocked; });
}

void ImageRegistry::settle(Instant now) {
  constexpr double bytes_per_mib = 1024.0 * 1024.0;
  for (const auto& [service, image] : config_.images) {
    const double revisions = 1.0 + image.changed_share.value() * (image.stored_revisions.value() - 1.0);
    auto key = metering_.key(pricing::meter::ecr_storage_mib_seconds);
    key.service = service;
    const auto stored_mib = static_cast<std::int64_t>(std::ceil(image.size.value() * revisions / bytes_per_mib));
    metering_.add_interval(key, {}, metered_until_, now, stored_mib);
  }
  metered_until_ = now;
}

}  // namespace fleetcast::models::ecr
