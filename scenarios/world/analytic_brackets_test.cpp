#include "scenarios/world/analytic_brackets.hpp"

#include <gtest/gtest.h>

namespace fleetcast::scenarios::world {
namespace {

using sim::chance::Distribution;

/// Returns a scenario whose customers come to a desk first, and then to an archive.
Scenario desk() {
  Scenario scenario;
  scenario.backends["desk"] = {};
  scenario.backends["archive"] = {};
  RequestClassSpec& customer = scenario.classes["customer"];
  customer.steps.resize(2);
  customer.steps[0].backend = "desk";
  customer.steps[0].work = Distribution::exponential(1);
  customer.steps[1].backend = "archive";
  customer.steps[1].work = Distribution::exponential(0.1);
  return scenario;
}

/// Returns the brackets over 1000 s, in the first half of which 0.2/s come, and in the second up to 0.8/s.
std::map<std::string, double> brackets_of(const Scenario& scenario) {
  const sim::Instant half{sim::seconds(500).ticks};
  const sim::Instant end{sim::seconds(1000).ticks};
  return analytic_brackets(scenario, {{{}, half, 0.2, 0.2}, {half, end, 0.2, 0.8}}, {}, end);
}

TEST(AnalyticBrackets, LieBetweenTheWorkOfAllAndTheStationaryMeanAtTheHighestRate) {
  const auto brackets = brackets_of(desk());
  EXPECT_EQ(brackets.size(), 2U) << "an archive behind a desk has no Poisson arrivals";
  EXPECT_NEAR(brackets.at("backends.desk.present_at_most"), 4, 1e-12);
  // 0.35/s on average; the last percent of the time, at 0.8/s, is left out.
  const double lower = brackets.at("backends.desk.present_at_least");
  EXPECT_LT(lower, 0.35 - 0.008 + 0.0001);
  EXPECT_GT(lower, 0.99 * (0.35 - 0.008));
}

TEST(AnalyticBrackets, ABackendWithoutEnoughServersHasOnlyALowerBound) {
  Scenario scenario = desk();
  scenario.classes["customer"].steps[0].work = Distribution::exponential(2);
  EXPECT_EQ(brackets_of(scenario).count("backends.desk.present_at_most"), 0U);
  EXPECT_EQ(brackets_of(scenario).count("backends.desk.present_at_least"), 1U);
}

TEST(AnalyticBrackets, ClassesThatDoNotComeCountForNothing) {
  Scenario scenario = desk();
  scenario.classes["page"].share = 0.25;
  const double part = brackets_of(scenario).at("backends.desk.present_at_least");
  EXPECT_NEAR(part, brackets_of(desk()).at("backends.desk.present_at_least") * 0.8, 1e-12);
}

TEST(AnalyticBrackets, WhoMayLeaveComeAgainOrBeTurnedAwayHasNone) {
  const auto expect_none = [](const auto& change, const char* what) {
    Scenario scenario = desk();
    change(scenario);
    EXPECT_TRUE(brackets_of(scenario).empty()) << what;
  };
  expect_none([](Scenario& s) { s.backends["desk"].capacity = 5; }, "capacity");
  expect_none([](Scenario& s) { s.backends["desk"].cold_start = Distribution(1.0); }, "cold start");
  expect_none([](Scenario& s) { s.backends["desk"].instances = 2; }, "instances");
  expect_none([](Scenario& s) { s.classes["customer"].client.time_out = 5; }, "time-out");
  expect_none([](Scenario& s) { s.classes["customer"].client.max_attempts = 3; }, "retries");
  expect_none([](Scenario& s) { s.classes["customer"].steps[0].patience = Distribution(1.0); }, "patience");
  expect_none([](Scenario& s) { s.classes["customer"].steps[0].visits = 2; }, "visits");
  expect_none([](Scenario& s) { s.classes["customer"].steps[1].backend = "desk"; }, "a second visit");
  expect_none([](Scenario& s) { s.closed_clients.emplace(); }, "closed clients");
}

TEST(AnalyticBrackets, FewOrVeryUnevenRequestsHaveNone) {
  // About 342 requests count: the squared coefficient of variation may be 2.42 at most.
  Scenario scenario = desk();
  scenario.classes["customer"].steps[0].work = Distribution::hyperexponential_by_cv2(1, 2.4);
  EXPECT_EQ(brackets_of(scenario).size(), 2U);
  scenario.classes["customer"].steps[0].work = Distribution::hyperexponential_by_cv2(1, 2.5);
  EXPECT_TRUE(brackets_of(scenario).empty());
  scenario.classes["customer"].steps[0].work = Distribution::pareto(1.5, 0.1);
  EXPECT_TRUE(brackets_of(scenario).empty());
}

TEST(AnalyticBrackets, GivenNumbersOfArrivalsHaveNone) {
  const sim::Instant end{sim::seconds(1000).ticks};
  EXPECT_TRUE(analytic_brackets(desk(), {{{}, end, 0, 0, 300}}, {}, end).empty());
}

}  // namespace
}  // namespace fleetcast::scenarios::world
