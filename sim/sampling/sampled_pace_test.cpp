// Sampled against what is known exactly: arrivals, constant services, an M/M/c queue; and what must be simulated.
#include "sim/sampling/sampled_pace.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "sim/traffic/kernel.hpp"
#include "sim/traffic/program.hpp"

namespace fleetcast::sim::sampling {
namespace {

using chance::Distribution;
using traffic::CauseId;
using traffic::StationId;

constexpr double tick_rate = static_cast<double>(ticks_per_second);

/// One station that all requests visit once.
struct Desk {
  Desk(const Distribution& service, std::uint32_t servers, const std::vector<traffic::RateSegment>& segments,
       const SamplingPlan& plan = {})
      : chance(1), kernel(chance, 1), writer(kernel) {
    const CauseId full = kernel.add_cause("full", false);
    desk = kernel.add_station({"desk", traffic::Discipline::first_come, servers, 0xFFFFFFFFu, 1, true});
    writer.enter(desk, service, "service", full);
    writer.reply();
    writer.finish();
    const traffic::ClassId one = kernel.add_class("one", 0, hours(1));
    kernel.add_open_source({"clients", segments, {one}, {1.0}});
    pace = std::make_unique<SampledPace>(kernel, chance, segments.front().begin_rate, plan);
  }
  void run(double length) {
    for (double minute = 60; minute <= length; minute += 60) kernel.advance_to(Instant{} + seconds(minute));
    pace->finish();
  }
  [[nodiscard]] double mean_latency() const {
    return *kernel.outcomes().classes[0].latency.mean() / tick_rate;
  }

  chance::Chance chance;
  traffic::Kernel kernel;
  traffic::ProgramWriter writer;
  StationId desk{};
  std::unique_ptr<SampledPace> pace;
};

traffic::RateSegment steady(double rate, double length) {
  return {Instant{}, Instant{} + seconds(length), rate, rate};
}

TEST(SampledPace, CountsWhatArrivesAndWorksOutWhatItTakes) {
  constexpr double length = 4 * 3600;
  Desk desk(Distribution::constant(0.005), 10, {steady(500, length)});
  desk.run(length);
  const SamplingReport& report = desk.pace->report();
  EXPECT_EQ(report.obstacle, "");
  EXPECT_GT(report.skipped_seconds, 0.97 * length);
  EXPECT_NEAR(report.skipped_seconds + report.window_seconds + report.detailed_seconds, length, 1e-6);
  const auto& outcome = desk.kernel.outcomes().classes[0];
  const double expected = 500 * length;
  EXPECT_NEAR(static_cast<double>(outcome.offered), expected, 4 * std::sqrt(expected));
  EXPECT_EQ(outcome.good + desk.kernel.in_flight(), outcome.offered);
  EXPECT_EQ(outcome.latency.count(), outcome.good);
  const traffic::StationMeasures& measures = desk.kernel.measures(desk.desk);
  // Every request takes 5 ms; those of windows are cut at both ends, about 240 of 7.2 million.
  EXPECT_NEAR(measures.busy_ticks / tick_rate / (0.005 * expected), 1, 0.002);
}

TEST(SampledPace, AnMMCQueueHasItsMeanAndItsQuantiles) {
  constexpr double length = 24 * 3600;
  Desk desk(Distribution::exponential(0.02), 10, {steady(400, length)});
  desk.run(length);
  EXPECT_GT(desk.pace->report().skipped_seconds, 0.97 * length);
  // M/M/10 at 80 %: the probability of waiting is 0.40918, the mean sojourn 24.0918 ms (Erlang C). Means of 1,440
  // windows of 200 requests scatter by 0.6 %.
  EXPECT_NEAR(desk.mean_latency(), 0.0240918, 4 * 0.006 * 0.0240918);
}

TEST(SampledPace, AuditedStretchesBringWhatIsExpectedOfThemWithinTheErrorThatIsClaimed) {
  constexpr double length = 24 * 3600;
  Desk desk(Distribution::exponential(0.02), 10, {steady(400, length)}, {.audited_share = 0.05});
  desk.run(length);
  const SamplingReport& report = desk.pace->report();
  EXPECT_GT(report.audits, 40u);  // 5 % of 1,435, less 3.6 standard deviations of 8
  EXPECT_NEAR(report.audited_seconds / static_cast<double>(report.audits), 60, 15);
  int audited = 0;
  for (const SamplingError& error : report.errors) {
    if (!error.is_audited) continue;
    ++audited;
    EXPECT_LT(std::abs(error.audited_difference), 4 * error.audited_error) << error.name;
    if (error.name == "work.desk") {
      // Work of 200 exponential services scatters by 0.1, less what counts of arrivals tell; 1,435 windows: 0.2 %.
      EXPECT_NEAR(error.relative, 0.0022, 0.0012);
    }
  }
  EXPECT_EQ(audited, 2);  // latency and work: nobody failed or was late
}

TEST(SampledPace, AnOverloadedStationIsSimulated) {
  constexpr double length = 600;
  Desk desk(Distribution::exponential(0.02), 10, {steady(490, length)});  // 98 %
  desk.run(length);
  EXPECT_EQ(desk.pace->report().skipped_seconds, 0);
  const auto& outcome = desk.kernel.outcomes().classes[0];
  EXPECT_EQ(outcome.offered, outcome.latency.count() + desk.kernel.in_flight());
}

TEST(SampledPace, AJumpIntoOverloadIsSimulatedFromItsFirstInstant) {
  const auto at = [](double second) { return Instant{} + seconds(second); };
  Desk desk(Distribution::exponential(0.02), 10,
            {steady(200, 1230), {at(1230), at(1290), 520, 520}, {at(1290), at(3600), 200, 200}});
  desk.run(3600);
  const SamplingReport& report = desk.pace->report();
  EXPECT_GE(report.busy_stretches, 1u);
  EXPECT_GT(report.skipped_seconds, 3000);
  // 52 requests a second more than 500 can be served: at the end of the minute some 1,200 wait, 2.4 s each.
  const traffic::Outcomes& all = desk.kernel.outcomes();
  EXPECT_GT(static_cast<double>(all.minutes[21].latency_ticks) / tick_rate /
                static_cast<double>(all.minutes[21].answered), 0.5);
  EXPECT_NEAR(static_cast<double>(all.offered()), 200 * 3540 + 520 * 60, 4 * std::sqrt(740'000.0));
}

TEST(SampledPace, GivenNumbersOfArrivalsAreKept) {
  const auto at = [](double second) { return Instant{} + seconds(second); };
  std::vector<traffic::RateSegment> segments;
  for (int minute = 0; minute < 60; ++minute) {
    segments.push_back({at(60.0 * minute), at(60.0 * minute + 60), 0, 0, 20'000 + 100 * (minute % 7)});
  }
  Desk desk(Distribution::exponential(0.005), 10, segments);
  desk.run(3600);
  double given = 0;
  for (const traffic::RateSegment& segment : segments) given += static_cast<double>(segment.count);
  EXPECT_GT(desk.pace->report().skipped_seconds, 3200);
  // Windows of 200 scatter by a few, 60 of them.
  EXPECT_NEAR(static_cast<double>(desk.kernel.outcomes().offered()), given, 4 * std::sqrt(60 * 200.0 + 60));
}

TEST(SampledPace, AListOfObjectsCannotBeSampled) {
  chance::Chance chance(1);
  traffic::Kernel kernel(chance, 1);
  kernel.add_object_list({1, 2, 3});
  SampledPace pace(kernel, chance, 0);
  kernel.advance_to(Instant{} + seconds(1));
  EXPECT_NE(pace.report().obstacle.find("in the order of a list"), std::string::npos);
}

}  // namespace
}  // namespace fleetcast::sim::sampling
