#include "sim/measures/groups.hpp"

#include <algorithm>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace fleetcast::sim::measures {
namespace {

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double sum_of_squares(std::span<const double> values, double about) {
  double sum = 0;
  for (const double value : values) sum += (value - about) * (value - about);
  return sum;
}

}  // namespace

std::vector<double> means_of_groups(std::span<const double> values, std::size_t size) {
  if (size == 0 || values.size() % size != 0) throw std::logic_error("measures: values that do not fill their groups");
  std::vector<double> means;
  for (std::size_t i = 0; i < values.size(); i += size) means.push_back(mean(values.subspan(i, size)));
  return means;
}

std::optional<double> VarianceSplit::share_between() const {
  const double all = between + within;
  return all > 0 ? std::optional(between / all) : std::nullopt;
}

VarianceSplit variance_split(std::span<const double> values, std::size_t size) {
  const std::vector<double> means = means_of_groups(values, size);
  if (means.size() < 2 || size < 2) throw std::logic_error("measures: nothing to split without groups of two or more");
  const auto groups = static_cast<double>(means.size());
  const auto members = static_cast<double>(size);
  double within = 0;
  for (std::size_t i = 0; i < means.size(); ++i) {
    within += sum_of_squares(values.subspan(i * size, size), means[i]);
  }
  within /= groups * (members - 1);
  const double between_squares = members * sum_of_squares(means, mean(means)) / (groups - 1);
  VarianceSplit split;
  split.within = within;
  split.is_cut = between_squares < within;
  split.between = std::max(0.0, (between_squares - within) / members);
  if (within == 0) {
    split.p_value = between_squares > 0 ? 0 : 1;
  } else {
    const boost::math::fisher_f law(groups - 1, groups * (members - 1));
    split.p_value = boost::math::cdf(boost::math::complement(law, between_squares / within));
  }
  return split;
}

double half_width_within(const VarianceSplit& split, std::size_t n, std::size_t size, double confidence) {
  const auto count = static_cast<double>(n);
  const boost::math::students_t law(count - count / static_cast<double>(size));
  return boost::math::quantile(law, 0.5 + confidence / 2) * std::sqrt(split.within / count);
}

}  // namespace fleetcast::sim::measures
