#include "models/eventbridge/schedule.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace fleetcast::models::eventbridge {
namespace {

// 2026-11-01T00:00:00Z, a Sunday.
constexpr sim::Calendar november{1'793'491'200};

sim::Instant at(std::int64_t days, std::int64_t hours, std::int64_t minutes) {
  return {((days * 24 + hours) * 60 + minutes) * 60 * sim::ticks_per_second};
}

sim::Instant next(const char* expression, sim::Instant after) {
  return Schedule::parse(expression).next(november, after);
}

TEST(Schedule, RatesCountFromTheBeginning) {
  EXPECT_EQ(next("rate(5 minutes)", at(0, 0, 0)), at(0, 0, 5));
  EXPECT_EQ(next("rate(5 minutes)", at(0, 0, 7)), at(0, 0, 10));
  EXPECT_EQ(next("rate(1 hour)", at(0, 3, 0)), at(0, 4, 0));
  EXPECT_EQ(next("rate(2 days)", at(0, 3, 0)), at(2, 0, 0));
}

TEST(Schedule, CronIsStrictlyAfter) {
  EXPECT_EQ(next("cron(0 3 * * ? *)", at(0, 0, 0)), at(0, 3, 0));
  EXPECT_EQ(next("cron(0 3 * * ? *)", at(0, 3, 0)), at(1, 3, 0));
  EXPECT_EQ(next("cron(0/15 * * * ? *)", at(0, 23, 50)), at(1, 0, 0));
}

TEST(Schedule, CronKnowsDaysOfTheWeekAndMonths) {
  EXPECT_EQ(next("cron(30 9 ? * MON-FRI *)", at(0, 0, 0)), at(1, 9, 30));
  EXPECT_EQ(next("cron(30 9 ? * 6 *)", at(0, 0, 0)), at(5, 9, 30));
  EXPECT_EQ(next("cron(0 0 1 DEC ? *)", at(0, 0, 0)), at(30, 0, 0));
  EXPECT_EQ(next("cron(0 0 29 2 ? *)", at(0, 0, 0)), at(485, 0, 0));
}

TEST(Schedule, CronKnowsListsAndYears) {
  EXPECT_EQ(next("cron(0 8,20 * * ? 2026)", at(0, 9, 0)), at(0, 20, 0));
  EXPECT_THROW(static_cast<void>(next("cron(0 0 * * ? 2020)", at(0, 0, 0))), std::invalid_argument);
}

TEST(Schedule, RefusesWhatItDoesNotUnderstand) {
  for (const char* wrong :
       {"", "every minute", "rate(0 minutes)", "rate(5 fortnights)", "cron(0 3 * * *)", "cron(61 * * * ? *)",
        "cron(0 3 L * ? *)", "cron(0 3 * * * *)", "cron(5-1 * * * ? *)", "cron(0/0 * * * ? *)"}) {
    EXPECT_THROW(Schedule::parse(wrong), std::invalid_argument) << wrong;
  }
}

}  // namespace
}  // namespace fleetcast::models::eventbridge
