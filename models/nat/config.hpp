#pragma once
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>

#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::nat {

/// Says how many NAT gateways there are and which zones they serve.
enum class Placement { per_zone, single, none };
inline constexpr sim::Choices<Placement, 3> placements{
    {{"per_zone", Placement::per_zone}, {"single", Placement::single}, {"none", Placement::none}}};

/// Configures the NAT gateways of the VPC.
struct NatConfig {
  Placement placement = Placement::per_zone;
  std::optional<std::string> availability_zone{};  ///< zone of a single gateway, by name or last letter
  sim::Parameter public_ipv4_addresses = 1;
  sim::Parameter connections_per_destination = 55000;
  sim::Parameter bandwidth = 625e6;
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, NatConfig>
void describe(Visitor& visit, Config& config) {
  visit.choice(
      "placement", config.placement, placements,
      {.help = "One gateway in each zone (also stands for a regional NAT gateway, billed by active zone), a single "
               "one that all zones share, or none.",
       .source = "[doc: VPC/vpc-nat-gateway.md]"});
  visit.field("availability_zone", config.availability_zone,
              {.help = "Zone of the single gateway; the first zone if not given."});
  visit.field("public_ipv4_addresses", config.public_ipv4_addresses,
              {.unit = "addresses",
               .at_least = 1,
               .at_most = 8,
               .whole = true,
               .help = "Public addresses of each gateway; each adds ports and is billed.",
               .source = "[doc: VPC/vpc-nat-gateway.md]"});
  visit.field("connections_per_destination", config.connections_per_destination,
              {.unit = "connections",
               .at_least = 1,
               .whole = true,
               .help = "Simultaneous connections of one address to one destination; more are refused.",
               .source = "[doc: VPC/nat-gateway-basics]"});
  visit.field("bandwidth", config.bandwidth,
              {.unit = "B/s",
               .at_least = 1e6,
               .at_most = 12.5e9,
               .help = "Bandwidth of a gateway: 5 Gbps at first, up to 100 Gbps once it has scaled.",
               .source = "[doc: VPC/nat-gateway-basics]"});
}

}  // namespace fleetcast::models::nat
