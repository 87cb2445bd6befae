// One variate at a time, and exponentials by blocks as arrivals draw them.
#include <benchmark/benchmark.h>

#include <vector>

#include "sim/chance/purpose.hpp"
#include "sim/chance/sampler.hpp"
#include "sim/chance/zipf.hpp"

namespace fleetcast::tests::bench {
namespace {

using sim::chance::Distribution;

void draw(benchmark::State& state, const Distribution& distribution) {
  sim::chance::SamplerTables tables;
  const sim::chance::Sampler sampler = tables.compile(distribution);
  const sim::chance::Stream stream = sim::chance::Chance(1).stream("variate");
  std::uint64_t entity = 0;
  for (auto unused : state) benchmark::DoNotOptimize(sampler.sample(sim::chance::uniform(stream, entity++, 0)));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(draw, exponential, Distribution::exponential(1.0))->Name("sampler/exponential");
BENCHMARK_CAPTURE(draw, lognormal, Distribution::lognormal(1.0, 4.0))->Name("sampler/lognormal");
BENCHMARK_CAPTURE(draw, pareto, Distribution::pareto(2.5, 1.0))->Name("sampler/pareto");
BENCHMARK_CAPTURE(draw, gamma, Distribution::gamma(4.0, 1.0))->Name("sampler/gamma");

void draw_block(benchmark::State& state) {
  sim::chance::SamplerTables tables;
  const sim::chance::Sampler sampler = tables.compile(Distribution::exponential(1.0));
  const sim::chance::Stream stream = sim::chance::Chance(1).stream("block");
  std::vector<double> variates(1024);
  std::uint64_t entity = 0;
  for (auto unused : state) {
    sim::chance::uniforms(stream, entity, 0, variates);
    sampler.transform(variates);
    benchmark::DoNotOptimize(variates.data());
    entity += variates.size();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(variates.size()));
}
BENCHMARK(draw_block)->Name("sampler/exponential_by_blocks");

void draw_rank(benchmark::State& state) {
  const sim::chance::Zipf zipf(static_cast<std::uint64_t>(state.range(0)), 0.9);
  const sim::chance::Stream stream = sim::chance::Chance(1).stream("rank");
  std::uint64_t entity = 0;
  for (auto unused : state) benchmark::DoNotOptimize(zipf.rank(sim::chance::uniform(stream, entity++, 0)));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(draw_rank)->Name("sampler/zipf")->Arg(1000)->Arg(1000000);

}  // namespace
}  // namespace fleetcast::tests::bench
