#include "scenarios/results/tornado.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::results {
namespace {

using sim::measures::paired_difference;

const std::vector<double> base = {100, 104, 98, 102};

Swing swing(const std::string& pointer, const std::vector<double>& low, const std::vector<double>& high) {
  return {pointer, "60 s", "[memory]", {"30 s", paired_difference(low, base), {}, {}, {}},
          {"2 min", paired_difference(high, base), {}, {}, {}}, false};
}

Tornado sample() {
  Tornado tornado;
  // The first moves by 10 whatever the chance, the second by less than its noise, the third always by exactly 1.
  tornado.swings = {swing("/clear", {90, 94, 88.1, 92}, {110, 114.1, 108, 112}),
                    swing("/noisy", {101, 103, 100, 100}, {99, 106, 97, 103}),
                    swing("/constant", {101, 105, 99, 103}, {99, 103, 97, 101})};
  tornado.varied = 40;
  tornado.without_effect = 7;
  tornado.replications = 4;
  return tornado;
}

TEST(Tornado, OrdersBySizeAndLeavesOutWhatDoesNothing) {
  Tornado tornado = sample();
  const std::vector<const Swing*> found = by_cost(tornado);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0]->pointer, "/clear");
  EXPECT_EQ(found[1]->pointer, "/constant");
  EXPECT_TRUE(by_loss(tornado).empty());
}

TEST(Tornado, CallsRealOnlyWhatOutlastsTheNumberOfLooks) {
  Tornado tornado = sample();
  judge_together(tornado, 66);
  EXPECT_LT(*tornado.swings[0].low.cost_p_value, 0.05);
  EXPECT_EQ(*tornado.swings[1].low.cost_p_value, 1);
  EXPECT_EQ(*tornado.swings[2].low.cost_p_value, 0);
  EXPECT_FALSE(tornado.swings[0].low.lost_p_value);
  // A difference that a few looks would call clear drowns in ten million looks.
  judge_together(tornado, 10'000'000);
  EXPECT_GT(*tornado.swings[0].low.cost_p_value, 0.05);
}

TEST(Tornado, IsToldWithin80Columns) {
  Tornado tornado = sample();
  tornado.swings[0].pointer = "/capacity_providers/a_provider_with_quite_a_long_name/auto_scaling_group/loss_detection";
  judge_together(tornado, 66);
  const std::string text = tornado_report(tornado, 80);
  EXPECT_NE(text.find("60 s -> 30 s: -$9.98 ± $0.0796 *"), std::string::npos) << text;
  EXPECT_NE(text.find("40 assumptions were moved"), std::string::npos) << text;
  EXPECT_NE(text.find("No assumption that was varied moves lost requests"), std::string::npos) << text;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(terminal::text_width(line), 80U) << line;
}

TEST(Tornado, IsWhollyInTheResult) {
  Tornado tornado = sample();
  tornado.left_out.emplace_back("/alb/algorithm", "it is no number");
  judge_together(tornado, 6);
  const documents::OrderedJson json = tornado_json(tornado);
  EXPECT_EQ(json["swings"].size(), 3U);
  EXPECT_EQ(json["swings"][2]["high"]["cost_usd_month"]["mean"], -1);
  EXPECT_EQ(json["not_varied"]["/alb/algorithm"], "it is no number");
}

}  // namespace
}  // namespace fleetcast::scenarios::results
