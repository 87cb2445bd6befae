#pragma once
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "scenarios/traffic/rate_context.hpp"
#include "sim/traffic/arrivals.hpp"

namespace fleetcast::scenarios::traffic {

inline constexpr double day = 86400;                    ///< seconds
inline constexpr std::int64_t november_2 = 1793577600;  ///< 2026-11-02T00:00:00Z, a Monday

/// Makes the context of a scenario that starts at a Unix second, after a pre-roll.
inline RateContext context_of(std::int64_t start, double horizon, double pre_roll = 0, const char* time_zone = "UTC") {
  return {.calendar = sim::Calendar(start - static_cast<std::int64_t>(pre_roll)),
          .begin = sim::Instant{0},
          .start = sim::Instant{0} + sim::seconds(pre_roll),
          .end = sim::Instant{0} + sim::seconds(pre_roll + horizon),
          .time_zone = time_zone};
}

/// Returns the requests that segments are expected to bring between two times, in seconds after the world's beginning.
inline double expected(const std::vector<sim::traffic::RateSegment>& segments, double from, double to) {
  const sim::traffic::Arrivals arrivals(sim::chance::Stream{}, segments);
  const sim::Instant zero{0};
  return arrivals.expected_until(zero + sim::seconds(to)) - arrivals.expected_until(zero + sim::seconds(from));
}

/// Returns the number of requests in counted segments.
inline std::int64_t total_count(const std::vector<sim::traffic::RateSegment>& segments) {
  std::int64_t total = 0;
  for (const auto& segment : segments) total += segment.count;
  return total;
}

/// Keeps a folder for one test's trace.
class TraceFolder : public testing::Test {
 protected:
  TraceFolder() : folder_(std::filesystem::path(testing::TempDir()) / "fleetcast_traffic" / test_name()) {
    std::filesystem::create_directories(folder_);
  }
  ~TraceFolder() override { std::filesystem::remove_all(folder_); }

  void put(const std::string& text) const { std::ofstream(folder_ / "trace.csv", std::ios::binary) << text; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  static std::string test_name() {
    const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
    return std::string(test->test_suite_name()) + "_" + test->name();
  }

  std::filesystem::path folder_;
};

}  // namespace fleetcast::scenarios::traffic
