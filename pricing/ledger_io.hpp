#pragma once
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "pricing/usage.hpp"

namespace fleetcast::pricing {

/// Version of the usage file format that is read and written.
inline constexpr int usage_schema_version = 1;

/// Holds the contents of a usage file.
struct UsageFile {
  UsageLedger usage;
  /// Length of the horizon that the usage covers, where the file says it; a normalised month needs it.
  std::optional<std::int64_t> horizon_seconds;
};

/// Reads a usage file from its JSON text; throws InvalidDocument with everything that is wrong in it.
[[nodiscard]] UsageFile parse_usage(std::string_view text, const std::string& document);

/// Reads a usage file; throws InvalidDocument as well where the file cannot be read.
[[nodiscard]] UsageFile read_usage(const std::filesystem::path& path);

/// Writes a usage file, one row a line; the same ledger gives the same bytes.
void write_usage(std::ostream& out, const UsageFile& file);

}  // namespace fleetcast::pricing
