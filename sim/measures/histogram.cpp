#include "sim/measures/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace fleetcast::sim::measures {

namespace {

__extension__ using WideUnsigned = unsigned __int128;

void append(std::vector<std::uint8_t>& bytes, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<std::uint8_t>(value | 0x80));
  bytes.push_back(static_cast<std::uint8_t>(value));
}

std::uint64_t take(std::span<const std::uint8_t>& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (bytes.empty()) throw std::invalid_argument("histogram: the bytes end early");
    const std::uint64_t piece = bytes.front() & 0x7F;
    const bool is_last = bytes.front() < 0x80;
    bytes = bytes.subspan(1);
    if (shift == 63 && piece > 1) break;
    value |= piece << shift;
    if (is_last) return value;
  }
  throw std::invalid_argument("histogram: a number in the bytes is longer than 64 bits");
}

}  // namespace

void Histogram::merge(const Histogram& other) {
  other.settle();
  for (std::size_t octave = 0; octave < octave_count; ++octave) {
    const std::vector<std::uint64_t>& from = other.octaves_[octave];
    if (from.empty()) continue;
    std::vector<std::uint64_t>& into = octaves_[octave];
    if (into.empty()) into.resize(per_octave);
    for (std::size_t i = 0; i < per_octave; ++i) into[i] += from[i];
  }
  count_ += other.count_;
  sum_ += other.sum_;
}

std::optional<double> Histogram::mean() const {
  if (count_ == 0) return std::nullopt;
  return static_cast<double>(sum_) / static_cast<double>(count_);
}

std::optional<double> Histogram::quantile(double share) const {
  if (!(share >= 0 && share <= 1)) {
    throw std::logic_error("measures: a histogram was asked for the quantile " + std::to_string(share));
  }
  if (count_ == 0) return std::nullopt;
  settle();
  // The factor keeps rounding from pushing a product such as 0.07 * 100 over a whole number.
  const double rank = std::ceil(share * static_cast<double>(count_) * (1 - 0x1p-50));
  const std::uint64_t wanted = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(rank), 1, count_);
  std::uint64_t seen = 0;
  for (std::uint32_t octave = 0; octave < octave_count; ++octave) {
    for (std::uint32_t i = 0; i < octaves_[octave].size(); ++i) {
      seen += octaves_[octave][i];
      if (seen < wanted) continue;
      const std::uint32_t bucket = octave * per_octave + i;
      return 0.5 * (static_cast<double>(lowest_of(bucket)) + static_cast<double>(highest_of(bucket)));
    }
  }
  throw std::logic_error("measures: the buckets of a histogram hold less than its count");
}

std::uint64_t Histogram::count_at_most(std::int64_t value) const {
  if (value < 0) return 0;
  const std::uint32_t last = bucket_of(value);
  std::uint64_t seen = 0;
  for (const auto& [bucket, count] : buckets()) {
    if (bucket > last) break;
    seen += count;
  }
  return seen;
}

std::vector<Histogram::Bucket> Histogram::buckets() const {
  settle();
  std::vector<Bucket> found;
  for (std::uint32_t octave = 0; octave < octave_count; ++octave) {
    for (std::uint32_t i = 0; i < octaves_[octave].size(); ++i) {
      if (octaves_[octave][i] != 0) found.emplace_back(octave * per_octave + i, octaves_[octave][i]);
    }
  }
  return found;
}

std::int64_t Histogram::lowest_of(std::uint32_t bucket) {
  const std::uint32_t shift = bucket < 2 * per_octave ? 0 : bucket / per_octave - 1;
  return static_cast<std::int64_t>(bucket - shift * per_octave) << shift;
}

std::int64_t Histogram::highest_of(std::uint32_t bucket) {
  const std::uint32_t shift = bucket < 2 * per_octave ? 0 : bucket / per_octave - 1;
  return lowest_of(bucket) + ((std::int64_t{1} << shift) - 1);
}

std::vector<std::uint8_t> Histogram::to_bytes() const {
  std::vector<std::uint8_t> bytes;
  const auto sum = static_cast<WideUnsigned>(sum_);
  append(bytes, static_cast<std::uint64_t>(sum >> 64));
  append(bytes, static_cast<std::uint64_t>(sum));
  std::uint32_t next = 0;
  for (const auto& [bucket, count] : buckets()) {
    append(bytes, bucket - next);
    append(bytes, count);
    next = bucket + 1;
  }
  return bytes;
}

Histogram Histogram::from_bytes(std::span<const std::uint8_t> bytes) {
  Histogram read;
  const std::uint64_t high = take(bytes);
  const std::uint64_t low = take(bytes);
  const auto sum = static_cast<WideInteger>(WideUnsigned{high} << 64 | low);
  std::uint64_t next = 0;
  WideInteger slack = 0;
  while (!bytes.empty()) {
    const std::uint64_t step = take(bytes);
    const std::uint64_t times = take(bytes);
    if (step >= octave_count * per_octave - next) throw std::invalid_argument("histogram: a bucket lies out of range");
    if (times == 0) throw std::invalid_argument("histogram: a bucket holds nothing");
    const auto bucket = static_cast<std::uint32_t>(next + step);
    read.record(lowest_of(bucket), times);
    slack += WideInteger{highest_of(bucket) - lowest_of(bucket)} * static_cast<WideInteger>(times);
    next = bucket + 1;
  }
  if (sum < read.sum_ || sum > read.sum_ + slack) {
    throw std::invalid_argument("histogram: the sum does not fit the buckets");
  }
  read.sum_ = sum;
  return read;
}

bool Histogram::operator==(const Histogram& other) const {
  return count_ == other.count_ && sum_ == other.sum_ && buckets() == other.buckets();
}

void Histogram::refuse(std::int64_t value) {
  throw std::logic_error("measures: a histogram was given the negative value " + std::to_string(value));
}

}  // namespace fleetcast::sim::measures
