#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "scenarios/documents/problems.hpp"
#include "scenarios/traffic/config.hpp"
#include "sim/describe.hpp"

namespace fleetcast::scenarios::traffic {

/// Describes the replay of the objects that recorded requests asked for: a text file with a row for each request.
struct ObjectTraceConfig {
  std::string file;
  std::optional<std::string> object_column{};
  std::optional<Delimiter> delimiter{};
};

/// Describes what the requests of a class ask for.
struct ObjectsConfig {
  std::optional<ObjectTraceConfig> trace{};
};

/// Holds the objects of a trace, numbered by their first appearance.
struct ObjectTrace {
  std::vector<std::uint32_t> objects;  ///< of each row, in order
  std::uint32_t distinct = 0;
};

/// Lists the fields of ObjectTraceConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, ObjectTraceConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("file", config.file, {.required = true, .help = "Path of the trace, from the document's folder."});
  visit.field("object_column", config.object_column,
              {.help = "Column of the objects, by name in the first line or by number from 1 in a file without one; "
                       "the first column if absent. Any text names an object."});
  visit.choice("delimiter", config.delimiter, delimiters, {.help = "What separates columns; found out if absent."});
}

/// Lists the fields of ObjectsConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, ObjectsConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("trace", config.trace,
              {.required = true,
               .help = "A recorded trace: the class's first request asks for the object of the first row and so on, "
                       "and after the last row from the first again. Caches begin without its objects."});
}

/// Reads a trace of objects and adds every problem found; returns nothing if there was one.
[[nodiscard]] std::optional<ObjectTrace> read_object_trace(const ObjectTraceConfig& config, const std::string& pointer,
                                                           documents::Problems& problems);

}  // namespace fleetcast::scenarios::traffic
