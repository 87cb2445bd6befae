#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pricing/book.hpp"
#include "scenarios/decisions/axes.hpp"
#include "scenarios/decisions/frontier.hpp"
#include "scenarios/decisions/journal.hpp"
#include "scenarios/experiment/experiment.hpp"
#include "scenarios/experiment/figures.hpp"
#include "scenarios/experiment/scenario_file.hpp"
#include "scenarios/results/metrics.hpp"
#include "scenarios/results/verdict.hpp"

namespace fleetcast::scenarios::decisions {

/// Says which candidates there are, and where their runs are kept.
struct CandidatePlan {
  std::string scenario;                ///< path of the document
  std::vector<std::string> settings;   ///< /json/pointer=value, for every candidate
  std::vector<Choice> candidates;      ///< applied after the settings
  std::filesystem::path journal;       ///< where runs are kept, so that a sweep can go on
  std::string program_version;
  std::string program_digest;          ///< tells figures of another build apart from those of this one
};

/// Holds one candidate with what its replications came to.
struct Candidate {
  Choice choice;
  std::string label;
  std::string digest;   ///< of its scenario
  std::string problem;  ///< why it cannot be built; it has no figures then
  std::vector<experiment::Figures> runs;  ///< by replication
  results::Metrics metrics;               ///< of all replications; a quantile is the mean of theirs
  std::vector<results::Verdict> objectives;
  std::optional<Standing> standing;  ///< among those that could be built

  [[nodiscard]] bool are_objectives_met() const;
};

/// Runs candidates under common random numbers and keeps what they came to.
class CandidateRuns {
 public:
  /// Loads all scenarios; throws documents::InvalidDocument with the problems of all candidates, each under its choice,
  /// and std::invalid_argument where they cannot be compared in pairs.
  explicit CandidateRuns(const CandidatePlan& plan);

  /// Runs candidates up to so many replications, but for runs that the journal has, and judges their objectives; throws
  /// what run_figures does.
  void run(std::span<const std::size_t> which, std::size_t replications, const experiment::ExperimentOptions& options);

  [[nodiscard]] const std::vector<Candidate>& candidates() const { return candidates_; }
  /// Returns the scenario of a candidate.
  [[nodiscard]] const Scenario& scenario(std::size_t candidate) const { return files_.at(candidate).scenario; }
  /// Returns how many of the runs were in the journal when this was made.
  [[nodiscard]] std::size_t runs_from_journal() const { return runs_from_journal_; }

 private:
  [[nodiscard]] const pricing::PriceBook& book_of(const Scenario& scenario);
  [[nodiscard]] std::string key_of(std::size_t candidate, std::size_t replication) const;

  std::string program_digest_;
  std::vector<experiment::ScenarioFile> files_;
  std::map<std::string, pricing::PriceBook> books_;
  std::vector<std::string> keys_;  ///< of a candidate, to which the replication is added
  std::vector<Candidate> candidates_;
  Journal journal_;
  std::size_t runs_from_journal_ = 0;
};

/// Returns a number of every observation of a candidate: of a replication, or the mean of those that share one draw of
/// the uncertain inputs; `absent` stands for what a replication lacks.
[[nodiscard]] std::vector<double> observations_of(const Candidate& candidate, const std::string& metric,
                                                  double absent = 0);

}  // namespace fleetcast::scenarios::decisions
