#include "sim/chance/distribution_forms.hpp"

#include <cmath>
#include <limits>

namespace fleetcast::sim::chance {

namespace {

using Form = Distribution::Form;
constexpr double infinity = std::numeric_limits<double>::infinity();
// Outside these shapes values underflow or the inversion table loses its stated accuracy.
constexpr double lowest_shape = 0.1;
constexpr double highest_shape = 1e6;

std::string text_of(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

class Problems {
 public:
  explicit Problems(const FormParameters& parameters) : parameters_(parameters) {}

  void require(bool holds, const std::string& problem) {
    if (!holds) found_.push_back(problem);
  }
  void positive(std::size_t position, std::string_view name) {
    for (const double value : parameters_[position]) {
      require(value > 0, std::string(name) + " must be above 0, not " + text_of(value));
    }
  }
  void between(std::size_t position, std::string_view name, double low, double high) {
    const double value = parameters_[position][0];
    require(value >= low && value <= high, std::string(name) + " must be between " + text_of(low) + " and " +
                                               text_of(high) + ", not " + text_of(value));
  }
  void ordered(std::size_t low, std::size_t high) {
    require(parameters_[low][0] < parameters_[high][0], "low must be below high, but " + text_of(parameters_[low][0]) +
                                                            " is not below " + text_of(parameters_[high][0]));
  }
  void weighted(std::size_t values, std::string_view name, std::size_t weights) {
    const std::size_t count = parameters_[values].size();
    require(count > 0, std::string(name) + " must not be empty");
    require(count == parameters_[weights].size(), std::string(name) + " has " + std::to_string(count) +
                                                      " elements but weights has " +
                                                      std::to_string(parameters_[weights].size()));
    double total = 0;
    for (const double weight : parameters_[weights]) {
      require(weight >= 0, "weights must not be negative, not " + text_of(weight));
      total += weight;
    }
    require(total > 0, "weights must have a positive sum");
  }
  std::vector<std::string> found() { return std::move(found_); }

 private:
  const FormParameters& parameters_;
  std::vector<std::string> found_;
};

std::vector<Distribution::FormDescription> all_forms() {
  return {
      {Form::constant, "constant", {{"value", true, false, "the only value"}}, "Always the same value."},
      {Form::uniform,
       "uniform",
       {{"low", true, false, "smallest value"}, {"high", true, false, "largest value"}},
       "Any value between two bounds, all equally likely."},
      {Form::exponential, "exponential", {{"mean", true, false, "mean"}}, "Memoryless waiting time."},
      {Form::hyperexponential,
       "hyperexponential",
       {{"weights", false, true, "relative frequency of each branch"}, {"means", true, true, "mean of each branch"}},
       "A mixture of exponentials, more variable than one."},
      {Form::gamma,
       "gamma",
       {{"shape", false, false, "1 / squared coefficient of variation, 0.1 to 1e6; whole numbers make an Erlang"},
        {"mean", true, false, "mean"}},
       "Gamma distribution."},
      {Form::lognormal_by_median,
       "lognormal",
       {{"median", true, false, "median"}, {"sigma", false, false, "standard deviation of the logarithm"}},
       "Lognormal distribution, typical of service times."},
      {Form::lognormal_by_mean,
       "lognormal",
       {{"mean", true, false, "mean"}, {"cv2", false, false, "squared coefficient of variation, variance / mean^2"}},
       "Lognormal distribution, typical of service times."},
      {Form::weibull_by_scale,
       "weibull",
       {{"shape", false, false, "below 1 failures become rarer with age, above 1 more frequent; 0.1 to 1e6"},
        {"scale", true, false, "value that a share 1/e exceeds"}},
       "Weibull distribution, typical of times to failure or interruption."},
      {Form::weibull_by_mean,
       "weibull",
       {{"shape", false, false, "below 1 failures become rarer with age, above 1 more frequent; 0.1 to 1e6"},
        {"mean", true, false, "mean"}},
       "Weibull distribution, typical of times to failure or interruption."},
      {Form::pareto,
       "pareto",
       {{"alpha", false, false, "tail exponent; the mean is infinite up to 1, the variance up to 2"},
        {"minimum", true, false, "smallest value"}},
       "Heavy tail without an upper bound."},
      {Form::bounded_pareto,
       "bounded_pareto",
       {{"alpha", false, false, "tail exponent"},
        {"low", true, false, "smallest value"},
        {"high", true, false, "largest value"}},
       "Heavy tail between two bounds, typical of object sizes."},
      {Form::empirical,
       "empirical",
       {{"values", true, true, "the values"}, {"weights", false, true, "relative frequency of each value"}},
       "One of a list of values."},
  };
}

Moments hyperexponential_moments(const std::vector<double>& weights, const std::vector<double>& means) {
  double total = 0;
  double first = 0;
  double half_second = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    total += weights[i];
    first += weights[i] * means[i];
    half_second += weights[i] * means[i] * means[i];
  }
  const double mean = first / total;
  return {mean, 2 * half_second / total / (mean * mean) - 1};
}

Moments empirical_moments(const std::vector<double>& values, const std::vector<double>& weights) {
  double total = 0;
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    total += weights[i];
    sum += weights[i] * values[i];
  }
  const double mean = sum / total;
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) squares += weights[i] * (values[i] - mean) * (values[i] - mean);
  return {mean, squares == 0 ? 0 : squares / total / (mean * mean)};
}

Moments bounded_pareto_moments(double alpha, double low, double high) {
  const auto moment = [&](double order) {
    const double ratio = std::log(high / low);
    const double delta = order - alpha;
    const double integral = delta == 0 ? ratio : std::expm1(delta * ratio) / delta;
    return alpha * std::pow(low, order) * integral / -std::expm1(-alpha * ratio);
  };
  const double mean = moment(1);
  return {mean, moment(2) / (mean * mean) - 1};
}

Moments pareto_moments(double alpha, double minimum) {
  if (alpha <= 1) return {infinity, infinity};
  return {alpha * minimum / (alpha - 1), alpha <= 2 ? infinity : 1 / (alpha * (alpha - 2))};
}

double weibull_scv(double shape) {
  return std::expm1(std::lgamma(1 + 2 / shape) - 2 * std::lgamma(1 + 1 / shape));
}

}  // namespace

const std::vector<Distribution::FormDescription>& Distribution::kinds() {
  static const std::vector<FormDescription> forms = all_forms();
  return forms;
}

const Distribution::FormDescription& description_of(Form form) {
  // The descriptions stand in the order of the enumeration; a test holds them to it.
  return Distribution::kinds()[static_cast<std::size_t>(form)];
}

std::vector<std::string> problems_of(Form form, const FormParameters& parameters) {
  Problems problems(parameters);
  const Distribution::FormDescription& description = description_of(form);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    for (const double value : parameters[i]) {
      problems.require(std::isfinite(value), std::string(description.parameters[i].name) + " must be finite");
    }
  }
  switch (form) {
    case Form::constant: break;
    case Form::uniform: problems.ordered(0, 1); break;
    case Form::exponential: problems.positive(0, "mean"); break;
    case Form::hyperexponential:
      problems.weighted(1, "means", 0);
      problems.positive(1, "means");
      break;
    case Form::gamma:
    case Form::weibull_by_scale:
    case Form::weibull_by_mean:
      problems.between(0, "shape", lowest_shape, highest_shape);
      problems.positive(1, description.parameters[1].name);
      break;
    case Form::lognormal_by_median:
    case Form::lognormal_by_mean:
      problems.positive(0, description.parameters[0].name);
      problems.positive(1, description.parameters[1].name);
      break;
    case Form::pareto:
      problems.positive(0, "alpha");
      problems.positive(1, "minimum");
      break;
    case Form::bounded_pareto:
      problems.positive(0, "alpha");
      problems.positive(1, "low");
      problems.ordered(1, 2);
      break;
    case Form::empirical: problems.weighted(0, "values", 1); break;
  }
  return problems.found();
}

Moments moments_of(Form form, const FormParameters& parameters) {
  const auto scalar = [&](std::size_t position) { return parameters[position][0]; };
  switch (form) {
    case Form::constant: return {scalar(0), 0};
    case Form::uniform: {
      const double mean = 0.5 * (scalar(0) + scalar(1));
      const double width = scalar(1) - scalar(0);
      return {mean, width * width / 12 / (mean * mean)};
    }
    case Form::exponential: return {scalar(0), 1};
    case Form::hyperexponential: return hyperexponential_moments(parameters[0], parameters[1]);
    case Form::gamma: return {scalar(1), 1 / scalar(0)};
    case Form::lognormal_by_median: {
      const double square = scalar(1) * scalar(1);
      return {scalar(0) * std::exp(square / 2), std::expm1(square)};
    }
    case Form::lognormal_by_mean: return {scalar(0), scalar(1)};
    case Form::weibull_by_scale: return {scalar(1) * std::tgamma(1 + 1 / scalar(0)), weibull_scv(scalar(0))};
    case Form::weibull_by_mean: return {scalar(1), weibull_scv(scalar(0))};
    case Form::pareto: return pareto_moments(scalar(0), scalar(1));
    case Form::bounded_pareto: return bounded_pareto_moments(scalar(0), scalar(1), scalar(2));
    case Form::empirical: return empirical_moments(parameters[0], parameters[1]);
  }
  __builtin_unreachable();
}

}  // namespace fleetcast::sim::chance
