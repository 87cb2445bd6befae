#pragma once
#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/measures/intervals.hpp"

namespace fleetcast::scenarios::results {

/// Holds one number of a result with what is known about it.
struct Metric {
  std::vector<std::string> path;  ///< where it stands in result.json: {"latency_s", "p99"}
  /// Empty where the runs cannot tell, as for the latency of requests that never came.
  std::optional<sim::measures::Estimate> estimate;
  /// One value for each replication, in their order; empty unless every replication has one.
  std::vector<double> replications;
  /// Variance of the estimate without control variates over that with them; empty where they are not used.
  std::optional<double> variance_ratio = std::nullopt;

  /// Returns the path with dots: "latency_s.p99".
  [[nodiscard]] std::string name() const;
};

/// Collects the numbers of a result by name, in the order in which they are reported.
class Metrics {
 public:
  /// Takes the confidence of the intervals, control variates (by replication, with a mean of zero), and how many
  /// replications in a row share one draw of the uncertain inputs: only such groups are independent.
  explicit Metrics(double confidence = 0.95, std::vector<std::vector<double>> controls = {}, std::size_t group_size = 1)
      : confidence_(confidence), controls_(std::move(controls)), group_size_(group_size) {}

  [[nodiscard]] double confidence() const { return confidence_; }
  [[nodiscard]] std::size_t group_size() const { return group_size_; }
  /// Adds a number; throws std::logic_error if its name is taken.
  void add(Metric metric);
  /// Adds the mean over replications.
  void add_mean(std::vector<std::string> path, std::vector<double> replications);
  /// Adds sum(numerators) / sum(denominators), or an unknown if the denominators are all zero.
  void add_ratio(std::vector<std::string> path, std::span<const double> numerators,
                 std::span<const double> denominators);

  /// Adds sum(good) / sum(counted), whose interval keeps within [0, 1], or an unknown if nothing was counted.
  void add_availability(std::vector<std::string> path, std::span<const double> good, std::span<const double> counted);

  /// Returns the metric of a name, or nullptr.
  [[nodiscard]] const Metric* find(std::string_view name) const;
  /// Returns the metric of a name; throws std::invalid_argument that suggests a near name if there is none.
  [[nodiscard]] const Metric& at(std::string_view name) const;
  /// Returns the estimate of a name, or nothing where there is none or it is unknown.
  [[nodiscard]] std::optional<sim::measures::Estimate> estimate(std::string_view name) const;
  /// Lists all metrics whose path begins with these steps.
  [[nodiscard]] std::vector<const Metric*> below(std::initializer_list<std::string_view> steps) const;
  [[nodiscard]] const std::vector<Metric>& all() const { return all_; }

 private:
  using RatioEstimator = sim::measures::Estimate (*)(std::span<const double>, std::span<const double>, double);
  [[nodiscard]] Metric quotient_of(std::vector<std::string> path, std::span<const double> numerators,
                                   std::span<const double> denominators, RatioEstimator estimator) const;

  /// Corrects an estimate by the control variates, if there are any, and enough replications.
  void correct(Metric& metric, const std::vector<double>& pulls) const;

  double confidence_;
  std::vector<std::vector<double>> controls_;
  std::size_t group_size_ = 1;
  std::vector<Metric> all_;
  std::map<std::string, std::size_t, std::less<>> positions_;
};

}  // namespace fleetcast::scenarios::results
