#pragma once
#include <simgrid/kernel/routing/NetZoneImpl.hpp>
#include <string>
#include <utility>
#include <vector>

namespace fleetcast::sim::control {

/// Routes every transfer over exactly the links it names, where SimGrid's own zones fix routes beforehand.
///
/// SimGrid asks for the route while it starts a transfer, so the links are set in the same step.
class OpenZone final : public simgrid::kernel::routing::NetZoneImpl {
 public:
  explicit OpenZone(const std::string& name) : NetZoneImpl(name) {}

  /// Sets the links of the transfer that starts next in this zone.
  void set_route(std::vector<simgrid::kernel::resource::StandardLinkImpl*> links) { links_ = std::move(links); }

 private:
  void get_local_route(const simgrid::kernel::routing::NetPoint* /*from*/,
                       const simgrid::kernel::routing::NetPoint* /*to*/, simgrid::kernel::routing::Route* into,
                       double* /*latency*/) override {
    into->link_list_.insert(into->link_list_.end(), links_.begin(), links_.end());
  }

  std::vector<simgrid::kernel::resource::StandardLinkImpl*> links_;
};

}  // namespace fleetcast::sim::control
