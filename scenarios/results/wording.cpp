#include "scenarios/results/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>

namespace fleetcast::scenarios::results {
namespace {

using sim::measures::Estimate;

/// Puts commas between groups of three digits before the point.
std::string with_separators(std::string digits) {
  const std::size_t begin = digits.starts_with('-') ? 1 : 0;
  std::size_t at = std::min(digits.find('.'), digits.size());
  while (at > begin + 3) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

/// Writes a positive number with three significant digits and no exponent.
std::string three_digits(double number) {
  if (number == 0) return "0";
  const int magnitude = static_cast<int>(std::floor(std::log10(std::abs(number))));
  return with_separators(fmt::format("{:.{}f}", number, std::clamp(2 - magnitude, 0, 12)));
}

bool is_share(std::string_view name) { return name.starts_with("availability.") && name.ends_with("ratio"); }

/// Writes half the width of an interval in the metric's unit.
std::string width_in_words(const std::string& name, double half_width) {
  // A margin of percentage points has its own two digits, not those of what is missing to all.
  if (is_share(name)) return three_digits(half_width * 100) + " %";
  return metric_in_words(name, half_width);
}

std::string plural(std::uint64_t count, const char* word) {
  return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

}  // namespace

std::string usd_in_words(double amount) {
  const bool is_small = std::abs(amount) >= 0.00005 && std::abs(amount) < 0.1;
  const std::string digits = with_separators(fmt::format("{:.{}f}", std::abs(amount), is_small ? 4 : 2));
  return fmt::format("{}${}", amount < 0 ? "-" : "", digits);
}

std::string number_in_words(double number) {
  if (number == std::nearbyint(number) || std::abs(number) >= 1000)
    return with_separators(fmt::format("{:.0f}", number));
  return three_digits(number);
}

std::string share_in_words(double share) {
  const double missing = 100 * (1 - share);
  const int places = missing <= 0 ? 2 : static_cast<int>(std::ceil(-std::log10(missing) - 1e-9)) + 1;
  return fmt::format("{:.{}f} %", 100 * share, std::clamp(places, 2, 9));
}

std::string seconds_in_words(double seconds) {
  const double size = std::abs(seconds);
  if (size >= 1 || size == 0) return three_digits(seconds) + " s";
  if (size >= 1e-3) return three_digits(seconds * 1e3) + " ms";
  return three_digits(seconds * 1e6) + " µs";
}

std::string span_in_words(double seconds) {
  constexpr std::array<std::pair<std::int64_t, const char*>, 4> units = {
      {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}}};
  auto left = static_cast<std::int64_t>(std::llround(seconds));
  std::string text;
  int shown = 0;
  for (const auto& [length, symbol] : units) {
    if (left < length || shown == 2) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : " ", left / length, symbol);
    left %= length;
    ++shown;
  }
  return text.empty() ? "0 s" : text;
}

std::string instant_in_words(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::floor(seconds));
  return fmt::format("{} d {:02}:{:02}:{:02}", whole / 86400, whole / 3600 % 24, whole / 60 % 60, whole % 60);
}

std::string metric_in_words(const std::string& name, double value) {
  if (name.starts_with("latency_s.")) return seconds_in_words(value);
  if (name.starts_with("cost_usd.")) return usd_in_words(value);
  if (is_share(name)) return share_in_words(value);
  return number_in_words(value);
}

std::string margin_in_words(const std::string& name, const std::optional<Estimate>& estimate) {
  if (!estimate || !estimate->interval) return "";
  return "± " + width_in_words(name, estimate->interval->half_width());
}

std::string estimate_in_words(const std::string& name, const std::optional<Estimate>& estimate) {
  if (!estimate) return "-";
  const std::string margin = margin_in_words(name, estimate);
  return metric_in_words(name, estimate->mean) + (margin.empty() ? "" : " " + margin);
}

std::string target_in_words(const Verdict& verdict) {
  std::string text = verdict.side == Side::at_least ? "at least " : "at most ";
  text += metric_in_words(verdict.metric, verdict.target);
  if (verdict.in_share_of_months) text += " in " + share_in_words(*verdict.in_share_of_months) + " of months";
  return text;
}

std::string outcome_in_words(const Verdict& verdict) {
  if (!verdict.in_share_of_months || !verdict.estimate) return estimate_in_words(verdict.metric, verdict.estimate);
  return share_in_words(verdict.estimate->mean) + " of months";
}

std::string confidence_in_words(const std::optional<double>& confidence) {
  if (!confidence) return "-";
  if (*confidence > 0.999) return "> 99.9 %";
  if (*confidence < 0.001) return "< 0.1 %";
  return fmt::format("{:.1f} %", *confidence * 100);
}

std::string runs_in_words(const Summary& summary) {
  return plural(summary.fingerprints.size(), "replication") + " of " + span_in_words(summary.horizon_seconds) +
         ", fidelity " + summary.heading.fidelity + ", seed " + std::to_string(summary.heading.seed);
}

std::string audit_alarm(const Summary& summary) {
  if (summary.is_audit_passed()) return "";
  std::string text = "SELF-AUDIT FAILED: do not rely on this result, and report its scenario and seed.\n";
  for (const AuditVerdict& check : summary.audit) {
    if (check.is_passed()) continue;
    text += fmt::format("  {}: off by {:.3g} in {} of {}\n", check.check, check.worst_residual,
                        check.replications - check.passed, plural(check.replications, "replication"));
  }
  return text;
}

std::string audit_in_words(const Summary& summary) {
  const auto failed =
      std::ranges::count_if(summary.audit, [](const AuditVerdict& check) { return !check.is_passed(); });
  const std::string checks = plural(summary.audit.size(), "check");
  if (failed == 0) return checks + " passed";
  std::string text = std::to_string(failed) + " of " + checks + " FAILED:";
  for (const AuditVerdict& check : summary.audit) {
    if (!check.is_passed()) text += " " + check.check;
  }
  return text;
}

}  // namespace fleetcast::scenarios::results
