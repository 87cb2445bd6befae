#pragma once
#include <string>
#include <vector>

#include "sim/chance/distribution.hpp"

namespace fleetcast::sim::chance {

/// Holds the parameters of a distribution in the order of its form's description.
using FormParameters = std::vector<std::vector<double>>;

/// Holds a mean and a squared coefficient of variation; both may be infinite.
struct Moments {
  double mean;
  double scv;
};

/// Returns the description of a form.
const Distribution::FormDescription& description_of(Distribution::Form form);

/// Returns everything that keeps these parameters from being a distribution; empty if nothing does.
std::vector<std::string> problems_of(Distribution::Form form, const FormParameters& parameters);

/// Returns the first two moments of any form.
Moments moments_of(Distribution::Form form, const FormParameters& parameters);

/// Returns the exact quantile of a canonical form at below, given above = 1 - below to full accuracy as well.
double quantile_at(Distribution::Form form, const FormParameters& parameters, double below, double above);

/// Returns the density of a gamma or hyperexponential form at x, divided by the probability of exceeding x.
double hazard_rate(Distribution::Form form, const FormParameters& parameters, double x);

}  // namespace fleetcast::sim::chance
