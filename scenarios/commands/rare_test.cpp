#include "scenarios/commands/rare.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "scenarios/commands/command_line.hpp"

namespace fleetcast::scenarios::commands {
namespace {

// Returns exit code and what was printed, complaints last.
std::pair<ExitCode, std::string> call(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream errors;
  terminal::Terminal terminal{out, errors};
  const ExitCode code = run_command_line(arguments, Actions{}, terminal);
  return {code, out.str() + errors.str()};
}

// Gambler's ruin gives 1 / (2^25 - 1); the interval is the command's own, at 4.5 instead of 1.96 standard errors.
TEST(Rare, BacklogAsJson) {
  const auto [code, text] = call(
      {"rare", "backlog", "--arrivals", "0.5", "--service", "1", "--level", "25", "--format", "json"});
  ASSERT_EQ(ExitCode::done, code) << text;
  const auto answer = nlohmann::json::parse(text);
  const double mean = answer["estimate"]["mean"];
  const double half_width = (answer["estimate"]["ci95"][1].get<double>() - mean);
  EXPECT_NEAR(2.98023232759e-08, mean, 4.5 / 1.96 * half_width);
  EXPECT_GT(answer["plain_events"].get<double>(), 100 * answer["events"].get<double>());
}

TEST(Rare, UnitsAsText) {
  const auto [code, text] =
      call({"rare", "units", "--units", "3", "--needed", "1", "--mean-up", "100", "--mean-repair", "1"});
  ASSERT_EQ(ExitCode::done, code) << text;
  EXPECT_THAT(text, testing::HasSubstr("95 % interval"));
  EXPECT_THAT(text, testing::HasSubstr("6.01 nines"));
}

TEST(Rare, WrongInputIsRefused) {
  EXPECT_EQ(ExitCode::wrong_input, call({"rare", "units", "--mean-up", "-1", "--mean-repair", "1"}).first);
  const auto too_many =
      call({"rare", "units", "--units", "2", "--needed", "3", "--mean-up", "9", "--mean-repair", "1"});
  EXPECT_EQ(ExitCode::wrong_input, too_many.first);
  EXPECT_THAT(too_many.second, testing::HasSubstr("needed must be between 1 and the number of units"));
  EXPECT_EQ(ExitCode::wrong_input,
            call({"rare", "backlog", "--arrivals", "1", "--service", "1", "--level", "1"}).first);
}

}  // namespace
}  // namespace fleetcast::scenarios::commands
