#include "scenarios/results/run_result_io.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "scenarios/results/sample_results.hpp"

namespace fleetcast::scenarios::results {
namespace {

TEST(RunResultIo, RoundTripIsExact) {
  RunResult run = sample::run(3);
  run.figures["awkward"] = 0.1 + 0.2;
  run.figures["tiny"] = std::numeric_limits<double>::denorm_min();
  run.classes.front().good = std::numeric_limits<std::uint64_t>::max();
  const RunResult read = run_result_from_bytes(to_bytes(run));
  EXPECT_EQ(read.replication, 3U);
  EXPECT_EQ(read.fingerprint, run.fingerprint);
  EXPECT_EQ(read.horizon_seconds, run.horizon_seconds);
  ASSERT_EQ(read.classes.size(), 2U);
  EXPECT_EQ(read.classes[0].name, "api_read");
  EXPECT_EQ(read.classes[0].good, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(read.classes[0].by_cause, run.classes[0].by_cause);
  EXPECT_TRUE(read.classes[1].latency == run.classes[1].latency);
  EXPECT_TRUE(read.stages.at("origin") == run.stages.at("origin"));
  EXPECT_EQ(read.figures, run.figures);
  EXPECT_EQ(read.timeline, run.timeline);
  EXPECT_EQ(read.events, run.events);
  EXPECT_EQ(read.losses, run.losses);
  EXPECT_EQ(read.counts, run.counts);
  ASSERT_EQ(read.minutes.size(), sample::minutes);
  EXPECT_EQ(read.minutes[61].bad, run.minutes[61].bad);
  EXPECT_EQ(read.minutes[61].latency_seconds, run.minutes[61].latency_seconds);
  ASSERT_EQ(read.incidents.size(), 3U);
  EXPECT_EQ(read.incidents[2].at, run.incidents[2].at);
  EXPECT_EQ(read.incidents[2].effect, run.incidents[2].effect);
  EXPECT_EQ(read.audit[1].residual, run.audit[1].residual);
  ASSERT_EQ(read.ledger.rows().size(), run.ledger.rows().size());
  EXPECT_EQ(read.ledger.rows().begin()->first, run.ledger.rows().begin()->first);
  // Whatever was left out above would show here.
  EXPECT_EQ(to_bytes(read), to_bytes(run));
}

TEST(RunResultIo, AnEmptyResultIsFine) {
  EXPECT_EQ(to_bytes(run_result_from_bytes(to_bytes(RunResult{}))), to_bytes(RunResult{}));
}

TEST(RunResultIo, AnyCutOffResultIsRefused) {
  const std::vector<std::uint8_t> bytes = to_bytes(sample::run(0));
  for (std::size_t length = 0; length < bytes.size(); length += 997) {
    EXPECT_THROW((void)run_result_from_bytes(std::span(bytes).first(length)), std::invalid_argument) << length;
  }
  EXPECT_THROW((void)run_result_from_bytes(std::vector<std::uint8_t>{0xA0}), std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::scenarios::results
