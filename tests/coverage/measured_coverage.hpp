#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/measures/intervals.hpp"

namespace fleetcast::tests::coverage {

/// Counts how often intervals hold a truth that is known.
struct MeasuredCoverage {
  std::string model;  ///< name of the scenario
  std::string what;   ///< path in result.json, or "paired difference of" one
  double truth = 0;
  std::string source;  ///< where the truth comes from
  std::uint64_t replications = 0;
  std::uint64_t experiments = 0;
  std::uint64_t held = 0;
  std::uint64_t held_by_student = 0;  ///< with Student's interval of the replications' own values
  std::uint64_t unknown = 0;          ///< experiments that had no interval; they count as not held
  double half_widths = 0;             ///< sum over experiments that had one

  /// Takes the estimate of one experiment, and each replication's own value.
  void record(const std::optional<sim::measures::Estimate>& estimate, const std::vector<double>& values);

  [[nodiscard]] double share() const { return static_cast<double>(held) / static_cast<double>(experiments); }
  /// Returns the standard error of share() if intervals hold the truth as often as they claim.
  [[nodiscard]] double standard_error() const;
};

/// Runs so many experiments of the models named, or of all if none is, whose scenarios lie in a folder; the same count
/// gives the same answer. Throws std::invalid_argument for a name that no model has.
[[nodiscard]] std::vector<MeasuredCoverage> measure(const std::string& folder, std::uint64_t experiments, int jobs,
                                                    const std::vector<std::string>& names);

/// Writes the page about coverage.
[[nodiscard]] std::string page_of(const std::vector<MeasuredCoverage>& rows);

}  // namespace fleetcast::tests::coverage
