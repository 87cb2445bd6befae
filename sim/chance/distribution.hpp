#pragma once
#include <compare>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fleetcast::sim::chance {

/// Describes a distribution: what kind it is and its parameters, in the unit of the field that holds it.
///
/// A description is for reading, writing and asking; compile it with SamplerTables to draw from it.
class Distribution {
 public:
  /// Tells which parameters describe the distribution; lognormal and weibull can be written in two ways.
  enum class Form {
    constant,
    uniform,
    exponential,
    hyperexponential,
    gamma,
    lognormal_by_median,
    lognormal_by_mean,
    weibull_by_scale,
    weibull_by_mean,
    pareto,
    bounded_pareto,
    empirical
  };
  /// Describes one parameter of a form.
  struct FormParameter {
    std::string_view name;
    /// True where the parameter carries the field's unit; false where it is a pure number.
    bool has_unit;
    /// True where the parameter is a list of numbers.
    bool is_list;
    std::string_view help;
  };
  /// Describes one form for schemas and reference documentation.
  struct FormDescription {
    Form form;
    std::string_view kind;
    std::vector<FormParameter> parameters;
    std::string_view help;
  };
  using NamedParameters = std::map<std::string, std::vector<double>>;

  /// Makes the constant 0, which a reader then replaces.
  Distribution() : Distribution(0.0) {}
  // Implicit, so that structs can write constant defaults as plain numbers.
  Distribution(double constant);

  // The makers below throw std::invalid_argument, listing all problems, if a parameter makes no distribution.

  /// Is always the same value.
  static Distribution constant(double value);
  /// Is uniform on [low, high].
  static Distribution uniform(double low, double high);
  static Distribution exponential(double mean);
  /// Mixes exponentials: branch i with probability weights[i] / sum has mean means[i].
  static Distribution hyperexponential(std::vector<double> weights, std::vector<double> means);
  /// Makes the two-branch hyperexponential with balanced means and squared coefficient of variation cv2 > 1.
  static Distribution hyperexponential_by_cv2(double mean, double cv2);
  /// Is gamma; an integer shape makes an Erlang distribution.
  static Distribution gamma(double shape, double mean);
  /// Is lognormal with a mean and a squared coefficient of variation.
  static Distribution lognormal(double mean, double cv2);
  /// Is lognormal with a median and the standard deviation of its logarithm.
  static Distribution lognormal_by_median(double median, double sigma);
  static Distribution weibull(double shape, double scale);
  static Distribution weibull_by_mean(double shape, double mean);
  /// Has P(X > x) = (minimum / x)^alpha.
  static Distribution pareto(double alpha, double minimum);
  /// Is a Pareto distribution cut off at both ends (conditioned on [low, high]).
  static Distribution bounded_pareto(double alpha, double low, double high);
  /// Takes values[i] with probability weights[i] / sum.
  static Distribution empirical(std::vector<double> values, std::vector<double> weights);

  /// Makes a distribution from its kind and parameters by name, as a document has them.
  static Distribution make(std::string_view kind, const NamedParameters& parameters);
  /// Lists every kind with its parameters and help; a kind with two forms appears twice.
  static const std::vector<FormDescription>& kinds();

  [[nodiscard]] Form form() const { return form_; }
  /// Returns the name of the kind, such as "lognormal".
  [[nodiscard]] std::string_view kind() const;
  /// Returns the parameters by name, so that make(kind(), named_parameters()) is equal to this.
  [[nodiscard]] NamedParameters named_parameters() const;
  /// Returns the values of the parameter at a position of the form's description; scalars have one value.
  [[nodiscard]] const std::vector<double>& parameter(std::size_t position) const { return parameters_.at(position); }
  /// Returns the same distribution written in its first form (lognormal by median, weibull by scale).
  [[nodiscard]] Distribution canonical() const;

  /// Returns the mean; infinite for a Pareto distribution with alpha <= 1.
  [[nodiscard]] double mean() const;
  /// Returns the squared coefficient of variation, variance / mean^2; infinite where the variance is.
  [[nodiscard]] double scv() const;
  /// Returns the exact value below which a share u in [0, 1] of the distribution lies.
  [[nodiscard]] double quantile(double u) const;
  /// Returns the distribution of factor * X; the factor must be positive.
  [[nodiscard]] Distribution scaled(double factor) const;

  /// Compares descriptions: the same law written in two forms is not equal.
  bool operator==(const Distribution&) const = default;

 private:
  Distribution(Form form, std::vector<std::vector<double>> parameters);
  [[nodiscard]] double scalar(std::size_t position) const { return parameters_[position].front(); }

  Form form_;
  std::vector<std::vector<double>> parameters_;
};

}  // namespace fleetcast::sim::chance
