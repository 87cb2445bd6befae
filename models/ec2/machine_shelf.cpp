#include "models/ec2/machine_shelf.hpp"

#include <algorithm>
#include <stdexcept>

namespace fleetcast::models::ec2 {

MachineShelf::MachineShelf(sim::control::Simulation& simulation, const std::vector<sim::control::ZoneId>& zones,
                           const std::vector<GroupLimit>& limits) {
  for (const GroupLimit& limit : limits) {
    const std::int64_t spare = limit.zones.size() == 1 ? limit.max_instances : limit.max_instances / 10 + 1;
    for (const ZoneIndex zone : limit.zones) {
      auto& machines = free_[{limit.group, zone}];
      for (std::int64_t i = 0; i < limit.max_instances + spare; ++i) {
        const std::string name = limit.group + "/" + std::to_string(zone) + "/" + std::to_string(i);
        machines.push_back(simulation.add_machine(name, zones.at(zone), limit.link_bytes_per_second));
      }
      // The shelf is a stack: the first machine made is the first lent.
      std::reverse(machines.begin(), machines.end());
    }
  }
}

std::optional<sim::control::MachineId> MachineShelf::take(const std::string& group, ZoneIndex zone) {
  auto& machines = free_in(group, zone);
  if (machines.empty()) return std::nullopt;
  const sim::control::MachineId machine = machines.back();
  machines.pop_back();
  return machine;
}

void MachineShelf::put_back(const std::string& group, ZoneIndex zone, sim::control::MachineId machine) {
  free_in(group, zone).push_back(machine);
}

std::vector<sim::control::MachineId>& MachineShelf::free_in(const std::string& group, ZoneIndex zone) {
  const auto found = free_.find({group, zone});
  if (found == free_.end()) {
    throw std::invalid_argument("ec2: group " + group + " has no machines in zone number " + std::to_string(zone) +
                                "; name the zone in the group's limit");
  }
  return found->second;
}

}  // namespace fleetcast::models::ec2
