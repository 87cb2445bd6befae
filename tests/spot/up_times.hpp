#pragma once
#include <cmath>
#include <vector>

namespace fleetcast::tests::spot {

/// Fits the shape of a Weibull distribution by maximum likelihood.
inline double weibull_shape(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  double mean_log = 0;
  for (const double x : values) mean_log += std::log(x) / count;
  double low = 0.05;
  double high = 10;
  for (int i = 0; i < 60; ++i) {
    const double k = 0.5 * (low + high);
    double powers = 0;
    double weighted = 0;
    for (const double x : values) {
      powers += std::pow(x, k);
      weighted += std::pow(x, k) * std::log(x);
    }
    (weighted / powers - 1 / k - mean_log > 0 ? high : low) = k;
  }
  return 0.5 * (low + high);
}

/// Returns the scale of the likeliest Weibull distribution of a shape.
inline double weibull_scale(const std::vector<double>& values, double shape) {
  double powers = 0;
  for (const double x : values) powers += std::pow(x, shape);
  return std::pow(powers / static_cast<double>(values.size()), 1 / shape);
}

/// Returns the greatest difference between the distribution of values, in order, and a Weibull distribution.
inline double kolmogorov_distance(const std::vector<double>& sorted, double shape, double scale) {
  const auto count = static_cast<double>(sorted.size());
  double greatest = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const double f = 1 - std::exp(-std::pow(sorted[i] / scale, shape));
    const double below = f - static_cast<double>(i) / count;
    greatest = std::fmax(greatest, std::fmax(below, 1 / count - below));
  }
  return greatest;
}

}  // namespace fleetcast::tests::spot
