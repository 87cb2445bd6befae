#include "sim/sampling/error_ledger.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace fleetcast::sim::sampling {
namespace {

TEST(ErrorLedger, ErrorOfATotalFollowsFromWhatWindowsDifferedBy) {
  ErrorLedger ledger;
  ledger.set_headlines({{"both", {0, 2}}});
  ledger.note_window({3, 100, 4}, {1, 0, 2}, 100);   // 4 more than expected
  ledger.note_window({1, 100, 1}, {2, 0, 3}, 100);   // 3 less
  ledger.note_window({1, 1, 1}, {}, 50);             // nothing was expected of the first window of a state
  ledger.note_skipped(10'000);
  const std::vector<SamplingError> errors = ledger.errors({150, 7, 100});
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].name, "both");
  // The root of 16 + 9 in 200 arrivals, for 10,000: 250 of 250.
  EXPECT_DOUBLE_EQ(errors[0].relative, 1.0);
  EXPECT_FALSE(errors[0].is_audited);
}

TEST(ErrorLedger, AuditedStretchesAreSetAgainstWhatIsClaimed) {
  ErrorLedger ledger;
  ledger.set_headlines({{"one", {0}}});
  for (int i = 0; i < 100; ++i) ledger.note_window({11}, {10}, 10);
  ledger.note_audit({430}, {400}, 400);
  ledger.note_audit({390}, {400}, 400);
  EXPECT_EQ(ledger.audits(), 2u);
  const std::vector<SamplingError> errors = ledger.errors({1000});
  EXPECT_TRUE(errors[0].is_audited);
  EXPECT_DOUBLE_EQ(errors[0].audited_difference, 20.0 / 800);
  // 100 squared differences in 1,000 arrivals: 0.1 for each of 800, and 0.01 for each of the average.
  EXPECT_DOUBLE_EQ(errors[0].audited_error, std::sqrt(80 + 8.0 * 8.0) / 800);
}

TEST(ErrorLedger, NothingSkippedIsNoError) {
  ErrorLedger ledger;
  ledger.set_headlines({{"one", {0}}});
  EXPECT_EQ(ledger.errors({10})[0].relative, 0);
  ledger.note_window({11}, {10}, 10);
  ledger.note_skipped(100);
  ledger.forget_skipped();
  EXPECT_EQ(ledger.errors({10})[0].relative, 0);
}

}  // namespace
}  // namespace fleetcast::sim::sampling
