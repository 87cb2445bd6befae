#include "scenarios/results/request_metrics.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include "sim/time.hpp"

namespace fleetcast::scenarios::results {
namespace {

using sim::measures::Estimate;
using sim::measures::Histogram;
using Path = std::vector<std::string>;
using Count = std::function<std::uint64_t(const RunResult&)>;

bool is_excluded(const RunResult& result, const std::string& cause) {
  return std::ranges::find(result.excluded_causes, cause) != result.excluded_causes.end();
}

void add_class(const RunResult& result, const ClassResult& one, RequestCounts& counts) {
  counts.offered += one.offered;
  counts.good += one.good;
  counts.late += one.late;
  for (const auto& [cause, count] : one.by_cause) {
    (is_excluded(result, cause) ? counts.excluded : counts.failed) += count;
  }
}

const ClassResult& class_at(const RunResult& result, std::size_t position, const std::string& name) {
  if (position < result.classes.size() && result.classes[position].name == name) return result.classes[position];
  throw std::logic_error("results: replication " + std::to_string(result.replication) + " lacks the class '" + name +
                         "'");
}

RequestCounts count_class(const RunResult& result, std::size_t position, const std::string& name) {
  RequestCounts counts;
  add_class(result, class_at(result, position, name), counts);
  return counts;
}

std::vector<double> values_of(std::span<const RunResult> results, const Count& count) {
  std::vector<double> values;
  for (const RunResult& result : results) values.push_back(static_cast<double>(count(result)));
  return values;
}

std::uint64_t count_of_cause(const RunResult& result, const std::string& cause) {
  std::uint64_t sum = 0;
  for (const ClassResult& one : result.classes) {
    const auto found = one.by_cause.find(cause);
    if (found != one.by_cause.end()) sum += found->second;
  }
  return sum;
}

std::set<std::string> causes_of(std::span<const RunResult> results) {
  std::set<std::string> causes;
  for (const RunResult& result : results) {
    for (const ClassResult& one : result.classes) {
      for (const auto& [cause, count] : one.by_cause) causes.insert(cause);
    }
  }
  return causes;
}

void add_counts(std::span<const RunResult> results, Metrics& metrics) {
  const auto add = [&](Path path, const Count& count) { metrics.add_mean(std::move(path), values_of(results, count)); };
  add({"requests", "offered"}, [](const RunResult& result) { return count_requests(result).offered; });
  add({"requests", "served"}, [](const RunResult& result) {
    const RequestCounts counts = count_requests(result);
    return counts.good + counts.late;
  });
  add({"requests", "good"}, [](const RunResult& result) { return count_requests(result).good; });
  add({"requests", "late"}, [](const RunResult& result) { return count_requests(result).late; });
  add({"requests", "failed"}, [](const RunResult& result) { return count_requests(result).failed; });
  add({"requests", "excluded"}, [](const RunResult& result) { return count_requests(result).excluded; });
  add({"requests", "in_flight_at_begin"}, [](const RunResult& result) { return result.in_flight_at_begin; });
  add({"requests", "in_flight_at_end"}, [](const RunResult& result) { return result.in_flight_at_end; });
  for (const std::string& cause : causes_of(results)) {
    add({"requests", "by_cause", cause}, [&](const RunResult& result) { return count_of_cause(result, cause); });
  }
  std::set<std::string> names;
  for (const RunResult& result : results) {
    for (const auto& [name, count] : result.counts) names.insert(name);
  }
  for (const std::string& name : names) {
    add({"requests", "counts", name}, [&](const RunResult& result) {
      const auto found = result.counts.find(name);
      return found == result.counts.end() ? std::uint64_t{0} : found->second;
    });
  }
  for (std::size_t i = 0; i < results.front().classes.size(); ++i) {
    const std::string& name = results.front().classes[i].name;
    const Path place{"requests", "by_class", name};
    const auto add_of_class = [&](const char* what, std::uint64_t RequestCounts::*member) {
      Path path = place;
      path.emplace_back(what);
      add(std::move(path), [&, member](const RunResult& result) { return count_class(result, i, name).*member; });
    };
    add_of_class("offered", &RequestCounts::offered);
    add_of_class("good", &RequestCounts::good);
    add_of_class("late", &RequestCounts::late);
    add_of_class("failed", &RequestCounts::failed);
  }
}

/// Turns an availability into nines; all requests good is more nines than the runs can tell.
std::optional<Estimate> nines_of(const std::optional<Estimate>& ratio) {
  if (!ratio || ratio->mean >= 1) return std::nullopt;
  const auto nines = [](double share) { return -std::log10(1 - share); };
  Estimate estimate{nines(ratio->mean), std::nullopt, ratio->n};
  if (ratio->interval && ratio->interval->high < 1) {
    estimate.interval = sim::measures::Interval{nines(ratio->interval->low), nines(ratio->interval->high)};
  }
  return estimate;
}

/// Adds the share of replications that lost any request: what no loss at all bounds, where it bounds nothing else.
void add_lossy_replications(std::span<const RunResult> results, Metrics& metrics) {
  const auto lost = [](const RunResult& result) {
    const RequestCounts counts = count_requests(result);
    return counts.counted() > counts.good;
  };
  const auto lossy = static_cast<std::uint64_t>(std::ranges::count_if(results, lost));
  Estimate share = sim::measures::proportion(lossy, results.size(), metrics.confidence());
  // One trial has an interval in theory, but nothing else of one replication has one.
  if (results.size() == 1) share.interval.reset();
  metrics.add({{"availability", "lossy_replications"}, share, {}});
}

/// Counts the minutes in which requests ended, and those of them in which too few were good.
std::pair<std::uint64_t, std::uint64_t> count_minutes(const RunResult& result, double good_share) {
  std::uint64_t busy = 0;
  std::uint64_t bad = 0;
  for (const MinuteResult& minute : result.minutes) {
    const auto ended = static_cast<double>(minute.good + minute.bad);
    if (ended == 0) continue;
    ++busy;
    if (static_cast<double>(minute.good) < good_share * ended) ++bad;
  }
  return {busy, bad};
}

void add_availability(std::span<const RunResult> results, double good_share, Metrics& metrics) {
  const auto good = [](const RunResult& result) { return count_requests(result).good; };
  const auto counted = [](const RunResult& result) { return count_requests(result).counted(); };
  metrics.add_availability({"availability", "ratio"}, values_of(results, good), values_of(results, counted));
  metrics.add({{"availability", "nines"}, nines_of(metrics.estimate("availability.ratio")), {}});
  add_lossy_replications(results, metrics);
  const auto error = [&](const RunResult& result) { return count_minutes(result, good_share).second; };
  metrics.add_mean({"availability", "error_minutes"}, values_of(results, error));
  const auto fine = [&](const RunResult& result) {
    const auto [busy, bad] = count_minutes(result, good_share);
    return busy - bad;
  };
  const auto busy = [&](const RunResult& result) { return count_minutes(result, good_share).first; };
  metrics.add_availability({"availability", "time_ratio"}, values_of(results, fine), values_of(results, busy));
  for (std::size_t i = 0; i < results.front().classes.size(); ++i) {
    const std::string& name = results.front().classes[i].name;
    const auto good_of = [&](const RunResult& result) { return count_class(result, i, name).good; };
    const auto counted_of = [&](const RunResult& result) { return count_class(result, i, name).counted(); };
    metrics.add_availability({"availability", "by_class", name, "ratio"}, values_of(results, good_of),
                             values_of(results, counted_of));
  }
}

Estimate in_seconds(Estimate ticks) {
  const double second = static_cast<double>(sim::ticks_per_second);
  ticks.mean /= second;
  if (ticks.interval)
    ticks.interval = sim::measures::Interval{ticks.interval->low / second, ticks.interval->high / second};
  return ticks;
}

std::vector<Histogram> merged_in_groups(const std::vector<Histogram>& histograms, std::size_t size) {
  std::vector<Histogram> merged(histograms.size() / size);
  for (std::size_t i = 0; i < histograms.size(); ++i) merged[i / size].merge(histograms[i]);
  return merged;
}

void add_latency(const Path& place, const std::vector<Histogram>& histograms, Metrics& metrics) {
  const auto at = [&](const char* name) {
    Path path = place;
    path.emplace_back(name);
    return path;
  };
  std::vector<double> sums;
  std::vector<double> counts;
  for (const Histogram& histogram : histograms) {
    sums.push_back(static_cast<double>(histogram.sum()) / static_cast<double>(sim::ticks_per_second));
    counts.push_back(static_cast<double>(histogram.count()));
  }
  metrics.add_ratio(at("mean"), sums, counts);
  const std::vector<Histogram> grouped = merged_in_groups(histograms, metrics.group_size());
  const bool is_any = std::ranges::any_of(histograms, [](const Histogram& one) { return one.count() > 0; });
  const bool are_all = std::ranges::all_of(histograms, [](const Histogram& one) { return one.count() > 0; });
  constexpr std::pair<const char*, double> shares[] = {
      {"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}};
  for (const auto& [name, share] : shares) {
    Metric metric{at(name), std::nullopt, {}};
    if (is_any) metric.estimate = in_seconds(sim::measures::quantile_of(grouped, share, metrics.confidence()));
    for (const Histogram& one : histograms) {
      if (are_all) metric.replications.push_back(*one.quantile(share) / static_cast<double>(sim::ticks_per_second));
    }
    metrics.add(std::move(metric));
  }
}

void add_latencies(std::span<const RunResult> results, Metrics& metrics) {
  std::vector<Histogram> all(results.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    for (const ClassResult& one : results[i].classes) all[i].merge(one.latency);
  }
  add_latency({"latency_s"}, all, metrics);
  for (std::size_t i = 0; i < results.front().classes.size(); ++i) {
    const std::string& name = results.front().classes[i].name;
    std::vector<Histogram> of_class;
    for (const RunResult& result : results) of_class.push_back(class_at(result, i, name).latency);
    add_latency({"latency_s", "by_class", name}, of_class, metrics);
  }
  std::set<std::string> stages;
  for (const RunResult& result : results) {
    for (const auto& [name, histogram] : result.stages) stages.insert(name);
  }
  for (const std::string& name : stages) {
    std::vector<Histogram> of_stage;
    for (const RunResult& result : results) {
      const auto found = result.stages.find(name);
      of_stage.push_back(found == result.stages.end() ? Histogram() : found->second);
    }
    add_latency({"latency_s", "by_stage", name}, of_stage, metrics);
  }
}

}  // namespace

RequestCounts count_requests(const RunResult& result) {
  RequestCounts counts;
  for (const ClassResult& one : result.classes) add_class(result, one, counts);
  return counts;
}

std::int64_t unaccounted_requests(const RunResult& result) {
  const RequestCounts counts = count_requests(result);
  const std::uint64_t in = result.in_flight_at_begin + counts.offered;
  const std::uint64_t out = counts.counted() + counts.excluded + result.in_flight_at_end;
  return static_cast<std::int64_t>(in) - static_cast<std::int64_t>(out);
}

void add_request_metrics(std::span<const RunResult> results, double good_share_of_minute, Metrics& metrics) {
  add_counts(results, metrics);
  add_availability(results, good_share_of_minute, metrics);
  add_latencies(results, metrics);
}

std::vector<LossByCause> losses_by_cause(std::span<const RunResult> results) {
  const std::vector<double> counted =
      values_of(results, [](const RunResult& result) { return count_requests(result).counted(); });
  std::vector<LossByCause> losses;
  if (std::ranges::all_of(counted, [](double count) { return count == 0; })) return losses;
  const auto add = [&](const std::string& cause, const Count& count) {
    losses.push_back({cause, sim::measures::ratio_of_sums(values_of(results, count), counted)});
    if (losses.back().lost_ratio.mean == 0) losses.pop_back();
  };
  add("late", [](const RunResult& result) { return count_requests(result).late; });
  for (const std::string& cause : causes_of(results)) {
    add(cause, [&](const RunResult& result) {
      return is_excluded(result, cause) ? std::uint64_t{0} : count_of_cause(result, cause);
    });
  }
  std::ranges::stable_sort(losses, std::ranges::greater(),
                           [](const LossByCause& loss) { return loss.lost_ratio.mean; });
  return losses;
}

}  // namespace fleetcast::scenarios::results
