#include "scenarios/results/coverable_usage.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace fleetcast::scenarios::results {
namespace {

pricing::UsageKey key(std::string_view meter, const char* pool, const char* option, std::int64_t hour) {
  pricing::UsageKey one;
  one.meter = meter;
  one.region = "us-east-1";
  one.pool = pool;
  one.purchase_option = option;
  one.utc_hour = hour;
  return one;
}

TEST(CoverableUsage, HoldsHoursOfEveryReplicationWithoutFleetsAndSpot) {
  std::vector<RunResult> runs(2);
  pricing::UsageKey fleet = key(pricing::meter::ec2_instance_seconds, "m6i.large", "on_demand", 500'000);
  runs[0].ledger.add(fleet, 100);
  fleet.fleet = "other";
  runs[0].ledger.add(fleet, 20);
  runs[0].ledger.add(key(pricing::meter::ec2_instance_seconds, "m6i.large", "on_demand", 500'003), 7);
  runs[0].ledger.add(key(pricing::meter::ec2_instance_seconds, "m6i.large", "spot", 500'000), 9);
  runs[1].ledger.add(key(pricing::meter::aurora_milli_acu_seconds, "", "", 500'001), 5);
  runs[1].ledger.add(key(pricing::meter::nat_hours, "", "", 500'001), 1);
  const std::vector<pricing::UsageLedger> coverable = coverable_usage_of(runs);
  ASSERT_EQ(coverable.size(), 2U);
  ASSERT_EQ(coverable[0].rows().size(), 2U);
  EXPECT_EQ(coverable[0].rows().begin()->second.billable, 120);

  documents::Problems problems;
  const auto read =
      read_coverable_usage(documents::Json::parse(coverable_usage_json(coverable)), "/coverable_usage", problems);
  EXPECT_TRUE(problems.empty());
  ASSERT_EQ(read.size(), 2U);
  // Hours between two uses come back as rows of nothing.
  EXPECT_EQ(read[0].rows().size(), 4U);
  for (std::size_t i = 0; i < 2; ++i) {
    for (const auto& [row, amount] : coverable[i].rows()) EXPECT_EQ(read[i].rows().at(row).billable, amount.billable);
  }
}

TEST(CoverableUsage, TellsEveryRowThatIsNone) {
  documents::Problems problems;
  static_cast<void>(read_coverable_usage(
      documents::Json::parse(R"([{}, 3, {"replication": 0, "meter": "nat.hours", "account": "a", "region": "r",
                                         "first_hour": "soon", "amounts": [1]},
                                 {"replication": 0, "meter": "nat.hours", "account": "a", "region": "r",
                                  "first_hour": "2026-11-01T00:00:00Z", "amounts": [-1]}])"),
      "/coverable_usage", problems));
  EXPECT_EQ(problems.list().size(), 4U);
}

}  // namespace
}  // namespace fleetcast::scenarios::results
