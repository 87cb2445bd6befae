#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "scenarios/documents/bounds.hpp"
#include "scenarios/documents/marks.hpp"
#include "scenarios/documents/quantity.hpp"
#include "scenarios/documents/reader.hpp"
#include "scenarios/documents/suggestion.hpp"
#include "scenarios/documents/truncated_distribution.hpp"

namespace fleetcast::scenarios::documents {
namespace {

std::string example(std::string_view unit) {
  if (!is_written_as_text(unit)) return {};
  return " such as \"" + format_quantity(example_quantity(unit), unit) + "\"";
}

std::string number_wanted(std::string_view unit) {
  const std::string kind = unit.empty() || is_written_as_text(unit) ? std::string() : " (" + std::string(unit) + ")";
  return "must be a number" + kind + example(unit);
}

// Reads a number or a text with a unit; adds a problem and returns nothing if it is neither.
std::optional<Interval> read_interval(const Json& json, std::string_view unit, const std::string& pointer,
                                      Problems& problems) {
  if (json.is_number()) return Interval{json.get<double>(), json.get<double>()};
  if (!json.is_string()) {
    problems.add(pointer, number_wanted(unit) + ", not " + name_of(json));
    return std::nullopt;
  }
  try {
    return parse_interval(json.get_ref<const std::string&>(), unit);
  } catch (const std::invalid_argument& wrong) {
    problems.add(pointer, wrong.what());
    return std::nullopt;
  }
}

std::optional<double> read_number(const Json& json, std::string_view unit, const std::string& pointer,
                                  Problems& problems) {
  const std::optional<Interval> interval = read_interval(json, unit, pointer, problems);
  if (!interval) return std::nullopt;
  if (interval->low != interval->high) {
    problems.add(pointer, "must be one number here, not the interval " + name_of(json));
    return std::nullopt;
  }
  return interval->low;
}

// Reads the ends from {"value": 4} or {"low": 3, "high": 5}.
std::optional<Interval> read_ends(const Json& json, const ReadPlace& place, Problems& problems) {
  const std::string_view unit = place.field.unit;
  const bool has_value = json.contains("value");
  if (has_value == (json.contains("low") && json.contains("high")) ||
      (has_value && (json.contains("low") || json.contains("high")))) {
    problems.add(place.pointer, "must have either 'value', or 'low' and 'high', or 'distribution'");
    return std::nullopt;
  }
  if (has_value) return read_interval(json["value"], unit, child_pointer(place.pointer, "value"), problems);
  const auto low = read_number(json["low"], unit, child_pointer(place.pointer, "low"), problems);
  const auto high = read_number(json["high"], unit, child_pointer(place.pointer, "high"), problems);
  if (!low || !high) return std::nullopt;
  return Interval{*low, *high};
}

// Reads the most likely value of an interval.
std::optional<double> read_mode(const Json& json, const Interval& interval, const ReadPlace& place,
                                Problems& problems) {
  const std::string pointer = child_pointer(place.pointer, "mode");
  const std::optional<double> mode = read_number(json, place.field.unit, pointer, problems);
  if (!mode) return std::nullopt;
  if (*mode >= interval.low && *mode <= interval.high) return mode;
  problems.add(pointer, "must lie between low and high, not at " + format_quantity(*mode, place.field.unit));
  return std::nullopt;
}

void refuse_unknown_keys(const Json& json, const std::vector<std::string>& names, const std::string& pointer,
                         Problems& problems) {
  for (const auto& [key, member] : json.items()) {
    if (std::find(names.begin(), names.end(), key) != names.end()) continue;
    problems.add(child_pointer(pointer, key), "is not known here" + did_you_mean(key, names));
  }
}

void read_provenance(const Json& json, sim::Parameter& parameter, const std::string& pointer, Problems& problems) {
  if (const auto source = json.find("source"); source != json.end()) {
    if (source->is_string()) {
      parameter.source = source->get<std::string>();
    } else {
      problems.add(child_pointer(pointer, "source"), "must be text, not " + name_of(*source));
    }
  }
  if (const auto mark = json.find("mark"); mark != json.end()) {
    parameter.mark = mark->is_string() ? mark_named(mark->get<std::string>()) : std::nullopt;
    if (!parameter.mark) {
      problems.add(child_pointer(pointer, "mark"), "must be " + join_names(mark_names()) + ", not " + name_of(*mark));
    }
  }
}

// Tells what is wrong with the interval under the field's bounds.
std::optional<std::string> wrong_interval(const Interval& interval, const sim::Field& field) {
  if (interval.low > interval.high) {
    return "must have its low end below its high end, not " + format_quantity(interval.low, field.unit) + " above " +
           format_quantity(interval.high, field.unit);
  }
  for (const double end : {interval.low, interval.high}) {
    if (auto wrong = outside_bounds(end, field, field.unit)) return wrong;
    if (field.whole && end != std::nearbyint(end)) {
      return "must be a whole number, not " + format_number(end);
    }
  }
  return std::nullopt;
}

using sim::chance::Distribution;

// Reads the parameters of a tagged distribution, such as {"mean": "20 ms"}.
std::optional<Distribution::NamedParameters> read_named(const std::string& kind, const Json& json,
                                                        const ReadPlace& place, Problems& problems) {
  const std::size_t before = problems.list().size();
  std::vector<std::string> names;
  Distribution::NamedParameters parameters;
  std::map<std::string, bool> has_unit;
  for (const Distribution::FormDescription& form : Distribution::kinds()) {
    if (form.kind != kind) continue;
    for (const Distribution::FormParameter& parameter : form.parameters) {
      if (has_unit.emplace(std::string(parameter.name), parameter.has_unit).second) {
        names.emplace_back(parameter.name);
      }
    }
  }
  refuse_unknown_keys(json, names, place.pointer, problems);
  for (const std::string& name : names) {
    const auto member = json.find(name);
    if (member == json.end()) continue;
    const std::string_view unit = has_unit.at(name) ? place.field.unit : std::string_view();
    const std::string pointer = child_pointer(place.pointer, name);
    std::vector<double>& numbers = parameters[name];
    if (!member->is_array()) {
      if (const auto number = read_number(*member, unit, pointer, problems)) numbers.push_back(*number);
      continue;
    }
    for (std::size_t i = 0; i < member->size(); ++i) {
      if (const auto number = read_number((*member)[i], unit, child_pointer(pointer, i), problems)) {
        numbers.push_back(*number);
      }
    }
  }
  if (problems.list().size() > before) return std::nullopt;
  return parameters;
}

std::vector<std::string> distribution_kinds() {
  std::vector<std::string> kinds;
  for (const Distribution::FormDescription& form : Distribution::kinds()) {
    if (kinds.empty() || kinds.back() != form.kind) kinds.emplace_back(form.kind);
  }
  return kinds;
}

// Bounds hold for a constant and for a mean; what must not be negative may never be.
std::optional<std::string> wrong_distribution(const Distribution& distribution, const sim::Field& field) {
  const double mean = distribution.mean();
  const bool is_constant = distribution.form() == Distribution::Form::constant;
  if (auto wrong = std::isfinite(mean) ? outside_bounds(mean, field, field.unit) : std::nullopt) {
    return is_constant ? wrong : "its mean " + *wrong;
  }
  if (is_constant && field.whole && mean != std::nearbyint(mean)) {
    return "must be a whole number, not " + format_number(mean);
  }
  if (field.at_least >= 0 && distribution.quantile(0.0) < 0) {
    return "must have no negative values, but reaches " + format_quantity(distribution.quantile(0.0), field.unit);
  }
  return std::nullopt;
}

// Reads a distribution that is written as an object; adds problems and returns nothing if it cannot.
std::optional<Distribution> read_tagged(const Json& json, const ReadPlace& place, Problems& problems) {
  const std::vector<std::string> kinds = distribution_kinds();
  if (json.size() != 1) {
    problems.add(
        place.pointer,
        "must name one distribution, such as {\"exponential\": {\"mean\": ...}}; the kinds are " + join_names(kinds));
    return std::nullopt;
  }
  const std::string kind = json.begin().key();
  const Json& parameters = json.begin().value();
  const ReadPlace inner{child_pointer(place.pointer, kind), place.field};
  if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
    problems.add(inner.pointer,
                 "is no distribution" + did_you_mean(kind, kinds) + "; the kinds are " + join_names(kinds));
    return std::nullopt;
  }
  if (!parameters.is_object()) {
    problems.add(inner.pointer,
                 "must be an object with the parameters of the distribution, not " + name_of(parameters));
    return std::nullopt;
  }
  const auto named = read_named(kind, parameters, inner, problems);
  if (!named) return std::nullopt;
  try {
    return Distribution::make(kind, *named);
  } catch (const std::invalid_argument& wrong) {
    problems.add(inner.pointer, wrong.what());
    return std::nullopt;
  }
}

}  // namespace

namespace {

// Reads an end of a law, if it is stated.
std::optional<double> read_end(const Json& json, const std::string& name, const ReadPlace& place, Problems& problems) {
  if (!json.contains(name)) return std::nullopt;
  return read_number(json[name], place.field.unit, child_pointer(place.pointer, name), problems);
}

// Reads {"distribution": {...}, "low": 3, "high": 5}, where the ends may be left out.
std::optional<sim::Parameter> read_law(const Json& json, const ReadPlace& place, Problems& problems) {
  const std::size_t before = problems.list().size();
  for (const char* name : {"value", "mode"}) {
    if (json.contains(name)) problems.add(child_pointer(place.pointer, name), "cannot stand beside a distribution");
  }
  const Json& distribution = json["distribution"];
  const ReadPlace inner{child_pointer(place.pointer, "distribution"), place.field};
  if (!distribution.is_object()) {
    problems.add(inner.pointer, "must be an object such as {\"exponential\": {\"mean\": ...}}, not " +
                                    name_of(distribution));
    return std::nullopt;
  }
  const auto made = read_tagged(distribution, inner, problems);
  const auto low = read_end(json, "low", place, problems);
  const auto high = read_end(json, "high", place, problems);
  if (problems.list().size() > before || !made) return std::nullopt;
  try {
    return sim::Parameter::drawn(std::make_shared<TruncatedDistribution>(*made, low, high));
  } catch (const std::invalid_argument& wrong) {
    problems.add(place.pointer, wrong.what());
    return std::nullopt;
  }
}

}  // namespace

void read_parameter(const Json& json, sim::Parameter& parameter, const ReadPlace& place, Problems& problems) {
  sim::Parameter provenance;
  std::optional<Interval> interval;
  std::optional<double> mode;
  std::optional<sim::Parameter> law;
  const bool has_law = json.is_object() && json.contains("distribution");
  if (json.is_object()) {
    refuse_unknown_keys(json, {"value", "low", "mode", "high", "distribution", "source", "mark"}, place.pointer,
                        problems);
    read_provenance(json, provenance, place.pointer, problems);
  }
  if (has_law) {
    law = read_law(json, place, problems);
    if (law) interval = Interval{law->low(), law->high()};
  } else if (json.is_object()) {
    interval = read_ends(json, place, problems);
    if (interval && json.contains("mode") && !(mode = read_mode(json["mode"], *interval, place, problems))) return;
  } else {
    interval = read_interval(json, place.field.unit, place.pointer, problems);
  }
  if (!interval) return;
  const bool is_rounded = law && place.field.whole;
  Interval ends = *interval;
  if (is_rounded) ends = {std::nearbyint(ends.low), std::nearbyint(ends.high)};
  if (const auto wrong = wrong_interval(ends, place.field)) {
    return problems.add(place.pointer, law ? *wrong + "; 'low' and 'high' cut the distribution off" : *wrong);
  }
  const auto [low, high] = *interval;
  parameter = low == high ? sim::Parameter(low)
              : law       ? *law
              : mode      ? sim::Parameter::triangular(low, *mode, high)
                          : sim::Parameter::interval(low, high);
  parameter.source = provenance.source;
  parameter.mark = provenance.mark;
}

void read_distribution(const Json& json, Distribution& distribution, const ReadPlace& place, Problems& problems) {
  std::optional<Distribution> made;
  if (json.is_object()) {
    made = read_tagged(json, place, problems);
  } else if (const auto number = read_number(json, place.field.unit, place.pointer, problems)) {
    made = Distribution::constant(*number);
  }
  if (!made) return;
  if (const auto wrong = wrong_distribution(*made, place.field)) return problems.add(place.pointer, *wrong);
  distribution = std::move(*made);
}

}  // namespace fleetcast::scenarios::documents
