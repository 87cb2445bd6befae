#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/documents/problems.hpp"
#include "scenarios/traffic/config.hpp"

namespace fleetcast::scenarios::traffic {

/// Holds one row of a trace.
struct TraceRow {
  std::int64_t unix_milliseconds;
  double count;  ///< requests; 1 where each row is one request
};

/// Reads the rows of a trace one by one, whatever its size, and hands each to `take`.
///
/// Columns may be separated by commas, tabs, semicolons or spaces and quoted; a header is optional; empty lines and
/// those that begin with '#' are skipped. Adds a problem at the pointer for a file or column that is missing, and for
/// rows that cannot be read: the first ten with their line numbers, the others by number.
void read_rows(const std::filesystem::path& file, const ReplayRate& replay, const std::string& pointer,
               documents::Problems& problems, const std::function<void(const TraceRow&)>& take);

/// Splits a line into its columns; the views point into the line or into `unquoted`.
///
/// Returns false if a quote is not closed. Where spaces separate columns, several count as one, and a date with the
/// time of day behind it is one column.
bool split_columns(std::string_view line, char separator, std::vector<std::string_view>& columns,
                   std::string& unquoted);

/// Returns the character that a delimiter stands for.
[[nodiscard]] char separator_of(Delimiter delimiter);

/// Returns the character that probably separates the columns of a line.
[[nodiscard]] char guess_separator(std::string_view line);

}  // namespace fleetcast::scenarios::traffic
