// Requests through stations of the kernel alone: what a visit costs without documents, control plane or reports.
#include <benchmark/benchmark.h>

#include <functional>
#include <limits>

#include "sim/traffic/kernel.hpp"
#include "sim/traffic/program.hpp"

namespace fleetcast::tests::bench {
namespace {

using sim::chance::Distribution;
using sim::traffic::CauseId;
using sim::traffic::Discipline;
using sim::traffic::Kernel;
using sim::traffic::ProgramWriter;
using sim::traffic::StationId;

constexpr std::uint32_t no_limit = std::numeric_limits<std::uint32_t>::max();

/// Plays one simulated second of Poisson arrivals per iteration and counts requests.
void play(benchmark::State& state, double rate, const std::function<void(ProgramWriter&, CauseId)>& write) {
  Kernel kernel(sim::chance::Chance(1), 1);
  ProgramWriter writer(kernel);
  const CauseId full = kernel.add_cause("full", false);
  write(writer, full);
  writer.finish();
  const auto one = kernel.add_class("one", 0, sim::hours(1));
  constexpr double length = 1e7;
  const sim::Instant begin{};
  kernel.add_open_source({"clients", {{begin, begin + sim::seconds(length), rate, rate}}, {one}, {1.0}});
  sim::Instant until = begin;
  for (auto unused : state) {
    until = until + sim::seconds(1);
    kernel.advance_to(until);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(kernel.outcomes().offered()));
  state.counters["events"] =
      benchmark::Counter(static_cast<double>(kernel.events_handled()), benchmark::Counter::kIsRate);
}

void station(benchmark::State& state, Discipline discipline) {
  const auto servers = static_cast<std::uint32_t>(state.range(0));
  constexpr double rate = 10'000;
  play(state, rate, [&](ProgramWriter& writer, CauseId full) {
    const StationId desk = writer.kernel().add_station({"desk", discipline, servers, no_limit, 1, true});
    writer.enter(desk, Distribution::exponential(0.8 * servers / rate), "work", full);
    writer.reply();
  });
}
BENCHMARK_CAPTURE(station, first_come, Discipline::first_come)->Name("kernel/first_come")->Arg(1)->Arg(64);
BENCHMARK_CAPTURE(station, shared, Discipline::processor_sharing)->Name("kernel/processor_sharing")->Arg(1)->Arg(64);

/// Edge, balancer, application, cache, database; most requests leave early if there are exits.
void path(benchmark::State& state, bool has_exits) {
  const double rate = has_exits ? 2560 : 512;
  play(state, rate, [&](ProgramWriter& writer, CauseId full) {
    Kernel& kernel = writer.kernel();
    const StationId balancer = kernel.add_station({"balancer", Discipline::first_come, 1, no_limit, 1, true});
    const StationId application = kernel.add_station({"application", Discipline::first_come, 64, no_limit, 1, true});
    const StationId database = kernel.add_station({"database", Discipline::first_come, 8, no_limit, 1, true});
    const auto end = writer.label();
    writer.delay(Distribution::exponential(0.005), "edge");
    if (has_exits) writer.jump_if(0.8, end, "edge_hit");
    writer.enter(balancer, Distribution::exponential(0.001), "balance", full);
    writer.enter(application, Distribution::exponential(0.1), "serve", full);
    writer.delay(Distribution::exponential(0.001), "cache");
    if (has_exits) writer.jump_if(0.9, end, "cache_hit");
    writer.enter(database, Distribution::exponential(has_exits ? 0.125 : 0.0125), "query", full);
    writer.place_label(end);
    writer.reply();
  });
}
BENCHMARK_CAPTURE(path, exits, true)->Name("kernel/path_c");
BENCHMARK_CAPTURE(path, all_stations, false)->Name("kernel/path_c5");

}  // namespace
}  // namespace fleetcast::tests::bench
