#include "pricing/usage.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <sstream>
#include <stdexcept>

#include "pricing/ledger_io.hpp"
#include "pricing/problems.hpp"
#include "pricing/testdata/random_ledger.hpp"

namespace fleetcast::pricing {
namespace {

using namespace testdata;

std::string text_of(const UsageFile& file) {
  std::ostringstream out;
  write_usage(out, file);
  return out.str();
}

std::string message_of(const std::string& text) {
  try {
    static_cast<void>(parse_usage(text, "usage.json"));
  } catch (const InvalidDocument& error) {
    return error.what();
  }
  return "no problem";
}

TEST(UsageLedger, AddsUpTheSameKey) {
  UsageLedger ledger;
  ledger.add(row(meter::nat_hours), 2, 3);
  ledger.add(row(meter::nat_hours), 5);
  ledger.add(later(row(meter::nat_hours), 1), 1);
  ASSERT_EQ(ledger.rows().size(), 2U);
  EXPECT_EQ(ledger.rows().begin()->second.raw, 7);
  EXPECT_EQ(ledger.rows().begin()->second.billable, 8);
  UsageLedger sum = ledger;
  sum.merge(ledger);
  EXPECT_EQ(sum.rows().begin()->second.billable, 16);
}

TEST(UsageLedger, RefusesNegativeAmountsAndOverflow) {
  UsageLedger ledger;
  EXPECT_THROW(ledger.add(row(meter::nat_hours), -1), std::invalid_argument);
  EXPECT_THROW(ledger.add(row(meter::nat_hours), 1, -1), std::invalid_argument);
  EXPECT_TRUE(ledger.rows().empty());
  ledger.add(row(meter::nat_hours), std::numeric_limits<std::int64_t>::max());
  EXPECT_THROW(ledger.add(row(meter::nat_hours), 1), std::invalid_argument);
  EXPECT_EQ(ledger.rows().begin()->second.raw, std::numeric_limits<std::int64_t>::max());
}

TEST(UsageFile, SurvivesWritingAndReading) {
  const UsageFile file{random_ledger(3, 500), 2'592'000};
  const std::string text = text_of(file);
  const UsageFile read = parse_usage(text, "usage.json");
  EXPECT_EQ(text_of(read), text);
  EXPECT_EQ(read.horizon_seconds, 2'592'000);
  EXPECT_EQ(bill(read.usage, us_east_1()).total, bill(file.usage, us_east_1()).total);
  EXPECT_EQ(text_of(parse_usage(text_of({}), "empty.json")), text_of({}));
}

TEST(UsageFile, ReportsEveryProblemAtOnce) {
  EXPECT_EQ(message_of(R"({"schema_version": 2, "rows": [
      {"meter": "nat.hour", "region": "us-east-1", "hour": "2026-11-01T00:00:00Z", "amount": 1},
      {"meter": "nat.hours", "hour": "yesterday", "amount": -1, "zona": "a"},
      {"meter": "nat.hours", "region": "r", "hour": "2026-11-01T00:00Z", "raw": 1.5, "billable": 9223372036854775808},
      7], "row": []})"),
            "usage.json: 10 problems\n"
            "  /row: is not known here (did you mean 'rows'?)\n"
            "  /schema_version: must be 1\n"
            "  /rows/0/meter: 'nat.hour' is not a meter (did you mean 'nat.hours'?)\n"
            "  /rows/1/zona: is not known here (did you mean 'zone'?)\n"
            "  /rows/1/region: is missing\n"
            "  /rows/1/hour: 'yesterday' is not a whole hour in UTC, such as '2026-11-01T13:00:00Z'\n"
            "  /rows/1/amount: must be a whole number from 0 to 2^63-1, not -1\n"
            "  /rows/2/raw: must be a whole number from 0 to 2^63-1, not 1.5\n"
            "  /rows/2/billable: must be a whole number from 0 to 2^63-1, not 9223372036854775808\n"
            "  /rows/3: must be an object, not number");
}

TEST(UsageFile, RefusesBrokenDocuments) {
  const std::string text = text_of({random_ledger(5, 3), 3600});
  for (std::size_t length = 0; length + 3 < text.size(); ++length) {
    ASSERT_NE(message_of(text.substr(0, length)), "no problem") << length;
  }
  // A number that no double holds; found by tests/fuzz.
  EXPECT_NE(message_of(R"({"schema_version": 1, "horizon_s": 3e600, "rows": []})"), "no problem");
  EXPECT_THROW(static_cast<void>(read_usage("/nowhere/usage.json")), InvalidDocument);
}

}  // namespace
}  // namespace fleetcast::pricing
