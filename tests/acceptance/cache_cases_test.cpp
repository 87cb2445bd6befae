// Reference cases on popularity and on single objects of a cache.
#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "sim/chance/purpose.hpp"
#include "sim/chance/zipf.hpp"
#include "sim/traffic/store.hpp"
#include "tests/acceptance/reference_case_for_tests.hpp"

namespace fleetcast::tests::acceptance {
namespace {

using nlohmann::json;

TEST(CacheCases, HitsOfSingleObjectsOfALeastRecentlyUsedCache) {
  const json one = reference_case("behaviour_cases.json", "lru-01");
  const json& inputs = one.at("inputs");
  const sim::chance::Zipf zipf(inputs.at("objects"), inputs.at("zipf_alpha"));
  sim::traffic::Store store({.name = "cache", .objects = zipf.objects(), .capacity = inputs.at("cache")});
  const auto stream = sim::chance::Chance(1).stream("objects");
  constexpr std::uint64_t warm_up = 100'000;
  constexpr std::uint64_t requests = 4'000'000;
  std::array<double, 5> asked{};
  std::array<double, 5> found{};
  std::vector<double> draws(100'000);
  for (std::uint64_t first = 0; first < warm_up + requests; first += draws.size()) {
    sim::chance::uniforms(stream, first, 0, draws);
    for (const double u : draws) {
      const std::uint32_t object = zipf.rank(u);
      const bool is_hit = store.finds_fresh(object, 0);
      if (!is_hit) store.put(object, 1, 0);
      if (first < warm_up) continue;
      ++asked[object];
      found[object] += is_hit;
    }
  }
  expect_metric(one, "LRU_hit_obj1", found[0] / asked[0], requests);
  expect_metric(one, "LRU_hit_obj5", found[4] / asked[4], requests);
}

TEST(CacheCases, PopularityOfAHundredThousandObjects) {
  const json one = reference_case("component_cases.json", "zipf-01");
  const json& inputs = one.at("inputs");
  const sim::chance::Zipf zipf(inputs.at("objects"), inputs.at("zipf_alpha"));
  const auto block_size = inputs.at("requests").get<std::uint64_t>();
  const auto stream = sim::chance::Chance(1).stream("objects");
  constexpr std::uint64_t blocks = 100;
  std::array<double, 4> of_top{};
  double distinct = 0;
  std::vector<double> draws(block_size);
  std::vector<std::uint64_t> seen_in(zipf.objects(), 0);
  for (std::uint64_t block = 1; block <= blocks; ++block) {
    sim::chance::uniforms(stream, block * block_size, 0, draws);
    for (const double u : draws) {
      const std::uint32_t rank = zipf.rank(u);
      of_top[0] += rank < 1;
      of_top[1] += rank < 10;
      of_top[2] += rank < 100;
      of_top[3] += rank < 1000;
      distinct += seen_in[rank] != block;
      seen_in[rank] = block;
    }
  }
  const auto requests = static_cast<double>(blocks * block_size);
  expect_metric(one, "p1", of_top[0] / requests, blocks);
  expect_metric(one, "top10", of_top[1] / requests, blocks);
  expect_metric(one, "top100", of_top[2] / requests, blocks);
  expect_metric(one, "top1000", of_top[3] / requests, blocks);
  expect_metric(one, "distinct_100000", distinct / blocks, blocks);
}

}  // namespace
}  // namespace fleetcast::tests::acceptance
