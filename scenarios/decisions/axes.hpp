#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fleetcast::scenarios::decisions {

/// Holds the values that one place of a scenario takes, as JSON or as plain text.
struct Axis {
  std::string pointer;
  std::vector<std::string> values;
};

/// Reads "/json/pointer=a,b,c"; commas within brackets, braces and quotes belong to a value.
///
/// Throws std::invalid_argument that says what is wrong and how it should look.
[[nodiscard]] Axis parse_axis(std::string_view text);

/// Names the values of one candidate: pointer and value for each axis, in the order of the axes.
using Choice = std::vector<std::pair<std::string, std::string>>;

/// Returns every combination, the last axis changing fastest; throws std::invalid_argument for a pointer that is given
/// twice, and for more than `most` combinations.
[[nodiscard]] std::vector<Choice> grid_of(const std::vector<Axis>& axes, std::size_t most);

/// Returns the last steps of a choice's pointers, as many as it takes to tell them apart: "spot_share", "api/count".
[[nodiscard]] std::vector<std::string> short_names_of(const Choice& choice);

/// Writes a choice with short names: "spot_share=0.7, count=3".
[[nodiscard]] std::string label_of(const Choice& choice);

}  // namespace fleetcast::scenarios::decisions
