#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace fleetcast::sim::measures {

// Replications that share something, such as one draw of uncertain inputs, come in groups of equal size, in order.

/// Returns the mean of each group; throws std::logic_error unless the values fill whole groups.
[[nodiscard]] std::vector<double> means_of_groups(std::span<const double> values, std::size_t size);

/// Splits the variance of grouped values: between groups and within them.
struct VarianceSplit {
  double between = 0;  ///< variance of what a group shares; never below zero, though its estimate may be
  double within = 0;   ///< variance of a value about its group's mean
  bool is_cut = false; ///< true if the estimate of `between` was below zero
  double p_value = 1;  ///< probability of so clear a difference between groups by chance (F test)

  /// Returns the share of a value's variance that its group explains, or nothing if there is no variance.
  [[nodiscard]] std::optional<double> share_between() const;
};

/// Estimates the components of variance by one-way analysis of variance (moment estimators; Searle, Casella,
/// McCulloch, 1992, section 3.6). Throws std::logic_error for fewer than two groups, or groups of one.
[[nodiscard]] VarianceSplit variance_split(std::span<const double> values, std::size_t size);

/// Returns the half width that the interval of the mean of `n` values would have if groups shared nothing but their
/// true mean: by Student's t from the variance within them.
[[nodiscard]] double half_width_within(const VarianceSplit& split, std::size_t n, std::size_t size,
                                       double confidence = 0.95);

}  // namespace fleetcast::sim::measures
