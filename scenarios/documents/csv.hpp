#pragma once
#include <string>

namespace fleetcast::scenarios::documents {

/// Returns a cell of comma-separated values, in quotes where it needs them (RFC 4180).
[[nodiscard]] std::string csv_cell(const std::string& text);

}  // namespace fleetcast::scenarios::documents
