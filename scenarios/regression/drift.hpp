#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/regression/suite.hpp"
#include "sim/measures/intervals.hpp"

namespace fleetcast::scenarios::regression {

/// Holds one metric of one scenario, by replication, on the way from the baseline to tonight: each step changes one
/// thing more than the step before.
struct Steps {
  std::vector<double> baseline;  ///< as recorded
  std::vector<double> repriced;  ///< the recorded usage at today's prices
  /// The recorded scenario in today's program; empty where it cannot be run as it was.
  std::optional<std::vector<double>> rerun;
  std::vector<double> now;      ///< today's scenario with the baseline's seed
  std::vector<double> tonight;  ///< the same with tonight's seed
};

/// Says what is to be said about one metric of one scenario.
enum class Judgement {
  unchanged,          ///< same fingerprints, same figures
  within_confidence,  ///< behaviour changed; that the metric did too cannot be told from chance
  small_change,       ///< it did, by no more than allowed
  failure,            ///< it did, by more
};

/// Holds by how much one metric drifted, split into parts that sum to `total`.
struct Drift {
  std::string metric;
  double baseline = 0;   ///< mean
  double allowance = 0;  ///< drift that is allowed either way, in the unit of the metric
  sim::measures::Estimate prices;
  /// Empty where the recorded scenario cannot be run as it was; `scenario` holds both parts then.
  std::optional<sim::measures::Estimate> code;
  sim::measures::Estimate scenario;
  sim::measures::Estimate chance;  ///< what tonight's seed does
  sim::measures::Estimate total;
  /// All parts but chance: today less the baseline under the same seed. This is what is judged.
  sim::measures::Estimate lasting;
  bool is_same = false;  ///< same fingerprints, same figures
  /// Judged together with all others of the suite (Holm); empty where there is nothing to test.
  std::optional<double> joint_p_value{};
  Judgement judgement = Judgement::unchanged;
};

/// Splits the drift of a metric; `group_size` replications in a row are one observation.
[[nodiscard]] Drift drift_of(const MetricRule& rule, const Steps& steps, bool are_fingerprints_same,
                             std::size_t group_size, double confidence);

/// Judges all drifts of a suite together, so that with the confidence given none is found where only chance differs.
void judge_together(std::span<Drift* const> drifts, double confidence);

/// Returns the replications with which the interval of the lasting drift would be about as narrow as the allowance,
/// where it is wider; empty if it is narrow enough or the allowance is zero.
[[nodiscard]] std::optional<std::uint64_t> replications_to_tell(const Drift& drift, std::size_t replications);

}  // namespace fleetcast::scenarios::regression
