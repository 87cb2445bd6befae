#include "scenarios/traffic/local_time.hpp"

#include <gmock/gmock.h>

namespace fleetcast::scenarios::traffic {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t hour = 3600;
// Summer time in New York ends on 2026-11-01 at 06:00 UTC.
constexpr std::int64_t clocks_back = 1793512800;

TEST(LocalTimeTest, FollowsSummerTime) {
  const LocalTime local("America/New_York", clocks_back - 24 * hour, clocks_back + 24 * hour);
  EXPECT_EQ(local.offset(clocks_back - 1), -4 * hour);
  EXPECT_EQ(local.offset(clocks_back), -5 * hour);
}

TEST(LocalTimeTest, ListsMidnightsAndChanges) {
  const LocalTime local("America/New_York", clocks_back - 6 * hour, clocks_back + 24 * hour);
  EXPECT_THAT(local.days_and_changes(),
              ElementsAre(clocks_back - 6 * hour, clocks_back - 2 * hour, clocks_back, clocks_back + 23 * hour));
}

TEST(LocalTimeTest, KnowsFutureSummers) {
  // 2030-07-01 and 2030-01-01, 12:00 UTC.
  const LocalTime berlin("Europe/Berlin", 1893456000, 1924992000);
  EXPECT_EQ(berlin.offset(1909137600), 2 * hour);
  EXPECT_EQ(berlin.offset(1893499200), hour);
}

TEST(LocalTimeTest, SuggestsZones) {
  EXPECT_EQ(time_zone_problem("Europe/Berlin"), std::nullopt);
  EXPECT_EQ(time_zone_problem("UTC"), std::nullopt);
  EXPECT_THAT(*time_zone_problem("Europe/Berln"), HasSubstr("'Europe/Berln' (did you mean 'Europe/Berlin'?)"));
  EXPECT_THAT(*time_zone_problem("New York"), HasSubstr("did you mean 'America/New_York'?"));
  EXPECT_THROW(LocalTime("Mars/Olympus", 0, 1), std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::scenarios::traffic
