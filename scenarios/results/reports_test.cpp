// Compares reports of sample results with testdata/. After a change that is meant, run with FLEETCAST_UPDATE_GOLDEN=1
// and read the difference.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "pricing/ledger_io.hpp"
#include "scenarios/results/result_json.hpp"
#include "scenarios/results/sample_results.hpp"
#include "scenarios/results/text_report.hpp"
#include "scenarios/results/timeline.hpp"
#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::results {
namespace {

using documents::Json;

void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(FLEETCAST_RESULTS_FOLDER) + "/testdata/" + name;
  if (std::getenv("FLEETCAST_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << text;
  std::ifstream input(path);
  const std::string expected(std::istreambuf_iterator<char>(input), {});
  EXPECT_EQ(text, expected);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream input(text);
  for (std::string line; std::getline(input, line);) lines.push_back(line);
  return lines;
}

TEST(TextReport, IsAsBefore) { expect_golden("report.txt", text_report(sample::summary_of(sample::runs(4)))); }

TEST(TextReport, FitsEightyColumns) {
  for (const std::string& line : lines_of(text_report(sample::summary_of(sample::runs(4)), 80, 12.3))) {
    EXPECT_LE(terminal::text_width(line), 80U) << line;
  }
}

TEST(TextReport, BeginsWithAFailedAudit) {
  std::vector<RunResult> runs = sample::runs(3);
  EXPECT_EQ(text_report(sample::summary_of(runs)).find("FAILED"), std::string::npos);
  --runs[1].classes.front().good;
  const std::vector<std::string> lines = lines_of(text_report(sample::summary_of(runs)));
  EXPECT_TRUE(lines[2].starts_with("SELF-AUDIT FAILED: do not rely on this result")) << lines[2];
  EXPECT_LE(lines[2].size(), 80U);
  EXPECT_EQ(lines[3], "  conservation/report: off by 1 in 1 of 3 replications");
}

TEST(TextReport, SaysSoIfThereIsNoMargin) {
  const std::string text = text_report(sample::summary_of(sample::runs(1)));
  EXPECT_NE(text.find("One replication has no margin"), std::string::npos);
  EXPECT_EQ(text.find("± 0"), std::string::npos);
}

TEST(ResultJson, IsAsBefore) { expect_golden("result.json", result_json(sample::summary_of(sample::runs(4)))); }

TEST(ResultJson, HoldsWhatTheFormatPromises) {
  const Json json = Json::parse(result_json(sample::summary_of(sample::runs(4))));
  EXPECT_EQ(json["schema_version"], 1);
  EXPECT_EQ(json["start"], "2026-11-02T00:00:00Z");
  EXPECT_EQ(json["fleet"]["instances"]["n"], 4);
  EXPECT_EQ(json["latency_s"]["by_class"]["page"]["p99"]["ci95"].size(), 2U);
  EXPECT_EQ(json["incidents"][0]["at"], "2026-11-02T01:00:00Z");
  EXPECT_EQ(json["incident_counts"]["spot_interruption"]["mean"], 2);
  EXPECT_EQ(json["self_audit"]["littles_law"]["checks"][0]["of"], "api");
  EXPECT_EQ(json["by_replication"]["cost_usd.total_month"].size(), 4U);
  double lost = 0;
  for (const Json& cause : json["availability"]["by_cause"]) lost += cause["lost_ratio"]["mean"].get<double>();
  EXPECT_NEAR(lost, 1 - json["availability"]["ratio"]["mean"].get<double>(), 1e-12);
}

TEST(ResultJson, UnknownIntervalsAreNull) {
  const Json json = Json::parse(result_json(sample::summary_of(sample::runs(1))));
  EXPECT_TRUE(json["cost_usd"]["total_month"]["ci95"].is_null());
  EXPECT_EQ(json["cost_usd"]["total_month"]["n"], 1);
  EXPECT_TRUE(json["objectives"][0]["confidence"].is_null());
}

TEST(ResultJson, RequestsAreConserved) {
  const Json requests = Json::parse(result_json(sample::summary_of(sample::runs(3))))["requests"];
  const auto mean = [&](const char* name) { return requests[name]["mean"].get<double>(); };
  EXPECT_DOUBLE_EQ(mean("in_flight_at_begin") + mean("offered"),
                   mean("served") + mean("failed") + mean("excluded") + mean("in_flight_at_end"));
}

TEST(ResultJson, UsageCanBePricedAnew) {
  const Summary summary = sample::summary_of(sample::runs(1));
  const Json json = Json::parse(result_json(summary));
  const pricing::UsageFile usage = pricing::parse_usage(json["usage"].dump(), "usage");
  EXPECT_EQ(usage.horizon_seconds, 7200);
  EXPECT_EQ(pricing::bill(usage.usage, sample::book()).total, summary.mean_bill.total);
}

TEST(ResultJson, CollidingFiguresAreAnErrorOfTheProgram) {
  RunResult run = sample::run(0);
  run.figures["fleet.instances.spot"] = 1;
  EXPECT_THROW((void)result_json(sample::summary_of({run})), std::logic_error);
}

TEST(TimelineCsv, ReadsBack) {
  Timeline timeline = sample::summary_of(sample::runs(2)).timeline;
  timeline.series[3].values[1].reset();
  const std::vector<std::string> lines = lines_of(timeline_csv(timeline, sample::first_hour * 3600));
  ASSERT_EQ(lines.size(), sample::minutes + 1);
  EXPECT_EQ(lines[0],
            "minute,starts_at,offered,good,bad,latency_mean_s,fleet.instances,fleet.spot_instances,red,"
            "failed_by.background,failed_by.spot_reclaim,cause_chain\r");
  EXPECT_EQ(lines[1], "0,2026-11-02T00:00:00Z,200,200,0,0.04,10,6,0,0,0,\r");
  EXPECT_EQ(lines[2], "1,2026-11-02T00:01:00Z,201,201,0,,10,6,0,0,0,\r");
  // In the 62nd minute after the first hour only replication 1 is hit.
  EXPECT_EQ(lines[63], "62,2026-11-02T01:02:00Z,262,257.5,4.5,0.04,9,5,0.5,0.5,4,\r");
}

}  // namespace
}  // namespace fleetcast::scenarios::results
