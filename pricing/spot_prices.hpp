#pragma once
#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "pricing/decimal.hpp"

namespace fleetcast::pricing {

/// Names the spot capacity that a price is for: an instance type in one zone, or in every zone.
struct SpotPool {
  std::string instance_type;
  std::string zone{};  ///< "us-east-1a"; empty for every zone that has no price of its own

  auto operator<=>(const SpotPool&) const = default;
};

/// Holds one change of a spot price, which holds until the next.
struct SpotPriceChange {
  std::int64_t utc_second = 0;  ///< since 1970-01-01T00:00Z
  Money usd_per_hour;

  auto operator<=>(const SpotPriceChange&) const = default;
};

/// Holds the changes of spot prices by pool, each in the order of time.
using SpotPriceHistory = std::map<SpotPool, std::vector<SpotPriceChange>>;

/// Says which part of a history is laid over which hours.
struct SpotPriceOverlay {
  std::int64_t first_hour = 0;  ///< UTC hour that is billed
  std::int64_t end_hour = 0;
  /// Second of the history at which first_hour begins.
  std::int64_t history_second = 0;
  /// Zones of the history by zones of the bill; a zone that is not named stands for itself.
  std::map<std::string, std::string> zones{};
};

/// Names billed hours [first_hour, end_hour) of a pool over which nobody confirmed the price that was held on to.
struct SpotPriceGap {
  SpotPool pool;
  std::int64_t first_hour = 0;
  std::int64_t end_hour = 0;

  auto operator<=>(const SpotPriceGap&) const = default;
};

/// Holds a spot price for each hour of a bill.
///
/// A ledger counts usage by the hour, so a price that changes within an hour counts by the seconds it held: the price
/// of the hour is the mean over its seconds, rounded once, half to even, to 12 places.
class HourlySpotPrices {
 public:
  HourlySpotPrices() = default;
  /// Lays a history over the hours. Hours before a pool's first price stay without one.
  HourlySpotPrices(const SpotPriceHistory& history, const SpotPriceOverlay& overlay);

  /// Returns the price of an instance type in a zone and hour; nullptr where the history has none.
  [[nodiscard]] const Money* find(const std::string& instance_type, const std::string& zone,
                                  std::int64_t utc_hour) const;
  /// Lists the zones, as billed, in which an instance type has prices.
  [[nodiscard]] std::vector<std::string> zones_of(const std::string& instance_type) const;
  /// Lists hours whose price was held on to for more than two days without being confirmed: AWS repeats prices about
  /// daily, so that a longer silence is a hole in the file, or its end.
  [[nodiscard]] const std::vector<SpotPriceGap>& gaps() const { return gaps_; }

 private:
  /// Holds the prices of consecutive hours.
  struct Series {
    std::int64_t first_hour = 0;
    std::vector<Money> usd_per_hour;
  };
  void lay(const SpotPool& pool, const std::vector<SpotPriceChange>& changes, const SpotPriceOverlay& overlay);
  void note_gaps(const SpotPool& pool, const std::vector<SpotPriceChange>& changes, const SpotPriceOverlay& overlay);

  std::map<SpotPool, Series> by_pool_;
  std::vector<SpotPriceGap> gaps_;
};

/// Returns the mean price over the seconds [begin, end) of changes in the order of time, the first of which is not
/// after begin; rounded once, half to even, to 12 places. Throws std::invalid_argument where there is none so early.
[[nodiscard]] Money mean_spot_price(const std::vector<SpotPriceChange>& changes, std::int64_t begin, std::int64_t end);

}  // namespace fleetcast::pricing
