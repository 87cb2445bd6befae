#include "scenarios/commands/simulating_options.hpp"

#include "scenarios/commands/options.hpp"

namespace fleetcast::scenarios::commands {
namespace {

const Words<Fidelity> fidelities = {{"full", Fidelity::full}, {"sampled", Fidelity::sampled}};

}  // namespace

void add_run(CLI::App& program, RunOptions& options) {
  CLI::App& command = *program.add_subcommand("run", "Simulate a scenario and report cost, availability and latency");
  command.add_option("SCENARIO", options.scenario, "Path of the scenario document")->required()->type_name("");
  add_settings(command, options.settings);
  add_count(command, "--seed", options.seed, "Seed of all chance, instead of the scenario's", 0, largest_seed);
  add_count(command, "--replications", options.replications, "Independent runs, instead of the scenario's", 1,
            most_replications);
  command
      .add_option("--precision", options.precisions,
                  "Run until cost and latency are so precise, or an estimate named; may be repeated")
      ->type_name("[ESTIMATE=]PERCENT")
      ->allow_extra_args(false);
  add_count(command, "--max-replications", options.max_replications, "Runs after which to stop, precise or not", 20,
            most_replications);
  command.add_flag("--independence", options.is_gap_asked,
                   "Run again with spot pools that are reclaimed independently, and show the gap");
  command.add_flag("--tornado", options.is_tornado_asked,
                   "Vary every assumption and list which move cost and availability most; takes two runs for each");
  add_words(command, "--fidelity", options.fidelity, fidelities, "How much of the traffic is simulated");
  add_count(command, "--jobs", options.jobs, "Runs at the same time; one per core unless given", 1, 1024);
  const std::string files = "result.json, bill.csv, bill_month.csv, timeline.csv and report.html";
  command.add_option("--out", options.out, "Folder for " + files)->type_name("DIR");
  add_words(command, "--format", options.format, report_formats, "What the report on standard output looks like");
  command.add_flag("--quiet", options.is_quiet, "Show no progress");
  command.add_flag("--check", options.is_checked, "End with exit code 1 if an objective is missed");
  command.footer(
      "\nExamples:\n"
      "  fleetcast run reference.json\n"
      "  fleetcast run reference.json --set /traffic/scale=1.5 --replications 5\n"
      "  fleetcast run reference.json --precision 2% --precision availability=0.1nines\n"
      "  fleetcast run reference.json --tornado --set \"/horizon=1 h\"\n"
      "  fleetcast run reference.json --check --out results");
}

void add_compare(CLI::App& program, CompareOptions& options) {
  CLI::App& command = *program.add_subcommand("compare", "Paired difference of two scenarios or two result files");
  command.add_option("A", options.first, "Path of a scenario or a result file")->required()->type_name("");
  command.add_option("B", options.second, "Path of another of the same kind")->required()->type_name("");
  add_count(command, "--seed", options.seed, "Seed of all chance, instead of the scenario's", 0, largest_seed);
  add_count(command, "--replications", options.replications, "Independent runs of each", 2, most_replications);
  add_count(command, "--jobs", options.jobs, "Runs at the same time; one per core unless given", 1, 1024);
  add_words(command, "--format", options.format, report_formats, "What the report on standard output looks like");
  command.add_flag("--quiet", options.is_quiet, "Show no progress");
  command.footer("\nExample:\n  fleetcast compare on_demand.json spot.json");
}

void add_commit(CLI::App& program, CommitOptions& options) {
  CLI::App& command = *program.add_subcommand("commit", "Find the commitment that minimises the expected cost");
  command.add_option("INPUT", options.inputs, "Path of a scenario, a result file, or of usage files as replications")
      ->required()
      ->type_name("");
  command.add_option("--offers", options.offers, "Path of a file of commitments to choose from: plans, reservations")
      ->type_name("FILE");
  command.add_option("--discount", options.discount, "Share that a Compute Savings Plan takes off, such as 0.27")
      ->type_name("SHARE");
  command.add_flag("--reservations", options.reservations, "Choose from the price book's reservations as well");
  command.add_option("--commitments", options.commitments, "Path of a file of what is committed already")
      ->type_name("FILE");
  command.add_option("--book", options.book, "Name of a price book, or path of one")->type_name("BOOK");
  add_count(command, "--replications", options.replications, "Independent runs of a scenario", 1, most_replications);
  add_count(command, "--jobs", options.jobs, "Runs at the same time; one per core unless given", 1, 1024);
  add_words(command, "--format", options.format, report_formats, "What the report on standard output looks like");
  command.add_flag("--quiet", options.is_quiet, "Show no progress");
  command.footer(
      "\nExamples:\n"
      "  fleetcast commit out/reference/result.json --discount 0.27 --reservations\n"
      "  fleetcast commit reference.json --offers plans.json --format json");
}

void add_sweep(CLI::App& program, SweepOptions& options) {
  CLI::App& command = *program.add_subcommand("sweep", "Run every combination of values and find the frontier");
  command.add_option("SCENARIO", options.scenario, "Path of the scenario document")->required()->type_name("");
  command.add_option("--vary", options.varied, "Values that one place takes; may be repeated for a grid")
      ->type_name("/json/pointer=a,b,c")
      ->allow_extra_args(false);
  add_settings(command, options.settings);
  add_count(command, "--seed", options.seed, "Seed of all chance, instead of the scenario's", 0, largest_seed);
  add_count(command, "--replications", options.replications, "Independent runs of each, instead of the scenario's", 1,
            most_replications);
  add_count(command, "--jobs", options.jobs, "Runs at the same time; one per core unless given", 1, 1024);
  command.add_option("--out", options.out, "Folder for sweep.csv, sweep.html, sweep.json and the runs' journal")
      ->type_name("DIR");
  add_words(command, "--format", options.format, report_formats, "What the report on standard output looks like");
  command.add_flag("--quiet", options.is_quiet, "Show no progress");
  command.footer(
      "\nAn interrupted sweep goes on where it stopped when it is started again into the same folder.\n"
      "\nExamples:\n"
      "  fleetcast sweep reference.json --set \"/horizon=1 h\" \\\n"
      "    --vary /services/api/autoscaling/target_tracking/cpu/target_value=50,60,70\n"
      "  fleetcast sweep reference.json \\\n"
      "    --vary /services/api/autoscaling/min_capacity=6,9 \\\n"
      "    --vary /services/web/autoscaling/min_capacity=4,6");
}

void add_optimize(CLI::App& program, OptimizeOptions& options) {
  CLI::App& command = *program.add_subcommand("optimize", "Find the cheapest choice that meets the objectives");
  command.add_option("SCENARIO", options.scenario, "Path of the scenario document, with a decision")
      ->required()
      ->type_name("");
  command.add_option("--vary", options.varied, "Values that one more place takes; may be repeated")
      ->type_name("/json/pointer=a,b,c")
      ->allow_extra_args(false);
  add_settings(command, options.settings);
  add_count(command, "--seed", options.seed, "Seed of all chance, instead of the scenario's", 0, largest_seed);
  add_count(command, "--jobs", options.jobs, "Runs at the same time; one per core unless given", 1, 1024);
  const std::string files = "optimize.csv, optimize.html, optimize.json and the runs' journal";
  command.add_option("--out", options.out, "Folder for " + files)->type_name("DIR");
  add_words(command, "--format", options.format, report_formats, "What the report on standard output looks like");
  command.add_flag("--quiet", options.is_quiet, "Show no progress");
  command.footer(
      "\nAll choices run a few times; clear losers are struck out, and the others run more and more, until one is\n"
      "left. An interrupted search goes on where it stopped when it is started again into the same folder.\n"
      "`fleetcast explain /decision` tells how a scenario says what is free.\n"
      "\nExamples:\n"
      "  fleetcast optimize scenarios/library/fleet_choice.json");
}

void add_game_day(CLI::App& program, GameDayOptions& options) {
  CLI::App& command = *program.add_subcommand("game-day", "Take spot capacity and a zone away at the busiest minute");
  command.add_option("SCENARIO", options.scenario, "Path of the scenario document")->required()->type_name("");
  command.add_option("--at", options.at, "Time after the start, instead of the busiest minute")->type_name("TIME");
  command.add_option("--zone", options.zone, "Zone that is lost, by its letter; the first unless given")
      ->type_name("LETTER");
  command.add_option("--duration", options.duration, "How long it is lost; 1 h unless given")->type_name("TIME");
  add_settings(command, options.settings);
  add_count(command, "--seed", options.seed, "Seed of all chance, instead of the scenario's", 0, largest_seed);
  add_count(command, "--replications", options.replications, "Independent runs of each, instead of the scenario's", 1,
            most_replications);
  add_count(command, "--jobs", options.jobs, "Runs at the same time; one per core unless given", 1, 1024);
  add_words(command, "--format", options.format, report_formats, "What the report on standard output looks like");
  command.add_flag("--quiet", options.is_quiet, "Show no progress");
  command.footer(
      "\nThe scenario runs as it is, then with each drill and the same random numbers: the zone's spot instances are\n"
      "reclaimed; the zone is lost; the zone is lost while nothing can be launched.\n"
      "\nExamples:\n"
      "  fleetcast game-day reference.json --replications 10\n"
      "  fleetcast game-day reference.json --at \"20 h\" --zone b --duration \"30 min\"");
}

void add_regress(CLI::App& program, RegressOptions& options) {
  CLI::App& command = *program.add_subcommand("regress", "Compare a suite of scenarios with a baseline; for the night");
  command.add_option("SUITE", options.suite, "Path of the suite document")->required()->type_name("");
  command.add_flag("--update", options.is_updated, "Make the baseline anew instead; compares nothing");
  command.add_option("--baseline", options.baseline, "Another baseline than the suite's")->type_name("FILE.json");
  command.add_option("--junit", options.junit, "Write the verdicts as JUnit XML")->type_name("FILE.xml");
  command.add_option("--summary", options.summary, "Write verdicts and parts of drifts as Markdown")
      ->type_name("FILE.md");
  add_count(command, "--seed", options.seed, "Seed of tonight's runs, or of the new baseline", 0, largest_seed);
  add_count(command, "--jobs", options.jobs, "Runs at the same time; one per core unless given", 1, 1024);
  command.add_flag("--quiet", options.is_quiet, "Show no progress");
  command.footer(
      "\nExit code 1 if a metric drifted beyond confidence and threshold; prices, scenario, code and chance are told "
      "apart.\n"
      "\nExamples:\n"
      "  fleetcast regress suite.json --update\n"
      "  fleetcast regress suite.json --seed $(date -u +%Y%m%d) \\\n"
      "    --junit regress.xml --summary regress.md");
}

}  // namespace fleetcast::scenarios::commands
