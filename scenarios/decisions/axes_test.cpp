#include "scenarios/decisions/axes.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace fleetcast::scenarios::decisions {
namespace {

TEST(Axis, KeepsCommasWithinValues) {
  const Axis axis = parse_axis(R"(/a/b=1, 2 ,[3,4],{"x":"5,\"6"},"7,8")");
  EXPECT_EQ(axis.pointer, "/a/b");
  EXPECT_EQ(axis.values, (std::vector<std::string>{"1", "2", "[3,4]", R"({"x":"5,\"6"})", R"("7,8")"}));
}

TEST(Axis, RefusesWhatIsNoPointerOrHasNoValue) {
  EXPECT_THROW((void)parse_axis("a=1"), std::invalid_argument);
  EXPECT_THROW((void)parse_axis("/a"), std::invalid_argument);
  EXPECT_THROW((void)parse_axis("/a=1,,2"), std::invalid_argument);
  EXPECT_THROW((void)parse_axis("/a=1,1"), std::invalid_argument);
  EXPECT_THROW((void)parse_axis(""), std::invalid_argument);
}

TEST(Grid, HasEveryCombinationOnce) {
  const std::vector<Choice> grid = grid_of({{"/a", {"1", "2"}}, {"/b", {"x", "y", "z"}}}, 6);
  ASSERT_EQ(grid.size(), 6U);
  EXPECT_EQ(grid[0], (Choice{{"/a", "1"}, {"/b", "x"}}));
  EXPECT_EQ(grid[4], (Choice{{"/a", "2"}, {"/b", "y"}}));
  EXPECT_THROW((void)grid_of({{"/a", {"1", "2"}}, {"/b", {"x", "y", "z"}}}, 5), std::invalid_argument);
  EXPECT_THROW((void)grid_of({{"/a", {"1"}}, {"/a", {"2"}}}, 5), std::invalid_argument);
}

TEST(Label, IsAsLongAsItTakesToTellPlacesApart) {
  EXPECT_EQ(label_of({{"/services/api/count", "1"}, {"/services/web/count", "2"}, {"/spot", "3"}}),
            "api/count=1, web/count=2, spot=3");
}

}  // namespace
}  // namespace fleetcast::scenarios::decisions
