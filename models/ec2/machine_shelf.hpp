#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/messages.hpp"
#include "sim/control/simulation.hpp"

namespace fleetcast::models::ec2 {

/// Says how many instances a group may have at once, and what their network carries.
struct GroupLimit {
  std::string group;
  std::int64_t max_instances = 0;
  std::vector<ZoneIndex> zones;
  double link_bytes_per_second = 0;
};

/// Lends machines to instances: the engine wants them all before it starts, so they are made up front and reused.
class MachineShelf {
 public:
  /// Makes machines for every group and zone: a tenth more than the group's limit, since instances that drain and
  /// their replacements overlap; twice the limit for a group in one zone.
  MachineShelf(sim::control::Simulation& simulation, const std::vector<sim::control::ZoneId>& zones,
               const std::vector<GroupLimit>& limits);

  /// Takes a machine of a group in a zone, which is off; nothing if all are taken. Throws std::invalid_argument for a
  /// group without machines there.
  std::optional<sim::control::MachineId> take(const std::string& group, ZoneIndex zone);
  /// Puts a machine back.
  void put_back(const std::string& group, ZoneIndex zone, sim::control::MachineId machine);

 private:
  [[nodiscard]] std::vector<sim::control::MachineId>& free_in(const std::string& group, ZoneIndex zone);

  std::map<std::pair<std::string, ZoneIndex>, std::vector<sim::control::MachineId>> free_;
};

}  // namespace fleetcast::models::ec2
