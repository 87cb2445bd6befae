#include "scenarios/pages/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "scenarios/pages/incident_chart.hpp"
#include "scenarios/pages/table.hpp"
#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::pages {

using namespace fleetcast::scenarios::results;

namespace {

/// A gauge ends here; what is beyond stands at its end.
constexpr double most_of_limit = 2;

bool is_share_of_requests(const Verdict& verdict) {
  return verdict.metric.starts_with("availability.") && verdict.metric.ends_with("ratio");
}

/// Returns where on a gauge a share of the limit stands, in per cent of its length.
double place_of(double share) { return 100 * std::clamp(share, 0.0, most_of_limit) / most_of_limit; }

std::string answer_card(const Summary& summary, const char* label, const std::string& name, const std::string& after) {
  const auto estimate = summary.metrics.estimate(name);
  const std::string value = estimate ? metric_in_words(name, estimate->mean) : "unknown";
  const std::string margin = margin_in_words(name, estimate);
  return fmt::format("<div class=\"answer\"><dt>{}</dt><dd><b>{}</b> <span>{}</span> <span>{}</span></dd></div>\n",
                     label, value, margin, after);
}

std::string gauge_of(const Verdict& verdict) {
  std::string bar;
  std::string words = "unknown";
  double share = 0;
  if (verdict.estimate) {
    share = share_of_limit(verdict, verdict.estimate->mean);
    words = fmt::format("{:.0f} % of the limit", 100 * share);
    bar = fmt::format("<span class=\"fill\" style=\"width:{:.1f}%\"></span>", place_of(share));
    if (verdict.estimate->interval) {
      const double one = place_of(share_of_limit(verdict, verdict.estimate->interval->low));
      const double other = place_of(share_of_limit(verdict, verdict.estimate->interval->high));
      bar += fmt::format("<span class=\"interval\" style=\"left:{:.1f}%;width:{:.1f}%\"></span>", std::min(one, other),
                         std::abs(one - other));
    }
  }
  return fmt::format(
      "<div class=\"gauge {0}\">\n<p><b>{1}</b> <span class=\"badge\">{2}</span></p>\n"
      "<p class=\"value\">{3}</p>\n<p class=\"soft\">{4}; confidence {5}</p>\n"
      "<div class=\"track\" role=\"meter\" aria-label=\"{1}\" aria-valuemin=\"0\" aria-valuemax=\"200\" "
      "aria-valuenow=\"{6:.0f}\" aria-valuetext=\"{7}\">{8}<span class=\"limit\"></span></div>\n"
      "<p class=\"scale\" aria-hidden=\"true\"><span>{7}</span><span>limit</span></p>\n</div>\n",
      verdict.is_met ? "met" : "missed", html_escaped(words_of_name(verdict.name)), verdict.is_met ? "met" : "missed",
      html_escaped(outcome_in_words(verdict)), html_escaped(target_in_words(verdict)),
      html_escaped(confidence_in_words(verdict.confidence)), 100 * std::min(share, most_of_limit), words, bar);
}

/// Says what a month costs, how much of what was asked for is answered well, and how fast.
std::string figures_in_words(const Summary& summary) {
  std::string text;
  const auto add = [&](const char* name, const char* before, const char* after) {
    const auto estimate = summary.metrics.estimate(name);
    if (!estimate) return;
    text += fmt::format("{}{}{}{}", text.empty() ? "" : ", ", before, estimate_in_words(name, estimate), after);
  };
  add("cost_usd.total_month", "A month costs ", "");
  add("availability.ratio", "", " of requests are answered well");
  add("latency_s.p99", "99 of 100 answers come within ", "");
  return text + ".";
}

}  // namespace

double share_of_limit(const Verdict& verdict, double value) {
  const auto ratio = [](double part, double whole) { return whole > 0 ? part / whole : part > 0 ? most_of_limit : 0; };
  if (verdict.in_share_of_months) return ratio(1 - value, 1 - *verdict.in_share_of_months);
  if (verdict.side == Side::at_most) return ratio(value, verdict.target);
  if (is_share_of_requests(verdict)) return ratio(1 - value, 1 - verdict.target);
  return ratio(verdict.target, value);
}

std::string run_verdict(const Summary& summary) {
  if (summary.objectives.empty()) return figures_in_words(summary) + " No objectives were set.";
  const std::size_t count = summary.objectives.size();
  std::string missed;
  std::size_t missed_count = 0;
  for (const Verdict& verdict : summary.objectives) {
    if (verdict.is_met) continue;
    ++missed_count;
    missed += fmt::format("{}{} is {}, but {} is asked for", missed.empty() ? "" : "; ", words_of_name(verdict.name),
                          outcome_in_words(verdict), target_in_words(verdict));
  }
  if (missed_count == 0) {
    const std::string all = count == 1 ? "The objective is met" : fmt::format("All {} objectives are met", count);
    return all + ". " + figures_in_words(summary);
  }
  return fmt::format("{} of {} objectives {} missed: {}. {}", missed_count, count, missed_count == 1 ? "is" : "are",
                     missed, figures_in_words(summary));
}

std::string answer_cards(const Summary& summary) {
  const auto nines = summary.metrics.estimate("availability.nines");
  std::string text = "<dl class=\"answers\">\n";
  text += answer_card(summary, "Cost", "cost_usd.total_month",
                      fmt::format("a month of {} h", summary.heading.month_hours));
  text += answer_card(summary, "Availability", "availability.ratio",
                      nines ? fmt::format("{:.1f} nines", nines->mean) : "no request was lost");
  text += answer_card(summary, "Error minutes", "availability.error_minutes",
                      fmt::format("of {}", number_in_words(static_cast<double>(summary.timeline.minutes()))));
  text += answer_card(summary, "Median latency", "latency_s.p50", "");
  text += answer_card(summary, "99th percentile", "latency_s.p99", "of latency");
  text += answer_card(summary, "Cost per million", "cost_usd.per_million_successful", "good answers");
  return text + "</dl>\n";
}

std::string objective_gauges(const Summary& summary) {
  if (summary.objectives.empty()) return "";
  std::string text = "<div class=\"gauges\">\n";
  for (const Verdict& verdict : summary.objectives) text += gauge_of(verdict);
  return text + "</div>\n";
}

}  // namespace fleetcast::scenarios::pages
