#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace fleetcast::scenarios::decisions {

/// Sets how sure a selection must be.
struct SelectionRules {
  double confidence = 0.95;  ///< that no better candidate is passed over
  double indifference = 0;   ///< a difference in cost that does not matter, above 0
  std::size_t first = 10;    ///< replications of every candidate, at least 3
  std::size_t most = 200;    ///< replications of any candidate, at least `first`
};

/// Says what the runs so far tell about a candidate's objectives.
enum class Feasibility { unknown, met, missed };

/// Says what became of a candidate.
enum class Fate {
  alive,       ///< neither struck out nor chosen
  infeasible,  ///< misses an objective
  beaten,      ///< a candidate that meets the objectives costs less
};

/// Holds the standing of a candidate in a selection.
struct Contender {
  Fate fate = Fate::alive;
  Feasibility feasibility = Feasibility::unknown;
  std::size_t replications = 0;  ///< when it was struck out, or so far
  std::optional<std::size_t> beaten_by;
};

/// Selects the cheapest candidate that meets its objectives, in rounds of more and more replications.
///
/// Costs are compared by the procedure KN of Kim and Nelson (2001), which holds for replications that share their
/// random numbers: a candidate is struck out as soon as its mean is above that of another by more than a margin that
/// shrinks with the replications. Only candidates whose objectives are met strike others out. Costs are taken to be
/// normal; rounds may be any subset of KN's.
class Selection {
 public:
  /// Throws std::logic_error for rules outside of their bounds or no candidate.
  Selection(std::size_t candidates, const SelectionRules& rules);

  /// Returns KN's constant eta for k systems, so many first replications and an error.
  [[nodiscard]] static double eta(std::size_t systems, std::size_t first, double error);

  /// Returns the replications that every candidate alive needs for the next round.
  [[nodiscard]] std::size_t replications() const { return replications_; }
  /// Returns the error that each statement about one objective of one candidate in one round may have, so that all of
  /// them hold together with half of what the confidence leaves.
  [[nodiscard]] double error_of_objective(std::size_t objectives) const;
  /// Takes the costs of the candidates alive, by replication, and what is known of their objectives; those of others
  /// are not looked at. Throws std::logic_error for another number of replications.
  void look(std::span<const std::vector<double>> costs, std::span<const Feasibility> feasibility);
  /// Strikes out a candidate that cannot be built.
  void withdraw(std::size_t candidate);

  [[nodiscard]] std::vector<std::size_t> alive() const;
  /// Tells whether at most one candidate is alive and known, or no more replications are allowed.
  [[nodiscard]] bool is_done() const;
  /// Returns the cheapest alive whose objectives are met, at the last look.
  [[nodiscard]] std::optional<std::size_t> best() const { return best_; }
  /// Tells whether the confidence is reached: the best is the only one alive.
  [[nodiscard]] bool is_sure() const;
  [[nodiscard]] const std::vector<Contender>& contenders() const { return contenders_; }

 private:
  [[nodiscard]] bool beats(std::size_t winner, std::size_t loser, std::span<const std::vector<double>> costs) const;

  SelectionRules rules_;
  double h_squared_ = 0;
  std::size_t rounds_ = 0;
  std::size_t replications_ = 0;
  bool is_exhausted_ = false;
  std::optional<std::size_t> best_;
  std::vector<Contender> contenders_;
};

}  // namespace fleetcast::scenarios::decisions
