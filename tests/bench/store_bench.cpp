// Look-ups of objects after Zipf's law, with the copy put back after a miss.
#include <benchmark/benchmark.h>

#include <vector>

#include "sim/chance/purpose.hpp"
#include "sim/chance/zipf.hpp"
#include "sim/traffic/store.hpp"

namespace fleetcast::tests::bench {
namespace {

/// Asks for objects drawn beforehand, so that the store alone is measured.
void look_up(benchmark::State& state) {
  const auto objects = static_cast<std::uint32_t>(state.range(0));
  const auto capacity = static_cast<std::uint64_t>(state.range(1));
  const sim::chance::Zipf zipf(objects, 0.9);
  const sim::chance::Stream stream = sim::chance::Chance(1).stream("object");
  std::vector<std::uint32_t> asked(1 << 20);
  for (std::size_t i = 0; i < asked.size(); ++i) asked[i] = zipf.rank(sim::chance::uniform(stream, i, 0));
  sim::traffic::Store store({.name = "cache", .objects = objects, .capacity = capacity});
  std::size_t next = 0;
  for (auto unused : state) {
    const std::uint32_t object = asked[next++ % asked.size()];
    if (store.look_up(object, 0) == sim::traffic::Store::Found::absent) store.put(object, 1, 0);
  }
  state.SetItemsProcessed(state.iterations());
}
// Everything fits; a tenth fits and the least recently used give way.
BENCHMARK(look_up)->Name("store/look_up")->Args({1000, 1000})->Args({1000000, 1000000})->Args({1000000, 100000});

}  // namespace
}  // namespace fleetcast::tests::bench
