#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fleetcast::scenarios::traffic {

/// Returns what is wrong with the name of an IANA time zone, with a suggestion; nothing if there is such a zone.
[[nodiscard]] std::optional<std::string> time_zone_problem(std::string_view time_zone);

/// Tells local time in one time zone, summer time included, for a stretch of time.
class LocalTime {
 public:
  /// Reads the zone from the system's time zone database, for Unix seconds in [from, to]; throws std::invalid_argument
  /// if there is no such zone.
  LocalTime(std::string_view time_zone, std::int64_t from, std::int64_t to);

  /// Returns how many seconds local clocks are ahead of UTC at a Unix second.
  [[nodiscard]] std::int64_t offset(std::int64_t unix_seconds) const;
  /// Returns the Unix seconds at which clocks change or a local day begins, in order, from the first on.
  [[nodiscard]] std::vector<std::int64_t> days_and_changes() const;

 private:
  struct Period {
    std::int64_t begin;  ///< Unix seconds
    std::int64_t end;
    std::int64_t offset;  ///< seconds ahead of UTC
  };
  std::vector<Period> periods_;
};

}  // namespace fleetcast::scenarios::traffic
