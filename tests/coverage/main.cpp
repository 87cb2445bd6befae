// Measures how often intervals hold the truth: prints docs/coverage.md. With --check it fails where intervals of 20
// replications hold it less often than they claim.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "tests/coverage/measured_coverage.hpp"

namespace coverage = fleetcast::tests::coverage;

namespace {

// Coverage is binomial: beyond 4.5 standard errors it is wrong. Twenty replications are what is promised.
bool is_as_claimed(const coverage::MeasuredCoverage& row) {
  return row.replications < 20 || row.share() >= 0.95 - 4.5 * row.standard_error();
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) {
    std::cerr << "usage: fleetcast_coverage FOLDER EXPERIMENTS JOBS|--check [MODEL]...\n";
    return 2;
  }
  try {
    const bool is_check = std::string(arguments[3]) == "--check";
    const auto rows = coverage::measure(arguments[1], std::stoull(arguments[2]), is_check ? 1 : std::stoi(arguments[3]),
                                        {arguments + 4, arguments + count});
    std::cout << coverage::page_of(rows);
    return !is_check || std::ranges::all_of(rows, is_as_claimed) ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "fleetcast_coverage: " << error.what() << "\n";
    return 3;
  }
}
