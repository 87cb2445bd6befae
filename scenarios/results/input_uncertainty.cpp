#include "scenarios/results/input_uncertainty.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "scenarios/results/wording.hpp"
#include "scenarios/terminal/table.hpp"
#include "scenarios/terminal/wrap.hpp"

namespace fleetcast::scenarios::results {
namespace {

std::string size_in_words(const std::string& metric, double size) {
  const bool is_share = metric == "availability.ratio";
  return is_share ? fmt::format("{:.3g} %", 100 * size) : metric_in_words(metric, size);
}

}  // namespace

std::vector<InputUncertainty> input_uncertainty_of(const Metrics& metrics) {
  std::vector<InputUncertainty> found;
  for (const char* name : {"cost_usd.total_month", "availability.ratio", "latency_s.p99"}) {
    const Metric* metric = metrics.find(name);
    if (metric == nullptr || metric->replications.empty()) continue;
    InputUncertainty one{name, sim::measures::variance_split(metric->replications, metrics.group_size()), {}, 0};
    if (metric->estimate && metric->estimate->interval) one.half_width = metric->estimate->interval->half_width();
    one.half_width_of_chance =
        sim::measures::half_width_within(one.split, metric->replications.size(), metrics.group_size());
    found.push_back(std::move(one));
  }
  return found;
}

std::string input_uncertainty_report(std::span<const InputUncertainty> found, std::size_t width) {
  if (found.empty()) return "";
  using terminal::Align;
  terminal::Table table({{"uncertain inputs"},
                         {"of the variance", Align::right},
                         {"p", Align::right},
                         {"±", Align::right},
                         {"± if inputs were known", Align::right}});
  for (const InputUncertainty& one : found) {
    const auto share = one.split.share_between();
    table.add_row({one.metric, share ? fmt::format("{:.0f} %", 100 * *share) : "-",
                   fmt::format("{:.2g}", one.split.p_value),
                   one.half_width ? size_in_words(one.metric, *one.half_width) : "-",
                   size_in_words(one.metric, one.half_width_of_chance)});
  }
  return "\n" + table.to_string(width) +
         terminal::wrapped("Share of a replication's variance that goes back to inputs that are not known; the rest is "
                           "chance, which more replications average out. p: probability of so clear a share by chance.",
                           width);
}

documents::OrderedJson input_uncertainty_json(std::span<const InputUncertainty> found) {
  documents::OrderedJson json = documents::OrderedJson::object();
  for (const InputUncertainty& one : found) {
    documents::OrderedJson entry = {{"input_variance", one.split.between},
                                    {"chance_variance", one.split.within},
                                    {"input_share", nullptr},
                                    {"p_value", one.split.p_value},
                                    {"cut_at_zero", one.split.is_cut},
                                    {"half_width", nullptr},
                                    {"half_width_of_chance", one.half_width_of_chance}};
    if (const auto share = one.split.share_between()) entry["input_share"] = *share;
    if (one.half_width) entry["half_width"] = *one.half_width;
    json[one.metric] = std::move(entry);
  }
  return json;
}

}  // namespace fleetcast::scenarios::results
