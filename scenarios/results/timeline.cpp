#include "scenarios/results/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "pricing/billing_month.hpp"
#include "scenarios/documents/quantity.hpp"
#include "scenarios/results/loss_attribution.hpp"

namespace fleetcast::scenarios::results {
namespace {

void require_equal_lengths(std::span<const RunResult> results) {
  const std::size_t minutes = results.front().minutes.size();
  const auto require = [&](const RunResult& result, std::size_t length, const std::string& what) {
    if (length == minutes) return;
    throw std::logic_error("results: " + what + " of replication " + std::to_string(result.replication) + " has " +
                           std::to_string(length) + " minutes, not " + std::to_string(minutes));
  };
  for (const RunResult& result : results) {
    require(result, result.minutes.size(), "the measured span");
    for (const auto& [name, values] : result.timeline) require(result, values.size(), "'" + name + "'");
  }
}

Series mean_count(std::string name, std::span<const RunResult> results, std::uint64_t MinuteResult::*count) {
  Series series{std::move(name), {}};
  for (std::size_t minute = 0; minute < results.front().minutes.size(); ++minute) {
    std::uint64_t sum = 0;
    for (const RunResult& result : results) sum += result.minutes[minute].*count;
    series.values.emplace_back(static_cast<double>(sum) / static_cast<double>(results.size()));
  }
  return series;
}

Series mean_latency(std::span<const RunResult> results) {
  Series series{"latency_mean_s", {}};
  for (std::size_t minute = 0; minute < results.front().minutes.size(); ++minute) {
    double sum = 0;
    std::uint64_t answered = 0;
    for (const RunResult& result : results) {
      const MinuteResult& one = result.minutes[minute];
      sum += one.latency_seconds;
      answered += one.answered;
    }
    series.values.push_back(answered == 0 ? std::nullopt : std::optional(sum / static_cast<double>(answered)));
  }
  return series;
}

/// Averages a level over the replications that have it.
Series mean_level(const std::string& name, std::span<const RunResult> results) {
  std::vector<double> sums(results.front().minutes.size());
  double count = 0;
  for (const RunResult& result : results) {
    const auto level = result.timeline.find(name);
    if (level == result.timeline.end()) continue;
    ++count;
    for (std::size_t minute = 0; minute < sums.size(); ++minute) sums[minute] += level->second[minute];
  }
  Series series{name, {}};
  for (const double sum : sums) series.values.emplace_back(sum / count);
  return series;
}

/// Returns what the failures of each minute are put down to, as means over the replications.
std::vector<Series> causes_of(std::span<const RunResult> results) {
  const std::size_t minutes = results.front().minutes.size();
  std::map<std::string, std::vector<double>> by_root;
  std::vector<double> red(minutes);
  const double weight = 1 / static_cast<double>(results.size());
  for (const RunResult& result : results) {
    for (const MinuteLoss& loss : result.losses) {
      if (loss.minute >= minutes) continue;
      const auto add = [&](const std::string& root, std::uint64_t failed) {
        if (failed == 0) return;
        std::vector<double>& counts = by_root[root];
        counts.resize(minutes);
        counts[loss.minute] += weight * static_cast<double>(failed);
      };
      add(background_root, loss.background);
      add(loss.root, loss.failed - loss.background);
      if (loss.is_red) red[loss.minute] += weight;
    }
  }
  std::vector<Series> causes{{"red", {red.begin(), red.end()}}};
  for (const auto& [root, counts] : by_root) causes.push_back({"failed_by." + root, {counts.begin(), counts.end()}});
  return causes;
}

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string field = "\"";
  for (const char c : text) field += c == '"' ? "\"\"" : std::string(1, c);
  return field + "\"";
}

std::string two_digits(std::int64_t number) { return fmt::format("{:02}", number); }

}  // namespace

const Series* Timeline::find(const std::string& name) const {
  const auto found = std::ranges::find(series, name, &Series::name);
  return found == series.end() ? nullptr : &*found;
}

Timeline average_timeline(std::span<const RunResult> results) {
  if (results.empty()) throw std::logic_error("results: a timeline needs at least one replication");
  require_equal_lengths(results);
  Timeline timeline;
  timeline.series.push_back(mean_count("offered", results, &MinuteResult::offered));
  timeline.series.push_back(mean_count("good", results, &MinuteResult::good));
  timeline.series.push_back(mean_count("bad", results, &MinuteResult::bad));
  timeline.series.push_back(mean_latency(results));
  std::set<std::string> names;
  for (const RunResult& result : results) {
    for (const auto& [name, values] : result.timeline) names.insert(name);
  }
  for (const std::string& name : names) timeline.series.push_back(mean_level(name, results));
  timeline.causes = causes_of(results);
  timeline.chains.resize(timeline.minutes());
  for (const MinuteLoss& loss : results.front().losses) {
    if (loss.minute < timeline.chains.size()) timeline.chains[loss.minute] = loss.chain;
  }
  return timeline;
}

std::string timeline_csv(const Timeline& timeline, std::int64_t start_utc_seconds) {
  std::string text = "minute,starts_at";
  for (const Series& series : timeline.series) text.append(",").append(quoted(series.name));
  for (const Series& series : timeline.causes) text.append(",").append(quoted(series.name));
  text += ",cause_chain\r\n";
  for (std::size_t minute = 0; minute < timeline.minutes(); ++minute) {
    text += fmt::format("{},{}", minute, to_iso(start_utc_seconds + 60 * static_cast<std::int64_t>(minute)));
    for (const Series& series : timeline.series) {
      text += ",";
      if (series.values[minute]) text += documents::format_number(*series.values[minute]);
    }
    for (const Series& series : timeline.causes) text += "," + documents::format_number(*series.values[minute]);
    text += "," + quoted(timeline.chains[minute]);
    text += "\r\n";
  }
  return text;
}

std::string to_iso(std::int64_t utc_seconds) {
  const std::int64_t second_of_hour = ((utc_seconds % 3600) + 3600) % 3600;
  std::string text = pricing::to_iso((utc_seconds - second_of_hour) / 3600);
  // "2026-11-01T13:00:00Z": pricing knows whole hours only.
  text.replace(text.size() - 6, 2, two_digits(second_of_hour / 60));
  text.replace(text.size() - 3, 2, two_digits(second_of_hour % 60));
  return text;
}

}  // namespace fleetcast::scenarios::results
