#include "models/cloudwatch/alarm.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace fleetcast::models::cloudwatch {
namespace {

constexpr AlarmState ok = AlarmState::ok;
constexpr AlarmState in_alarm = AlarmState::alarm;
constexpr AlarmState unknown = AlarmState::insufficient_data;

PutAlarm alarm_of(std::int64_t datapoints, std::int64_t periods, MissingData missing) {
  PutAlarm alarm;
  alarm.threshold = 50;
  alarm.datapoints_to_alarm = datapoints;
  alarm.evaluation_periods = periods;
  alarm.period = sim::seconds(60);
  alarm.missing_data = missing;
  return alarm;
}

/// Reads the notation of the CloudWatch guide, oldest first: '0' calm, 'X' breaching, '-' missing.
std::vector<std::optional<double>> points(const std::string& oldest_first) {
  std::vector<std::optional<double>> range;
  for (const char letter : oldest_first) {
    range.push_back(letter == '-' ? std::nullopt : std::optional<double>(letter == 'X' ? 90 : 10));
  }
  std::reverse(range.begin(), range.end());
  return range;
}

struct Case {
  const char* range;
  AlarmState missing, ignore, breaching, not_breaching;
};

void check(std::int64_t datapoints, std::int64_t periods, AlarmState current, const std::vector<Case>& cases) {
  for (const Case& expected : cases) {
    SCOPED_TRACE(expected.range);
    const auto state = [&](MissingData missing) {
      return evaluate(alarm_of(datapoints, periods, missing), points(expected.range), current);
    };
    EXPECT_EQ(state(MissingData::missing), expected.missing);
    EXPECT_EQ(state(MissingData::ignore), expected.ignore);
    EXPECT_EQ(state(MissingData::breaching), expected.breaching);
    EXPECT_EQ(state(MissingData::not_breaching), expected.not_breaching);
  }
}

// The two tables of the CloudWatch guide (AlarmThatSendsEmail.md); the current state is INSUFFICIENT_DATA.
TEST(AlarmEvaluation, FollowsTheTableForThreeOfThree) {
  check(3, 3, unknown,
        {{"0-X-X", ok, ok, ok, ok},
         {"0----", ok, ok, ok, ok},
         {"-----", unknown, unknown, in_alarm, ok},
         {"0XX-X", in_alarm, in_alarm, in_alarm, in_alarm},
         {"--X--", in_alarm, unknown, in_alarm, ok}});
}

TEST(AlarmEvaluation, FollowsTheTableForTwoOfThree) {
  check(2, 3, unknown,
        {{"0-X-X", in_alarm, in_alarm, in_alarm, in_alarm},
         {"00X0X", in_alarm, in_alarm, in_alarm, in_alarm},
         {"0-X--", ok, ok, in_alarm, ok},
         {"----0", ok, ok, in_alarm, ok},
         {"---X-", in_alarm, unknown, in_alarm, ok}});
}

TEST(AlarmEvaluation, DoesNotFireOnOneFreshPoint) {
  EXPECT_EQ(evaluate(alarm_of(3, 3, MissingData::missing), points("----X"), ok), ok);
}

TEST(AlarmEvaluation, ComparesStrictlyOnBothSides) {
  PutAlarm alarm = alarm_of(1, 1, MissingData::missing);
  EXPECT_FALSE(breaches(alarm, 50));
  EXPECT_TRUE(breaches(alarm, 50.5));
  alarm.comparison = Comparison::below;
  EXPECT_FALSE(breaches(alarm, 50));
  EXPECT_TRUE(breaches(alarm, 49.5));
}

}  // namespace
}  // namespace fleetcast::models::cloudwatch
