#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "pricing/bill.hpp"
#include "pricing/focus/forecast.hpp"

namespace fleetcast::pricing::focus {

/// Holds what the fields of one row are told from.
struct Source {
  const Bill& bill;
  const BillLine& line;
  const Forecast& forecast;
};

/// Names a column and tells its field of a row, or none for null.
struct Column {
  std::string_view name;
  std::optional<std::string> (*value)(const Source&);
};

/// Returns the columns in the order of the file: FOCUS's by name, then our own by name.
[[nodiscard]] std::span<const Column> columns();

}  // namespace fleetcast::pricing::focus
