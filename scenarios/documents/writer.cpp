#include "scenarios/documents/writer.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "scenarios/documents/marks.hpp"
#include "scenarios/documents/quantity.hpp"
#include "scenarios/documents/truncated_distribution.hpp"

namespace fleetcast::scenarios::documents {
namespace {

using sim::chance::Distribution;

OrderedJson write_number(double value) {
  if (!std::isfinite(value)) throw std::logic_error("documents: a number to be written is not finite");
  constexpr double largest_exact = 9007199254740992.0;
  if (value == std::nearbyint(value) && std::abs(value) < largest_exact) return static_cast<std::int64_t>(value);
  return value;
}

const Distribution::FormDescription& description_of(const Distribution& distribution) {
  for (const Distribution::FormDescription& form : Distribution::kinds()) {
    if (form.form == distribution.form()) return form;
  }
  throw std::logic_error("documents: a distribution has no description");
}

OrderedJson write_distribution(const Distribution& distribution, std::string_view unit) {
  if (distribution.form() == Distribution::Form::constant) return write_quantity(distribution.mean(), unit);
  const Distribution::FormDescription& form = description_of(distribution);
  OrderedJson parameters = OrderedJson::object();
  for (std::size_t i = 0; i < form.parameters.size(); ++i) {
    const Distribution::FormParameter& parameter = form.parameters[i];
    OrderedJson numbers = OrderedJson::array();
    for (const double number : distribution.parameter(i)) {
      numbers.push_back(parameter.has_unit ? write_quantity(number, unit) : write_number(number));
    }
    parameters[std::string(parameter.name)] = parameter.is_list ? numbers : numbers.at(0);
  }
  OrderedJson json = OrderedJson::object();
  json[std::string(form.kind)] = std::move(parameters);
  return json;
}

OrderedJson write_parameter(const sim::Parameter& parameter, std::string_view unit) {
  if (!parameter.is_uncertain() && !parameter.source && !parameter.mark) {
    return write_quantity(parameter.low(), unit);
  }
  OrderedJson json = OrderedJson::object();
  if (const auto* law = dynamic_cast<const TruncatedDistribution*>(parameter.law())) {
    json["distribution"] = write_distribution(law->distribution(), unit);
    if (law->stated_low()) json["low"] = write_quantity(*law->stated_low(), unit);
    if (law->stated_high()) json["high"] = write_quantity(*law->stated_high(), unit);
  } else if (parameter.is_uncertain()) {
    json["low"] = write_quantity(parameter.low(), unit);
    if (parameter.mode()) json["mode"] = write_quantity(*parameter.mode(), unit);
    json["high"] = write_quantity(parameter.high(), unit);
  } else {
    json["value"] = write_quantity(parameter.low(), unit);
  }
  if (parameter.source) json["source"] = *parameter.source;
  if (parameter.mark) json["mark"] = name_of_mark(*parameter.mark);
  return json;
}

// Writes one value; a visitor over the forms of a shape.
class ValueWriter {
 public:
  ValueWriter(const sim::Field& field, void* value, void* default_value, Extent extent)
      : field_(field), value_(value), default_(default_value), extent_(extent) {}

  OrderedJson operator()(const BooleanShape&) const { return *static_cast<bool*>(value_); }
  OrderedJson operator()(const TextShape&) const { return *static_cast<std::string*>(value_); }
  OrderedJson operator()(const ParameterShape&) const {
    return write_parameter(*static_cast<sim::Parameter*>(value_), field_.unit);
  }
  OrderedJson operator()(const DistributionShape&) const {
    return write_distribution(*static_cast<Distribution*>(value_), field_.unit);
  }
  OrderedJson operator()(const ChoiceShape& choice) const {
    const auto found = std::find(choice.values.begin(), choice.values.end(), choice.get(value_));
    if (found == choice.values.end()) throw std::logic_error("documents: a choice has a value without a name");
    return choice.names[static_cast<std::size_t>(found - choice.values.begin())];
  }
  OrderedJson operator()(const OptionalShape& optional) const {
    void* element = optional.find(value_);
    if (element == nullptr) return nullptr;
    void* default_element = optional.find(default_);
    const std::shared_ptr<void> made = (*optional.element).make();
    return write_value(*optional.element, field_, element, default_element ? default_element : made.get(), extent_);
  }
  OrderedJson operator()(const ListShape& list) const {
    OrderedJson json = OrderedJson::array();
    const std::shared_ptr<void> made = (*list.element).make();
    for (std::size_t i = 0; i < list.size(value_); ++i) {
      json.push_back(write_value(*list.element, field_, list.at(value_, i), made.get(), extent_));
    }
    return json;
  }
  OrderedJson operator()(const MapShape& map) const {
    OrderedJson json = OrderedJson::object();
    const std::shared_ptr<void> made = (*map.element).make();
    for (const auto& [key, entry] : map.entries(value_)) {
      json[key] = write_value(*map.element, field_, entry, made.get(), extent_);
    }
    return json;
  }
  OrderedJson operator()(const ObjectShape& object) const {
    OrderedJson json = OrderedJson::object();
    for (const FieldShape& field : object.fields) {
      void* member = field.in(value_);
      void* default_member = field.in(default_);
      const bool is_written = extent_ == Extent::all || field.field.required ||
                              write_value(*field.shape, field.field, member, default_member, Extent::all) !=
                                  write_value(*field.shape, field.field, default_member, default_member, Extent::all);
      if (is_written) json[field.name] = write_value(*field.shape, field.field, member, default_member, extent_);
    }
    return json;
  }

 private:
  const sim::Field& field_;
  void* value_;
  void* default_;
  Extent extent_;
};

}  // namespace

OrderedJson write_quantity(double value, std::string_view unit) {
  if (is_written_as_text(unit) && std::isfinite(value)) return format_quantity(value, unit);
  return write_number(value);
}

OrderedJson write_value(const Shape& shape, const sim::Field& field, void* value, void* default_value, Extent extent) {
  return std::visit(ValueWriter(field, value, default_value, extent), shape.form);
}

}  // namespace fleetcast::scenarios::documents
