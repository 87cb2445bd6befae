#include "sim/measures/warm_up.hpp"

#include <vector>

#include "sim/measures/tally.hpp"

namespace fleetcast::sim::measures {

std::optional<WarmUp> warm_up(std::span<const double> series) {
  constexpr std::size_t batch = 5;
  const std::size_t batches = series.size() / batch;
  if (batches < 2) return std::nullopt;
  // From the back, so that each cut adds one batch to the tally of what remains after it.
  Tally remaining;
  std::optional<WarmUp> best;
  const std::size_t last_cut = batches / 2;
  for (std::size_t cut = batches; cut-- > 0;) {
    double sum = 0;
    for (std::size_t i = 0; i < batch; ++i) sum += series[cut * batch + i];
    remaining.record(sum / batch);
    if (cut > last_cut) continue;
    const auto kept = static_cast<double>(batches - cut);
    const double variance = remaining.variance().value_or(0);
    const double squared_error = variance * (kept - 1) / (kept * kept);
    if (!best || squared_error <= best->squared_error) best = WarmUp{cut * batch, *remaining.mean(), squared_error};
  }
  if (best->length == last_cut * batch) return std::nullopt;
  return best;
}

}  // namespace fleetcast::sim::measures
