#include "scenarios/traffic/config.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "scenarios/documents/document.hpp"
#include "scenarios/traffic/check.hpp"

namespace fleetcast::scenarios::traffic {
namespace {

using documents::Json;

TEST(TrafficConfigTest, ReadsADocument) {
  const auto traffic = documents::read<TrafficConfig>(Json::parse(R"({
    "time_zone": "America/New_York",
    "rate": {
      "diurnal": {"mean": "60000/min", "peak_to_mean": 2.1, "peak_at": "20:30", "weekly": [1, 1, 1, 1, 1.2, 0.8, 0.7]},
      "flash_crowds": [{"at": "12 d 14:00", "ramp_up": "5 min", "multiplier": 3}],
      "bursts": {"mean_normal": "2 h", "mean_burst": "90 s", "multiplier": 2},
      "growth": 1.5
    }})"),
                                                      "shop.json");
  EXPECT_DOUBLE_EQ(traffic.rate.diurnal->mean.value(), 1000);
  EXPECT_EQ(traffic.rate.diurnal->peak_at.value(), 20.5 * 3600);
  EXPECT_EQ(traffic.rate.diurnal->weekly.at(6).value(), 0.7);
  EXPECT_EQ(traffic.rate.flash_crowds.at(0).at.value(), 12 * 86400 + 14 * 3600);
  EXPECT_EQ(traffic.rate.bursts->mean_normal.value(), 7200);
  documents::Problems problems;
  check(traffic, "/traffic", problems);
  EXPECT_TRUE(problems.empty());
}

TEST(TrafficConfigTest, ReadsAReplay) {
  const auto rate = documents::read<RateConfig>(Json::parse(R"({"replay": {
      "file": "trace.tsv", "time_column": "time", "delimiter": "tab", "interval": "10 s", "on_gap": "interpolate",
      "time_offset": "08:00", "repeat": true}})"),
                                                "shop.json");
  EXPECT_EQ(rate.replay->delimiter, Delimiter::tab);
  EXPECT_EQ(rate.replay->on_gap, OnGap::interpolate);
  EXPECT_EQ(rate.replay->time_offset.value(), 28800);
  EXPECT_EQ(rate.replay->count_column, std::nullopt);
}

TEST(TrafficConfigTest, ChecksTheTimeZone) {
  TrafficConfig traffic;
  traffic.time_zone = "Amerika/New_York";
  traffic.rate.constant = ConstantRate{.rate = 5};
  documents::Problems problems;
  check(traffic, "/traffic", problems);
  EXPECT_THAT(problems.list(), testing::ElementsAre(documents::Problem{
                                   "/traffic/time_zone",
                                   "there is no time zone 'Amerika/New_York' (did you mean 'America/New_York'?)"}));
}

}  // namespace
}  // namespace fleetcast::scenarios::traffic
