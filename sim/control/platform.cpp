#include "sim/control/platform.hpp"

#include <simgrid/Exception.hpp>
#include <simgrid/s4u/Comm.hpp>
#include <simgrid/s4u/Engine.hpp>
#include <simgrid/s4u/Host.hpp>
#include <simgrid/s4u/Link.hpp>
#include <simgrid/s4u/NetZone.hpp>
#include <simgrid/simix.hpp>

#include <algorithm>
#include <csignal>
#include <stdexcept>

#include "sim/control/open_zone.hpp"
#include "sim/control/process.hpp"

namespace fleetcast::sim::control {

namespace {

namespace s4u = simgrid::s4u;

#ifdef FLEETCAST_SANITIZED
// Sanitizers put red zones on the stack, and understand no stacks but those of threads.
constexpr const char* stack_size = "--cfg=contexts/stack-size:512";
constexpr const char* context_factory = "--cfg=contexts/factory:thread";
#else
constexpr const char* stack_size = "--cfg=contexts/stack-size:64";
constexpr const char* context_factory = "--cfg=contexts/factory:raw";
#endif

// Processors are of no interest here: processes only sleep, wait and transfer.
constexpr double processor_speed = 1e9;

s4u::Engine* make_engine() {
  if (s4u::Engine::is_initialized())
    throw std::logic_error("sim/control: this process has had a simulation; run each one in a process of its own");
  std::vector<std::string> options{
      "fleetcast", stack_size, context_factory, "--cfg=contexts/guard-size:0", "--cfg=debug/clean-atexit:0",
      "--cfg=debug/verbose-exit:0",
      // Plain max-min fairness: no protocol overhead, and no share of a link for acknowledgements.
      "--cfg=network/model:CM02", "--cfg=network/crosstraffic:0", "--cfg=network/bandwidth-factor:1",
      "--cfg=network/latency-factor:1", "--cfg=network/weight-S:0", "--log=root.thresh:critical"};
  std::vector<char*> arguments;
  for (std::string& option : options) arguments.push_back(option.data());
  arguments.push_back(nullptr);
  int count = static_cast<int>(options.size());
  // SimGrid takes SIGINT for itself; whoever embeds us decides what Ctrl-C means.
  struct sigaction interrupt {};
  sigaction(SIGINT, nullptr, &interrupt);
  auto* engine = new s4u::Engine(&count, arguments.data());
  sigaction(SIGINT, &interrupt, nullptr);
  return engine;
}

void require_speed(const std::string& name, double bytes_per_second) {
  if (!(bytes_per_second > 0))
    throw std::logic_error("sim/control: link '" + name + "' must move more than 0 bytes per second");
}

}  // namespace

Platform::Platform() : engine_(make_engine()), root_(new OpenZone("region")) {
  control_host_ = root_->get_iface()->create_host("control", processor_speed);
}

ZoneId Platform::add_zone(std::string name) {
  const ZoneId id{static_cast<std::uint32_t>(zones_.size())};
  const std::string unique = "zone " + std::to_string(id.index);
  auto* zone = new OpenZone(unique);
  zone->set_parent(root_);
  zones_.push_back({std::move(name), zone, zone->get_iface()->create_host(unique + " source", processor_speed)});
  return id;
}

LinkId Platform::add_link(std::string name, double bytes_per_second) {
  require_speed(name, bytes_per_second);
  const LinkId id{static_cast<std::uint32_t>(links_.size())};
  links_.push_back({std::move(name),
                    root_->get_iface()->create_link("link " + std::to_string(id.index), bytes_per_second)});
  return id;
}

MachineId Platform::add_machine(std::string name, ZoneId zone, double link_bytes_per_second) {
  require_speed(name, link_bytes_per_second);
  const MachineId id{static_cast<std::uint32_t>(machines_.size())};
  const std::string unique = "machine " + std::to_string(id.index);
  s4u::NetZone* home = zones_.at(zone.index).zone->get_iface();
  s4u::Host* host = home->create_host(unique, processor_speed);
  s4u::Link* link = home->create_link(unique + " link", link_bytes_per_second);
  host->turn_off();
  machines_.push_back({std::move(name), zone, host, link});
  return id;
}

void Platform::turn_on(MachineId id) {
  Machine& machine = machines_.at(id.index);
  if (machine.on) return;
  machine.on = true;
  ++machine.boots;
  machine.host->turn_on();
}

void Platform::turn_off(MachineId id) {
  Machine& machine = machines_.at(id.index);
  if (!machine.on) return;
  machine.on = false;
  machine.host->turn_off();
}

void Platform::transfer(std::int64_t bytes, std::span<const LinkId> links, MachineId to) {
  const Machine& machine = machines_.at(to.index);
  std::vector<simgrid::kernel::resource::StandardLinkImpl*> route;
  route.reserve(links.size() + 1);
  for (const LinkId link : links) route.push_back(links_.at(link.index).link->get_impl());
  route.push_back(machine.link->get_impl());
  const Zone& zone = zones_[machine.zone.index];
  const s4u::CommPtr transfer = s4u::Comm::sendto_init();
  transfer->set_payload_size(static_cast<std::uint64_t>(bytes));
  transfer->set_source(zone.source);
  // Knowing both ends starts the transfer, which must see its own route and nobody else's.
  simgrid::kernel::actor::simcall_answered([&] {
    zone.zone->set_route(std::move(route));
    transfer->set_destination(machine.host);
  });
  try {
    transfer->wait();
  } catch (const simgrid::Exception&) {
    throw TransferLost("the transfer ended early: machine '" + machine.name + "' was turned off");
  }
}

double Platform::clock() const { return s4u::Engine::get_clock(); }

void Platform::run_until(double end_s) {
  has_started_ = true;
  engine_->run_until(std::max(end_s, clock()));
}

}  // namespace fleetcast::sim::control
