#include "sim/chance/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "sim/chance/distribution_forms.hpp"

namespace fleetcast::sim::chance {

namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

std::string names_of(const Distribution::FormDescription& description) {
  std::vector<std::string> names;
  for (const auto& parameter : description.parameters) names.emplace_back(parameter.name);
  return std::string("{").append(joined(names, ", ")).append("}");
}

bool has_all_of(const Distribution::FormDescription& description, const Distribution::NamedParameters& given) {
  return given.size() == description.parameters.size() &&
         std::ranges::all_of(description.parameters, [&](const Distribution::FormParameter& parameter) {
           return given.contains(std::string(parameter.name));
         });
}

}  // namespace

Distribution::Distribution(Form form, std::vector<std::vector<double>> parameters)
    : form_(form), parameters_(std::move(parameters)) {
  const std::vector<std::string> problems = problems_of(form_, parameters_);
  if (!problems.empty()) throw std::invalid_argument(std::string(kind()) + ": " + joined(problems, "; "));
}

Distribution::Distribution(double value) : Distribution(Form::constant, {{value}}) {}
Distribution Distribution::constant(double value) { return {Form::constant, {{value}}}; }
Distribution Distribution::uniform(double low, double high) { return {Form::uniform, {{low}, {high}}}; }
Distribution Distribution::exponential(double mean) { return {Form::exponential, {{mean}}}; }
Distribution Distribution::hyperexponential(std::vector<double> weights, std::vector<double> means) {
  return {Form::hyperexponential, {std::move(weights), std::move(means)}};
}
Distribution Distribution::gamma(double shape, double mean) { return {Form::gamma, {{shape}, {mean}}}; }
Distribution Distribution::lognormal(double mean, double cv2) { return {Form::lognormal_by_mean, {{mean}, {cv2}}}; }
Distribution Distribution::lognormal_by_median(double median, double sigma) {
  return {Form::lognormal_by_median, {{median}, {sigma}}};
}
Distribution Distribution::weibull(double shape, double scale) { return {Form::weibull_by_scale, {{shape}, {scale}}}; }
Distribution Distribution::weibull_by_mean(double shape, double mean) {
  return {Form::weibull_by_mean, {{shape}, {mean}}};
}
Distribution Distribution::pareto(double alpha, double minimum) { return {Form::pareto, {{alpha}, {minimum}}}; }
Distribution Distribution::bounded_pareto(double alpha, double low, double high) {
  return {Form::bounded_pareto, {{alpha}, {low}, {high}}};
}
Distribution Distribution::empirical(std::vector<double> values, std::vector<double> weights) {
  return {Form::empirical, {std::move(values), std::move(weights)}};
}

Distribution Distribution::hyperexponential_by_cv2(double mean, double cv2) {
  if (!(cv2 > 1)) throw std::invalid_argument("hyperexponential: cv2 must be above 1, not " + std::to_string(cv2));
  const double p = 0.5 * (1 + std::sqrt((cv2 - 1) / (cv2 + 1)));
  return hyperexponential({p, 1 - p}, {mean / (2 * p), mean / (2 * (1 - p))});
}

Distribution Distribution::make(std::string_view kind, const NamedParameters& parameters) {
  std::vector<std::string> choices;
  for (const FormDescription& description : kinds()) {
    if (description.kind != kind) continue;
    if (!has_all_of(description, parameters)) {
      choices.push_back(names_of(description));
      continue;
    }
    std::vector<std::vector<double>> ordered;
    std::vector<std::string> problems;
    for (const FormParameter& parameter : description.parameters) {
      ordered.push_back(parameters.at(std::string(parameter.name)));
      if (!parameter.is_list && ordered.back().size() != 1) {
        problems.push_back(std::string(parameter.name) + " must be one number, not a list of " +
                           std::to_string(ordered.back().size()));
      }
    }
    if (!problems.empty()) throw std::invalid_argument(std::string(kind) + ": " + joined(problems, "; "));
    return {description.form, std::move(ordered)};
  }
  std::vector<std::string> given;
  for (const auto& [name, values] : parameters) given.push_back(name);
  if (!choices.empty()) {
    throw std::invalid_argument(std::string(kind) + ": needs " + joined(choices, " or ") + ", not {" +
                                joined(given, ", ") + "}");
  }
  std::vector<std::string> known;
  for (const FormDescription& description : kinds()) {
    if (known.empty() || known.back() != description.kind) known.emplace_back(description.kind);
  }
  throw std::invalid_argument("there is no distribution '" + std::string(kind) + "'; known are " + joined(known, ", "));
}

std::string_view Distribution::kind() const { return description_of(form_).kind; }

Distribution::NamedParameters Distribution::named_parameters() const {
  NamedParameters named;
  const FormDescription& description = description_of(form_);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    named.emplace(description.parameters[i].name, parameters_[i]);
  }
  return named;
}

Distribution Distribution::canonical() const {
  if (form_ == Form::lognormal_by_mean) {
    return lognormal_by_median(scalar(0) / std::sqrt(1 + scalar(1)), std::sqrt(std::log1p(scalar(1))));
  }
  if (form_ == Form::weibull_by_mean) return weibull(scalar(0), scalar(1) / std::tgamma(1 + 1 / scalar(0)));
  return *this;
}

double Distribution::mean() const { return moments_of(form_, parameters_).mean; }

double Distribution::scv() const { return moments_of(form_, parameters_).scv; }

double Distribution::quantile(double u) const {
  if (!(u >= 0 && u <= 1)) throw std::invalid_argument("quantile: must lie in [0, 1], not " + std::to_string(u));
  const Distribution law = canonical();
  return quantile_at(law.form_, law.parameters_, u, 1 - u);
}

Distribution Distribution::scaled(double factor) const {
  if (!(factor > 0) || std::isinf(factor)) {
    throw std::invalid_argument("scaled: the factor must be positive and finite, not " + std::to_string(factor));
  }
  Distribution result = *this;
  const FormDescription& description = description_of(form_);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (!description.parameters[i].has_unit) continue;
    for (double& value : result.parameters_[i]) value *= factor;
  }
  return result;
}

}  // namespace fleetcast::sim::chance
