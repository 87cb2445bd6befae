// What public spot traces say (tests/reference/spot_traces.json), and what the market fitted to them makes of it: by
// itself, without any fleet or traffic.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "models/spot/profile_config.hpp"
#include "tests/spot/market_stage.hpp"
#include "tests/spot/up_times.hpp"

namespace fleetcast::tests::spot {
namespace {

using models::spot::SpotConfig;
using models::spot::TraceFit;
using models::spot::TraceMoments;
using models::spot::TraceProfile;
using nlohmann::json;

constexpr double hours = 30000;
constexpr std::uint64_t seed = 7;

json traces() {
  std::ifstream file(FLEETCAST_ROOT "/tests/reference/spot_traces.json");
  return json::parse(file);
}

TraceProfile profile_named(const std::string& name) {
  for (const auto& [known, profile] : models::spot::trace_profiles) {
    if (known == name) return profile;
  }
  throw std::invalid_argument("there is no profile " + name);
}

/// Makes a market that has given moments, with the share of correlated reclaims that the fit finds.
SpotConfig market_of(const TraceMoments& moments) {
  const TraceFit fitted = models::spot::fit(moments);
  SpotConfig config = models::spot::with_fit(SpotConfig{}, fitted);
  for (std::size_t i = 0; i < fitted.zones.size(); ++i) {
    const std::string name = MarketStage::instance_type + ("/" + MarketStage::names(i + 1).back());
    config.pools[name] = models::spot::with_fit(config.defaults, fitted.zones[i], config.dry_sigma.value());
  }
  return config;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double x : values) sum += x;
  return sum / static_cast<double>(values.size());
}

/// Returns the standard error of the mean of values.
double standard_error(const std::vector<double>& values) {
  const double m = mean(values);
  double squares = 0;
  for (const double x : values) squares += (x - m) * (x - m);
  const auto count = static_cast<double>(values.size());
  return std::sqrt(squares / count / (count - 1));
}

TEST(SpotTraces, ProfilesHoldTheMomentsOfTheTraces) {
  const json document = traces();
  for (const auto& [name, region] : document.at("regions").items()) {
    const TraceMoments moments = models::spot::moments_of(profile_named(name));
    ASSERT_EQ(moments.zones.size(), region.at("zones").size()) << name;
    for (std::size_t i = 0; i < moments.zones.size(); ++i) {
      EXPECT_EQ(moments.zones[i].availability, region.at("zones")[i].at("availability").get<double>()) << name;
      EXPECT_EQ(moments.zones[i].mean_up_hours, region.at("zones")[i].at("mean_up_hours").get<double>()) << name;
    }
    EXPECT_EQ(moments.mean_correlation, region.at("mean_correlation").get<double>()) << name;
  }
}

/// Holds the market of a region's trace, and the one that has the same zones without what they share.
struct Region {
  Region(sim::control::Simulation& simulation, const std::string& trace, json figures)
      : name(trace), seen(std::move(figures)), zones(seen.at("zones").size()),
        together(simulation, profiled(trace), zones, seed), apart(simulation, uncorrelated(trace), zones, seed) {}

  static SpotConfig profiled(const std::string& trace) {
    SpotConfig config;
    config.profile = profile_named(trace);
    return config;
  }
  static SpotConfig uncorrelated(const std::string& trace) {
    TraceMoments moments = models::spot::moments_of(profile_named(trace));
    moments.mean_correlation = 0;
    return market_of(moments);
  }

  std::string name;
  json seen;
  std::size_t zones;
  MarketStage together;
  MarketStage apart;
};

/// Plays the markets of all regions at once, since a process has one simulation.
struct Regions {
  Regions() {
    const json document = traces();
    for (const auto& [name, region] : document.at("regions").items()) {
      all.push_back(std::make_unique<Region>(simulation, name, region));
    }
    simulation.run_until(sim::Instant{} + sim::hours(hours));
  }
  sim::control::Simulation simulation;
  std::vector<std::unique_ptr<Region>> all;
};

// The fit knows each zone and the mean correlation of pairs; how often all zones are out at once is its prediction.
TEST(SpotTraces, AllZonesAreOutAsOftenAsInTheTracesAndIndependentOnesAreNot) {
  const Regions regions;
  for (const auto& region : regions.all) {
    const double low = region->seen.at("all_out_interval")[0].get<double>();
    const double high = region->seen.at("all_out_interval")[1].get<double>();
    const double together = region->together.all_out();
    const double apart = region->apart.all_out();
    RecordProperty(region->name + "_together", std::to_string(together));
    RecordProperty(region->name + "_apart", std::to_string(apart));
    EXPECT_GE(together, low) << region->name;
    EXPECT_LE(together, high) << region->name;
    EXPECT_LT(apart, low) << region->name << ": independent zones must not pass";
  }
}

TEST(SpotTraces, EachZoneIsOutAsLongAsInTheTraces) {
  const Regions regions;
  for (const auto& region : regions.all) {
    for (models::ZoneIndex zone = 0; zone < region->zones; ++zone) {
      const json& seen = region->seen.at("zones")[zone];
      const double up = seen.at("mean_up_hours").get<double>();
      const double availability = seen.at("availability").get<double>();
      const std::vector<double> ups = region->together.lengths(zone, false);
      const std::vector<double> gaps = region->together.lengths(zone, true);
      EXPECT_NEAR(mean(ups), up, 4 * standard_error(ups)) << region->name << " " << zone;
      EXPECT_NEAR(mean(gaps), up * (1 - availability) / availability, 4 * standard_error(gaps))
          << region->name << " " << zone;
      RecordProperty(region->name + "_" + std::to_string(zone), std::to_string(weibull_shape(ups)));
    }
  }
}

}  // namespace
}  // namespace fleetcast::tests::spot
