#include "scenarios/commands/rare.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>
#include <stdexcept>

#include "scenarios/commands/options.hpp"
#include "sim/rare_events/backlog.hpp"
#include "sim/rare_events/redundant_units.hpp"
#include "sim/rare_events/splitting.hpp"

namespace fleetcast::scenarios::commands {
namespace {

using sim::rare_events::RareEstimate;

RareEstimate estimate_units(const RareOptions& options) {
  if (!(options.mean_up > 0) || !(options.mean_repair > 0)) {
    throw std::invalid_argument("--mean-up and --mean-repair must be above 0");
  }
  sim::chance::Chance chance(options.seed);
  return sim::rare_events::unavailability({.units = options.units,
                                           .needed = options.needed,
                                           .failure_rate = 1 / options.mean_up,
                                           .repair_rate = 1 / options.mean_repair,
                                           .crews = options.crews},
                                          options.cycles, chance.stream("rare_events/units"));
}

// A path that gains one request doubles its chance or so; levels that far apart keep a third to a tenth of the paths.
sim::rare_events::SplittingPlan plan_of(const RareOptions& options) {
  const double load = options.arrivals * options.service / options.servers;
  const double distance = load < 1 ? std::ceil(std::log(8.0) / -std::log(load)) : static_cast<double>(options.level);
  const auto step = static_cast<std::uint64_t>(std::min(distance, static_cast<double>(options.level)));
  sim::rare_events::SplittingPlan plan{.paths = options.paths};
  for (std::uint64_t at = 1 + step; at < options.level; at += step) plan.levels.push_back(at);
  plan.levels.push_back(options.level);
  return plan;
}

RareEstimate estimate_backlog(const RareOptions& options) {
  if (!(options.arrivals > 0) || !(options.service > 0)) {
    throw std::invalid_argument("--arrivals and --service must be above 0");
  }
  if (options.level < 2) throw std::invalid_argument("--level must be at least 2");
  sim::chance::Chance chance(options.seed);
  const sim::rare_events::BusyStation station{
      .arrival_rate = options.arrivals, .service_rate = 1 / options.service, .servers = options.servers};
  return sim::rare_events::probability_of_reaching(sim::rare_events::Backlog(station), plan_of(options),
                                                   chance.stream("rare_events/backlog"));
}

void print(const RareEstimate& estimate, const char* what, ReportFormat format, terminal::Terminal& terminal) {
  const auto& interval = estimate.value.interval.value();
  const double gain = estimate.plain_events / static_cast<double>(estimate.events);
  if (format == ReportFormat::json) {
    const nlohmann::ordered_json answer = {
        {"estimate", {{"mean", estimate.value.mean}, {"ci95", {interval.low, interval.high}}, {"n", estimate.value.n}}},
        {"effective_occurrences", estimate.effective_occurrences},
        {"largest_share", estimate.largest_share},
        {"events", estimate.events},
        {"plain_events", estimate.plain_events}};
    terminal.out << answer.dump(2) << "\n";
    return;
  }
  terminal.out << fmt::format("{}: {:.4g}\n95 % interval {:.4g} .. {:.4g}\n", what, estimate.value.mean, interval.low,
                              interval.high)
               << fmt::format("{:.2f} nines; as sure as {:.0f} occurrences of it; largest contribution {:.2g} %\n",
                              -std::log10(estimate.value.mean), estimate.effective_occurrences,
                              100 * estimate.largest_share)
               << fmt::format("{} events; plain simulation would take {:.3g}, {:.3g} times as many\n", estimate.events,
                              estimate.plain_events, gain);
}

}  // namespace

void add_rare(CLI::App& program, RareOptions& options) {
  CLI::App& command = *program.add_subcommand("rare", "Estimate the probability of what plain runs hardly ever see");
  command.require_subcommand(1);
  CLI::App& units = *command.add_subcommand("units", "Share of time in which too few zones or instances are up");
  units.add_option("--units", options.units, "Units that fail independently")->check(CLI::Range(1, 10'000));
  units.add_option("--needed", options.needed, "Fewest that suffice")->check(CLI::Range(1, 10'000));
  units.add_option("--mean-up", options.mean_up, "Mean time to failure of one")->required()->type_name("HOURS");
  units.add_option("--mean-repair", options.mean_repair, "Mean time to repair one")->required()->type_name("HOURS");
  units.add_option("--crews", options.crews, "Most repairs at the same time")->check(CLI::Range(1, 10'000));
  units.add_option("--cycles", options.cycles, "Cycles from all up to all up that are played")
      ->check(CLI::Range(1'000, 100'000'000));
  CLI::App& backlog = *command.add_subcommand("backlog", "Probability that a busy period fills a queue to a level");
  backlog.add_option("--arrivals", options.arrivals, "Requests per second")->required()->type_name("RATE");
  backlog.add_option("--service", options.service, "Mean time of service")->required()->type_name("SECONDS");
  backlog.add_option("--servers", options.servers, "Servers of the station")->check(CLI::Range(1, 1'000'000));
  backlog.add_option("--level", options.level, "Requests present that are too many")->required()->type_name("N");
  backlog.add_option("--paths", options.paths, "Paths begun at each level")->check(CLI::Range(100, 10'000'000));
  units.footer("\nExample:\n  fleetcast rare units --units 3 --needed 1 --mean-up 100 --mean-repair 1");
  backlog.footer("\nExample:\n  fleetcast rare backlog --arrivals 0.5 --service 1 --level 25");
  for (CLI::App* one : {&units, &backlog}) {
    one->add_option("--seed", options.seed, "Seed of all chance")->type_name("N");
    add_words(*one, "--format", options.format, report_formats, "What the answer looks like");
  }
  command.footer(
      "\nExamples:\n"
      "  fleetcast rare units --units 3 --needed 1 --mean-up 100 --mean-repair 1\n"
      "  fleetcast rare backlog --arrivals 0.5 --service 1 --level 25");
}

ExitCode estimate_rare(const CLI::App& command, const RareOptions& options, terminal::Terminal& terminal) {
  if (command.got_subcommand("units")) {
    print(estimate_units(options), "Share of time with too few units", options.format, terminal);
  } else {
    print(estimate_backlog(options), "Probability in a busy period", options.format, terminal);
  }
  return ExitCode::done;
}

}  // namespace fleetcast::scenarios::commands
