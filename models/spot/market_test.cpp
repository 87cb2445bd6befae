#include "models/spot/market.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <vector>

namespace fleetcast::models::spot {
namespace {

Instant at_hours(double value) { return Instant{} + sim::hours(value); }

struct Stage {
  Stage(const std::vector<Pool>& pools, SpotConfig config, std::uint64_t seed = 11)
      : chance(seed), market(simulation, chance, {"us-east-1a", "us-east-1b"}, pools, std::move(config)) {
    market.pool_capacity.connect([this](const PoolCapacity& m) { capacity[m.pool].emplace_back(simulation.now(), m); });
    market.pool_reclaimed.connect(
        [this](const PoolReclaimed& m) { reclaims[m.pool].emplace_back(simulation.now(), m); });
    market.pool_at_risk.connect([this](const PoolAtRisk& m) { risks[m.pool].push_back(simulation.now()); });
    market.pool_hazard.connect([this](const PoolHazard& m) { hazards[m.pool] = m.singles_per_hour; });
  }
  sim::control::Simulation simulation;
  sim::chance::Chance chance;
  SpotMarket market;
  std::map<Pool, std::vector<std::pair<Instant, PoolCapacity>>> capacity;
  std::map<Pool, std::vector<std::pair<Instant, PoolReclaimed>>> reclaims;
  std::map<Pool, std::vector<Instant>> risks;
  std::map<Pool, double> hazards;
};

/// Makes a busy market: an instance is interrupted every 80 h or so.
SpotConfig busy() {
  SpotConfig config;
  config.defaults.monthly_interruptions = 0.9999;
  config.price_update_period = 1e8;
  return config;
}

SpotConfig busy_and_unshared() {
  SpotConfig config = busy();
  config.region_shock_share = 0;
  config.zone_shock_share = 0;
  return config;
}

/// Returns the lengths of the times in which a pool was not dry, in hours.
std::vector<double> up_times_of(const Stage& stage, const Pool& pool) {
  std::vector<double> lengths;
  bool was_dry = false;
  bool has_begun = false;
  Instant up_since;
  for (const auto& [at, message] : stage.capacity.at(pool)) {
    const bool is_dry = message.capacity == 0;
    if (was_dry && !is_dry) {
      up_since = at;
      has_begun = true;
    }
    if (!was_dry && is_dry && has_begun) lengths.push_back((at - up_since).seconds() / 3600);
    was_dry = is_dry;
  }
  return lengths;
}

double mean_of_powers(const std::vector<double>& values, double k) {
  double sum = 0;
  for (const double x : values) sum += std::pow(x, k);
  return sum / static_cast<double>(values.size());
}

/// Fits the shape of a Weibull distribution by maximum likelihood.
double fitted_shape(const std::vector<double>& values) {
  double mean_log = 0;
  for (const double x : values) mean_log += std::log(x) / static_cast<double>(values.size());
  double low = 0.1;
  double high = 5;
  for (int i = 0; i < 60; ++i) {
    const double k = 0.5 * (low + high);
    double weighted = 0;
    for (const double x : values) weighted += std::pow(x, k) * std::log(x);
    weighted /= static_cast<double>(values.size()) * mean_of_powers(values, k);
    (weighted - 1 / k - mean_log > 0 ? high : low) = k;
  }
  return 0.5 * (low + high);
}

/// Returns the mean log-likelihood of values under their best Weibull distribution of a shape.
double mean_log_likelihood(const std::vector<double>& values, double k) {
  const double scale = std::pow(mean_of_powers(values, k), 1 / k);
  double sum = 0;
  for (const double x : values) sum += std::log(k / scale) + (k - 1) * std::log(x / scale) - std::pow(x / scale, k);
  return sum / static_cast<double>(values.size());
}

TEST(SpotMarket, UpTimesAreWeibullAndNotExponential) {
  const Pool pool{"m6i.large", 0};
  Stage stage({pool}, busy_and_unshared());
  stage.market.start();
  stage.simulation.run_until(at_hours(100000));
  const std::vector<double> lengths = up_times_of(stage, pool);
  const auto count = static_cast<double>(lengths.size());
  ASSERT_GT(count, 1000);
  // The standard error of the fitted shape is 0.78 k / sqrt(n).
  EXPECT_NEAR(fitted_shape(lengths), 0.65, 4 * 0.78 * 0.65 / std::sqrt(count));
  // Twice the gain in log-likelihood is chi-squared with one degree of freedom under the exponential: 30 is beyond
  // any doubt.
  EXPECT_GT(2 * count * (mean_log_likelihood(lengths, fitted_shape(lengths)) - mean_log_likelihood(lengths, 1)), 30);
}

TEST(SpotMarket, UpTimesStayHeavyTailedWithShocks) {
  const Pool pool{"m6i.large", 0};
  Stage stage({pool, {"m6i.large", 1}, {"c6i.large", 0}}, busy());
  stage.market.start();
  stage.simulation.run_until(at_hours(100000));
  EXPECT_LT(fitted_shape(up_times_of(stage, pool)), 0.9);
}

TEST(SpotMarket, SharedShocksKeepEachPoolsRate) {
  SpotConfig config = busy();
  config.pools["c6i.large"].monthly_interruptions = 0.95;
  const std::vector<Pool> pools = {{"m6i.large", 0}, {"m6i.large", 1}, {"c6i.large", 0}, {"r6i.large", 1}};
  Stage stage(pools, config);
  stage.market.start();
  const double hours = 100000;
  stage.simulation.run_until(at_hours(hours));
  for (const SpotMarket::PoolReport& report : stage.market.report()) {
    const double expected = report.expected_reclaims_per_hour * hours;
    // The count of a renewal process of shape 0.65 has a variance of 2.5 times its mean.
    EXPECT_NEAR(static_cast<double>(report.reclaims), expected, 4 * std::sqrt(2.5 * expected))
        << report.pool.instance_type << " in zone " << report.pool.zone;
  }
  // -ln(1 - p) / 730 h per instance, 95 % of it by reclaims that take half of the instances.
  EXPECT_NEAR(stage.market.report()[1].expected_reclaims_per_hour, 0.95 * -std::log(0.0001) / 730 / 0.5, 1e-12);
  EXPECT_NEAR(stage.hazards.at(pools[0]), 0.05 * -std::log(0.0001) / 730, 1e-12);
}

TEST(SpotMarket, IndependentPoolsKeepTheirRatesAndShareNothing) {
  SpotConfig config = busy();
  config.is_independent = true;
  const std::vector<Pool> pools = {{"m6i.large", 0}, {"m6i.large", 1}};
  Stage stage(pools, config);
  stage.market.start();
  const double hours = 100000;
  stage.simulation.run_until(at_hours(hours));
  for (std::size_t i = 0; i < pools.size(); ++i) {
    const SpotMarket::PoolReport report = stage.market.report()[i];
    const double expected = report.expected_reclaims_per_hour * hours;
    // -ln(1 - p) / 730 h per instance, 95 % of it by reclaims that take half of the instances, as with shocks.
    EXPECT_NEAR(report.expected_reclaims_per_hour, 0.95 * -std::log(0.0001) / 730 / 0.5, 1e-12);
    EXPECT_NEAR(static_cast<double>(report.reclaims), expected, 4 * std::sqrt(2.5 * expected));
  }
}

TEST(SpotMarket, MeanShareLostIsTheConfiguredOne) {
  SpotConfig config = busy_and_unshared();
  config.defaults.mean_share_lost = 0.4;
  config.pools["r6i.16xlarge"].monthly_interruptions = 0.9999;
  config.pools["r6i.16xlarge"].mean_share_lost = 0.8;
  const std::vector<Pool> pools = {{"m6i.large", 0}, {"r6i.16xlarge", 0}};
  Stage stage(pools, config);
  stage.market.start();
  stage.simulation.run_until(at_hours(100000));
  for (const auto& [pool, mean] : {std::pair{pools[0], 0.4}, std::pair{pools[1], 0.8}}) {
    const auto& events = stage.reclaims.at(pool);
    double sum = 0;
    double whole = 0;
    for (const auto& [at, message] : events) {
      sum += message.share;
      if (message.share == 1) ++whole;
      EXPECT_LE(message.spread, sim::minutes(3));
    }
    const auto count = static_cast<double>(events.size());
    // A share within [0, 1] has a standard deviation of at most 0.5.
    EXPECT_NEAR(sum / count, mean, 4 * 0.5 / std::sqrt(count));
    EXPECT_NEAR(whole / count, 0.25, 4 * std::sqrt(0.25 * 0.75 / count));
  }
}

TEST(SpotMarket, AvailabilityOfATypeCorrelatesAcrossZones) {
  const std::vector<Pool> pools = {{"m6i.large", 0}, {"m6i.large", 1}};
  Stage stage(pools, busy());
  stage.market.start();
  const double hours = 400000;
  stage.simulation.run_until(at_hours(hours));
  // Sample both pools every 2 minutes by walking their messages.
  double dry[2] = {0, 0};
  double both = 0;
  double samples = 0;
  std::size_t next[2] = {0, 0};
  for (double t = 0; t < hours; t += 1.0 / 30) {
    bool is_dry[2];
    for (int i = 0; i < 2; ++i) {
      const auto& messages = stage.capacity.at(pools[static_cast<std::size_t>(i)]);
      while (next[i] + 1 < messages.size() && messages[next[i] + 1].first <= at_hours(t)) ++next[i];
      is_dry[i] = messages[next[i]].second.capacity == 0;
      dry[i] += is_dry[i];
    }
    both += is_dry[0] && is_dry[1];
    ++samples;
  }
  const double p = dry[0] / samples;
  const double q = dry[1] / samples;
  const double correlation = (both / samples - p * q) / std::sqrt(p * (1 - p) * q * (1 - q));
  // Public traces: 0.25 to 0.59 for one type in the zones of a region (behaviour 8.3).
  EXPECT_GT(correlation, 0.25);
  EXPECT_LT(correlation, 0.59);
}

TEST(SpotMarket, PoolIsDryAfterAReclaimAndThenTight) {
  const Pool pool{"m6i.large", 0};
  SpotConfig config;
  config.defaults.monthly_interruptions = 0;
  config.dry_sigma = 0;
  config.price_update_period = 1e8;
  Stage stage({pool}, config);
  stage.market.start();
  stage.simulation.at(at_hours(1), 0, [&] { stage.market.reclaim(pool, 0.6); });
  stage.simulation.run_until(at_hours(1000));
  ASSERT_EQ(stage.reclaims.at(pool).size(), 1U);
  EXPECT_DOUBLE_EQ(stage.reclaims.at(pool)[0].second.share, 0.6);
  const auto capacity_at = [&](Instant at) {
    double found = -1;
    for (const auto& [sent, message] : stage.capacity.at(pool)) {
      if (sent <= at) found = message.capacity;
    }
    return found;
  };
  EXPECT_GE(capacity_at(at_hours(0.5)), 0.8);
  EXPECT_EQ(capacity_at(at_hours(1) + sim::seconds(479)), 0);
  EXPECT_NEAR(capacity_at(at_hours(1) + sim::seconds(481)), 0.4, 0.1);
  EXPECT_NEAR(capacity_at(at_hours(2) + sim::seconds(479)), 0.4, 0.1);
  EXPECT_GE(capacity_at(at_hours(2) + sim::seconds(481)), 0.8);
}

TEST(SpotMarket, WarningsComeBeforeReclaims) {
  const Pool pool{"m6i.large", 0};
  Stage stage({pool}, busy_and_unshared());
  stage.market.start();
  stage.simulation.run_until(at_hours(20000));
  const auto& events = stage.reclaims.at(pool);
  const auto& warnings = stage.risks.at(pool);
  ASSERT_LE(events.size(), warnings.size());
  ASSERT_LE(warnings.size(), events.size() + 1);
  double sum = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_LE(warnings[i], events[i].first);
    sum += (events[i].first - warnings[i]).seconds();
  }
  // At most the mean of an exponential of 600 s; less, since leads are cut off at the start of an up-time.
  const auto count = static_cast<double>(events.size());
  EXPECT_LT(sum / count, 600 + 4 * 600 / std::sqrt(count));
  EXPECT_GT(sum / count, 300);
}

TEST(SpotMarket, ZoneOutageRaisesTheHazardElsewhere) {
  const Pool pool{"m6i.large", 1};
  SpotConfig config = busy_and_unshared();
  config.up_time_shape = 1;
  Stage stage({{"m6i.large", 0}, pool}, config);
  stage.market.start();
  stage.simulation.at(at_hours(1000), 0, [&] { stage.market.on(ZoneChanged{0, ZoneCondition::down, 1}); });
  stage.simulation.at(at_hours(1500), 0, [&] { stage.market.on(ZoneChanged{0, ZoneCondition::up, 0}); });
  stage.simulation.run_until(at_hours(2500));
  const auto count_between = [&](double from, double to) {
    return std::count_if(stage.reclaims[pool].begin(), stage.reclaims[pool].end(), [&](const auto& event) {
      return event.first >= at_hours(from) && event.first < at_hours(to);
    });
  };
  // A reclaim every 41.7 h, of which 0.27 h dry; thirty times as often an up-time lasts 1.38 h.
  EXPECT_NEAR(static_cast<double>(count_between(1000, 1500)), 500 / 1.65, 4 * std::sqrt(500 / 1.65));
  EXPECT_NEAR(static_cast<double>(count_between(1500, 2500)), 24, 4 * std::sqrt(24));
}

TEST(SpotMarket, SameLuckForAPoolWhateverOtherPoolsExist) {
  const Pool pool{"m6i.large", 0};
  Stage stage({pool, {"a1.large", 0}, {"z1d.large", 1}}, busy_and_unshared());
  stage.market.start();
  stage.simulation.run_until(at_hours(2000));
  // Its first reclaim is where its own draws put it.
  ASSERT_GT(stage.reclaims[pool].size(), 5U);
  UpTime alone(
      0.65, sim::hours(1 / stage.market.report()[1].expected_reclaims_per_hour) - sim::seconds(480 * std::exp(0.72)));
  const sim::chance::Stream stream = stage.chance.stream("spot.up_time");
  const std::uint64_t entity = sim::chance::hash_of_name("pool m6i.large/us-east-1a");
  alone.begin_in_equilibrium(Instant{}, sim::chance::uniform(stream, entity, 0),
                             sim::chance::uniform(stream, entity, 1));
  EXPECT_NEAR(stage.reclaims[pool][0].first.seconds(), alone.due().seconds(), 1e-3);
}

TEST(SpotMarket, ImpossibleSettingsAreRefused) {
  sim::control::Simulation simulation;
  sim::chance::Chance chance(1);
  const std::vector<Pool> pools = {{"m6i.large", 0}};
  SpotConfig unknown;
  unknown.pools["m6i.larg"] = {};
  EXPECT_THROW(SpotMarket(simulation, chance, {"us-east-1a"}, pools, unknown), std::invalid_argument);
  SpotConfig too_dry = busy();
  too_dry.dry_median = 1e6;
  EXPECT_THROW(SpotMarket(simulation, chance, {"us-east-1a"}, pools, too_dry), std::invalid_argument);
  SpotConfig shares;
  shares.region_shock_share = 0.8;
  EXPECT_THROW(SpotMarket(simulation, chance, {"us-east-1a"}, pools, shares), std::invalid_argument);
  SpotConfig mean;
  mean.whole_pool_probability = 0.7;
  EXPECT_THROW(SpotMarket(simulation, chance, {"us-east-1a"}, pools, mean), std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::models::spot
