#include "models/vpc/vpc.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace fleetcast::models::vpc {
namespace {

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

struct World {
  std::vector<std::string> zones{"us-east-1a", "us-east-1b"};
  pricing::UsageLedger ledger;
  Metering metering{ledger, sim::Calendar(1'793'491'200), {"main", "us-east-1", zones, {}}};

  Vpc vpc_with(const VpcConfig& config) { return Vpc(metering, Network(config, zones), "service", 2); }
  std::int64_t used(std::string_view meter) const {
    std::int64_t sum = 0;
    for (const auto& [key, amount] : ledger.rows()) sum += key.meter == meter ? amount.billable : 0;
    return sum;
  }
};

VpcConfig with_secrets_endpoint() {
  auto config = default_network({"a", "b"}, {});
  config.security_groups["endpoints"].ingress = {{443, 443, {}, {"service"}}};
  config.endpoints["secrets"] = {
      "secretsmanager", EndpointType::interface, {}, {"private_a", "private_b"}, {"endpoints"}};
  return config;
}

TEST(Vpc, LossOfEgressBlocksWhatHasNoEndpoint) {
  World world;
  Vpc vpc = world.vpc_with(with_secrets_endpoint());
  std::vector<ServicePathChanged> changes;
  vpc.service_path_changed.connect([&](const ServicePathChanged& change) { changes.push_back(change); });
  vpc.start();
  EXPECT_EQ(changes.size(), 2 * regional_services.size());
  changes.clear();
  vpc.on(EgressChanged{1, false});
  vpc.on(EgressChanged{1, false});
  EXPECT_EQ(changes.size(), regional_services.size() - 2);  // all but s3 and secretsmanager
  EXPECT_TRUE(std::ranges::all_of(
      changes, [](const auto& change) { return change.zone == 1 && change.path == ServicePath::blocked; }));
  EXPECT_EQ(vpc.path("ecr.api", 0), ServicePath::nat_gateway);
  EXPECT_EQ(vpc.path("ecr.api", 1), ServicePath::blocked);
  EXPECT_EQ(vpc.path("s3", 1), ServicePath::gateway_endpoint);
  EXPECT_EQ(vpc.path("secretsmanager", 1), ServicePath::interface_endpoint);
  vpc.on(EgressChanged{1, true});
  EXPECT_EQ(vpc.path("ecr.api", 1), ServicePath::nat_gateway);
}

TEST(Vpc, InterfaceEndpointsAreBilledByZoneAndHourAndGatewaysAreFree) {
  World world;
  Vpc vpc = world.vpc_with(with_secrets_endpoint());
  vpc.settle(at(3600));
  vpc.settle(at(9000));
  vpc.on(BytesThroughEndpoint{"secretsmanager", 1, 5000}, at(10));
  EXPECT_EQ(world.used(pricing::meter::endpoint_hours), 2 * 3);
  EXPECT_EQ(world.used(pricing::meter::endpoint_processed_bytes), 5000);
}

}  // namespace
}  // namespace fleetcast::models::vpc
