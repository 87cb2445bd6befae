#include "scenarios/world/analytic_brackets.hpp"

#include <algorithm>
#include <optional>

#include "scenarios/world/queue_bounds.hpp"

namespace fleetcast::scenarios::world {
namespace {

using models::backend::BackendConfig;
using models::backend::StepConfig;

bool mentions(const std::vector<StepConfig>& steps, const std::string& backend) {
  return std::ranges::any_of(steps, [&](const StepConfig& step) {
    return step.backend == backend || mentions(step.on_miss, backend);
  });
}

/// Tells whether requests of a class visit a backend first, once, and stay there until they are served.
bool is_visited_first(const RequestClassSpec& spec, const std::string& backend) {
  const StepConfig& first = spec.steps.front();
  if (first.backend != backend || first.patience || first.visits.count() != 1) return false;
  if (spec.client.time_out || spec.client.max_attempts.count() != 1) return false;
  return !mentions({spec.steps.begin() + 1, spec.steps.end()}, backend);
}

bool is_unlimited(const BackendConfig& config) {
  return !config.capacity && !config.cold_start && config.instances.count() == 1;
}

/// Says which share of all arrivals comes to a backend, and what work they bring.
struct Visits {
  double share = 0;
  std::optional<sim::chance::Distribution> work;
};

/// Returns nothing where a class comes in a way that has no bounds, or classes bring different work.
std::optional<Visits> visits_of(const Scenario& scenario, const std::string& backend) {
  Visits visits;
  double all = 0;
  for (const auto& [name, spec] : scenario.classes) {
    all += spec.share.value();
    if (spec.share.value() == 0 || !mentions(spec.steps, backend)) continue;
    if (!is_visited_first(spec, backend)) return std::nullopt;
    const sim::chance::Distribution& work = *spec.steps.front().work;
    if (visits.work && *visits.work != work) return std::nullopt;
    visits.work = work;
    visits.share += spec.share.value();
  }
  if (!visits.work) return std::nullopt;
  visits.share /= all;
  return visits;
}

/// Tells whether the work that so many requests bring has a standard deviation of at most a tenth of its mean.
///
/// Student's t, by which means are judged, does not suit the skewed sums of few or very uneven works.
bool is_even(const sim::chance::Distribution& work, double requests) {
  constexpr double most = 0.1;
  return 1 + work.scv() <= most * most * requests;
}

}  // namespace

std::map<std::string, double> analytic_brackets(const Scenario& scenario,
                                                const std::vector<sim::traffic::RateSegment>& segments,
                                                sim::Instant begin, sim::Instant end) {
  // Given numbers of arrivals are no Poisson process; an ACL and a resolver change who arrives.
  const bool is_poisson = std::ranges::none_of(segments, &sim::traffic::RateSegment::is_counted);
  if (!is_poisson || scenario.closed_clients || scenario.waf || scenario.route53) return {};
  double highest_rate = 0;
  for (const sim::traffic::RateSegment& one : segments) {
    highest_rate = std::max({highest_rate, one.begin_rate, one.end_rate});
  }
  // Who comes in the last percent of the span is left out, and all others count for no longer than that.
  const sim::Duration margin{(end - begin).ticks / 100};
  const sim::traffic::Arrivals arrivals({}, segments);
  const double counted = arrivals.expected_until(end - margin) - arrivals.expected_until(begin);
  std::map<std::string, double> figures;
  for (const auto& [name, config] : scenario.backends) {
    const std::optional<Visits> visits = is_unlimited(config) ? visits_of(scenario, name) : std::nullopt;
    if (!visits || !is_even(*visits->work, visits->share * counted)) continue;
    const std::string prefix = "backends." + name + ".present_at_";
    figures[prefix + "least"] = visits->share * counted * capped_mean_at_least(*visits->work, margin.seconds()) /
                                (end - begin).seconds();
    const UnlimitedStation station{config.discipline, config.servers.value(), *visits->work};
    const auto most = mean_present_at_most(station, visits->share * highest_rate);
    if (most) figures[prefix + "most"] = *most;
  }
  return figures;
}

}  // namespace fleetcast::scenarios::world
