#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace fleetcast::tests::coverage {

/// Counts how often `compare` calls two scenarios different that are one and the same but for their seeds, and measures
/// what common random numbers save where two differ.
struct MeasuredComparisons {
  std::string model;        ///< name of the scenario
  std::string metric;       ///< whose interval is looked at, and whose variances
  std::string change;       ///< what sets the two apart whose variances are measured
  std::uint64_t replications = 0;
  std::uint64_t experiments = 0;
  std::uint64_t called_different = 0;  ///< by the verdict: cost, availability or p99
  std::uint64_t excludes_zero = 0;     ///< intervals of the metric's difference that leave out zero
  double paired_variance = 0;          ///< of the difference of two replications of one seed
  double independent_variance = 0;     ///< of the difference of two replications of different seeds

  [[nodiscard]] double standard_error() const;
};

/// Compares so many pairs of runs of each model, whose scenarios lie in a folder; the same count gives the same answer.
[[nodiscard]] std::vector<MeasuredComparisons> measure_comparisons(const std::string& folder, std::uint64_t experiments,
                                                                   int jobs);

/// Writes the section about comparisons.
[[nodiscard]] std::string section_of(const std::vector<MeasuredComparisons>& rows);

}  // namespace fleetcast::tests::coverage
