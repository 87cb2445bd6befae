#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "sim/measures/wide_integer.hpp"

namespace fleetcast::sim::measures {

/// Counts whole numbers (such as ticks) from 0 to 2^63 - 1 in log-linear buckets, exactly mergeable.
///
/// Numbers below 4096 have buckets of their own; above, a bucket's width is at most 2^-11 of its values, so that a
/// quantile is off by at most 2^-12. Count, sum and mean are exact. Octaves take memory (16 KiB) once they are used.
class Histogram {
 public:
  /// Names a bucket that holds something: its index, ascending with value, and how often it was hit.
  using Bucket = std::pair<std::uint32_t, std::uint64_t>;

  /// Counts a value so many times; throws std::logic_error if it is negative.
  void record(std::int64_t value, std::uint64_t times = 1) {
    if (value < 0) [[unlikely]] refuse(value);
    const std::uint32_t index = bucket_of(value);
    std::vector<std::uint64_t>& octave = octaves_[index / per_octave];
    if (octave.empty()) [[unlikely]] octave.resize(per_octave);
    count_ += times;
    sum_ += WideInteger{value} * static_cast<WideInteger>(times);
    if (times != 1) {
      octave[index % per_octave] += times;
      return;
    }
    // Buckets lie far apart: they are brought closer now and counted together later.
    __builtin_prefetch(&octave[index % per_octave], 1);
    pending_[pending_count_++] = index;
    if (pending_count_ == pending_.size()) settle();
  }
  /// Adds all that another histogram has counted; the result does not depend on the order of merging.
  void merge(const Histogram& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// Returns the exact sum of all values.
  [[nodiscard]] WideInteger sum() const { return sum_; }
  /// Returns the exact mean, or nothing while empty.
  [[nodiscard]] std::optional<double> mean() const;
  /// Returns the middle of the bucket that holds the value of rank ceil(share * count), or nothing while empty.
  ///
  /// Throws std::logic_error unless share lies in [0, 1].
  [[nodiscard]] std::optional<double> quantile(double share) const;
  /// Returns how many values lie in the bucket of a value or below it; exact but for that bucket.
  [[nodiscard]] std::uint64_t count_at_most(std::int64_t value) const;

  /// Lists the buckets that hold something, ascending.
  [[nodiscard]] std::vector<Bucket> buckets() const;
  /// Returns the smallest value of a bucket.
  [[nodiscard]] static std::int64_t lowest_of(std::uint32_t bucket);
  /// Returns the largest value of a bucket.
  [[nodiscard]] static std::int64_t highest_of(std::uint32_t bucket);
  /// Returns the index of the bucket that holds a value, which is not negative.
  [[nodiscard]] static constexpr std::uint32_t bucket_of(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    // How far to shift so that at most 12 significant bits remain; numbers below 4096 keep all of theirs.
    const auto shift = static_cast<std::uint32_t>(std::bit_width(bits | per_octave)) - 12;
    return shift * per_octave + static_cast<std::uint32_t>(bits >> shift);
  }

  /// Returns the histogram as bytes: the sum and the buckets as variable-length integers.
  [[nodiscard]] std::vector<std::uint8_t> to_bytes() const;
  /// Reads what to_bytes wrote; throws std::invalid_argument if the bytes are anything else.
  [[nodiscard]] static Histogram from_bytes(std::span<const std::uint8_t> bytes);

  /// Tells whether both have counted the same.
  bool operator==(const Histogram& other) const;

 private:
  static constexpr std::uint32_t per_octave = 2048;
  static constexpr std::size_t octave_count = 53;

  [[noreturn]] static void refuse(std::int64_t value);
  /// Counts what was recorded but not yet counted; whoever reads buckets calls it first.
  void settle() const {
    for (std::size_t i = 0; i < pending_count_; ++i) ++octaves_[pending_[i] / per_octave][pending_[i] % per_octave];
    pending_count_ = 0;
  }

  mutable std::array<std::vector<std::uint64_t>, octave_count> octaves_;
  mutable std::array<std::uint32_t, 16> pending_{};
  mutable std::size_t pending_count_ = 0;
  std::uint64_t count_ = 0;
  WideInteger sum_ = 0;
};

}  // namespace fleetcast::sim::measures
