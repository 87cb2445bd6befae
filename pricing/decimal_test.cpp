#include "pricing/decimal.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace fleetcast::pricing {
namespace {

Decimal decimal(std::string_view text) { return Decimal::parse(text); }

TEST(Decimal, ReadsAndWritesExactly) {
  for (const char* text : {"0", "1", "-1", "0.000000000001", "-0.0225", "123456789012.345678901234", "10"}) {
    EXPECT_EQ(decimal(text).to_string(), text);
  }
  EXPECT_EQ(decimal("007.500").to_string(), "7.5");
  EXPECT_EQ(decimal("-0").to_string(), "0");
}

TEST(Decimal, RefusesWhatIsNotAPlainDecimal) {
  for (const char* text : {"", "-", ".", "1.", ".5", "1e-6", "+1", "1,5", " 1", "1.2.3", "0.0000000000001", "nan"}) {
    EXPECT_THROW(static_cast<void>(decimal(text)), std::invalid_argument) << text;
  }
}

TEST(Decimal, AddsWithoutBinaryError) {
  Decimal sum;
  for (int i = 0; i < 10; ++i) sum += decimal("0.1");
  EXPECT_EQ(sum, decimal("1"));
  EXPECT_EQ(decimal("0.3") - decimal("0.1"), decimal("0.2"));
}

TEST(Decimal, RoundsHalfToEven) {
  EXPECT_EQ(decimal("0.125").rounded(2), decimal("0.12"));
  EXPECT_EQ(decimal("0.135").rounded(2), decimal("0.14"));
  EXPECT_EQ(decimal("0.125000000001").rounded(2), decimal("0.13"));
  EXPECT_EQ(decimal("-0.125").rounded(2), decimal("-0.12"));
  EXPECT_EQ(decimal("-0.135").rounded(2), decimal("-0.14"));
  EXPECT_EQ(decimal("2.5").rounded(0), decimal("2"));
  EXPECT_EQ(decimal("1.005").to_string(2), "1.00");
  EXPECT_EQ(decimal("0.5").to_string(3), "0.500");
  EXPECT_EQ(decimal("-0.004").to_string(2), "0.00");
}

TEST(Decimal, MultipliesAndDividesWithOneRounding) {
  EXPECT_EQ(decimal("0.0225").times(decimal("730")), decimal("16.425"));
  EXPECT_EQ(decimal("1").divided_by(decimal("3")), decimal("0.333333333333"));
  EXPECT_EQ(decimal("2").divided_by(decimal("3"), 4), decimal("0.6667"));
  EXPECT_EQ(decimal("-1").divided_by(decimal("-8"), 2), decimal("0.12"));
  EXPECT_THROW(static_cast<void>(decimal("1").divided_by({})), std::invalid_argument);
  EXPECT_EQ(decimal("0.1").times_ratio(3, 3), decimal("0.1"));
  EXPECT_EQ(decimal("0.096").times_ratio(1, 3600, 10), decimal("0.0000266667"));
}

TEST(Decimal, TakesRatiosOfLargeIntegers) {
  const Integer128 exabyte = Integer128{1} << 60;
  EXPECT_EQ(Decimal::from_ratio(exabyte, Integer128{1} << 30), Decimal::from_integer(1 << 30));
  EXPECT_EQ(Decimal::from_ratio(-7, 2), decimal("-3.5"));
  EXPECT_THROW(static_cast<void>(Decimal::from_ratio(1, 0)), std::invalid_argument);
}

TEST(Decimal, ReportsOverflow) {
  const Decimal large = decimal("100000000000000000000000000");
  EXPECT_EQ(large.to_string(), "100000000000000000000000000");
  EXPECT_THROW(static_cast<void>(large + large), std::overflow_error);
  EXPECT_THROW(static_cast<void>(large.times_ratio(2, 1)), std::overflow_error);
  EXPECT_THROW(static_cast<void>(decimal("1000000000000000000000000000")), std::overflow_error);
}

TEST(Decimal, SaysWhetherAProductIsWhole) {
  EXPECT_EQ(static_cast<int>(decimal("0.01").whole_times(100'000)), 1000);
  EXPECT_THROW(static_cast<void>(decimal("0.001").whole_times(1)), std::invalid_argument);
}

TEST(Decimal, Compares) {
  EXPECT_LT(decimal("-1"), decimal("0.5"));
  EXPECT_EQ(decimal("0.50"), decimal("0.5"));
}

}  // namespace
}  // namespace fleetcast::pricing
