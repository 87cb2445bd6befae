#include "scenarios/traffic/object_trace.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace fleetcast::scenarios::traffic {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct ObjectTraceTest : testing::Test {
  std::optional<ObjectTrace> read(const std::string& text, std::optional<std::string> column = {}) {
    const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
    const auto file = std::filesystem::path(testing::TempDir()) / ("fleetcast_objects_" + name + ".csv");
    std::ofstream(file, std::ios::binary) << text;
    const auto trace = read_object_trace({.file = file.string(), .object_column = column}, "/trace", problems);
    std::filesystem::remove(file);
    return trace;
  }
  documents::Problems problems;
};

TEST_F(ObjectTraceTest, NumbersObjectsByTheirFirstAppearance) {
  const auto trace = read("time,key\n1,b\n2,a\n3,b\n\n# a remark\n4,\"c,d\"\r\n", "key");
  ASSERT_TRUE(trace);
  EXPECT_THAT(trace->objects, ElementsAre(0, 1, 0, 2));
  EXPECT_EQ(trace->distinct, 3u);
}

TEST_F(ObjectTraceTest, FindsColumnsByNumberWhereThereIsNoHeader) {
  const auto trace = read("1 7 512\n2 9 512\n3 7 512\n", "2");
  ASSERT_TRUE(trace);
  EXPECT_THAT(trace->objects, ElementsAre(0, 1, 0));
  EXPECT_THAT(read("7\n9\n9\n")->objects, ElementsAre(0, 1, 1));
}

TEST_F(ObjectTraceTest, TellsWhatIsWrongWithAFile) {
  EXPECT_FALSE(read("time,kex\n1,b\n", "key"));
  ASSERT_EQ(problems.list().size(), 1u);
  EXPECT_EQ(problems.list()[0].pointer, "/trace/object_column");
  EXPECT_THAT(problems.list()[0].message, HasSubstr("did you mean 'kex'"));
  EXPECT_FALSE(read("time,key\n1\n2,a\n", "key"));
  ASSERT_EQ(problems.list().size(), 2u);
  EXPECT_THAT(problems.list()[1].message, HasSubstr("line 2: has only 1 columns"));
  EXPECT_FALSE(read("time,key\n", "key"));
  EXPECT_THAT(problems.list()[2].message, HasSubstr("has no rows"));
  EXPECT_FALSE(read_object_trace({.file = "/nowhere"}, "/trace", problems));
  EXPECT_THAT(problems.list()[3].message, HasSubstr("there is no file"));
}

}  // namespace
}  // namespace fleetcast::scenarios::traffic
