#include "scenarios/decisions/journal.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace fleetcast::scenarios::decisions {
namespace {

namespace fs = std::filesystem;

class JournalTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("fleetcast_journal_" + std::to_string(::getpid()) + "_" +
                                           testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  [[nodiscard]] fs::path path() const { return folder_ / "runs.jsonl"; }

  fs::path folder_;
};

const experiment::FiguresOutcome outcome{experiment::Figures{"00ff", true, {{"cost", 0.1}, {"p99", 1e-300}}}, {}};

TEST_F(JournalTest, RemembersFiguresToTheLastBit) {
  Journal(path()).add("one", outcome);
  Journal(path()).add("two", {std::nullopt, "cannot be built"});
  const Journal again(path());
  ASSERT_TRUE(again.find("one"));
  EXPECT_EQ(again.find("one")->figures->metrics, outcome.figures->metrics);
  EXPECT_EQ(again.find("one")->figures->fingerprint, "00ff");
  EXPECT_EQ(again.find("two")->problem, "cannot be built");
  EXPECT_FALSE(again.find("three"));
}

TEST_F(JournalTest, DropsALineThatWasCutOff) {
  Journal(path()).add("one", outcome);
  std::ofstream(path(), std::ios::app) << R"({"key":"two","fing)";
  Journal(path()).add("three", outcome);
  const Journal again(path());
  EXPECT_TRUE(again.find("one"));
  EXPECT_FALSE(again.find("two"));
  EXPECT_TRUE(again.find("three"));
}

TEST_F(JournalTest, RefusesAFileOfAnotherKind) {
  fs::create_directories(folder_);
  std::ofstream(path()) << "something else\n";
  EXPECT_THROW((void)Journal(path()), std::runtime_error);
}

}  // namespace
}  // namespace fleetcast::scenarios::decisions
