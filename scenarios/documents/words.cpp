#include "scenarios/documents/words.hpp"

#include <nlohmann/json.hpp>

#include "scenarios/documents/suggestion.hpp"
#include "scenarios/documents/writer.hpp"

namespace fleetcast::scenarios::documents {
namespace {

template <class... Lambdas>
struct Overload : Lambdas... {
  using Lambdas::operator()...;
};
template <class... Lambdas>
Overload(Lambdas...) -> Overload<Lambdas...>;

std::string with_unit(std::string words, const sim::Field& field) {
  if (!field.unit.empty()) words.append(" (").append(field.unit).append(")");
  return words;
}

}  // namespace

std::string type_in_words(const Shape& shape, const sim::Field& field) {
  const Overload words{[](const BooleanShape&) -> std::string { return "true or false"; },
                       [](const TextShape&) -> std::string { return "text"; },
                       [&](const ParameterShape&) { return with_unit(field.whole ? "whole number" : "number", field); },
                       [&](const DistributionShape&) { return with_unit("number or distribution", field); },
                       [](const ChoiceShape& choice) { return join_names(choice.names); },
                       [&](const OptionalShape& optional) { return type_in_words(*optional.element, field); },
                       [&](const ListShape& list) { return "list of " + type_in_words(*list.element, field); },
                       [&](const MapShape& map) { return type_in_words(*map.element, field) + ", by name"; },
                       [](const ObjectShape&) -> std::string { return "object"; }};
  return std::visit(words, shape.form);
}

std::optional<std::string> default_in_words(const Shape& shape, const sim::Field& field, void* default_value) {
  if (field.required || std::holds_alternative<ObjectShape>(shape.form)) return std::nullopt;
  const OrderedJson json = write_value(shape, field, default_value, default_value, Extent::changed);
  if (json.is_null() || ((json.is_object() || json.is_array() || json.is_string()) && json.empty())) {
    return std::nullopt;
  }
  if (json.is_string()) {
    const auto& text = json.get_ref<const std::string&>();
    return text.empty() ? std::nullopt : std::optional(text);
  }
  return json.dump();
}

const ObjectShape* object_within(const Shape& shape) {
  const Overload within{[](const OptionalShape& optional) { return object_within(*optional.element); },
                        [](const ListShape& list) { return object_within(*list.element); },
                        [](const MapShape& map) { return object_within(*map.element); },
                        [](const ObjectShape& object) { return &object; },
                        [](const auto&) -> const ObjectShape* { return nullptr; }};
  return std::visit(within, shape.form);
}

std::string pointer_suffix(const Shape& shape) {
  const Overload suffix{[](const OptionalShape& optional) { return pointer_suffix(*optional.element); },
                        [](const ListShape& list) { return "/*" + pointer_suffix(*list.element); },
                        [](const MapShape& map) { return "/*" + pointer_suffix(*map.element); },
                        [](const auto&) { return std::string(); }};
  return std::visit(suffix, shape.form);
}

std::shared_ptr<void> default_within(const Shape& shape, const std::shared_ptr<void>& default_value) {
  const Overload within{[&](const OptionalShape& optional) {
                          void* element = optional.find(default_value.get());
                          const std::shared_ptr<void> inner =
                              element ? std::shared_ptr<void>(default_value, element) : (*optional.element).make();
                          return default_within(*optional.element, inner);
                        },
                        [](const ListShape& list) { return default_within(*list.element, (*list.element).make()); },
                        [](const MapShape& map) { return default_within(*map.element, (*map.element).make()); },
                        [&](const auto&) { return default_value; }};
  return std::visit(within, shape.form);
}

}  // namespace fleetcast::scenarios::documents
