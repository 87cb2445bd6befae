#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "sim/chance/purpose.hpp"
#include "sim/time.hpp"

namespace fleetcast::sim::traffic {

/// A stretch of time in which the arrival rate is a straight line, or the number of arrivals is given.
struct RateSegment {
  Instant begin;
  Instant end;
  double begin_rate = 0;  ///< per second
  double end_rate = 0;
  /// Number of arrivals in the stretch, where a trace gives it; they are then spread uniformly, and no rate applies.
  std::int64_t count = -1;
  [[nodiscard]] bool is_counted() const { return count >= 0; }
};

/// How many arrivals a stretch brings: on average where they come at random, exactly where their number is given.
struct ExpectedArrivals {
  double random = 0;
  double given = 0;
};

/// Makes the arrival instants of one open source: a Poisson process whose rate follows segments, by inversion of the
/// cumulative rate, so that the k-th arrival uses the k-th random number whatever the rate.
class Arrivals {
 public:
  /// Takes segments in order of time, without overlap; throws std::invalid_argument otherwise.
  Arrivals(chance::Stream stream, std::vector<RateSegment> segments);

  /// Returns the tick of the next arrival, or the largest tick there is after the last.
  [[nodiscard]] std::int64_t next_tick() const { return at_ < batch_.size() ? batch_[at_] : exhausted_tick; }
  /// Moves on to the arrival after.
  void advance() {
    ++at_;
    if (at_ == batch_.size()) refill();
  }
  /// Drops the arrivals up to an instant; later ones use the random numbers that come next.
  void skip_until(Instant end);
  /// Returns how many arrivals a stretch that lies after all earlier ones asked for is expected to bring.
  [[nodiscard]] ExpectedArrivals expected_next(Instant begin, Instant end);
  /// Returns the first instant after one that lies after all earlier ones asked for, at which the rate jumps by more
  /// than a share; the largest there is if it never does.
  [[nodiscard]] Instant next_jump(Instant after, double share);
  /// Returns how many arrivals the segments up to an instant are expected to bring.
  [[nodiscard]] double expected_until(Instant end) const;

  static constexpr std::int64_t exhausted_tick = std::numeric_limits<std::int64_t>::max();

 private:
  static constexpr std::size_t batch_size = 512;

  void refill();
  void fill_counted(const RateSegment& segment);
  [[nodiscard]] double unit_exponential();
  /// Adds arrivals of a segment with a rate until the batch is full; returns true if the segment ends before.
  [[nodiscard]] bool fill_rated(const RateSegment& segment);

  chance::Stream stream_;
  std::vector<RateSegment> segments_;
  std::size_t segment_ = 0;
  std::size_t expected_segment_ = 0;  ///< where expected_next goes on
  std::size_t jump_segment_ = 1;      ///< at whose beginning next_jump goes on
  double passed_ = 0;        ///< expected arrivals of the segment up to the last one
  std::int64_t last_tick_ = std::numeric_limits<std::int64_t>::min();
  double carried_ = -1;      ///< expected arrivals still to wait for; negative when none is being waited for
  std::uint64_t drawn_ = 0;
  std::vector<double> variates_;
  std::size_t next_variate_ = 0;
  std::vector<std::int64_t> batch_;
  std::size_t at_ = 0;
};

}  // namespace fleetcast::sim::traffic
