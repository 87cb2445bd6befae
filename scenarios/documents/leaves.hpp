#pragma once
#include <functional>
#include <string>
#include <vector>

#include "scenarios/documents/shape.hpp"

namespace fleetcast::scenarios::documents {

/// Stands for one value of a document that has no parts: a number, a text, a choice, a distribution.
struct Leaf {
  std::string pointer;
  const Shape& shape;
  const sim::Field& field;
  void* value;
  void* default_value;
};

/// Calls `visit` for every leaf below a value, in the order of their description; default_value may not be null.
void for_each_leaf(const Shape& shape, const sim::Field& field, void* value, void* default_value,
                   const std::string& pointer, const std::function<void(const Leaf&)>& visit);

/// Points at one Parameter of a document.
struct FoundParameter {
  std::string pointer;
  sim::Parameter* parameter;
  const sim::Field* field;
};

/// States one value that is not known but assumed, for the list of assumptions of a report.
struct Assumption {
  std::string pointer;
  std::string value;   ///< with its unit, as in a document
  std::string source;  ///< the reason, from the document or from the field's description
  std::string help;
};

/// Lists every Parameter below a value.
[[nodiscard]] std::vector<FoundParameter> find_parameters(const Shape& shape, void* value);

/// Calls `visit` for every value marked as assumed: by the document, or by the field if the document left its default
/// alone.
void for_each_assumed_leaf(const Shape& shape, void* value, const std::function<void(const Leaf&)>& visit);

/// Returns the reason given for an assumed value, by the document or by the field's description.
[[nodiscard]] std::string reason_for(const Leaf& leaf);

/// Lists values marked as assumed: by the document, or by the field if the document left its default alone.
[[nodiscard]] std::vector<Assumption> find_assumptions(const Shape& shape, void* value);

}  // namespace fleetcast::scenarios::documents
