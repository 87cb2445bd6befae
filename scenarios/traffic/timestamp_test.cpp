#include "scenarios/traffic/timestamp.hpp"

#include <gtest/gtest.h>

namespace fleetcast::scenarios::traffic {
namespace {

constexpr std::int64_t kick_off = 893'971'800'000;  // 1998-04-30T21:30:00Z

TEST(TimestampTest, ReadsTheFormsOfOneInstant) {
  for (const char* text : {"1998-04-30 21:30:00", "1998-04-30T21:30:00Z", "1998-04-30 21:30", "1998/04/30 21:30:00 UTC",
                           "1998-04-30T23:30:00+02:00", "1998-04-30 17:30:00 -0400", "893971800", "893971800.0",
                           "893971800000", "893971800000000", "  893971800 "}) {
    EXPECT_EQ(parse_timestamp(text), kick_off) << text;
  }
}

TEST(TimestampTest, KeepsMilliseconds) {
  EXPECT_EQ(parse_timestamp("1998-04-30 21:30:00.2509"), kick_off + 250);
  EXPECT_EQ(parse_timestamp("893971800.25"), kick_off + 250);
  EXPECT_EQ(parse_timestamp("893971800.001"), kick_off + 1);
  EXPECT_EQ(timestamp_text(kick_off + 250), "1998-04-30 21:30:00.250");
  EXPECT_EQ(timestamp_text(kick_off), "1998-04-30 21:30:00");
  EXPECT_EQ(timestamp_text(-1), "1969-12-31 23:59:59.999");
}

TEST(TimestampTest, RefusesWhatIsNoTime) {
  for (const char* text : {"", "period", "1998-02-29", "1998-13-01 00:00:00", "1998-04-30 24:00:00", "1998-04-30 21",
                           "1998-04-30 21:30:00 x", "1998-04-30x21:30:00", "12:30", "1e400", "nan", "17 ms"}) {
    EXPECT_EQ(parse_timestamp(text), std::nullopt) << text;
  }
}

TEST(TimestampTest, ReadsDays) {
  EXPECT_EQ(parse_day("1998-06-30"), 899'164'800'000);
  EXPECT_EQ(parse_day("1998-06-31"), std::nullopt);
  EXPECT_EQ(parse_day("1998-06-30 12:00"), std::nullopt);
}

}  // namespace
}  // namespace fleetcast::scenarios::traffic
