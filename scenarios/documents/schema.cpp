#include "scenarios/documents/schema.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "scenarios/documents/marks.hpp"
#include "scenarios/documents/writer.hpp"

namespace fleetcast::scenarios::documents {
namespace {

using sim::chance::Distribution;

OrderedJson number_or_text() { return {{"anyOf", {{{"type", "number"}}, {{"$ref", "#/$defs/quantity_text"}}}}}; }

OrderedJson distribution_schema() {
  OrderedJson kinds = OrderedJson::object();
  for (const Distribution::FormDescription& form : Distribution::kinds()) {
    OrderedJson parameters = OrderedJson::object();
    OrderedJson required = OrderedJson::array();
    for (const Distribution::FormParameter& parameter : form.parameters) {
      const std::string name(parameter.name);
      parameters[name] =
          parameter.is_list ? OrderedJson{{"type", "array"}, {"items", number_or_text()}} : number_or_text();
      parameters[name]["description"] = parameter.help;
      required.push_back(name);
    }
    OrderedJson alternative = {{"type", "object"},
                               {"description", form.help},
                               {"properties", std::move(parameters)},
                               {"required", std::move(required)},
                               {"additionalProperties", false}};
    kinds[std::string(form.kind)]["anyOf"].push_back(std::move(alternative));
  }
  return {{"type", "object"},
          {"minProperties", 1},
          {"maxProperties", 1},
          {"properties", std::move(kinds)},
          {"additionalProperties", false}};
}

OrderedJson definitions() {
  OrderedJson marks = mark_names();
  OrderedJson uncertain = {{"type", "object"},
                           {"properties",
                            {{"value", number_or_text()},
                             {"low", number_or_text()},
                             {"mode", number_or_text()},
                             {"high", number_or_text()},
                             {"distribution", {{"$ref", "#/$defs/distribution"}}},
                             {"source", {{"type", "string"}}},
                             {"mark", {{"enum", std::move(marks)}}}}},
                           {"additionalProperties", false}};
  uncertain["oneOf"] = OrderedJson::array({OrderedJson{{"required", OrderedJson::array({"value"})}},
                                           OrderedJson{{"required", OrderedJson::array({"low", "high"})},
                                                       {"not", {{"required", OrderedJson::array({"distribution"})}}}},
                                           OrderedJson{{"required", OrderedJson::array({"distribution"})}}});
  return {{"quantity_text",
           {{"type", "string"},
            {"pattern", "[0-9]"},
            {"description", "A number with a unit, such as \"90 s\" or \"2 GiB\", or an interval, \"3000..5000\"."}}},
          {"uncertain_number", std::move(uncertain)},
          {"distribution", distribution_schema()}};
}

// Makes the schema of one value; a visitor over the forms of a shape.
class SchemaMaker {
 public:
  SchemaMaker(const sim::Field& field, std::shared_ptr<void> default_value, std::vector<const ObjectShape*>& above)
      : field_(field), default_(std::move(default_value)), above_(above) {}

  OrderedJson operator()(const BooleanShape&) const { return {{"type", "boolean"}}; }
  OrderedJson operator()(const TextShape&) const {
    OrderedJson schema = {{"type", "string"}};
    if (field_.required) schema["minLength"] = 1;
    return schema;
  }
  OrderedJson operator()(const ParameterShape&) const {
    const OrderedJson reference = {{"$ref", "#/$defs/uncertain_number"}};
    return {{"anyOf", OrderedJson::array({number(), text(), reference})}};
  }
  OrderedJson operator()(const DistributionShape&) const {
    const OrderedJson reference = {{"$ref", "#/$defs/distribution"}};
    return {{"anyOf", OrderedJson::array({number(), text(), reference})}};
  }
  OrderedJson operator()(const ChoiceShape& choice) const { return {{"enum", choice.names}}; }
  OrderedJson operator()(const OptionalShape& optional) const {
    const OrderedJson null = {{"type", "null"}};
    void* element = optional.find(default_.get());
    const Shape& shape = *optional.element;
    return {{"anyOf", OrderedJson::array(
                          {make(shape, element ? std::shared_ptr<void>(default_, element) : shape.make()), null})}};
  }
  OrderedJson operator()(const ListShape& list) const {
    OrderedJson schema = {{"type", "array"}, {"items", make(*list.element, (*list.element).make())}};
    bound_count(*list.element, "minItems", "maxItems", schema);
    return schema;
  }
  OrderedJson operator()(const MapShape& map) const {
    OrderedJson schema = {{"type", "object"}, {"additionalProperties", make(*map.element, (*map.element).make())}};
    bound_count(*map.element, "minProperties", "maxProperties", schema);
    return schema;
  }
  OrderedJson operator()(const ObjectShape& object) const;

 private:
  OrderedJson make(const Shape& shape, std::shared_ptr<void> default_value) const {
    return std::visit(SchemaMaker(field_, std::move(default_value), above_), shape.form);
  }

  OrderedJson number() const {
    OrderedJson schema = {{"type", field_.whole ? "integer" : "number"}};
    if (std::isfinite(field_.at_least)) schema["minimum"] = write_quantity(field_.at_least, "");
    if (std::isfinite(field_.at_most)) schema["maximum"] = write_quantity(field_.at_most, "");
    return schema;
  }
  static OrderedJson text() { return {{"$ref", "#/$defs/quantity_text"}}; }

  // The bounds of a field of numbers are those of each number.
  void bound_count(const Shape& element, const char* least, const char* most, OrderedJson& schema) const {
    if (std::holds_alternative<ParameterShape>(element.form)) return;
    if (std::holds_alternative<DistributionShape>(element.form)) return;
    if (std::isfinite(field_.at_least) && field_.at_least > 0) schema[least] = write_quantity(field_.at_least, "");
    if (std::isfinite(field_.at_most)) schema[most] = write_quantity(field_.at_most, "");
  }

  const sim::Field& field_;
  std::shared_ptr<void> default_;
  std::vector<const ObjectShape*>& above_;
};

void annotate(const FieldShape& field, void* default_value, OrderedJson& schema) {
  if (!field.field.help.empty()) schema["description"] = field.field.help;
  if (!field.field.unit.empty()) schema["x-unit"] = field.field.unit;
  if (!field.field.source.empty()) schema["x-source"] = field.field.source;
  schema["x-mark"] = name_of_mark(field.field.mark);
  if (field.field.required || std::holds_alternative<ObjectShape>((*field.shape).form)) return;
  OrderedJson fallback = write_value(*field.shape, field.field, default_value, default_value, Extent::changed);
  if (!fallback.is_null()) schema["default"] = std::move(fallback);
}

OrderedJson SchemaMaker::operator()(const ObjectShape& object) const {
  OrderedJson schema = {{"type", "object"}};
  // A shape within itself is described once; below that anything goes.
  if (std::find(above_.begin(), above_.end(), &object) != above_.end()) return schema;
  above_.push_back(&object);
  OrderedJson properties = OrderedJson::object();
  OrderedJson required = OrderedJson::array();
  for (const FieldShape& field : object.fields) {
    const std::shared_ptr<void> default_value(default_, field.in(default_.get()));
    OrderedJson property = std::visit(SchemaMaker(field.field, default_value, above_), (*field.shape).form);
    annotate(field, default_value.get(), property);
    properties[field.name] = std::move(property);
    if (field.field.required) required.push_back(field.name);
  }
  above_.pop_back();
  schema["properties"] = std::move(properties);
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

}  // namespace

OrderedJson schema_of(const Shape& document, std::string_view title, int schema_version) {
  OrderedJson schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
  std::vector<const ObjectShape*> above;
  OrderedJson body = std::visit(SchemaMaker(sim::Field{}, document.make(), above), document.form);
  OrderedJson frame = {
      {"$schema", {{"type", "string"}, {"description", "Where editors find this schema."}}},
      {"schema_version", {{"const", schema_version}, {"description", "Version of the document's format."}}},
      {"extends", {{"type", "string"}, {"description", "Path of the document that this one changes (RFC 7386)."}}}};
  for (auto& [key, property] : body["properties"].items()) frame[key] = property;
  body["properties"] = std::move(frame);
  for (auto& [key, member] : body.items()) schema[key] = member;
  schema["required"].push_back("schema_version");
  schema["$defs"] = definitions();
  return schema;
}

}  // namespace fleetcast::scenarios::documents
