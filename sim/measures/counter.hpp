#pragma once
#include <cstdint>

namespace fleetcast::sim::measures {

/// Counts events.
class Counter {
 public:
  /// Counts one more event, or several.
  void add(std::uint64_t events = 1) { count_ += events; }
  /// Adds the events of another counter.
  void merge(const Counter& other) { count_ += other.count_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }

  bool operator==(const Counter&) const = default;

 private:
  std::uint64_t count_ = 0;
};

}  // namespace fleetcast::sim::measures
