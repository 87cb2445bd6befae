#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "pricing/problems.hpp"

namespace fleetcast::pricing::importers {

/// Collects what is wrong with a file of any size in bounded memory: the first problems in full, the rest as a count.
class ProblemList {
 public:
  /// Number of problems kept in full.
  static constexpr std::size_t most = 20;

  /// Adds a problem at a place: a JSON pointer, "line 7", "SKU ABC".
  void add(std::string place, std::string message);
  [[nodiscard]] bool empty() const { return count_ == 0; }
  /// Throws InvalidDocument with everything that was added, unless that is nothing.
  void throw_if_any(const std::string& document) const;

 private:
  std::vector<Problem> first_;
  std::size_t count_ = 0;
};

}  // namespace fleetcast::pricing::importers
