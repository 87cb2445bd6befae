#include "scenarios/regression/run_queue.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace fleetcast::scenarios::regression {

std::size_t RunQueue::add(experiment::ScenarioFile file, const std::string& label) {
  const std::string identity = file.digest + " " + experiment::digest_of_traces(file.scenario);
  const auto found = std::ranges::find(entries_, identity, &Entry::identity);
  if (found != entries_.end()) return static_cast<std::size_t>(found - entries_.begin());
  const std::string name = file.scenario.pricing.book.value_or(file.scenario.region);
  auto book = books_.find(name);
  if (book == books_.end()) book = books_.emplace(name, experiment::price_book_of(file.scenario)).first;
  entries_.push_back({std::move(file), label, identity, &book->second});
  return entries_.size() - 1;
}

void RunQueue::run(const experiment::ExperimentOptions& options) {
  std::vector<experiment::FiguresJob> jobs;
  std::vector<Entry*> owners;
  for (Entry& entry : entries_) {
    const auto replications = static_cast<std::uint64_t>(entry.file.scenario.replications.count());
    for (std::uint64_t replication = 0; replication < replications; ++replication) {
      jobs.push_back({&entry.file.scenario, entry.book, replication, entry.label, is_usage_wanted_});
      owners.push_back(&entry);
    }
  }
  std::vector<experiment::FiguresOutcome> outcomes = experiment::run_figures(jobs, options);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (!outcomes[i].figures) throw std::invalid_argument(owners[i]->label + ": " + outcomes[i].problem);
    owners[i]->figures.push_back(std::move(*outcomes[i].figures));
  }
}

}  // namespace fleetcast::scenarios::regression
