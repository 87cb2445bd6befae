#include "models/vpc/network.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace fleetcast::models::vpc {
namespace {

const std::vector<std::string> zones{"us-east-1a", "us-east-1b"};

Network network_of(const VpcConfig& config) { return Network(config, zones); }

TEST(AddressRange, ContainsNarrowerRanges) {
  const auto all = AddressRange::parse("0.0.0.0/0");
  const auto wide = AddressRange::parse("10.0.0.0/16");
  const auto narrow = AddressRange::parse("10.0.3.0/24");
  EXPECT_TRUE(all.contains(narrow));
  EXPECT_TRUE(wide.contains(narrow));
  EXPECT_FALSE(narrow.contains(wide));
  EXPECT_FALSE(AddressRange::parse("10.1.0.0/16").contains(narrow));
}

TEST(AddressRange, RefusesOtherText) {
  for (const char* wrong : {"", "10.0.0.0", "10.0.0/8", "10.0.0.256/8", "10.0.0.0/33", "10.0.0.0/8 ", "a.b.c.d/8"}) {
    EXPECT_THROW(AddressRange::parse(wrong), std::invalid_argument) << wrong;
  }
}

TEST(Network, DefaultAllowsWhatTheStackNeeds) {
  const auto network = network_of(default_network({"a", "b"}, {}));
  EXPECT_TRUE(network.blocked_flows(Network::required_flows({})).empty());
}

TEST(Network, DefaultAllowsNothingElse) {
  const auto network = network_of(default_network({"a", "b"}, {}));
  EXPECT_TRUE(network.reachable("client", "service", 8080).has_value());
  EXPECT_TRUE(network.reachable("alb", "database", 3306).has_value());
  EXPECT_TRUE(network.reachable("client", "alb", 80).has_value());
  EXPECT_TRUE(network.reachable("service", "cache", 22).has_value());
}

TEST(Network, AMissingRuleBlocksAFlowAndSaysWhy) {
  auto config = default_network({"a", "b"}, {});
  config.security_groups["cache"].ingress.clear();
  const auto blocked = network_of(config).blocked_flows(Network::required_flows({}));
  ASSERT_EQ(blocked.size(), 1U);
  EXPECT_EQ(blocked[0].flow.to, "cache");
  EXPECT_EQ(blocked[0].reason, "no security group of cache lets service in on port 6379");
}

TEST(Network, RulesMayNameAddresses) {
  auto config = default_network({"a", "b"}, {});
  config.security_groups["database"].ingress = {{3306, 3306, {"10.0.100.0/24"}, {}}};
  EXPECT_TRUE(network_of(config).reachable("service", "database", 3306).has_value());  // zone b is missing
  config.security_groups["database"].ingress = {{3306, 3306, {"10.0.100.0/24", "10.0.101.0/24"}, {}}};
  EXPECT_FALSE(network_of(config).reachable("service", "database", 3306).has_value());
}

TEST(Network, EgressRulesReplaceTheDefault) {
  auto config = default_network({"a", "b"}, {});
  config.security_groups["service"].egress = {{6379, 6379, {}, {"cache"}}};
  const auto network = network_of(config);
  EXPECT_FALSE(network.reachable("service", "cache", 6379).has_value());
  EXPECT_TRUE(network.reachable("service", "database", 3306).has_value());
  EXPECT_TRUE(network.reachable("service", "internet", 443).has_value());
  EXPECT_EQ(network.service_path("service", "s3", 0), ServicePath::blocked);
}

TEST(Network, KnowsThePathToEveryService) {
  auto config = default_network({"a", "b"}, {});
  EXPECT_EQ(network_of(config).service_path("service", "s3", 1), ServicePath::gateway_endpoint);
  EXPECT_EQ(network_of(config).service_path("service", "ecr.api", 1), ServicePath::nat_gateway);
  EXPECT_EQ(network_of(config).service_path("alb", "ecr.api", 0), ServicePath::internet_gateway);
  config.route_tables["private"].routes.clear();
  EXPECT_EQ(network_of(config).service_path("service", "ecr.api", 1), ServicePath::blocked);
  EXPECT_EQ(network_of(config).service_path("service", "s3", 1), ServicePath::gateway_endpoint);
}

TEST(Network, InterfaceEndpointsNeedASecurityGroupRule) {
  auto config = default_network({"a", "b"}, {});
  config.endpoints["secrets"] = {
      "secretsmanager", EndpointType::interface, {}, {"private_a", "private_b"}, {"endpoints"}};
  config.security_groups["endpoints"] = {};
  EXPECT_EQ(network_of(config).service_path("service", "secretsmanager", 0), ServicePath::blocked);
  config.security_groups["endpoints"].ingress = {{443, 443, {}, {"service"}}};
  EXPECT_EQ(network_of(config).service_path("service", "secretsmanager", 0), ServicePath::interface_endpoint);
}

TEST(Network, APrivateLoadBalancerCannotBeReached) {
  auto config = default_network({"a", "b"}, {});
  config.subnets["public_b"].route_table = "private";
  const auto reason = network_of(config).reachable("client", "alb", 443);
  ASSERT_TRUE(reason.has_value());
  EXPECT_NE(reason->find("public_b"), std::string::npos);
}

TEST(Network, ListsAllReferencesThatLeadNowhere) {
  auto config = default_network({"a", "b"}, {});
  config.subnets["private_a"].route_table = "privat";
  config.roles["cache"].security_groups = {"cash"};
  config.endpoints["s3"].service_name = "dynamo";
  try {
    network_of(config);
    FAIL() << "accepted";
  } catch (const std::invalid_argument& error) {
    const std::string text = error.what();
    for (const char* part : {"'privat'", "'cash'", "'dynamo'"}) EXPECT_NE(text.find(part), std::string::npos) << text;
  }
  EXPECT_THROW(Network(default_network({"a", "z"}, {}), zones), std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::models::vpc
