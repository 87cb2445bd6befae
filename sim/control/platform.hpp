#pragma once
#include <simgrid/forward.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/control/ids.hpp"

namespace fleetcast::sim::control {

class OpenZone;

/// Holds SimGrid's engine with the zones, links and machines made in it.
class Platform {
 public:
  /// Throws std::logic_error if this process has had an engine before.
  Platform();

  /// Adds a zone, a link or a machine, which starts off; only before the engine has run.
  ZoneId add_zone(std::string name);
  LinkId add_link(std::string name, double bytes_per_second);
  MachineId add_machine(std::string name, ZoneId zone, double link_bytes_per_second);

  /// Turns a machine on or off, from the engine's own side; turning it off ends its processes and transfers.
  void turn_on(MachineId machine);
  void turn_off(MachineId machine);
  /// Tells whether a machine is on.
  [[nodiscard]] bool is_on(MachineId machine) const { return machines_.at(machine.index).on; }
  /// Returns how often a machine has been turned on.
  [[nodiscard]] std::uint64_t boots(MachineId machine) const { return machines_.at(machine.index).boots; }
  /// Returns the name a machine was given.
  [[nodiscard]] const std::string& name(MachineId machine) const { return machines_.at(machine.index).name; }

  /// Returns the host of the processes that run on no machine.
  [[nodiscard]] simgrid::s4u::Host* control_host() const { return control_host_; }
  /// Returns the host that stands for a machine.
  [[nodiscard]] simgrid::s4u::Host* host(MachineId machine) const { return machines_.at(machine.index).host; }

  /// Blocks the calling process until the bytes have arrived; throws TransferLost if the machine is turned off.
  void transfer(std::int64_t bytes, std::span<const LinkId> links, MachineId to);

  /// Returns the engine's clock, in seconds.
  [[nodiscard]] double clock() const;
  /// Runs the engine until about an instant in seconds, or longer if its clock is already past it.
  void run_until(double end_s);
  /// Tells whether the engine has run, after which nothing can be added.
  [[nodiscard]] bool has_started() const { return has_started_; }

 private:
  struct Zone {
    std::string name{};
    OpenZone* zone = nullptr;
    // Stands for whatever transfers into this zone come from.
    simgrid::s4u::Host* source = nullptr;
  };
  struct SharedLink {
    std::string name{};
    simgrid::s4u::Link* link = nullptr;
  };
  struct Machine {
    std::string name{};
    ZoneId zone{};
    simgrid::s4u::Host* host = nullptr;
    simgrid::s4u::Link* link = nullptr;
    bool on = false;
    std::uint64_t boots = 0;
  };

  // SimGrid's engine is never deleted: its destructor would resume every process that still waits, in a world that
  // is already gone. It stays reachable through SimGrid's own pointer until the operating system takes all.
  simgrid::s4u::Engine* engine_ = nullptr;
  OpenZone* root_ = nullptr;
  simgrid::s4u::Host* control_host_ = nullptr;
  std::vector<Zone> zones_;
  std::vector<SharedLink> links_;
  std::vector<Machine> machines_;
  bool has_started_ = false;
};

}  // namespace fleetcast::sim::control
