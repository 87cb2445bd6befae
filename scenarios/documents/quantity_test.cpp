#include "scenarios/documents/quantity.hpp"

#include <gmock/gmock.h>

#include <array>
#include <random>

namespace fleetcast::scenarios::documents {
namespace {

struct Case {
  const char* text;
  const char* unit;
  double value;
};

TEST(Quantity, ReadsUnitsIntoTheUnitOfTheField) {
  constexpr std::array cases = {Case{"90 s", "s", 90},
                                Case{"2 min", "s", 120},
                                Case{"4 h", "s", 14400},
                                Case{"30 d", "s", 2592000},
                                Case{"20ms", "s", 0.02},
                                Case{"250 us", "s", 0.00025},
                                Case{"1 d 2 h 30 min", "s", 95400},
                                Case{"12 d 14:00", "s", 1087200},
                                Case{"20:00", "s", 72000},
                                Case{"00:00:30", "s", 30},
                                Case{"90 s", "min", 1.5},
                                Case{"7", "s", 7},
                                Case{"512 MiB", "B", 536870912},
                                Case{"2 GiB", "B", 2147483648.0},
                                Case{"300 MB", "B", 3e8},
                                Case{"1 GiB", "MiB", 1024},
                                Case{"1000/s", "1/s", 1000},
                                Case{"60/min", "1/s", 1},
                                Case{"60 requests/min", "requests/s", 1},
                                Case{"10 Gbit/s", "B/s", 1.25e9},
                                Case{"10 Gbps", "B/s", 1.25e9},
                                Case{"1 MiB/s", "B/s", 1048576},
                                Case{"70 %", "ratio", 0.7},
                                Case{"70%", "%", 70},
                                Case{"0.7", "%", 0.7},
                                Case{"4 vCPU", "vCPU", 4},
                                Case{"1 task", "tasks", 1},
                                Case{" -3e2 ", "", -300}};
  for (const Case& one : cases) EXPECT_EQ(parse_quantity(one.text, one.unit), one.value) << one.text;
}

TEST(Quantity, RefusesWhatDoesNotFitTheField) {
  constexpr std::array cases = {Case{"90 B", "s", 0},
                                Case{"90 s", "B", 0},
                                Case{"", "s", 0},
                                Case{"s", "s", 0},
                                Case{"1 2", "s", 0},
                                Case{"nan", "", 0},
                                Case{"inf", "s", 0},
                                Case{"1e999", "", 0},
                                Case{"25:00", "s", 0},
                                Case{"12:60", "s", 0},
                                Case{"4 vCPU", "B", 0},
                                Case{"70 %", "s", 0},
                                Case{"5 apples/s", "requests/s", 0},
                                Case{"0x10", "", 0},
                                Case{"1,000", "", 0},
                                Case{"1 m", "s", 0}};
  for (const Case& one : cases)
    EXPECT_THROW((void)parse_quantity(one.text, one.unit), std::invalid_argument) << one.text;
}

TEST(Quantity, SaysWhichUnitsFit) {
  try {
    (void)parse_quantity("5 parsecs", "s");
    FAIL() << "accepted";
  } catch (const std::invalid_argument& refused) {
    EXPECT_STREQ(refused.what(), "'5 parsecs' is not a number in s, ms, min, h or d");
  }
}

TEST(Quantity, GivesTheUnitOfAnIntervalToBothEnds) {
  const Interval minutes = parse_interval("1..2 min", "s");
  EXPECT_EQ(minutes.low, 60);
  EXPECT_EQ(minutes.high, 120);
  const Interval mixed = parse_interval("30 s .. 2 min", "s");
  EXPECT_EQ(mixed.low, 30);
  EXPECT_EQ(mixed.high, 120);
  EXPECT_EQ(parse_interval("4", "").high, 4);
}

TEST(Quantity, WritesTheShortestForm) {
  EXPECT_EQ(format_quantity(2592000, "s"), "30 d");
  EXPECT_EQ(format_quantity(90, "s"), "90 s");
  EXPECT_EQ(format_quantity(0.02, "s"), "20 ms");
  EXPECT_EQ(format_quantity(0, "s"), "0 s");
  EXPECT_EQ(format_quantity(2147483648.0, "B"), "2 GiB");
  EXPECT_EQ(format_quantity(3e8, "B"), "300 MB");
  EXPECT_EQ(format_quantity(1.25e9, "B/s"), "10 Gbit/s");
  EXPECT_EQ(format_quantity(1000, "1/s"), "1000/s");
  EXPECT_EQ(format_quantity(0.7, "ratio"), "0.7");
  EXPECT_EQ(format_quantity(4, "vCPU"), "4 vCPU");
}

TEST(Quantity, ReadsBackWhatItWrites) {
  std::mt19937_64 random(20261101);
  constexpr std::array units = {"s", "ms", "B", "B/s", "1/s", "ratio", "%", "tasks", ""};
  for (int i = 0; i < 20000; ++i) {
    const char* unit = units[random() % units.size()];
    const double scale = static_cast<double>(std::uint64_t{1} << (random() % 60));
    const double value = static_cast<double>(random() >> 11U) / scale;
    ASSERT_EQ(parse_quantity(format_quantity(value, unit), unit), value) << format_quantity(value, unit);
  }
}

}  // namespace
}  // namespace fleetcast::scenarios::documents
