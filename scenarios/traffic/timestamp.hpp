#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fleetcast::scenarios::traffic {

/// Reads a time as Unix milliseconds; nothing if the text is no time.
///
/// Takes "1998-04-30", "1998-04-30 21:30", "1998-04-30T21:30:00.250Z", an offset such as "+02:00" (UTC without one),
/// and Unix times: below 10^11 in seconds, below 10^14 in milliseconds, below 10^17 in microseconds.
[[nodiscard]] std::optional<std::int64_t> parse_timestamp(std::string_view text);

/// Reads a day such as "1998-06-30" as the Unix milliseconds of its beginning in UTC; nothing if the text is no day.
[[nodiscard]] std::optional<std::int64_t> parse_day(std::string_view text);

/// Writes Unix milliseconds as "1998-04-30 21:30:00" in UTC, with a fraction where there is one.
[[nodiscard]] std::string timestamp_text(std::int64_t unix_milliseconds);

}  // namespace fleetcast::scenarios::traffic
