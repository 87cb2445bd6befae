#include "scenarios/results/loss_attribution.hpp"

#include <gtest/gtest.h>

namespace fleetcast::scenarios::results {
namespace {

MinuteFailures minute(std::uint64_t good, std::uint64_t bad, const std::string& cause = "alb_503") {
  MinuteFailures made{.good = good, .bad = bad, .by_cause = {}, .busiest = {{"api in a", 0.97}, {"web in a", 0.4}}};
  if (bad > 0) made.by_cause[cause] = bad;
  return made;
}

/// A reclaim that takes four instances and nine tasks, whose loss is felt from minute 2 to minute 4.
std::vector<CausalEvent> reclaim() {
  return {{125, 125, "spot_reclaim", "spot reclaim of m6i.large in b", Harm::none, std::nullopt},
          {130, 140, "instances_interrupted", "4 instances of spot interrupted", Harm::none, 0},
          {135, 250, "tasks_lost", "9 tasks of api lost", Harm::capacity, 1}};
}

std::uint64_t failures_of(const std::vector<MinuteLoss>& losses) {
  std::uint64_t sum = 0;
  for (const MinuteLoss& loss : losses) sum += loss.failed;
  return sum;
}

TEST(LossAttribution, ChainLeadsFromTheRootToWhatClientsSaw) {
  const std::vector<MinuteFailures> minutes = {minute(100, 0), minute(100, 0), minute(80, 20)};
  const auto losses = attribute_losses(reclaim(), minutes, 0.001);
  ASSERT_EQ(losses.size(), 1U);
  EXPECT_TRUE(losses[0].is_red);
  EXPECT_EQ(losses[0].root, "spot_reclaim");
  EXPECT_EQ(losses[0].chain,
            "spot reclaim of m6i.large in b -> 4 instances of spot interrupted -> 9 tasks of api lost -> "
            "api in a at 0.97 -> 20 x alb_503");
}

TEST(LossAttribution, RedMinuteWithoutEventIsLoadAndNamesTheStation) {
  const auto losses = attribute_losses({}, std::vector{minute(50, 50, "api_overloaded")}, 0.001);
  ASSERT_EQ(losses.size(), 1U);
  EXPECT_EQ(losses[0].root, load_root);
  EXPECT_EQ(losses[0].chain, "no control-plane event: load -> api in a at 0.97 -> 50 x api_overloaded");
}

TEST(LossAttribution, BusiestStationIsNamedEvenIfItHasAReserve) {
  MinuteFailures idle = minute(50, 50);
  idle.busiest = {{"api in a", 0.31}, {"web in a", 0.12}};
  const auto losses = attribute_losses({}, std::vector{idle}, 0);
  EXPECT_NE(losses.at(0).chain.find("busiest station api in a at 0.31"), std::string::npos) << losses[0].chain;
}

TEST(LossAttribution, StrayFailuresOfAQuietStackAreBackgroundEvenIfTheyMakeAMinuteRed) {
  std::vector<MinuteFailures> minutes(60, minute(240, 0));
  for (const std::size_t stray : {7U, 31U}) minutes[stray] = minute(239, 1, "late");
  minutes[50] = minute(200, 40, "late");
  for (MinuteFailures& one : minutes) one.busiest = {{"api in a", 0.05}};
  const auto losses = attribute_losses({}, minutes, 0.0005);
  ASSERT_EQ(losses.size(), 3U);
  EXPECT_TRUE(losses[0].is_red);
  EXPECT_EQ(losses[0].root, background_root);
  EXPECT_FALSE(losses[0].chain.empty()) << "a red minute says why all the same";
  EXPECT_EQ(losses[2].root, load_root) << "forty at once are no chance";
}

TEST(LossAttribution, FailingHealthChecksAloneAreLoad) {
  const std::vector<CausalEvent> events = {
      {0, 100, "targets_unhealthy", "3 targets of api fail their health checks", Harm::capacity, std::nullopt}};
  const auto losses = attribute_losses(events, std::vector{minute(50, 50)}, 0.001);
  EXPECT_EQ(losses.at(0).root, load_root);
  EXPECT_TRUE(losses[0].chain.starts_with("no control-plane event: load -> 3 targets of api")) << losses[0].chain;
}

TEST(LossAttribution, FailuresOfCalmMinutesAreBackgroundEverywhere) {
  // Ten calm minutes with one failure in a hundred, then a reclaim in which every second request fails.
  std::vector<CausalEvent> events = reclaim();
  for (CausalEvent& event : events) event.at_s += 480, event.until_s += 480;
  std::vector<MinuteFailures> minutes(10, minute(99, 1));
  minutes.push_back(minute(50, 50));
  const auto losses = attribute_losses(events, minutes, 0.02);
  ASSERT_EQ(losses.size(), 11U);
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_EQ(losses[i].root, background_root);
    EXPECT_EQ(losses[i].background, 1U);
    EXPECT_FALSE(losses[i].is_red);
  }
  EXPECT_EQ(losses[10].root, "spot_reclaim");
  EXPECT_EQ(losses[10].background, 1U) << "one in a hundred would have failed anyhow";
  EXPECT_EQ(failures_of(losses), 60U);
}

TEST(LossAttribution, BacklogBelongsToTheEventThatMadeIt) {
  std::vector<MinuteFailures> minutes(8, minute(100, 0));
  for (std::size_t i = 2; i < 7; ++i) minutes[i] = minute(50, 50);
  const auto losses = attribute_losses(reclaim(), minutes, 0.001);
  ASSERT_EQ(losses.size(), 5U);
  for (const MinuteLoss& loss : losses) EXPECT_EQ(loss.root, "spot_reclaim") << loss.minute;
  EXPECT_EQ(losses[2].chain.find("backlog"), std::string::npos);
  EXPECT_NE(losses[3].chain.find("its backlog persists"), std::string::npos);
}

TEST(LossAttribution, CalmMinuteEndsTheBacklog) {
  std::vector<MinuteFailures> minutes(8, minute(100, 0));
  minutes[2] = minutes[3] = minute(50, 50);
  minutes[6] = minute(50, 50);
  const auto losses = attribute_losses(reclaim(), minutes, 0.001);
  ASSERT_EQ(losses.size(), 3U);
  EXPECT_EQ(losses[2].root, load_root);
}

TEST(LossAttribution, MoreDirectEventLeads) {
  std::vector<CausalEvent> events = reclaim();
  events.push_back({100, 300, "zone_outage", "zone b is lost", Harm::path, std::nullopt});
  events.push_back({130, 300, "deployment", "deployment of api", Harm::change, std::nullopt});
  const std::vector<MinuteFailures> minutes = {minute(100, 0), minute(100, 0), minute(50, 50)};
  EXPECT_EQ(attribute_losses(events, minutes, 0.001).at(0).root, "zone_outage");
}

}  // namespace
}  // namespace fleetcast::scenarios::results
