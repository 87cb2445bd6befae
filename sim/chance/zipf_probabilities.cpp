#include "sim/chance/zipf_probabilities.hpp"

#include "sim/chance/logarithm.hpp"

namespace fleetcast::sim::chance {

std::vector<double> probabilities_of(const Zipf& popularity) {
  std::vector<double> made(popularity.objects());
  const double alpha = popularity.alpha();
  const double first = popularity.probability(0);
  double rank = 0;
  for (double& probability : made) probability = rank += 1;
  for (double& probability : made) probability = first * power(probability, -alpha);
  return made;
}

}  // namespace fleetcast::sim::chance
