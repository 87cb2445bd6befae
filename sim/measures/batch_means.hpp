#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace fleetcast::sim::measures {

/// Holds the sums of consecutive stretches of a series of ratios, long enough to be taken for independent replications.
struct Batches {
  std::size_t length = 0;  ///< observations in each batch
  std::vector<double> numerators;
  std::vector<double> denominators;
};

/// Fewest batches that are taken for independent: the test of fewer notices too little.
inline constexpr std::size_t fewest_batches = 20;

/// Most batches that are made of a series: more add little precision and are less independent (Schmeiser, 1982).
inline constexpr std::size_t most_batches = 30;

/// Cuts one long stationary series of ratios (such as sums of latencies over requests, minute by minute) into batches
/// whose ratios von Neumann's test takes for independent, so that intervals over replications hold for them.
///
/// Batches double in length until the test does not find that neighbours resemble each other, at a level of 20 %, and
/// grow until there are at most most_batches. What does not fill a batch is left out at the front. Nothing, which means
/// that the series cannot tell how precise it is, where fewer than fewest_batches would be left. Throws
/// std::logic_error for spans of unequal length.
[[nodiscard]] std::optional<Batches> independent_batches(std::span<const double> numerators,
                                                         std::span<const double> denominators);

/// Returns von Neumann's statistic of a series, 1 - sum((x[i+1] - x[i])^2) / (2 sum((x[i] - mean)^2)), in units of its
/// standard deviation: about standard normal for independent numbers, higher where neighbours are alike. Zero for fewer
/// than three numbers, or if all are equal.
[[nodiscard]] double likeness_of_neighbours(std::span<const double> series);

}  // namespace fleetcast::sim::measures
