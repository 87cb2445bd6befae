#include "scenarios/results/cost_metrics.hpp"

#include <cmath>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "pricing/recompute.hpp"
#include "scenarios/results/request_metrics.hpp"

namespace fleetcast::scenarios::results {
namespace {

/// Adds the normalised month's cost by one property of the bill's lines; "(none)" is what lacks the property.
void add_view(const char* name, pricing::View view, std::span<const PricedRun> priced, Metrics& metrics) {
  std::vector<std::map<std::string, pricing::Money>> totals;
  std::set<std::string> keys;
  for (const PricedRun& run : priced) {
    // Effective costs: what is paid for a commitment belongs to the usage that it covers.
    totals.push_back(pricing::totals_by(run.month, view, pricing::Cost::effective));
    for (const auto& [key, total] : totals.back()) keys.insert(key);
  }
  for (const std::string& key : keys) {
    std::vector<double> values;
    for (const auto& total : totals) {
      const auto found = total.find(key);
      values.push_back(found == total.end() ? 0 : found->second.to_double());
    }
    metrics.add_mean({"cost_usd", name, key.empty() ? "(none)" : key}, std::move(values));
  }
}

}  // namespace

PricedRun price_run(const RunResult& result, const pricing::PriceBook& book, const pricing::BillOptions& options,
                    std::int64_t month_hours) {
  const std::int64_t horizon_seconds = std::llround(result.horizon_seconds);
  if (horizon_seconds < 1) {
    throw std::logic_error("results: replication " + std::to_string(result.replication) + " has no horizon to bill");
  }
  return {pricing::bill(result.ledger, book, options),
          pricing::bill_normalised_month(result.ledger, horizon_seconds, book, options, month_hours),
          pricing::recompute(result.ledger, book, options)};
}

void add_cost_metrics(std::span<const RunResult> results, std::span<const PricedRun> priced, Metrics& metrics) {
  std::vector<double> month;
  std::vector<double> horizon;
  std::vector<double> amortised;
  std::vector<double> horizon_per_million;
  std::vector<double> good;
  for (std::size_t i = 0; i < priced.size(); ++i) {
    month.push_back(priced[i].month.total.to_double());
    horizon.push_back(priced[i].horizon.total.to_double());
    amortised.push_back(priced[i].horizon.effective_total.to_double());
    horizon_per_million.push_back(amortised.back() * 1e6);
    good.push_back(static_cast<double>(count_requests(results[i]).good));
  }
  metrics.add_mean({"cost_usd", "total_month"}, std::move(month));
  metrics.add_mean({"cost_usd", "total_horizon"}, std::move(horizon));
  metrics.add_mean({"cost_usd", "amortised_horizon"}, std::move(amortised));
  metrics.add_ratio({"cost_usd", "per_million_successful"}, horizon_per_million, good);
  add_view("by_service", pricing::View::aws_service, priced, metrics);
  add_view("by_component", pricing::View::service, priced, metrics);
  add_view("by_fleet", pricing::View::fleet, priced, metrics);
  add_view("by_purchase_option", pricing::View::purchase_option, priced, metrics);
  add_view("by_zone", pricing::View::zone, priced, metrics);
}

}  // namespace fleetcast::scenarios::results
