#include "scenarios/terminal/table.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace fleetcast::scenarios::terminal {
namespace {

TEST(Table, AlignsTextLeftAndNumbersRight) {
  Table table({{"service"}, {"USD", Align::right}});
  table.add_row({"AmazonEC2", "1234.50"});
  table.add_row({"größe", "0.02"});
  table.add_rule();
  table.add_row({"total", "1234.52"});
  EXPECT_EQ(table.to_string(80),
            "service        USD\n"
            "──────────────────\n"
            "AmazonEC2  1234.50\n"
            "größe         0.02\n"
            "──────────────────\n"
            "total      1234.52\n");
}

TEST(Table, CutsTextButNeverNumbers) {
  Table table({{"what"}, {"amount", Align::right}});
  table.add_row({"a very long description of what was paid for", "123456789012"});
  const std::string text = table.to_string(30);
  EXPECT_NE(text.find("a very long des…  123456789012"), std::string::npos) << text;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(text_width(line), 30U) << line;
}

TEST(Table, RefusesRowsThatDoNotFit) {
  Table table({{"a"}, {"b"}});
  EXPECT_THROW(table.add_row({"one"}), std::logic_error);
}

TEST(Table, ColoursOnlyForAWatcher) {
  Table table({{"a"}});
  std::ostringstream plain;
  std::ostringstream watched;
  Terminal to_plain{plain, plain};
  Terminal to_watched{watched, watched, true, true};
  table.print(to_plain);
  table.print(to_watched);
  EXPECT_EQ(plain.str().find('\x1b'), std::string::npos);
  EXPECT_NE(watched.str().find("\x1b[1ma\x1b[0m"), std::string::npos);
}

TEST(TextWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(text_width("abc"), 3U);
  EXPECT_EQ(text_width("ä€"), 2U);
  EXPECT_EQ(text_width("東京"), 4U);
  EXPECT_EQ(text_width("e\xCC\x81"), 1U) << "a combining accent takes no column";
  EXPECT_EQ(text_width("\xFF\xC3"), 2U) << "broken text does not break the table";
  EXPECT_EQ(cut_to_width("東京都", 5), "東京…");
}

}  // namespace
}  // namespace fleetcast::scenarios::terminal
