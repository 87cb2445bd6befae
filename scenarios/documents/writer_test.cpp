#include "scenarios/documents/writer.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "scenarios/documents/document.hpp"
#include "scenarios/documents/sample_document.hpp"
#include "scenarios/documents/write.hpp"

namespace fleetcast::scenarios::documents {
namespace {

using sample::Stack;
using sim::chance::Distribution;

// Makes stacks in which every field is sometimes its default and sometimes not.
class RandomStacks {
 public:
  explicit RandomStacks(std::uint64_t seed) : random_(seed) {}

  Stack next() {
    Stack stack;
    stack.name = "stack " + std::to_string(random_() % 100);
    if (coin()) stack.horizon = number(1, 1e7);
    if (coin()) stack.rate = number(0, 1e5);
    if (coin()) stack.bandwidth = number(0, 1e10);
    stack.is_public = coin();
    stack.algorithm = coin() ? sample::Algorithm::round_robin : sample::Algorithm::least_outstanding_requests;
    for (std::uint64_t i = random_() % 3; i > 0; --i) stack.services["s/" + std::to_string(i)] = service();
    if (coin()) stack.autoscaling = sample::Autoscaling{number(0.1, 1), number(0, 3600)};
    if (coin()) stack.limit.reset();
    if (coin()) stack.weights.assign(random_() % 3, number(0, 9));
    if (coin()) stack.tags = {{"team", "web ü"}, {"~/", ""}};
    return stack;
  }

 private:
  bool coin() { return random_() % 2 == 0; }
  double between(double low, double high) {
    return low + (high - low) * static_cast<double>(random_() >> 11U) * 0x1p-53;
  }
  sim::Parameter number(double low, double high) {
    const double first = between(low, high);
    sim::Parameter made = coin() ? sim::Parameter(first) : sim::Parameter::interval(first, between(first, high));
    if (coin()) made.source = "a \"source\"";
    if (coin()) made.mark = sim::Mark::measured;
    return made;
  }
  Distribution distribution() {
    switch (random_() % 5) {
      case 0: return between(0, 10);
      case 1: return Distribution::lognormal(between(0.1, 1), between(0.1, 4));
      case 2: return Distribution::hyperexponential({0.25, 0.75}, {between(0.1, 1), between(1, 2)});
      case 3: return Distribution::weibull_by_mean(0.65, between(1, 1e6));
      default: return Distribution::exponential(between(0.001, 1));
    }
  }
  sample::Service service() {
    sample::Service made;
    made.image = "image";
    if (coin()) made.desired_count = static_cast<double>(random_() % 5000);
    if (coin()) made.task.cpu = number(0.25, 192);
    if (coin()) made.task.service_time = distribution();
    if (coin()) made.instance_types = {"m6i.large", "c6i.large"};
    if (coin()) made.algorithm = sample::Algorithm::least_outstanding_requests;
    return made;
  }

  std::mt19937_64 random_;
};

TEST(Writer, ReadsBackWhatItWrites) {
  RandomStacks stacks(20261101);
  for (int i = 0; i < 500; ++i) {
    const Stack stack = stacks.next();
    const OrderedJson everything = write(stack, Extent::all);
    for (const Extent extent : {Extent::changed, Extent::all}) {
      const Json written = Json::parse(write(stack, extent).dump());
      const Stack read_back = read<Stack>(written, "written.json");
      ASSERT_EQ(write(read_back, Extent::all), everything) << written.dump(2);
    }
  }
}

TEST(Writer, WritesOnlyWhatDiffersFromTheDefaults) {
  Stack stack;
  stack.name = "x";
  stack.services["api"].image = "api:1";
  stack.services["api"].task.memory = 536870912;
  stack.horizon = sim::Parameter::interval(86400, 172800);
  stack.limit.reset();
  EXPECT_EQ(write(stack).dump(), R"({"name":"x","horizon":{"low":"1 d","high":"2 d"},)"
                                 R"("services":{"api":{"task":{"memory":"512 MiB"},"image":"api:1"}},"limit":null})");
}

TEST(Writer, WritesEverythingInTheOrderOfDescription) {
  const OrderedJson json = write(Stack{}, Extent::all);
  std::string keys;
  for (const auto& [key, member] : json.items()) keys += key + " ";
  EXPECT_EQ(keys, "name horizon rate bandwidth is_public algorithm services autoscaling limit weights tags ");
  EXPECT_EQ(json["horizon"], "30 d");
  EXPECT_EQ(json["rate"], 1000);
}

}  // namespace
}  // namespace fleetcast::scenarios::documents
