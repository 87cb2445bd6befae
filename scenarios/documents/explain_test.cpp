#include "scenarios/documents/explain.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "scenarios/documents/document.hpp"
#include "scenarios/documents/sample_document.hpp"

namespace fleetcast::scenarios::documents {
namespace {

using testing::HasSubstr;

const Shape& sample_shape() { return shape_of<sample::Stack>(); }

std::string refusal(std::string_view pointer) {
  try {
    return explain(sample_shape(), pointer);
  } catch (const std::invalid_argument& refused) {
    return refused.what();
  }
}

TEST(Explain, TellsAllAboutANumber) {
  EXPECT_EQ(explain(sample_shape(), "/services/api/task/cpu"),
            "/services/api/task/cpu\n"
            "  help      vCPUs of one task.\n"
            "  type      number (vCPU)\n"
            "  range     between 0.25 and 192 vCPU\n"
            "  default   1\n"
            "  mark      documented\n");
}

TEST(Explain, TellsSourceMarkAndChoices) {
  EXPECT_THAT(explain(sample_shape(), "/services/x/task/service_time"),
              AllOf(HasSubstr("mark      assumed"), HasSubstr("source    [T1]"), HasSubstr("default   20 ms")));
  EXPECT_THAT(explain(sample_shape(), "/algorithm"), HasSubstr("'round_robin' or 'least_outstanding_requests'"));
  EXPECT_THAT(explain(sample_shape(), "/weights/0"), HasSubstr("type      number"));
}

TEST(Explain, ListsTheFieldsOfAnObject) {
  const std::string text = explain(sample_shape(), "/services");
  EXPECT_THAT(text, AllOf(HasSubstr("type      object, by name"), HasSubstr("/services/*/..."),
                          HasSubstr("desired_count   whole number (tasks), default 2"), HasSubstr("text, required")));
  EXPECT_THAT(explain(sample_shape(), ""), HasSubstr("horizon"));
  EXPECT_THAT(explain(sample_shape(), "/autoscaling"), HasSubstr("target_value  number (ratio), default 0.7"));
}

TEST(Explain, SuggestsWhatWasMeant) {
  EXPECT_EQ(refusal("/services/api/task/cpus"), "/services/api/task/cpus: is not known here (did you mean 'cpu'?)");
  EXPECT_THAT(refusal("/name/x"), HasSubstr("/name is a text"));
  EXPECT_THAT(refusal("/weights/x"), HasSubstr("this is a list"));
  EXPECT_THAT(refusal("name"), HasSubstr("must start with '/'"));
}

TEST(ReferenceMarkdown, HasATableForEveryObject) {
  const std::string text = reference_markdown(sample_shape(), "Stack");
  EXPECT_THAT(text, AllOf(HasSubstr("# Stack\n"), HasSubstr("## `/services/*/task`"), HasSubstr("## `/autoscaling`"),
                          HasSubstr("| `cpu` | number (vCPU) | between 0.25 and 192 vCPU | 1 | vCPUs of one task. | "
                                    "documented |")));
}

TEST(Schema, DescribesEveryField) {
  const OrderedJson schema = schema_of(sample_shape(), "Stack", 1);
  EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(schema["required"], (OrderedJson{"name", "schema_version"}));
  EXPECT_EQ(schema["additionalProperties"], false);
  const OrderedJson& cpu =
      schema["properties"]["services"]["additionalProperties"]["properties"]["task"]["properties"]["cpu"];
  EXPECT_EQ(cpu["anyOf"][0], (OrderedJson{{"type", "number"}, {"minimum", 0.25}, {"maximum", 192}}));
  EXPECT_EQ(cpu["default"], 1);
  EXPECT_EQ(cpu["x-unit"], "vCPU");
  EXPECT_EQ(cpu["description"], "vCPUs of one task.");
  EXPECT_EQ(schema["properties"]["horizon"]["default"], "30 d");
  EXPECT_EQ(schema["properties"]["algorithm"]["enum"][1], "least_outstanding_requests");
  EXPECT_EQ(schema["properties"]["schema_version"]["const"], 1);
  EXPECT_TRUE(schema["$defs"]["distribution"]["properties"].contains("exponential"));
}

TEST(Leaves, FindsEveryParameterWithItsPlace) {
  sample::Stack stack;
  stack.services["api"].task.cpu = sim::Parameter::interval(1, 3);
  std::vector<std::string> pointers;
  for (const FoundParameter& found : find_parameters(stack)) {
    pointers.push_back(found.pointer);
    found.parameter->resolve(0.25);
  }
  EXPECT_THAT(pointers, testing::ElementsAre("/horizon", "/rate", "/bandwidth", "/services/api/task/cpu",
                                             "/services/api/task/memory", "/services/api/desired_count", "/limit",
                                             "/weights/0", "/weights/1"));
  EXPECT_EQ(stack.services["api"].task.cpu.value(), 1.5);
}

TEST(Leaves, ListsWhatIsAssumed) {
  sample::Stack stack;
  stack.autoscaling.emplace();
  stack.services["default"];
  stack.services["stated"].task.service_time = 0.03;
  stack.rate = 7;
  stack.rate.mark = sim::Mark::assumed;
  stack.rate.source = "a hunch";
  std::vector<std::string> lines;
  for (const Assumption& found : find_assumptions(stack)) {
    lines.push_back(found.pointer + " = " + found.value + " [" + found.source + "]");
  }
  EXPECT_THAT(lines,
              testing::ElementsAre("/rate = 7 1/s [a hunch]", "/services/default/task/service_time = 20 ms [[T1]]",
                                   "/autoscaling/cooldown = 5 min []"));
}

}  // namespace
}  // namespace fleetcast::scenarios::documents
