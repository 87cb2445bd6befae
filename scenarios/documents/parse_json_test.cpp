#include "scenarios/documents/parse_json.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "scenarios/documents/document.hpp"
#include "scenarios/documents/sample_document.hpp"

namespace fleetcast::scenarios::documents {
namespace {

using testing::HasSubstr;

std::string refusal(const std::string& text) {
  try {
    (void)parse_json(text, "x.json");
  } catch (const InvalidDocument& invalid) {
    return invalid.what();
  }
  return "accepted";
}

std::string file_refusal(const std::string& path) {
  try {
    (void)parse_json_file(path);
  } catch (const InvalidDocument& invalid) {
    return invalid.what();
  }
  return "accepted";
}

TEST(ParseJson, KeepsEveryKindOfValue) {
  const char* text = R"({"a": [1, -2, 2.5, true, null, "x", {}], "b": {"c": []}, "d": 18446744073709551615})";
  EXPECT_EQ(parse_json(text, "x.json"), Json::parse(text));
}

TEST(ParseJson, TellsWhereTextIsCutOff) {
  EXPECT_EQ(refusal("{\n  \"a\": 1,\n  \"b\": [2,"),
            "x.json: 1 problem\n  line 3, column 10: the text ends before the document does; is it cut off?");
}

TEST(ParseJson, TellsWhereSyntaxIsWrong) {
  EXPECT_THAT(refusal("{\n  \"a\": oops}"), HasSubstr("line 2, column 8: syntax error"));
  EXPECT_THAT(refusal("{} {}"), HasSubstr("line 1, column 4"));
  EXPECT_THAT(refusal("{\"a\": 1e999}"), HasSubstr("number overflow"));
  EXPECT_THAT(refusal("{'a': 1}"), HasSubstr("line 1, column 2"));
}

TEST(ParseJson, RefusesEmptyAndBinaryText) {
  EXPECT_THAT(refusal(""), HasSubstr("is empty"));
  EXPECT_THAT(refusal(" \n\t"), HasSubstr("is empty"));
  EXPECT_THAT(refusal(std::string("\x7f"
                                  "ELF\0\0",
                                  6)),
              HasSubstr("binary: byte 5 is zero"));
  EXPECT_THAT(refusal("\x1f\x8b\x08"), HasSubstr("line 1, column 1"));
}

TEST(ParseJson, ReportsRepeatedKeysWithTheirPlace) {
  EXPECT_EQ(refusal(R"({"a": [{}, {"b": 1, "c": {"d": 1, "d": 2}, "b": 2}]})"),
            "x.json: 2 problems\n"
            "  /a/1/c/d: occurs twice in the same object\n"
            "  /a/1/b: occurs twice in the same object");
}

TEST(ParseJson, RefusesBottomlessNesting) {
  EXPECT_THAT(refusal(std::string(100000, '[')), HasSubstr("is nested more than 200 levels deep"));
}

TEST(ParseJsonFile, TellsMissingFilesFoldersAndGiantsApart) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "fleetcast_parse_json_test";
  std::filesystem::create_directories(folder);
  EXPECT_THAT(file_refusal((folder / "none.json").string()), HasSubstr("there is no such file"));
  EXPECT_THAT(file_refusal(folder.string()), HasSubstr("is a folder"));
  const std::filesystem::path giant = folder / "giant.json";
  std::ofstream(giant) << "{";
  std::filesystem::resize_file(giant, (std::uintmax_t{64} << 20U) + 1);
  EXPECT_THAT(file_refusal(giant.string()), HasSubstr("is larger than 64 MiB"));
  std::filesystem::remove_all(folder);
}

// Every truncation and many corruptions of a good document are read or refused, never anything else.
TEST(ParseJson, SurvivesAnyBytes) {
  const std::string good = R"({"name": "x", "rate": {"low": "3/s", "high": 5, "mark": "assumed"}, "weights": [1, "2"],
    "services": {"api": {"image": "i\u00e9", "task": {"service_time": {"gamma": {"shape": 2, "mean": "1 s"}}}}}})";
  const auto try_to_read = [](const std::string& text) {
    try {
      sample::Stack stack;
      Problems problems;
      read_into(parse_json(text, "x.json"), stack, problems);
      return problems.empty();
    } catch (const InvalidDocument&) {
      return false;
    }
  };
  ASSERT_TRUE(try_to_read(good));
  for (std::size_t length = 0; length < good.size(); ++length) EXPECT_FALSE(try_to_read(good.substr(0, length)));
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    std::string text = good;
    for (std::uint64_t changes = random() % 4 + 1; changes > 0; --changes) {
      text[random() % text.size()] =
          static_cast<char>(random() % 2 == 0 ? random() % 256 : good[random() % good.size()]);
    }
    (void)try_to_read(text);
  }
  for (int i = 0; i < 2000; ++i) {
    std::string noise(random() % 64, ' ');
    for (char& character : noise) character = static_cast<char>(random());
    (void)try_to_read(noise);
  }
}

}  // namespace
}  // namespace fleetcast::scenarios::documents
