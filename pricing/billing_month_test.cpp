#include "pricing/billing_month.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace fleetcast::pricing {
namespace {

TEST(BillingMonth, KnowsTheLengthOfMonths) {
  EXPECT_EQ(calendar_month(utc_hour_of(2026, 3, 15)).hours(), 744);
  EXPECT_EQ(calendar_month(utc_hour_of(2026, 11, 30)).hours(), 720);
  EXPECT_EQ(calendar_month(utc_hour_of(2026, 2, 1)).hours(), 672);
  EXPECT_EQ(calendar_month(utc_hour_of(2028, 2, 29)).hours(), 696);
  EXPECT_EQ(calendar_month(utc_hour_of(2100, 2, 1)).hours(), 672);
  EXPECT_EQ(calendar_month(utc_hour_of(1969, 12, 31)).end_hour, 0);
}

TEST(BillingMonth, SplitsAtMidnightUtc) {
  const std::int64_t december = utc_hour_of(2026, 12, 1);
  EXPECT_EQ(calendar_month(december - 1).end_hour, december);
  EXPECT_EQ(calendar_month(december).first_hour, december);
}

TEST(BillingMonth, WritesAndReadsHours) {
  EXPECT_EQ(to_iso(0), "1970-01-01T00:00:00Z");
  for (std::int64_t hour = utc_hour_of(2023, 12, 30); hour < utc_hour_of(2028, 3, 2); hour += 7) {
    ASSERT_EQ(utc_hour_from_iso(to_iso(hour)), hour);
  }
  EXPECT_EQ(to_iso(utc_hour_from_iso("2026-11-01T13:00Z")), "2026-11-01T13:00:00Z");
}

TEST(BillingMonth, RefusesWhatIsNotAWholeUtcHour) {
  for (const char* text : {"", "2026-11-01", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-01T24:00:00Z",
                           "2026-11-01T00:30:00Z", "2026-11-01T00:00:00+01:00"}) {
    EXPECT_THROW(static_cast<void>(utc_hour_from_iso(text)), std::invalid_argument) << text;
  }
}

}  // namespace
}  // namespace fleetcast::pricing
