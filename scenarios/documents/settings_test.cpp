#include "scenarios/documents/settings.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "scenarios/documents/problems.hpp"

namespace fleetcast::scenarios::documents {
namespace {

std::string after(const std::vector<std::string>& settings) {
  Json document = Json::parse(R"({"a": {"b": 1}, "list": [1, {"c": 2}], "text": "x", "a/b": 0})");
  try {
    apply_settings(document, settings);
  } catch (const InvalidDocument& invalid) {
    return invalid.what();
  }
  return document.dump();
}

TEST(Settings, ReplacesAndAdds) {
  EXPECT_EQ(after({"/a/b=2", "/list/1/c=[3]", "/list/-=4", "/text=two words", "/a~1b=true"}),
            R"({"a":{"b":2},"a/b":true,"list":[1,{"c":[3]},4],"text":"two words"})");
}

TEST(Settings, MakesObjectsOnTheWay) {
  EXPECT_EQ(after({"/new/inner/leaf=30 d"}),
            R"({"a":{"b":1},"a/b":0,"list":[1,{"c":2}],"new":{"inner":{"leaf":"30 d"}},"text":"x"})");
}

TEST(Settings, TakesEverythingAfterTheFirstEqualsSign) {
  EXPECT_THAT(after({"/text=a=b"}), testing::HasSubstr(R"("text":"a=b")"));
  EXPECT_THAT(after({"/text="}), testing::HasSubstr(R"("text":"")"));
  EXPECT_THAT(after({"/text=\"7\""}), testing::HasSubstr(R"("text":"7")"));
  EXPECT_THAT(after({"/text=null"}), testing::HasSubstr(R"("text":null)"));
}

TEST(Settings, ReportsEverySettingThatCannotBe) {
  EXPECT_EQ(after({"/text/deep/er=1", "/list/7=1", "/list/x=1", "a=1", "/a", "/a~2=1"}),
            "--set: 6 problems\n"
            "  /text/deep: cannot be set, since /text is \"x\", not an object; set that instead\n"
            "  /list/7: is beyond the end of the list, which has 2 elements; '-' appends one\n"
            "  /list/x: must be a number or '-', since /list is a list\n"
            "  'a=1' must be written /json/pointer=value, such as /traffic/rate=500/s\n"
            "  '/a' must be written /json/pointer=value, such as /traffic/rate=500/s\n"
            "  '/a~2' is no JSON pointer: '~' must be written '~0'");
}

}  // namespace
}  // namespace fleetcast::scenarios::documents
