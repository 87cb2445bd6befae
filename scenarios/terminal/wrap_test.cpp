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

TEST(WrappedLines, KeepsIndentationAndLabels) {
  EXPECT_EQ(wrapped_lines("one two three\n  one two three\n", 10), "one two\nthree\n  one two\n  three\n");
  EXPECT_EQ(wrapped_lines("  help  one two three four\n  ok", 20), "  help  one two\n        three four\n  ok\n");
  EXPECT_EQ(wrapped_lines("", 10), "");
}

}  // namespace
}  // namespace fleetcast::scenarios::terminal
