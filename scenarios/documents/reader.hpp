#pragma once
#include <string>

#include "scenarios/documents/json.hpp"
#include "scenarios/documents/problems.hpp"
#include "scenarios/documents/shape.hpp"

namespace fleetcast::scenarios::documents {

/// Says where a value stands: its JSON pointer and what `describe` says about the field that holds it.
struct ReadPlace {
  std::string pointer;
  const sim::Field& field;
};

/// Reads a document into a value of the given shape and adds every problem it finds; absent fields keep their values.
void read_value(const Shape& shape, const Json& json, void* value, const ReadPlace& place, Problems& problems);

/// Reads a number, an interval, or an object with value, low, high, source and mark.
void read_parameter(const Json& json, sim::Parameter& parameter, const ReadPlace& place, Problems& problems);

/// Reads a number or a tagged object such as {"exponential": {"mean": "20 ms"}}.
void read_distribution(const Json& json, sim::chance::Distribution& distribution, const ReadPlace& place,
                       Problems& problems);

/// Names a JSON value in a message: short values as they are, objects and lists by what they are.
[[nodiscard]] std::string name_of(const Json& json);

}  // namespace fleetcast::scenarios::documents
