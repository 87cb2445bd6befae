#include "scenarios/experiment/tornado.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "scenarios/experiment/figures.hpp"
#include "scenarios/experiment/variations.hpp"
#include "scenarios/results/uncertain_prices.hpp"
#include "sim/measures/groups.hpp"

namespace fleetcast::scenarios::experiment {
namespace {

using results::Effect;
using results::Swing;
using results::Tornado;
using sim::measures::Estimate;

constexpr std::size_t most_finalists = 10;
constexpr const char* cost_metric = "cost_usd.total_month";
constexpr const char* availability_metric = "availability.ratio";

/// Holds the figures of one scenario, one for each of the replications that were run.
struct Series {
  std::vector<double> cost;
  std::vector<double> lost;  ///< per million; empty where a replication had no requests that count
  std::vector<std::string> fingerprints;
  std::size_t group_size = 1;  ///< replications that share one draw of the uncertain inputs

  void add(const Figures& figures) {
    fingerprints.push_back(figures.fingerprint);
    cost.push_back(figures.metrics.at(cost_metric));
    const auto ratio = figures.metrics.find(availability_metric);
    if (ratio != figures.metrics.end()) lost.push_back(1e6 * (1 - ratio->second));
  }
};

Series base_series(const results::Summary& summary) {
  Series base;
  base.fingerprints = summary.fingerprints;
  base.group_size = summary.heading.replications_per_input;
  base.cost = summary.metrics.at(cost_metric).replications;
  for (const double ratio : summary.metrics.at(availability_metric).replications) {
    base.lost.push_back(1e6 * (1 - ratio));
  }
  return base;
}

/// Returns the paired difference; the first look is at one replication, whole groups of a shared draw come later.
std::optional<Estimate> difference_of(const std::vector<double>& varied, const std::vector<double>& base,
                                      std::size_t group_size) {
  if (varied.empty() || base.size() < varied.size()) return std::nullopt;
  const std::size_t size = varied.size() == 1 ? 1 : group_size;
  return sim::measures::paired_difference(
      sim::measures::means_of_groups(varied, size),
      sim::measures::means_of_groups(std::span(base).first(varied.size()), size));
}

/// Holds one variation with what is known of its two ends.
struct Candidate {
  const Variation* variation;
  Series low;
  Series high;
  std::string problem{};

  [[nodiscard]] Swing swing(const Series& base) const {
    const auto effect = [&](const std::string& value, const Series& series) {
      return Effect{value, difference_of(series.cost, base.cost, base.group_size),
                    difference_of(series.lost, base.lost, base.group_size), {}, {}};
    };
    return {variation->pointer, variation->value, variation->source, effect(variation->low, low),
            effect(variation->high, high), false};
  }
  [[nodiscard]] bool is_without_effect(const Series& base) const {
    const auto is_base = [&](const Series& series) {
      return series.fingerprints.front() == base.fingerprints.front() && series.cost.front() == base.cost.front();
    };
    return is_base(low) && is_base(high);
  }
};

/// Runs some replications of both ends of candidates and adds their figures.
void run_ends(std::vector<Candidate*> candidates, const pricing::PriceBook& book, std::uint64_t first,
              std::uint64_t end, const ExperimentOptions& options) {
  std::vector<FiguresJob> jobs;
  for (const Candidate* candidate : candidates) {
    const Variation& one = *candidate->variation;
    for (std::uint64_t replication = first; replication < end; ++replication) {
      jobs.push_back({&one.with_low, &book, replication, one.pointer + "=" + one.low});
      jobs.push_back({&one.with_high, &book, replication, one.pointer + "=" + one.high});
    }
  }
  const std::vector<FiguresOutcome> found = run_figures(jobs, options);
  std::size_t next = 0;
  for (Candidate* candidate : candidates) {
    for (std::uint64_t replication = first; replication < end; ++replication) {
      for (Series* series : {&candidate->low, &candidate->high}) {
        const FiguresOutcome& outcome = found[next++];
        if (outcome.figures) {
          series->add(*outcome.figures);
        } else {
          candidate->problem = outcome.problem;
        }
      }
    }
  }
}

/// Returns the candidates whose first replications moved cost most, and those that moved availability most.
std::vector<Candidate*> finalists_of(std::vector<Candidate*> moving, const Series& base) {
  std::set<const Candidate*> chosen;
  for (double (Swing::*size)() const : {&Swing::cost_swing, &Swing::lost_swing}) {
    std::ranges::stable_sort(moving, std::ranges::greater(),
                             [&](const Candidate* candidate) { return (candidate->swing(base).*size)(); });
    for (std::size_t i = 0; i < std::min(moving.size(), most_finalists); ++i) chosen.insert(moving[i]);
  }
  std::vector<Candidate*> finalists;
  for (Candidate* candidate : moving) {
    if (chosen.contains(candidate)) finalists.push_back(candidate);
  }
  std::ranges::sort(finalists, {}, [](const Candidate* candidate) { return candidate->variation->pointer; });
  return finalists;
}

/// Halves and doubles the prices that nobody looked up; to first order, as tiers and commitments stay as they are.
void add_prices(const results::Summary& summary, Tornado& tornado) {
  for (const pricing::UncertainPrice& price : summary.uncertain_prices) {
    if (price.is_allowance) continue;
    const double usd = price.billed_cost.to_double();
    if (usd == 0) continue;
    const auto effect = [&](double factor) {
      return Effect{"x " + std::string(factor < 1 ? "0.5" : "2"), Estimate{usd * (factor - 1), std::nullopt, 0}, {}, {},
                    {}};
    };
    tornado.swings.push_back({"price " + results::name_of(price), price.unit_price.to_string() + " USD",
                              price.provenance.confidence, effect(0.5), effect(2), true});
  }
}

}  // namespace

results::Tornado find_tornado(const ScenarioFile& file, const pricing::PriceBook& book,
                              const results::Summary& summary, const ExperimentOptions& options) {
  const Variations variations = variations_of(file.scenario);
  const Series base = base_series(summary);
  std::vector<Candidate> candidates;
  for (const Variation& one : variations.made) candidates.push_back({&one, {}, {}, {}});
  std::vector<Candidate*> all;
  for (Candidate& one : candidates) all.push_back(&one);
  run_ends(all, book, 0, 1, options);

  Tornado tornado;
  tornado.left_out = variations.left_out;
  std::vector<Candidate*> moving;
  for (Candidate* one : all) {
    if (!one->problem.empty()) {
      tornado.left_out.emplace_back(one->variation->pointer, "it cannot be varied: " + one->problem);
      continue;
    }
    ++tornado.varied;
    if (one->is_without_effect(base)) {
      ++tornado.without_effect;
    } else {
      moving.push_back(one);
    }
  }
  const std::vector<Candidate*> finalists = finalists_of(moving, base);
  if (base.cost.size() > 1) run_ends(finalists, book, 1, base.cost.size(), options);
  tornado.replications = base.cost.size();
  for (const Candidate* one : finalists) tornado.swings.push_back(one->swing(base));
  results::judge_together(tornado, 2 * moving.size());
  add_prices(summary, tornado);
  return tornado;
}

}  // namespace fleetcast::scenarios::experiment
