#include "scenarios/results/precision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "scenarios/results/wording.hpp"
#include "scenarios/terminal/table.hpp"
#include "scenarios/terminal/wrap.hpp"

namespace fleetcast::scenarios::results {
namespace {

std::string metric_of(const std::string& name) {
  constexpr std::string_view latency = "latency.";
  if (name == "cost") return "cost_usd.total_month";
  if (name == "availability") return "availability.ratio";
  if (name.starts_with(latency)) return "latency_s." + name.substr(latency.size());
  return name;
}

/// Returns the half width that will do.
double allowed_width(const PrecisionOfEstimate& one, double mean) {
  if (one.scale == PrecisionScale::absolute) return one.asked;
  return one.asked / (1 + one.asked) * std::abs(mean);
}

/// Returns the half width on the scale that was asked for: as a share of what the true value is at least.
std::optional<double> reached(const PrecisionOfEstimate& one, const sim::measures::Estimate& estimate) {
  const double width = estimate.interval->half_width();
  if (one.scale == PrecisionScale::absolute) return width;
  if (width == 0) return 0;
  const double least = std::abs(estimate.mean) - width;
  return least > 0 ? std::optional(width / least) : std::nullopt;
}

std::string size_in_words(const PrecisionOfEstimate& one, double size) {
  const bool is_absolute = one.scale == PrecisionScale::absolute;
  return is_absolute ? fmt::format("{:.3g} nines", size) : fmt::format("{:.3g} %", 100 * size);
}

}  // namespace

bool PrecisionReport::is_reached() const { return std::ranges::all_of(estimates, &PrecisionOfEstimate::is_reached); }

std::vector<PrecisionOfEstimate> precision_asked(const PrecisionConfig& config) {
  std::vector<PrecisionOfEstimate> asked;
  const auto add = [&](const std::string& name, double size) {
    asked.push_back({name, metric_of(name), PrecisionScale::share_of_estimate, size, std::nullopt, false});
  };
  if (config.headline) {
    for (const char* name : {"cost", "latency.mean", "latency.p99"}) {
      const bool has_own = config.estimates.contains(name);
      if (!has_own) add(name, config.headline->value());
    }
  }
  for (const auto& [name, size] : config.estimates) add(name, size.value());
  if (config.availability_nines) {
    asked.push_back({"availability", "availability.nines", PrecisionScale::absolute, config.availability_nines->value(),
                     std::nullopt, false});
  }
  return asked;
}

double confidence_of_each(std::size_t estimates) {
  return 1 - 0.05 / static_cast<double>(std::max<std::size_t>(1, estimates));
}

PrecisionReport assess_precision(std::vector<PrecisionOfEstimate> asked, const Metrics& metrics,
                                 std::uint64_t replications, std::uint64_t max_replications) {
  PrecisionReport report{std::move(asked), 0, replications, max_replications, std::nullopt};
  report.confidence_of_each = confidence_of_each(report.estimates.size());
  // Half widths shrink with the root of the number of replications.
  double wanted = 0;
  bool is_known = true;
  for (PrecisionOfEstimate& one : report.estimates) {
    const std::optional<sim::measures::Estimate>& estimate = metrics.at(one.metric).estimate;
    if (!estimate || !estimate->interval) {
      is_known = false;
      continue;
    }
    const double width = estimate->interval->half_width();
    const double allowed = allowed_width(one, estimate->mean);
    one.is_reached = width <= allowed;
    one.reached = reached(one, *estimate);
    if (one.is_reached) continue;
    if (allowed > 0) wanted = std::max(wanted, static_cast<double>(replications) * std::pow(width / allowed, 2));
    is_known = is_known && allowed > 0;
  }
  if (is_known && !report.is_reached()) {
    report.more_needed = static_cast<std::uint64_t>(std::ceil(wanted - static_cast<double>(replications)));
  }
  return report;
}

std::uint64_t next_checkpoint(std::uint64_t replications, std::uint64_t max_replications) {
  return std::min(max_replications, replications + (replications + 1) / 2);
}

std::string precision_report(const PrecisionReport& report, std::size_t width) {
  using terminal::Align;
  terminal::Table table({{"precision of"}, {"asked", Align::right}, {"reached", Align::right}, {""}});
  for (const PrecisionOfEstimate& one : report.estimates) {
    table.add_row({one.name, "± " + size_in_words(one, one.asked),
                   one.reached ? "± " + size_in_words(one, *one.reached) : "unknown",
                   one.is_reached ? "reached" : "NOT REACHED"});
  }
  std::string text = "\n" + table.to_string(width);
  text += terminal::wrapped(
      fmt::format("All together with 95 % confidence, each with {:.4g} %; {} replications of at most {}.",
                  100 * report.confidence_of_each, number_in_words(static_cast<double>(report.replications)),
                  number_in_words(static_cast<double>(report.max_replications))),
      width);
  if (report.is_reached()) return text;
  text += "PRECISION NOT REACHED: ";
  text += report.more_needed ? fmt::format("about {} more replications would.\n",
                                           number_in_words(static_cast<double>(*report.more_needed)))
                             : std::string("how many replications would is not known.\n");
  return text;
}

}  // namespace fleetcast::scenarios::results
