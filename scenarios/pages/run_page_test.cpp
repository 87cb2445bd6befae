#include "scenarios/pages/run_page.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "scenarios/pages/embedded.hpp"
#include "scenarios/results/sample_results.hpp"

namespace fleetcast::scenarios::pages {

using namespace fleetcast::scenarios::results;

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

/// Returns a page without the library of its charts, which is not ours to check.
std::string own_part(std::string page) {
  const std::size_t at = page.find(chart_library());
  EXPECT_NE(at, std::string::npos);
  page.erase(at, chart_library().size());
  return page;
}

TEST(RunPage, AsksNothingOfAnyNetwork) {
  const std::string page = own_part(run_page(sample::summary_of(sample::runs(3))));
  for (const char* reference : {"http://", " src=", " href=\"http", "url(", "@import", "<link"}) {
    EXPECT_EQ(page.find(reference), std::string::npos) << reference;
  }
}

TEST(RunPage, TheLibraryDoesNotEndItsScript) {
  EXPECT_GT(chart_library().size(), 500000U);
  EXPECT_EQ(chart_library().find("</script"), std::string::npos);
  EXPECT_EQ(chart_library().find("<!--"), std::string::npos);
}

TEST(RunPage, TheSameResultsGiveTheSameBytes) {
  EXPECT_EQ(run_page(month()), run_page(month()));
}

TEST(RunPage, ShowsTheBudgetByEveryView) {
  const std::string page = run_page(sample::summary_of(sample::runs(3)));
  for (const char* view : {"AWS service", "component", "fleet", "purchase option", "zone"}) {
    EXPECT_NE(page.find("<td>" + std::string(view) + "</td>"), std::string::npos) << view;
  }
}

TEST(RunPage, EscapesNames) {
  const std::string page = own_part(run_page(month()));
  EXPECT_NE(page.find("reference &lt;month&gt; &amp; more"), std::string::npos);
  EXPECT_EQ(page.find("<month>"), std::string::npos);
  EXPECT_EQ(page.find("<down>"), std::string::npos);
}

TEST(RunPage, AMonthStaysBelowTwoMegabytes) {
  const std::string page = run_page(month());
  EXPECT_LT(page.size(), 2000000U);
  // FLEETCAST_KEEP_REPORT names a file in which a person can look at the page.
  if (const char* kept = std::getenv("FLEETCAST_KEEP_REPORT")) std::ofstream(kept) << page;
}

TEST(RunPage, ElementsAreClosedAndChartsHaveTextAlternatives) {
  const std::string page = own_part(run_page(month()));
  for (const char* element : {"main", "section", "div", "table", "thead", "tbody", "tr", "td", "th", "figure",
                              "details", "script", "ul", "p"}) {
    const std::string name(element);
    EXPECT_EQ(count_of(page, "<" + name + ">") + count_of(page, "<" + name + " "), count_of(page, "</" + name + ">"))
        << name;
  }
  const std::size_t charts = count_of(page, "class=\"plot\"");
  EXPECT_GE(charts, 6U);
  EXPECT_EQ(count_of(page, "class=\"spec\""), charts);
  EXPECT_EQ(count_of(page, "class=\"summary\""), charts);
  EXPECT_EQ(count_of(page, "aria-describedby="), charts);
  EXPECT_EQ(count_of(page, "class=\"summary\" id="), charts);
  EXPECT_EQ(count_of(page, "\"></p>"), 0U) << "an empty summary";
  EXPECT_EQ(page.find("nan"), std::string::npos);
  EXPECT_EQ(page.find("inf "), std::string::npos);
}

TEST(RunPage, OneReplicationSaysThatItHasNoMargin) {
  const std::string page = run_page(sample::summary_of(sample::runs(1)));
  EXPECT_NE(page.find("One replication has no margin"), std::string::npos);
}

}  // namespace
}  // namespace fleetcast::scenarios::pages
