#include "scenarios/documents/atomic_file.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

namespace fleetcast::scenarios::documents {
namespace {

namespace fs = std::filesystem;

class AtomicFileTest : public testing::Test {
 protected:
  AtomicFileTest()
      : folder_(fs::path(testing::TempDir()) / "fleetcast_atomic_file_test" /
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~AtomicFileTest() override { fs::remove_all(folder_); }

  static std::string contents(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder_)) found.push_back(entry.path().filename().string());
    return found;
  }

  fs::path folder_;
};

TEST_F(AtomicFileTest, ReplacesAFileAndLeavesNothingElse) {
  write_file_atomically(folder_ / "a.txt", "old");
  write_file_atomically(folder_ / "a.txt", "new");
  EXPECT_EQ(contents(folder_ / "a.txt"), "new");
  EXPECT_THAT(names(), testing::ElementsAre("a.txt"));
}

TEST_F(AtomicFileTest, TellsWhichFileCannotBeWritten) {
  try {
    write_file_atomically(folder_ / "none" / "a.txt", "x");
    FAIL() << "written";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("cannot be written: No such file"));
  }
}

TEST_F(AtomicFileTest, MakesAndReplacesAFolder) {
  const fs::path out = folder_ / "deep" / "out";
  write_folder_atomically(out, {{"a.txt", "1"}, {"b.txt", "2"}});
  write_folder_atomically(out.string() + "/", {{"a.txt", "3"}, {"b.txt", "4"}});
  EXPECT_EQ(contents(out / "a.txt"), "3");
  EXPECT_EQ(contents(out / "b.txt"), "4");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "deep"), fs::directory_iterator()), 1);
}

TEST_F(AtomicFileTest, NeverLosesAUsersFile) {
  std::ofstream(folder_ / "thesis.txt") << "years of work";
  EXPECT_THROW(write_folder_atomically(folder_, {{"a.txt", "1"}}), std::invalid_argument);
  EXPECT_THAT(names(), testing::ElementsAre("thesis.txt"));
  EXPECT_THROW(write_folder_atomically(folder_ / "thesis.txt", {{"a.txt", "1"}}), std::invalid_argument);
  EXPECT_NO_THROW(check_output_folder(folder_, {"thesis.txt"}));
  EXPECT_EQ(contents(folder_ / "thesis.txt"), "years of work");
}

}  // namespace
}  // namespace fleetcast::scenarios::documents
