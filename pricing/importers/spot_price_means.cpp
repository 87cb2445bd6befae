#include "pricing/importers/spot_price_means.hpp"

#include <algorithm>
#include <map>

#include "pricing/billing_month.hpp"
#include "pricing/importers/spot_price_history.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing::importers {
namespace {

std::string date_of(std::int64_t utc_second) {
  return to_iso(utc_second / 3600).substr(0, 10);
}

}  // namespace

ImportedFigures read_spot_price_means(std::istream& input, const ImportRequest& request) {
  const SpotPriceHistory history = read_spot_price_history(input, request);
  std::int64_t first = history.begin()->second.front().utc_second;
  std::int64_t last = first;
  ImportedFigures figures;
  figures.region = request.region;
  for (const auto& [pool, changes] : history) {
    first = std::min(first, changes.front().utc_second);
    last = std::max(last, changes.back().utc_second);
    figures.records += static_cast<std::int64_t>(changes.size());
  }
  std::map<std::string, std::vector<Money>> means;
  for (const auto& [pool, changes] : history) {
    means[pool.instance_type].push_back(mean_spot_price(changes, changes.front().utc_second, last + 1));
  }
  const std::string as_of = date_of(last);
  for (const auto& [type, zones] : means) {
    Decimal sum;
    for (const Money mean : zones) sum += mean;
    const Money mean = sum.times_ratio(1, static_cast<Integer128>(zones.size()));
    figures.prices[{std::string(meter::ec2_instance_seconds), type, "spot"}] = {
        {{{}, {}, mean}}, as_of, "imported",
        "mean of " + std::to_string(zones.size()) + " zones from " + date_of(first) + " to " + as_of};
  }
  figures.source = {"import spot price history " + as_of, "answer of describe-spot-price-history", request.document,
                    as_of};
  return figures;
}

}  // namespace fleetcast::pricing::importers
