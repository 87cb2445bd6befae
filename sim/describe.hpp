#pragma once
#include <array>
#include <limits>
#include <string_view>
#include <utility>

namespace fleetcast::sim {

/// Tells how well a default or a value is known.
enum class Mark { documented, measured, assumed };

/// Describes one field of a specification: everything its reader, writer, schema and documentation need to know.
///
/// A specification struct lists its fields once, in a function template beside it that is found by its argument:
///
///     template <class Visitor, class Config>
///       requires std::same_as<std::remove_const_t<Config>, TaskConfig>
///     void describe(Visitor& visit, Config& config) {
///       visit.field("cpu", config.cpu,
///                   {.unit = "vCPU", .at_least = 0.25, .at_most = 192, .help = "vCPUs reserved for one task."});
///       visit.choice("algorithm", config.algorithm, algorithms, {.help = "How the next target is picked."});
///     }
///
/// A field may be bool, std::string, Parameter, Distribution, a described struct, or std::optional<T>,
/// std::vector<T>, std::map<std::string, T> of these. Its default is what a default-constructed struct holds.
struct Field {
  /// Unit of a number: "s", "B", "1/s", "B/s", "ratio", "tasks", ... Durations and sizes are "s" and "B".
  std::string_view unit{};
  double at_least = -std::numeric_limits<double>::infinity();
  double at_most = std::numeric_limits<double>::infinity();
  bool required = false;
  /// True where only whole numbers make sense.
  bool whole = false;
  std::string_view help{};
  /// Where the default and the range come from, with the tags of the behaviour notes.
  std::string_view source{};
  Mark mark = Mark::documented;
};

/// Names the values of an enumeration in a scenario document.
template <class Enum, std::size_t count>
using Choices = std::array<std::pair<std::string_view, Enum>, count>;

}  // namespace fleetcast::sim
