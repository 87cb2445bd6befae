#include "scenarios/pages/time_chart.hpp"

#include <gtest/gtest.h>

namespace fleetcast::scenarios::pages {
namespace {

TEST(TimeChart, ThinningKeepsTheMeanAndTheGaps) {
  Values values;
  for (int i = 0; i < 100; ++i) values.push_back(i < 50 ? std::nullopt : std::optional<double>(i));
  const Values few = thinned(values, 10);
  ASSERT_EQ(few.size(), 10U);
  EXPECT_FALSE(few[4].has_value());
  EXPECT_DOUBLE_EQ(few[5].value(), 54.5);
  EXPECT_EQ(thinned(values, 100), values);
}

TEST(TimeChart, TicksStandAtRoundTimesAndAreFew) {
  for (const double span : {30.0, 600.0, 5400.0, 6 * 3600.0, 86400.0, 30 * 86400.0, 365 * 86400.0}) {
    const auto ticks = time_axis(span).at("values").get<std::vector<double>>();
    EXPECT_GE(ticks.size(), 3U) << span;
    EXPECT_LE(ticks.size(), 9U) << span;
    EXPECT_LE(ticks.back(), span);
  }
  EXPECT_EQ(time_axis(6 * 3600.0).at("labelExpr"), "datum.value / 3600 + ' h'");
}

TEST(TimeChart, DataHasAColumnForEachLineAndGapsWhereNothingIsKnown) {
  TimeChart chart{"levels", "Levels", 120, {{"one", {0.0, 1.0}}, {"two", {std::nullopt, 2.5}}}};
  const Figure figure = time_figure(chart);
  EXPECT_EQ(figure.spec.at("data").at("values"), "t,s1,s2\n30,0,\n90,1,2.5");
  EXPECT_EQ(figure.legend.size(), 2U);
  EXPECT_NE(figure.summary.find("one: mean 0.500, 0 to 1; two: always 2.50."), std::string::npos) << figure.summary;
}

TEST(TimeChart, StepsEndWithTheSpan) {
  TimeChart chart{"cost", "Cost", 7200, {{"all", {1.0, 3.0}}}};
  chart.is_stepped = true;
  EXPECT_EQ(time_figure(chart).spec.at("data").at("values"), "t,s1\n0,1\n3600,3\n7200,3");
}

TEST(TimeChart, NamesCannotEndTheScriptThatHoldsThem) {
  TimeChart chart{"levels", "</script><b>", 60, {{"</script>", {1.0}}}};
  const std::string html = to_html(time_figure(chart));
  EXPECT_EQ(html.find("</script><b>"), std::string::npos);
  EXPECT_EQ(html.find("</script>\",", 0), std::string::npos);
  EXPECT_NE(html.find("\\u003c/script>"), std::string::npos);
}

}  // namespace
}  // namespace fleetcast::scenarios::pages
