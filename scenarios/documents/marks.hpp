#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/describe.hpp"

namespace fleetcast::scenarios::documents {

/// Returns how a mark is written in documents: documented, measured or assumed.
[[nodiscard]] std::string name_of_mark(sim::Mark mark);
/// Returns the mark with a name, or nothing if there is none.
[[nodiscard]] std::optional<sim::Mark> mark_named(std::string_view name);
/// Lists the names of all marks.
[[nodiscard]] std::vector<std::string> mark_names();

}  // namespace fleetcast::scenarios::documents
