#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/ecr/config.hpp"
#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/chance/sampler.hpp"
#include "sim/control/process.hpp"
#include "sim/control/signal.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::ecr {

/// Reports what starting tasks on EC2 took in a run.
struct EcrFigures {
  std::int64_t pulls = 0;
  std::int64_t pulled_bytes = 0;
  std::int64_t cached_starts = 0;
  std::int64_t prepared = 0;
  std::int64_t failed = 0;
  double preparation_sum_s = 0;  ///< from PrepareTask to TaskPrepared, over prepared

  /// Returns the mean time from PrepareTask to TaskPrepared, in seconds.
  [[nodiscard]] std::optional<double> mean_preparation_s() const {
    if (prepared == 0) return std::nullopt;
    return preparation_sum_s / static_cast<double>(prepared);
  }
};

/// Models the image registry and the way from a placed task to a running container on EC2.
///
/// Modelled: attaching the task's interface, pulling the image over the zone's registry link, its NAT gateway (where
/// that is the way) and the machine's own link, one pull of an image at a time on an instance, layers kept on the
/// instance, unpacking, the application's start; failures when the registry cannot be reached or the control plane does
/// not attach interfaces; storage. Left out: registry throttling, image clean-up, a path that breaks during a pull.
class ImageRegistry {
 public:
  /// Finds the machine of an instance; nothing if it is gone.
  using MachineOf = std::function<std::optional<sim::control::MachineId>(InstanceId)>;

  /// Adds one registry link a zone to the simulation, so it must be made before the simulation runs; nat_links holds
  /// the link of the NAT gateway that serves each zone, if there is one.
  ImageRegistry(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering, EcrConfig config,
                std::vector<std::optional<sim::control::LinkId>> nat_links, MachineOf machine_of);

  sim::Port<TaskPrepared> task_prepared;
  sim::Port<TaskPrepareFailed> task_prepare_failed;
  sim::Port<BytesThroughNat> bytes_through_nat;
  sim::Port<BytesThroughEndpoint> bytes_through_endpoint;

  /// Prepares a task of launch type ec2; others are ignored. Throws std::logic_error if its service has no image.
  void on(const PrepareTask& request);
  void on(const TaskStopped& message) { preparing_.erase(message.place.task); }
  void on(const InstanceTerminated& message);
  void on(const ServicePathChanged& change);
  void on(const ControlPlaneChanged& change);

  /// Meters storage up to now.
  void settle(Instant now);
  [[nodiscard]] const EcrFigures& figures() const { return figures_; }

 private:
  /// One revision of an image on one instance.
  struct Image {
    bool is_present = false;
    bool is_pulling = false;
    std::unique_ptr<sim::control::Signal> pulled;
  };
  /// Images by service and revision.
  using Instance = std::map<std::pair<std::string, std::int64_t>, Image>;

  void prepare(sim::control::Process& process, const TaskPlace& place, sim::control::MachineId machine);
  [[nodiscard]] bool attach_interface(sim::control::Process& process, const TaskPlace& place);
  [[nodiscard]] bool get_image(sim::control::Process& process, const TaskPlace& place, sim::control::MachineId machine);
  [[nodiscard]] bool start_from_cache(sim::control::Process& process, ZoneIndex zone);
  void pull(sim::control::Process& process, const TaskPlace& place, sim::control::MachineId machine,
            std::int64_t bytes);
  void answer(sim::control::Process& process, const TaskPlace& place, const std::optional<std::string>& failure);
  [[nodiscard]] std::int64_t missing_bytes(const Instance& instance, const TaskPlace& place) const;
  [[nodiscard]] ServicePath path(const std::string& service, ZoneIndex zone) const;
  [[nodiscard]] bool is_reachable(ZoneIndex zone) const;

  sim::control::Simulation& simulation_;
  Metering& metering_;
  const EcrConfig config_;
  std::vector<std::optional<sim::control::LinkId>> nat_links_;
  std::vector<sim::control::LinkId> registry_links_;
  MachineOf machine_of_;
  sim::chance::SamplerTables tables_;
  sim::chance::Sampler attachment_;
  std::map<std::string, sim::chance::Sampler> start_up_;
  sim::chance::Stream attachment_chance_;
  sim::chance::Stream start_up_chance_;
  // Shared with the processes that prepare tasks, so that one which is being ended may still hold it.
  std::map<InstanceId, std::shared_ptr<Instance>> instances_;
  std::map<TaskId, Instant> preparing_;
  std::map<std::pair<std::string, ZoneIndex>, ServicePath> paths_;
  bool control_plane_is_available_ = true;
  sim::control::Signal control_plane_is_back_;
  Instant metered_until_;
  EcrFigures figures_;
};

}  // namespace fleetcast::models::ecr
