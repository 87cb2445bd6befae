#pragma once
#include <gtest/gtest.h>

#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include "sim/chance/distribution.hpp"

namespace fleetcast::sim::chance {

/// Names a distribution that every test of distributions and samplers runs through.
struct Example {
  std::string name;
  Distribution law;

  friend std::ostream& operator<<(std::ostream& out, const Example& example) { return out << example.name; }
};

/// Returns at least one distribution of each form.
inline std::vector<Example> examples() {
  return {
      {"constant", Distribution::constant(3)},
      {"uniform", Distribution::uniform(1, 5)},
      {"exponential", Distribution::exponential(0.1)},
      {"hyperexponential", Distribution::hyperexponential({0.9, 0.1}, {1, 20})},
      {"hyperexponential_cv2_9", Distribution::hyperexponential_by_cv2(1, 9)},
      {"gamma_shape_tenth", Distribution::gamma(0.1, 2)},
      {"gamma_shape_half", Distribution::gamma(0.5, 2)},
      {"erlang_2", Distribution::gamma(2, 0.3)},
      {"gamma_shape_500", Distribution::gamma(500, 7)},
      {"lognormal_by_median", Distribution::lognormal_by_median(0.02, 0.8)},
      {"lognormal_by_mean", Distribution::lognormal(0.02, 0.7)},
      {"weibull", Distribution::weibull(0.65, 3600)},
      {"weibull_by_mean", Distribution::weibull_by_mean(1.5, 10)},
      {"pareto_finite_variance", Distribution::pareto(5, 1)},
      {"pareto_infinite_variance", Distribution::pareto(1.5, 1)},
      {"bounded_pareto", Distribution::bounded_pareto(1.2, 1e3, 1e7)},
      {"empirical", Distribution::empirical({0.5, 20, 3, 4}, {5, 1, 0, 4})},
  };
}

/// Returns the examples that a condition on their law admits.
template <class Condition>
std::vector<Example> examples_where(Condition condition) {
  std::vector<Example> admitted;
  for (const Example& example : examples()) {
    if (condition(example.law)) admitted.push_back(example);
  }
  return admitted;
}

inline bool has_variance(const Distribution& law) { return !std::isinf(law.scv()); }

inline bool is_continuous(const Distribution& law) {
  return law.form() != Distribution::Form::constant && law.form() != Distribution::Form::empirical;
}

/// Names a parameterised test after its example.
inline std::string name_of_example(const testing::TestParamInfo<Example>& info) { return info.param.name; }

}  // namespace fleetcast::sim::chance
