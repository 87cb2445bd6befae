#include "scenarios/results/calendar.hpp"

#include <gtest/gtest.h>

#include "pricing/billing_month.hpp"
#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::results {
namespace {

Summary run_of(double days) {
  Summary summary;
  summary.horizon_seconds = 86400 * days;
  summary.heading.start_utc_seconds = 3600 * pricing::utc_hour_of(2026, 11, 2);
  return summary;
}

models::Incident incident(double day, const char* kind) {
  return {{static_cast<std::int64_t>(day * 1440) * sim::minutes(1).ticks}, kind, "cause", "effect", {}};
}

TEST(Calendar, CountsWhatHappenedOnItsDay) {
  Summary summary = run_of(3);
  summary.incidents = {incident(0.1, "deployment"), incident(1.2, "scale_out"), incident(1.3, "scale_out"),
                       incident(1.9, "failover"), incident(2.5, "spot_interruption"), incident(2.6, "unheard_of")};
  summary.minute_losses = {{100, 3, 3, true, "background", "", false},
                           {1500, 10, 0, true, "failover", "a -> b", true},
                           {1501, 20, 0, true, "load", "load -> b", true}};
  const auto days = calendar_of(summary);
  ASSERT_EQ(days.size(), 3U);
  EXPECT_EQ(days[0].label, "Mon 11-02");
  EXPECT_EQ(days[0].deployments, 1U);
  EXPECT_EQ(days[0].red_minutes, 0U) << "within chance";
  EXPECT_EQ(days[0].failed, 3U);
  EXPECT_EQ(days[1].scale_outs, 2U);
  EXPECT_EQ(days[1].failovers, 1U);
  EXPECT_EQ(days[1].red_minutes, 2U);
  EXPECT_EQ(days[1].main_root, "load");
  EXPECT_EQ(days[2].interruptions, 1U);
}

TEST(Calendar, IsByTheWeekForAQuarter) {
  Summary summary = run_of(90);
  summary.incidents = {incident(8, "scale_in"), incident(13.9, "scale_in")};
  const auto weeks = calendar_of(summary);
  ASSERT_EQ(weeks.size(), 13U);
  EXPECT_EQ(weeks[1].label, "Mon 11-09");
  EXPECT_EQ(weeks[1].scale_ins, 2U);
}

TEST(Calendar, IsForLongRuns) {
  EXPECT_EQ(calendar_report(run_of(1), 80), "");
  EXPECT_NE(calendar_report(run_of(30), 80).find("Tue 12-01"), std::string::npos);
}

}  // namespace
}  // namespace fleetcast::scenarios::results
