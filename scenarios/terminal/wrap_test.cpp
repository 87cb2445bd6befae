#include "scenarios/terminal/wrap.hpp"

#include <gtest/gtest.h>

namespace fleetcast::scenarios::terminal {
namespace {

TEST(Wrapped, CutsAtSpacesAndLeavesWideWordsWhole) {
  EXPECT_EQ(wrapped("one two three", 8), "one two\nthree\n");
  EXPECT_EQ(wrapped("a wonderfully b", 5), "a\nwonderfully\nb\n");
  EXPECT_EQ(wrapped("± ±", 3), "± ±\n");
  EXPECT_EQ(wrapped("", 8), "\n");
}

}  // namespace
}  // namespace fleetcast::scenarios::terminal
