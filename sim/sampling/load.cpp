#include "sim/sampling/load.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/chance/normal.hpp"

namespace fleetcast::sim::sampling {

namespace {

constexpr double many = 30;
constexpr double most_of_few = 1000;

}  // namespace

double Load::total() const { return std::accumulate(arrivals.begin(), arrivals.end(), 0.0); }

double poisson(double expected, double u) {
  if (expected >= many) {
    return std::max(0.0, std::round(expected + std::sqrt(expected) * chance::normal_quantile(u)));
  }
  double probability = std::exp(-expected);
  double sum = probability;
  double count = 0;
  while (u > sum && count < most_of_few) {
    ++count;
    probability *= expected / count;
    sum += probability;
  }
  return count;
}

std::vector<double> draw_arrivals(const std::vector<traffic::ExpectedArrivals>& expected, const chance::Stream& stream,
                                  std::uint64_t number) {
  std::vector<double> drawn(expected.size());
  double given = 0;
  double drawn_of_given = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto draw = static_cast<std::uint32_t>(2 * i);
    drawn[i] = poisson(expected[i].random, chance::uniform(stream, number, draw));
    if (expected[i].given <= 0) continue;
    const double count = poisson(expected[i].given, chance::uniform(stream, number, draw + 1));
    drawn[i] += count;
    drawn_of_given += count;
    given += expected[i].given;
  }
  // Poisson counts less their share of what is too much have the covariances of a multinomial law.
  for (std::size_t i = 0; i < expected.size() && given > 0; ++i) {
    drawn[i] = std::max(0.0, drawn[i] - (drawn_of_given - given) * expected[i].given / given);
  }
  return drawn;
}

}  // namespace fleetcast::sim::sampling
