#pragma once
#include <nlohmann/json.hpp>

#include "scenarios/documents/shape.hpp"
#include "scenarios/documents/writer.hpp"

// Apart from document.hpp, since returning a document needs the library's whole header.
namespace fleetcast::scenarios::documents {

/// Writes a value: what differs from the defaults, or everything.
template <class Value>
[[nodiscard]] OrderedJson write(const Value& value, Extent extent = Extent::changed) {
  Value copy = value;
  Value fallback{};
  return write_value(shape_of<Value>(), sim::Field{}, &copy, &fallback, extent);
}

}  // namespace fleetcast::scenarios::documents
