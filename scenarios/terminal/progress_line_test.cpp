#include "scenarios/terminal/progress_line.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::terminal {
namespace {

std::string shown(bool is_watched, bool is_quiet) {
  std::ostringstream out;
  std::ostringstream errors;
  Terminal terminal{out, errors, is_watched, is_watched};
  {
    ProgressLine progress(terminal, is_quiet);
    progress.show(3, 20, std::string(200, 'x'));
  }
  EXPECT_EQ(out.str(), "");
  return errors.str();
}

TEST(ProgressLine, IsSilentUnlessWatched) {
  EXPECT_EQ(shown(false, false), "");
  EXPECT_EQ(shown(true, true), "");
}

TEST(ProgressLine, FitsOneLineAndClearsIt) {
  const std::string text = shown(true, false);
  EXPECT_NE(text.find("[███·················] 3/20 xxx"), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with("\r\x1b[K"));
  EXPECT_LE(text_width(text), 79U + 8U) << "79 columns between two times \\r ESC [ K";
}

}  // namespace
}  // namespace fleetcast::scenarios::terminal
