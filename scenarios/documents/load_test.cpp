#include "scenarios/documents/load.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "scenarios/documents/problems.hpp"

namespace fleetcast::scenarios::documents {
namespace {

using testing::HasSubstr;

// A folder of small documents that vanishes after the test.
class LoadTest : public testing::Test {
 protected:
  LoadTest() : folder_(std::filesystem::path(testing::TempDir()) / "fleetcast_load_test" / test_name()) {
    std::filesystem::create_directories(folder_ / "base");
  }
  ~LoadTest() override { std::filesystem::remove_all(folder_); }

  void put(const std::string& name, const std::string& text) const { std::ofstream(folder_ / name) << text; }
  [[nodiscard]] Json load(const std::string& name) const { return load_document((folder_ / name).string(), format_); }
  [[nodiscard]] std::string refusal(const std::string& name) const {
    try {
      return load(name).dump();
    } catch (const InvalidDocument& invalid) {
      return invalid.what();
    }
  }

  Format format_{.name = "scenario", .schema_version = 1};

 private:
  static std::string test_name() { return testing::UnitTest::GetInstance()->current_test_info()->name(); }

  std::filesystem::path folder_;
};

TEST_F(LoadTest, RemovesTheFrame) {
  put("a.json", R"({"$schema": "x", "schema_version": 1, "name": "a"})");
  EXPECT_EQ(load("a.json"), Json::parse(R"({"name": "a"})"));
}

TEST_F(LoadTest, PatchesWhatItExtends) {
  put("base/a.json", R"({"schema_version": 1, "name": "a", "alb": {"x": 1, "y": 2}, "list": [1, 2]})");
  put("b.json", R"({"extends": "base/a.json", "name": "b", "alb": {"y": null, "z": 3}})");
  put("c.json", R"({"extends": "b.json", "schema_version": 1, "list": [3]})");
  EXPECT_EQ(load("c.json"), Json::parse(R"({"name": "b", "alb": {"x": 1, "z": 3}, "list": [3]})"));
}

TEST_F(LoadTest, NoticesCircles) {
  put("a.json", R"({"extends": "base/../b.json"})");
  put("b.json", R"({"extends": "a.json"})");
  EXPECT_THAT(refusal("a.json"), HasSubstr("/extends: goes round in a circle"));
  put("self.json", R"({"extends": "self.json"})");
  EXPECT_THAT(refusal("self.json"), HasSubstr("/extends: goes round in a circle"));
}

TEST_F(LoadTest, NamesTheFileThatExtendsAMissingOne) {
  put("a.json", R"({"extends": "none.json"})");
  EXPECT_THAT(refusal("a.json"), HasSubstr("a.json: 1 problem\n  /extends: there is no file '"));
  put("b.json", R"({"extends": 3})");
  EXPECT_THAT(refusal("b.json"), HasSubstr("/extends: must be the path of a document, not 3"));
}

TEST_F(LoadTest, ChecksTheVersion) {
  put("none.json", R"({"name": "a"})");
  EXPECT_THAT(refusal("none.json"), HasSubstr("/schema_version: is required; the current version of a scenario is 1"));
  put("new.json", R"({"schema_version": 2})");
  EXPECT_THAT(refusal("new.json"), HasSubstr("a newer program is needed"));
  put("text.json", R"({"schema_version": "1"})");
  EXPECT_THAT(refusal("text.json"), HasSubstr("must be a whole number from 1 to 1, not \"1\""));
  put("list.json", "[]");
  EXPECT_THAT(refusal("list.json"), HasSubstr("must be a JSON object, not a list"));
}

TEST_F(LoadTest, MigratesOldFilesBeforeMerging) {
  // Version 3 renames `count` to `desired_count`; version 2 doubles nothing and is too old to have been kept.
  format_ = {.name = "scenario", .schema_version = 3, .migrations = {{2, [](Json& document) {
                                                                        if (!document.contains("count")) return;
                                                                        document["desired_count"] = document["count"];
                                                                        document.erase("count");
                                                                      }}}};
  put("old.json", R"({"schema_version": 2, "count": 4, "name": "old"})");
  put("variant_of_old.json", R"({"extends": "old.json", "count": 5})");
  put("new_variant_of_old.json", R"({"extends": "old.json", "schema_version": 3, "desired_count": 6})");
  put("too_old.json", R"({"schema_version": 1, "count": 4})");
  EXPECT_EQ(load("old.json"), Json::parse(R"({"desired_count": 4, "name": "old"})"));
  EXPECT_EQ(load("variant_of_old.json"), Json::parse(R"({"desired_count": 5, "name": "old"})"));
  EXPECT_EQ(load("new_variant_of_old.json"), Json::parse(R"({"desired_count": 6, "name": "old"})"));
  EXPECT_THAT(refusal("too_old.json"), HasSubstr("is 1, which is too old: nothing brings version 1 up to 2"));
}

TEST_F(LoadTest, ReadsWhatWasFramed) {
  put("a.json", with_frame(OrderedJson{{"name", "a"}}, format_).dump());
  EXPECT_EQ(load("a.json"), Json::parse(R"({"name": "a"})"));
}

// RFC 7386, appendix A; `extends` relies on the library for this.
TEST(MergePatch, FollowsTheExamplesOfTheRfc) {
  const char* const cases[][3] = {{R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
                                  {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
                                  {R"({"a":"b"})", R"({"a":null})", R"({})"},
                                  {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
                                  {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
                                  {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
                                  {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
                                  {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
                                  {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
                                  {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
                                  {R"({"a":"foo"})", "null", "null"},
                                  {R"({"a":"foo"})", R"("bar")", R"("bar")"},
                                  {R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
                                  {"[1,2]", R"({"a":"b","c":null})", R"({"a":"b"})"},
                                  {"{}", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"}};
  for (const auto& [target, patch, result] : cases) {
    Json document = Json::parse(target);
    document.merge_patch(Json::parse(patch));
    EXPECT_EQ(document, Json::parse(result)) << target << " patched with " << patch;
  }
}

}  // namespace
}  // namespace fleetcast::scenarios::documents
