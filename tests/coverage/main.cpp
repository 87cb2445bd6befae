// Measures how often intervals hold the truth: prints docs/coverage.md. With --check it fails where intervals of 20
// replications hold it less often than they claim, and with --comparisons it measures comparisons alone.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "tests/coverage/measured_comparisons.hpp"
#include "tests/coverage/measured_coverage.hpp"

namespace coverage = fleetcast::tests::coverage;

namespace {

// The verdict's 5 % are a bound, and an interval's a promise.
bool is_calibrated(const coverage::MeasuredComparisons& row) {
  const auto most = (0.05 + 4.5 * row.standard_error()) * static_cast<double>(row.experiments);
  return static_cast<double>(row.called_different) <= most && static_cast<double>(row.excludes_zero) <= most;
}

// Coverage is binomial: beyond 4.5 standard errors it is wrong. Twenty replications are what is promised.
bool is_as_claimed(const coverage::MeasuredCoverage& row) {
  return row.replications < 20 || row.share() >= 0.95 - 4.5 * row.standard_error();
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) {
    std::cerr << "usage: fleetcast_coverage FOLDER EXPERIMENTS JOBS|--check [MODEL]... | FOLDER EXPERIMENTS "
                 "--comparisons\n";
    return 2;
  }
  try {
    const std::uint64_t experiments = std::stoull(arguments[2]);
    if (std::string(arguments[3]) == "--comparisons") {
      const auto rows = coverage::measure_comparisons(arguments[1], experiments, 1);
      std::cout << coverage::section_of(rows);
      return std::ranges::all_of(rows, is_calibrated) ? 0 : 1;
    }
    const bool is_check = std::string(arguments[3]) == "--check";
    const auto rows = coverage::measure(arguments[1], experiments, is_check ? 1 : std::stoi(arguments[3]),
                                        {arguments + 4, arguments + count});
    std::cout << coverage::page_of(rows);
    if (!is_check) std::cout << coverage::section_of(coverage::measure_comparisons(arguments[1], experiments, 1));
    return !is_check || std::ranges::all_of(rows, is_as_claimed) ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "fleetcast_coverage: " << error.what() << "\n";
    return 3;
  }
}
