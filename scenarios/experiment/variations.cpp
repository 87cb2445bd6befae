#include "scenarios/experiment/variations.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "scenarios/documents/leaves.hpp"
#include "scenarios/documents/quantity.hpp"
#include "scenarios/documents/writer.hpp"
#include "scenarios/experiment/scenario_file.hpp"

namespace fleetcast::scenarios::experiment {
namespace {

using documents::Leaf;
using sim::Parameter;
using sim::chance::Distribution;

constexpr double factor = 2;
constexpr double raised_zero_share = 0.05;

struct Ends {
  double low = 0;
  double high = 0;
};

double within(const sim::Field& field, double value) {
  const double bounded = std::clamp(value, field.at_least, field.at_most);
  return field.whole ? std::round(bounded) : bounded;
}

Ends ends_of(const Parameter& parameter, const sim::Field& field) {
  if (parameter.is_uncertain()) return {parameter.low(), parameter.high()};
  const double value = parameter.value();
  if (value == 0 && field.at_most <= 1) return {0, within(field, raised_zero_share)};
  Ends ends{within(field, value / factor), within(field, value * factor)};
  // A whole number of one or two has no half.
  if (field.whole && ends.low == value) ends.low = within(field, value - 1);
  return ends;
}

std::string in_words(const Leaf& leaf, void* value) {
  const documents::OrderedJson json =
      documents::write_value(leaf.shape, leaf.field, value, value, documents::Extent::all);
  return json.is_string() ? json.get<std::string>() : json.dump();
}

/// Returns the scenario with the value at a pointer changed.
template <class Change>
Scenario changed(const Scenario& scenario, const std::string& pointer, const Change& change) {
  Scenario made = scenario;
  documents::for_each_assumed_leaf(*scenario_kind().shape, &made, [&](const Leaf& leaf) {
    if (leaf.pointer == pointer) change(leaf.value);
  });
  return made;
}

Variation begin(const Leaf& leaf) {
  return {.pointer = leaf.pointer, .source = documents::reason_for(leaf), .value = {}, .low = {}, .high = {},
          .with_low = {}, .with_high = {}};
}

void vary_parameter(const Scenario& scenario, const Leaf& leaf, Variations& variations) {
  const auto& parameter = *static_cast<const Parameter*>(leaf.value);
  const Ends ends = ends_of(parameter, leaf.field);
  if (ends.low == ends.high) {
    variations.left_out.emplace_back(leaf.pointer, "it has no other value between its bounds");
    return;
  }
  const auto set_to = [&](double value) {
    return changed(scenario, leaf.pointer, [value](void* at) { *static_cast<Parameter*>(at) = Parameter(value); });
  };
  const auto words = [&](Parameter value) { return in_words(leaf, &value); };
  Variation one = begin(leaf);
  one.value = parameter.is_uncertain() ? words(ends.low) + " .. " + words(ends.high) : words(parameter.value());
  one.low = words(ends.low);
  one.high = words(ends.high);
  one.with_low = set_to(ends.low);
  one.with_high = set_to(ends.high);
  variations.made.push_back(std::move(one));
}

void vary_distribution(const Scenario& scenario, const Leaf& leaf, Variations& variations) {
  const auto& distribution = *static_cast<const Distribution*>(leaf.value);
  const double mean = distribution.mean();
  if (!(mean > 0) || !std::isfinite(mean)) {
    variations.left_out.emplace_back(leaf.pointer, "its mean is zero or unbounded");
    return;
  }
  const double low = within(leaf.field, mean / factor) / mean;
  const double high = within(leaf.field, mean * factor) / mean;
  const auto scale_by = [&](double by) {
    return changed(scenario, leaf.pointer, [by](void* at) {
      auto& old = *static_cast<Distribution*>(at);
      old = old.scaled(by);
    });
  };
  Variation one = begin(leaf);
  one.value = in_words(leaf, leaf.value);
  one.low = "x " + documents::format_number(low);
  one.high = "x " + documents::format_number(high);
  one.with_low = scale_by(low);
  one.with_high = scale_by(high);
  variations.made.push_back(std::move(one));
}

}  // namespace

Variations variations_of(const Scenario& scenario) {
  Variations variations;
  Scenario copy = scenario;
  documents::for_each_assumed_leaf(*scenario_kind().shape, &copy, [&](const Leaf& leaf) {
    if (std::holds_alternative<documents::ParameterShape>(leaf.shape.form)) {
      vary_parameter(scenario, leaf, variations);
    } else if (std::holds_alternative<documents::DistributionShape>(leaf.shape.form)) {
      vary_distribution(scenario, leaf, variations);
    } else {
      variations.left_out.emplace_back(leaf.pointer, "it is no number");
    }
  });
  return variations;
}

}  // namespace fleetcast::scenarios::experiment
