#include "scenarios/results/html_report.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "scenarios/results/sample_results.hpp"
#include "scenarios/results/svg_chart.hpp"

namespace fleetcast::scenarios::results {
namespace {

/// Returns a summary of a month, whose load has a daily course and whose fleet follows it.
Summary month() {
  std::vector<RunResult> runs = sample::runs(3);
  for (RunResult& run : runs) {
    run.minutes.clear();
    run.timeline.clear();
    for (int minute = 0; minute < 30 * 1440; ++minute) {
      const double load = 1 + 0.6 * std::sin(2 * M_PI * minute / 1440.0);
      const bool is_out = minute / 1440 == 12 && minute % 1440 > 840 && minute % 1440 < 960;
      const auto offered = static_cast<std::uint64_t>(30000 * load);
      const std::uint64_t bad = is_out ? offered / 10 : offered / 20000;
      run.minutes.push_back({offered, offered - bad, bad, offered, 0.05 * load * static_cast<double>(offered)});
      run.timeline["fleet.instances"].push_back(std::round(20 * load) - (is_out ? 6 : 0));
      run.timeline["fleet.spot_instances"].push_back(std::round(13 * load) - (is_out ? 6 : 0));
      run.timeline["services.api.tasks"].push_back(std::round(60 * load));
    }
    run.horizon_seconds = 30 * 86400;
    run.incidents.push_back(
        {{sim::hours(12 * 24 + 14).ticks}, "zone_outage", "scripted", "zone b <down>", sim::hours(2)});
  }
  Summary summary = sample::summary_of(runs);
  summary.heading.scenario_name = "reference <month> & more";
  return summary;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(HtmlReport, AsksNothingOfAnyNetwork) {
  const std::string page = html_report(sample::summary_of(sample::runs(3)));
  for (const char* reference : {"http://", "https://", "src=", "href=", "url(", "@import", "<script", "<link"}) {
    EXPECT_EQ(page.find(reference), std::string::npos) << reference;
  }
}

TEST(HtmlReport, ShowsTheBudgetByEveryView) {
  const std::string page = html_report(sample::summary_of(sample::runs(3)));
  for (const char* view : {"AWS service", "component", "fleet", "purchase option", "zone"}) {
    EXPECT_NE(page.find("<td>" + std::string(view) + "</td>"), std::string::npos) << view;
  }
}

TEST(HtmlReport, EscapesNames) {
  const std::string page = html_report(month());
  EXPECT_NE(page.find("reference &lt;month&gt; &amp; more"), std::string::npos);
  EXPECT_EQ(page.find("<month>"), std::string::npos);
  EXPECT_EQ(page.find("<down>"), std::string::npos);
}

TEST(HtmlReport, AMonthStaysBelowOneMegabyte) {
  const std::string page = html_report(month());
  EXPECT_LT(page.size(), 1000000U);
  // FLEETCAST_KEEP_REPORT names a file in which a person can look at the page.
  if (const char* kept = std::getenv("FLEETCAST_KEEP_REPORT")) std::ofstream(kept) << page;
}

TEST(HtmlReport, ElementsAreClosedAndChartsAreAccessible) {
  const std::string page = html_report(month());
  for (const char* element :
       {"main", "section", "div", "table", "tr", "td", "th", "figure", "svg", "g", "text", "ul"}) {
    const std::string name(element);
    EXPECT_EQ(count_of(page, "<" + name + ">") + count_of(page, "<" + name + " "), count_of(page, "</" + name + ">"))
        << name;
  }
  EXPECT_EQ(count_of(page, "<svg"), 6U);
  EXPECT_EQ(count_of(page, "<desc id="), 6U);
  EXPECT_EQ(count_of(page, "role=\"img\""), 6U);
  EXPECT_EQ(page.find("nan"), std::string::npos);
  EXPECT_EQ(page.find("inf "), std::string::npos);
}

TEST(HtmlReport, OneReplicationSaysThatItHasNoMargin) {
  const std::string page = html_report(sample::summary_of(sample::runs(1)));
  EXPECT_NE(page.find("One replication has no margin"), std::string::npos);
}

TEST(Charts, TicksCoverTheRangeInRoundSteps) {
  EXPECT_EQ(axis_ticks(0, 10), (std::vector<double>{0, 5, 10}));
  EXPECT_EQ(axis_ticks(0, 8), (std::vector<double>{0, 2, 4, 6, 8}));
  EXPECT_EQ(axis_ticks(-3, 1), (std::vector<double>{-3, -2, -1, 0, 1}));
  EXPECT_EQ(axis_ticks(0, 1000).back(), 1000);
}

TEST(Charts, ThinningKeepsTheMeanAndTheGaps) {
  std::vector<std::optional<double>> values;
  for (int i = 0; i < 100; ++i) values.push_back(i < 50 ? std::nullopt : std::optional<double>(i));
  const auto few = thinned(values, 10);
  ASSERT_EQ(few.size(), 10U);
  EXPECT_FALSE(few[4].has_value());
  EXPECT_DOUBLE_EQ(few[5].value(), 54.5);
  EXPECT_EQ(thinned(values, 100), values);
}

TEST(Charts, ALineWithoutChangeIsDrawn) {
  LineChart chart;
  chart.id = "flat";
  chart.span_seconds = 60;
  chart.lines = {{"zero", {0.0, 0.0}}, {"unknown", {std::nullopt, std::nullopt}}};
  const std::string figure = to_figure(chart);
  EXPECT_EQ(figure.find("nan"), std::string::npos);
  EXPECT_NE(figure.find("class=\"line series-1\" d=\"M"), std::string::npos);
}

}  // namespace
}  // namespace fleetcast::scenarios::results
