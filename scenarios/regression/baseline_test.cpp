#include "scenarios/regression/baseline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenarios/regression/readable_json.hpp"
#include "scenarios/regression/recorded_usage.hpp"

namespace fleetcast::scenarios::regression {
namespace {

using documents::Json;

TEST(RecordedUsage, ReadsBackExactly) {
  std::vector<pricing::UsageLedger> ledgers(3);
  pricing::UsageKey key{.meter = "ec2.instance_seconds", .account = "shop", .region = "us-east-1"};
  key.fleet = "spot";
  key.pool = "m6i.large";
  for (const std::int64_t hour : {490'000, 490'001, 490'007}) {
    key.utc_hour = hour;
    ledgers[0].add(key, 9'007'199'254'740'993, 9'007'199'254'740'995);
    if (hour > 490'000) ledgers[2].add(key, hour);
  }
  key.meter = "nat.hours";
  ledgers[2].add(key, 1);
  documents::Problems problems;
  const auto read = usage_from_json(Json::parse(usage_to_json(ledgers).dump()), 3, "/usage", problems);
  EXPECT_TRUE(problems.empty());
  ASSERT_EQ(read.size(), 3);
  for (std::size_t i = 0; i < 3; ++i) {
    ASSERT_EQ(read[i].rows().size(), ledgers[i].rows().size());
    for (const auto& [name, amount] : ledgers[i].rows()) {
      EXPECT_EQ(read[i].rows().at(name).raw, amount.raw);
      EXPECT_EQ(read[i].rows().at(name).billable, amount.billable);
    }
  }
}

TEST(RecordedUsage, TellsEveryRowThatIsWrong) {
  const Json rows = {{{"meter", "nat.hours"}}, 7, {{"meter", "nat.hours"}, {"account", "a"}, {"region", "r"},
                     {"first_hour", "2026-11-03T05:00:00Z"}, {"by_replication", {{{0, -1, -1}}}}}};
  documents::Problems problems;
  (void)usage_from_json(rows, 1, "/usage", problems);
  ASSERT_EQ(problems.list().size(), 3);
  EXPECT_EQ(problems.list()[2].pointer, "/usage/2");
  EXPECT_THAT(problems.list()[2].message, testing::HasSubstr("not -1"));
}

TEST(ReadableJson, BreaksOnlyWhatDoesNotFitIntoALine) {
  EXPECT_EQ(readable(Json{{"b", 1}, {"a", {1, 2}}}), R"({"a":[1,2],"b":1})");
  const Json wide = {{"short", {1, 2}}, {"long", std::string(110, 'x')}};
  EXPECT_EQ(readable(wide), "{\n  \"long\": \"" + std::string(110, 'x') + "\",\n  \"short\": [1,2]\n}");
  EXPECT_EQ(Json::parse(readable(wide)), wide);
}

TEST(UnitPrices, ChangesNameWhatCameWentAndDiffers) {
  EXPECT_THAT(changes_of({{"a", "1"}, {"b", "2"}, {"c", "3"}}, {{"b", "2"}, {"c", "4"}, {"d", "5"}}),
              testing::ElementsAre("a: 1 -> none", "c: 3 -> 4", "d: none -> 5"));
}

}  // namespace
}  // namespace fleetcast::scenarios::regression
