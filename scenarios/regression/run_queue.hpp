#pragma once
#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "pricing/book.hpp"
#include "scenarios/experiment/figures.hpp"
#include "scenarios/experiment/scenario_file.hpp"

namespace fleetcast::scenarios::regression {

/// Collects scenarios whose replications are all run at once; equal ones are run once.
class RunQueue {
 public:
  explicit RunQueue(bool is_usage_wanted) : is_usage_wanted_(is_usage_wanted) {}

  /// Adds all replications of a scenario and returns its place; `label` tells it apart in complaints.
  std::size_t add(experiment::ScenarioFile file, const std::string& label);
  /// Runs what was added; throws std::invalid_argument for a scenario that cannot be built, and what run_figures does.
  void run(const experiment::ExperimentOptions& options);

  /// Returns the scenario at a place.
  [[nodiscard]] const experiment::ScenarioFile& file(std::size_t place) const { return entries_[place].file; }
  /// Returns the book that the scenario at a place is priced from.
  [[nodiscard]] const pricing::PriceBook& book(std::size_t place) const { return *entries_[place].book; }
  /// Returns the figures of a place by replication, once run.
  [[nodiscard]] const std::vector<experiment::Figures>& figures(std::size_t place) const {
    return entries_[place].figures;
  }

 private:
  struct Entry {
    experiment::ScenarioFile file;
    std::string label;
    std::string identity;
    const pricing::PriceBook* book = nullptr;
    std::vector<experiment::Figures> figures{};
  };
  bool is_usage_wanted_;
  std::map<std::string, pricing::PriceBook> books_;
  std::deque<Entry> entries_;
};

}  // namespace fleetcast::scenarios::regression
