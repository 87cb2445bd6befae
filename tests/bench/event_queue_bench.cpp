// The hold model: pop the earliest of N pending events and put it back at an exponential distance.
#include <benchmark/benchmark.h>

#include <vector>

#include "sim/chance/purpose.hpp"
#include "sim/chance/sampler.hpp"
#include "sim/time.hpp"
#include "sim/traffic/event_queue.hpp"

namespace fleetcast::tests::bench {
namespace {

/// Returns exponential distances in ticks, drawn beforehand so that the queue alone is measured.
std::vector<std::int64_t> distances() {
  constexpr std::size_t count = 1 << 16;
  sim::chance::SamplerTables tables;
  const sim::chance::Sampler sampler = tables.compile(sim::chance::Distribution::exponential(1.0));
  const sim::chance::Stream stream = sim::chance::Chance(1).stream("distance");
  std::vector<std::int64_t> drawn;
  for (std::size_t i = 0; i < count; ++i) {
    drawn.push_back(static_cast<std::int64_t>(sampler.sample(sim::chance::uniform(stream, i, 0)) *
                                              static_cast<double>(sim::ticks_per_second)));
  }
  return drawn;
}

void hold(benchmark::State& state) {
  const std::vector<std::int64_t> ahead = distances();
  sim::traffic::EventQueue queue;
  std::size_t next = 0;
  for (std::int64_t i = 0; i < state.range(0); ++i) queue.push(ahead[next++], static_cast<std::uint64_t>(i), 0);
  for (auto unused : state) {
    benchmark::DoNotOptimize(queue.next_tick());
    const auto event = queue.pop();
    queue.push(event.tick + ahead[next++ % ahead.size()], event.order, event.payload);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(hold)->Name("event_queue/hold")->Arg(64)->Arg(1024)->Arg(65536);

}  // namespace
}  // namespace fleetcast::tests::bench
