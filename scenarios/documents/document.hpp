#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/documents/explain.hpp"
#include "scenarios/documents/json.hpp"
#include "scenarios/documents/leaves.hpp"
#include "scenarios/documents/problems.hpp"
#include "scenarios/documents/reader.hpp"
#include "scenarios/documents/schema.hpp"
#include "scenarios/documents/shape.hpp"

// What a caller with a described struct needs: one line per question, in the struct's own type.
namespace fleetcast::scenarios::documents {

/// Reads a document over the value's defaults and adds every problem found.
template <class Value>
void read_into(const Json& json, Value& value, Problems& problems) {
  read_value(shape_of<Value>(), json, &value, ReadPlace{"", sim::Field{}}, problems);
}

/// Reads a document; throws InvalidDocument with every problem, under the origin's name.
template <class Value>
[[nodiscard]] Value read(const Json& json, std::string_view origin) {
  Value value{};
  Problems problems;
  read_into(json, value, problems);
  problems.throw_if_any(origin);
  return value;
}

/// Lists every Parameter of a value, in the order of description; the pointers live as long as the value is unchanged.
template <class Value>
[[nodiscard]] std::vector<FoundParameter> find_parameters(Value& value) {
  return find_parameters(shape_of<Value>(), &value);
}

/// Lists what a value assumes without knowing.
template <class Value>
[[nodiscard]] std::vector<Assumption> find_assumptions(const Value& value) {
  Value copy = value;
  return find_assumptions(shape_of<Value>(), &copy);
}

}  // namespace fleetcast::scenarios::documents
