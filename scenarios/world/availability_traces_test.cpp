#include "scenarios/world/availability_traces.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace fleetcast::scenarios::world {
namespace {

/// Writes a trace to a file that is gone after the test.
class TraceFile {
 public:
  explicit TraceFile(const std::string& text)
      : path_(std::filesystem::temp_directory_path() /
              ("fleetcast_trace_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    std::ofstream(path_) << text;
  }
  ~TraceFile() { std::filesystem::remove(path_); }
  TraceFile(const TraceFile&) = delete;
  TraceFile& operator=(const TraceFile&) = delete;
  [[nodiscard]] models::spot::AvailabilityTraceConfig config() const { return {path_.string(), 600}; }

 private:
  std::filesystem::path path_;
};

TEST(AvailabilityTraces, AreReadInTheFormOfThePublicOnes) {
  const TraceFile file(R"({"metadata": {"gap_seconds": 300}, "data": [16, 7, 0]})");
  const models::spot::AvailabilityTrace trace = read_availability_trace(file.config());
  EXPECT_EQ(trace.step, sim::minutes(5));
  EXPECT_EQ(trace.offset, sim::minutes(10));
  EXPECT_EQ(trace.instances, (std::vector<std::int64_t>{16, 7, 0}));
}

TEST(AvailabilityTraces, WhatIsWrongIsSaid) {
  for (const char* text : {"[]", "{}", R"({"metadata": {"gap_seconds": 0}, "data": [1]})",
                           R"({"metadata": {"gap_seconds": 300}})", R"({"metadata": {"gap_seconds": 300}, "data": []})",
                           R"({"metadata": {"gap_seconds": 300}, "data": [1, -1]})",
                           R"({"metadata": {"gap_seconds": 300}, "data": [1, 0.5]})",
                           R"({"metadata": {"gap_seconds": 300}, "data": [0, 0]})"}) {
    const TraceFile file(text);
    EXPECT_THROW(static_cast<void>(read_availability_trace(file.config())), std::invalid_argument) << text;
  }
}

TEST(AvailabilityTraces, AMissingFileIsAProblemAtItsPlace) {
  documents::Problems problems;
  check_availability_trace("m5.large/us-east-1a", {"/nowhere/trace.json", 0}, problems);
  ASSERT_EQ(problems.list().size(), 1U);
  EXPECT_EQ(problems.list()[0].pointer, "/spot/traces/m5.large~1us-east-1a/file");
}

}  // namespace
}  // namespace fleetcast::scenarios::world
