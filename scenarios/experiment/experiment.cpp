#include "scenarios/experiment/experiment.hpp"

#include <memory>
#include <utility>

#include "scenarios/documents/problems.hpp"
#include "scenarios/experiment/scenario_file.hpp"
#include "scenarios/experiment/worker_request.hpp"
#include "scenarios/results/run_result_io.hpp"
#include "scenarios/world/world.hpp"
#include "sim/replication/serve.hpp"
#include "sim/replication/worker_pool.hpp"

namespace fleetcast::scenarios::experiment {
namespace {

using sim::replication::Job;
using sim::replication::Outcome;

// What a run's process answers: a mark, and then the result or what is wrong with the scenario.
constexpr char result_mark = 'r';
constexpr char wrong_input_mark = 'w';

std::string to_text(const results::RunResult& result) {
  const std::vector<std::uint8_t> bytes = results::to_bytes(result);
  return {bytes.begin(), bytes.end()};
}

results::RunResult from_text(std::string_view text) {
  return results::run_result_from_bytes({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::string answer(const Scenario& scenario, const pricing::PriceBook& book, std::uint64_t replication) {
  const Attempt attempt = attempt_replication(scenario, book, replication);
  return attempt.result ? result_mark + to_text(*attempt.result) : wrong_input_mark + attempt.problem;
}

std::vector<Job> jobs_of(const Scenario& scenario, std::uint64_t first, std::uint64_t end) {
  std::vector<Job> jobs;
  const std::string prefix = scenario.name + ", seed " + std::to_string(scenario.seed.count()) + ", replication ";
  for (std::uint64_t replication = first; replication < end; ++replication) {
    jobs.push_back({replication, prefix + std::to_string(replication), std::to_string(replication)});
  }
  return jobs;
}

// Nothing can be made of the other replications, so the first that fails ends the experiment.
void require_result(const Scenario& scenario, const Outcome& outcome) {
  if (!outcome.result) throw RunFailed("run lost: " + outcome.error);
  if (outcome.result->starts_with(wrong_input_mark)) {
    throw std::invalid_argument("scenario '" + scenario.name + "' cannot be built: " + outcome.result->substr(1));
  }
}

std::string serve_one(const std::string& payload) {
  const WorkerRequest request = read_worker_request(payload);
  return to_text(run_replication(request.file.scenario, price_book_of(request.file.scenario), request.replication));
}

}  // namespace

std::vector<results::RunResult> run_replications(const Scenario& scenario, const pricing::PriceBook& book,
                                                 const ExperimentOptions& options) {
  return run_replications(scenario, book, options, 0, static_cast<std::uint64_t>(scenario.replications.count()));
}

std::vector<results::RunResult> run_replications(const Scenario& scenario, const pricing::PriceBook& book,
                                                 const ExperimentOptions& options, std::uint64_t first,
                                                 std::uint64_t end) {
  sim::replication::WorkerPool pool(options.jobs, [&](const std::string& payload) {
    return answer(scenario, book, std::stoull(payload));
  });
  const std::vector<Outcome> outcomes =
      pool.run_all(jobs_of(scenario, first, end), [&](const Outcome& outcome, std::size_t done, std::size_t total) {
        require_result(scenario, outcome);
        if (options.progress) options.progress(done, total);
      });
  std::vector<results::RunResult> found;
  for (const Outcome& outcome : outcomes) found.push_back(from_text(std::string_view(*outcome.result).substr(1)));
  return found;
}

Attempt attempt_replication(const Scenario& scenario, const pricing::PriceBook& book, std::uint64_t replication) {
  const Scenario fixed = world::resolved(scenario, replication);
  std::unique_ptr<world::World> world;
  try {
    world = std::make_unique<world::World>(fixed, book, replication);
  } catch (const std::invalid_argument& error) {
    return {std::nullopt, error.what()};
  } catch (const documents::InvalidDocument& error) {
    return {std::nullopt, error.what()};
  }
  try {
    return {world->run(), {}};
  } catch (const world::CannotBeSampled& error) {
    return {std::nullopt, error.what()};
  }
}

results::RunResult run_replication(const Scenario& scenario, const pricing::PriceBook& book,
                                   std::uint64_t replication) {
  const Scenario fixed = world::resolved(scenario, replication);
  return world::World(fixed, book, replication).run();
}

void serve_replications(int in, int out) { sim::replication::serve(in, out, serve_one); }

}  // namespace fleetcast::scenarios::experiment
