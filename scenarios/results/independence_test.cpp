#include "scenarios/results/independence.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <vector>

namespace fleetcast::scenarios::results {
namespace {

using sim::measures::mean_of;
using sim::measures::paired_difference;

IndependenceGap gap_between(const std::vector<double>& lost, const std::vector<double>& independent) {
  IndependenceGap gap{mean_of(lost), mean_of(independent), paired_difference(lost, independent), mean_of(lost),
                      lost.size(), 0};
  for (std::size_t i = 0; i < lost.size(); ++i) gap.unchanged += lost[i] == independent[i] ? 1 : 0;
  return gap;
}

TEST(IndependenceGap, SaysWhatIsLostEitherWay) {
  const std::string text = gap_in_words(gap_between({100, 110, 105, 95}, {10, 12, 11, 9}));
  EXPECT_NE(text.find("10.5 ("), std::string::npos) << text;
  EXPECT_NE(text.find("rather than 102 ("), std::string::npos) << text;
  EXPECT_NE(text.find("the difference is 92 ("), std::string::npos) << text;
  EXPECT_EQ(text.find("may be chance"), std::string::npos) << text;
}

TEST(IndependenceGap, SaysWhenItMayBeChance) {
  EXPECT_NE(gap_in_words(gap_between({100, 0, 0, 0}, {0, 0, 0, 10})).find("may be chance"), std::string::npos);
  EXPECT_NE(gap_in_words(gap_between({100}, {0})).find("One replication cannot tell"), std::string::npos);
}

TEST(IndependenceGap, CannotTellWithoutAnyShock) {
  const IndependenceGap gap = gap_between({3, 4}, {3, 4});
  EXPECT_NE(gap_in_words(gap).find("cannot tell what shocks do"), std::string::npos);
  EXPECT_EQ(gap_json(gap)["unchanged_replications"], 2);
  IndependenceGap nothing = gap_between({0, 0}, {0, 0});
  nothing.unchanged = 1;
  EXPECT_NE(gap_in_words(nothing).find("No request was lost"), std::string::npos);
}

}  // namespace
}  // namespace fleetcast::scenarios::results
