#include "scenarios/documents/reader.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "scenarios/documents/document.hpp"
#include "scenarios/documents/sample_document.hpp"
#include "scenarios/documents/write.hpp"

namespace fleetcast::scenarios::documents {
namespace {

using sample::Stack;
using testing::ElementsAre;
using testing::HasSubstr;

// Lines "pointer: message".
std::vector<std::string> problems_of(const std::string& text) {
  Stack stack;
  Problems problems;
  read_into(Json::parse(text), stack, problems);
  std::vector<std::string> lines;
  for (const Problem& problem : problems.list()) lines.push_back(problem.pointer + ": " + problem.message);
  return lines;
}

std::string only_message(const std::string& fields) {
  const auto problems = problems_of(R"({"name": "x", )" + fields + "}");
  if (problems.size() != 1) return std::to_string(problems.size()) + " problems";
  return problems.front().substr(problems.front().find(": ") + 2);
}

Stack stack_of(const std::string& fields) {
  return read<Stack>(Json::parse(R"({"name": "x", )" + fields + "}"), "sample.json");
}

TEST(Reader, ReadsEveryKindOfField) {
  const Stack stack = stack_of(R"("horizon": "1 d 12:00", "rate": "60/min", "bandwidth": "10 Gbit/s",
    "is_public": false, "algorithm": "least_outstanding_requests", "weights": [3, "4"], "tags": {"team": "web"},
    "limit": null, "autoscaling": {"target_value": "70 %"},
    "services": {"api": {"image": "api:1", "desired_count": 24, "instance_types": ["m6i.large"],
      "algorithm": "round_robin", "task": {"cpu": 0.5, "memory": "512 MiB",
      "service_time": {"lognormal": {"median": "20 ms", "sigma": 0.5}}}}})");
  EXPECT_EQ(stack.horizon.value(), 129600);
  EXPECT_EQ(stack.rate.value(), 1);
  EXPECT_EQ(stack.bandwidth.value(), 1.25e9);
  EXPECT_FALSE(stack.is_public);
  EXPECT_EQ(stack.algorithm, sample::Algorithm::least_outstanding_requests);
  ASSERT_EQ(stack.weights.size(), 2U);
  EXPECT_EQ(stack.weights[1].value(), 4);
  EXPECT_EQ(stack.tags.at("team"), "web");
  EXPECT_FALSE(stack.limit.has_value());
  EXPECT_EQ(stack.autoscaling.value().target_value.value(), 0.7);
  EXPECT_EQ(stack.autoscaling->cooldown.value(), 300) << "an absent field keeps its default";
  const sample::Service& api = stack.services.at("api");
  EXPECT_EQ(api.task.cpu.value(), 0.5);
  EXPECT_EQ(api.task.memory.value(), 536870912);
  EXPECT_EQ(api.task.service_time, sim::chance::Distribution::lognormal_by_median(0.02, 0.5));
  EXPECT_EQ(api.desired_count.count(), 24);
  EXPECT_EQ(api.algorithm, sample::Algorithm::round_robin);
  EXPECT_THAT(api.instance_types, ElementsAre("m6i.large"));
}

TEST(Reader, ReportsTenMistakesAtOnce) {
  const auto problems = problems_of(R"({
    "horizn": "30 d",
    "rate": "1000 parsecs",
    "is_public": "yes",
    "algorithm": "round_robbin",
    "autoscaling": {"target_value": 1.5, "cooldown": "2 h"},
    "limit": 2.5,
    "services": {"api": {"task": {"cpu": 0, "service_time": {"exponental": {"mean": 1}}}, "desired_count": [2]}}})");
  EXPECT_THAT(problems, ElementsAre("/horizn: is not known here (did you mean 'horizon'?)",
                                    "/name: is required: Name of the stack.",
                                    "/rate: '1000 parsecs' is not a number in 1/s, /s, /min or /h",
                                    "/is_public: must be true or false, not \"yes\"",
                                    "/algorithm: must be 'round_robin' or 'least_outstanding_requests', not "
                                    "'round_robbin' (did you mean 'round_robin'?)",
                                    "/services/api/task/cpu: must be between 0.25 and 192 vCPU, not 0",
                                    HasSubstr("(did you mean 'exponential'?)"),
                                    "/services/api/desired_count: must be a number (tasks), not a list",
                                    "/services/api/image: is required: Name of the image.",
                                    "/autoscaling/target_value: must be between 0.1 and 1, not 1.5",
                                    "/autoscaling/cooldown: must be between 0 s and 1 h, not 2 h",
                                    "/limit: must be a whole number, not 2.5"));
}

TEST(Reader, FormatsAllProblemsUnderTheNameOfTheFile) {
  try {
    (void)read<Stack>(Json::parse(R"({"nme": "x", "rate": -1})"), "reference.json");
    FAIL() << "a document with problems was accepted";
  } catch (const InvalidDocument& invalid) {
    EXPECT_STREQ(invalid.what(),
                 "reference.json: 3 problems\n"
                 "  /nme: is not known here (did you mean 'name'?)\n"
                 "  /name: is required: Name of the stack.\n"
                 "  /rate: must be at least 0/s, not -1");
  }
}

TEST(Reader, ReadsIntervalsWithTheirSource) {
  const Stack text = stack_of(R"("rate": "3000..5000/s")");
  EXPECT_EQ(text.rate.low(), 3000);
  EXPECT_EQ(text.rate.high(), 5000);
  const Stack triangle = stack_of(R"("horizon": {"low": "1 d", "mode": "2 d", "high": "6 d"})");
  EXPECT_EQ(triangle.horizon.mode(), 2 * 86400);
  EXPECT_EQ(triangle.horizon.value(), 3 * 86400);
  const Stack object = stack_of(R"("horizon": {"low": "1 d", "high": "2 d", "source": "a guess", "mark": "assumed"})");
  EXPECT_EQ(object.horizon.low(), 86400);
  EXPECT_EQ(object.horizon.high(), 172800);
  EXPECT_EQ(object.horizon.source, "a guess");
  EXPECT_EQ(object.horizon.mark, sim::Mark::assumed);
  EXPECT_EQ(stack_of(R"("rate": {"value": 4, "source": "[T7]"})").rate.value(), 4);
}

TEST(Reader, ReadsTheLawOfANumberThatIsNotKnown) {
  const std::string text = R"({"distribution": {"exponential": {"mean": "1 d"}}, "high": "3 d", "mark": "assumed"})";
  Stack stack = stack_of("\"horizon\": " + text);
  EXPECT_NEAR(stack.horizon.low(), -86400 * std::log(0.999), 1e-6);
  EXPECT_EQ(stack.horizon.high(), 3 * 86400);
  stack.horizon.resolve(0);
  EXPECT_EQ(stack.horizon.value(), stack.horizon.low());
  EXPECT_EQ(documents::write(stack, Extent::changed).at("horizon"), OrderedJson::parse(text));
}

TEST(Reader, RefusesLawsThatMakeNoSense) {
  const auto message = [](const std::string& value) { return only_message("\"rate\": " + value); };
  EXPECT_EQ(message(R"({"distribution": 4})"),
            "must be an object such as {\"exponential\": {\"mean\": ...}}, not 4");
  EXPECT_EQ(message(R"({"distribution": {"uniform": {"low": 1, "high": 2}}, "mode": 1})"),
            "cannot stand beside a distribution");
  EXPECT_EQ(message(R"({"distribution": {"uniform": {"low": -1, "high": 2}}})"),
            "must be at least 0/s, not -0.997; 'low' and 'high' cut the distribution off");
  EXPECT_EQ(message(R"({"distribution": {"uniform": {"low": 1, "high": 2}}, "low": 5})"),
            "must have a distribution that reaches between its low and its high end");
}

TEST(Reader, RefusesIntervalsThatMakeNoSense) {
  EXPECT_EQ(only_message(R"("rate": "5..3")"), "must have its low end below its high end, not 5/s above 3/s");
  EXPECT_EQ(only_message(R"("rate": "-5..3")"), "must be at least 0/s, not -5");
  EXPECT_EQ(only_message(R"("rate": {"low": 3})"), "must have either 'value', or 'low' and 'high', or 'distribution'");
  EXPECT_EQ(only_message(R"("rate": {"low": 3, "mode": 9, "high": 4})"),
            "must lie between low and high, not at 9/s");
  EXPECT_EQ(only_message(R"("rate": {"value": 3, "high": 4})"),
            "must have either 'value', or 'low' and 'high', or 'distribution'");
  EXPECT_EQ(only_message(R"("rate": {"value": 3, "mark": "guessed"})"),
            "must be 'documented', 'measured' or 'assumed', not \"guessed\"");
  EXPECT_EQ(only_message(R"("rate": {"value": 3, "sorce": "x"})"), "is not known here (did you mean 'source'?)");
  EXPECT_EQ(only_message(R"("limit": "1..2.5")"), "must be a whole number, not 2.5");
}

TEST(Reader, RefusesDistributionsThatMakeNoSense) {
  const auto message = [](const std::string& value) {
    return only_message(R"("services": {"a": {"image": "i", "task": {"service_time": )" + value + "}}}");
  };
  EXPECT_THAT(message(R"({"exponential": {"men": 1}})"), HasSubstr("is not known here (did you mean 'mean'?)"));
  EXPECT_THAT(message(R"({"exponential": 3})"), HasSubstr("must be an object with the parameters"));
  EXPECT_THAT(message(R"({"exponential": {"mean": 1}, "gamma": {}})"), HasSubstr("must name one distribution"));
  EXPECT_THAT(message(R"({"exponential": {"mean": "1 B"}})"), HasSubstr("'1 B' is not a number in s"));
  EXPECT_THAT(message(R"({"exponential": {}})"), HasSubstr("mean"));
  EXPECT_THAT(message(R"({"uniform": {"low": -1, "high": 3}})"), HasSubstr("must have no negative values"));
  EXPECT_THAT(message("-1"), HasSubstr("must be at least 0 s, not -1 s"));
  EXPECT_THAT(message("true"), HasSubstr("must be a number such as"));
}

TEST(Reader, BoundsTheNumberOfEntries) {
  EXPECT_EQ(only_message(R"("services": {"a": {"image": "i", "instance_types": ["a", "b", "c", "d"]}})"),
            "must be at most 3 entries, not 4");
}

TEST(Reader, RefusesAnythingButAnObjectAtTheTop) {
  EXPECT_THAT(problems_of("[1]"), ElementsAre(": must be an object, not a list"));
  EXPECT_THAT(problems_of("\"x\""), ElementsAre(": must be an object, not \"x\""));
}

TEST(Reader, EscapesKeysInPointers) {
  EXPECT_THAT(problems_of(R"({"name": "x", "tags": {"a/b~c": 1}})"), ElementsAre("/tags/a~1b~0c: must be text, not 1"));
}

}  // namespace
}  // namespace fleetcast::scenarios::documents
