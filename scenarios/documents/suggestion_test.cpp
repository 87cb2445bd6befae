#include "scenarios/documents/suggestion.hpp"

#include <gtest/gtest.h>

#include <array>

namespace fleetcast::scenarios::documents {
namespace {

const std::array<std::string, 4> words = {"capacity", "m6i.large", "c6i.large", "alb"};

TEST(Suggestion, FindsWhatWasMeant) {
  EXPECT_EQ(nearest("capcity", words), "capacity");
  EXPECT_EQ(nearest("Capacity", words), "capacity");
  EXPECT_EQ(nearest("m6i.larg", words), "m6i.large");
  EXPECT_EQ(nearest("abl", words), "alb");
}

TEST(Suggestion, StaysSilentWhenNothingIsNear) {
  EXPECT_EQ(nearest("database", words), std::nullopt);
  EXPECT_EQ(nearest("x", words), std::nullopt);
  EXPECT_EQ(nearest(std::string(100000, 'c'), words), std::nullopt);
  EXPECT_EQ(did_you_mean("database", words), "");
}

TEST(Suggestion, JoinsNames) {
  EXPECT_EQ(join_names(std::span(words).first(1)), "'capacity'");
  EXPECT_EQ(join_names(std::span(words).first(3)), "'capacity', 'm6i.large' or 'c6i.large'");
}

}  // namespace
}  // namespace fleetcast::scenarios::documents
