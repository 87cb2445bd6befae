#pragma once
#include <optional>
#include <string>

#include "scenarios/results/metrics.hpp"
#include "scenarios/results/summary.hpp"
#include "sim/measures/intervals.hpp"

// Numbers as people read them; none of this depends on a locale.
namespace fleetcast::scenarios::results {

/// Writes dollars: "$12,345.67"; amounts below ten cents have four decimal places.
[[nodiscard]] std::string usd_in_words(double amount);
/// Writes a number with separators: "1,234,567", "12.3", "0.0123".
[[nodiscard]] std::string number_in_words(double number);
/// Writes a share as a percentage with two digits of what is missing to all: "99.953 %", "61.00 %".
[[nodiscard]] std::string share_in_words(double share);
/// Writes seconds with three digits: "34.1 ms", "1.24 s".
[[nodiscard]] std::string seconds_in_words(double seconds);
/// Writes a length of time in its two largest units: "30 d", "1 d 2 h", "90 s".
[[nodiscard]] std::string span_in_words(double seconds);
/// Writes a place in the measured span: "12 d 14:00:05".
[[nodiscard]] std::string instant_in_words(double seconds);
/// Writes the value of a metric in the unit that its path tells.
[[nodiscard]] std::string metric_in_words(const std::string& name, double value);

/// Writes an estimate with its margin: "34.1 ms ± 0.2 ms"; without one where none is known; "-" for an unknown.
[[nodiscard]] std::string estimate_in_words(const std::string& name,
                                            const std::optional<sim::measures::Estimate>& estimate);
/// Writes the margin alone: "± 0.2 ms", or "" where none is known.
[[nodiscard]] std::string margin_in_words(const std::string& name,
                                          const std::optional<sim::measures::Estimate>& estimate);

/// Writes what an objective asks for: "at least 99.95 %", "at most $15,000.00 in 95.00 % of months".
[[nodiscard]] std::string target_in_words(const Verdict& verdict);
/// Writes what came out: the metric, or the share of months that meet the target.
[[nodiscard]] std::string outcome_in_words(const Verdict& verdict);
/// Writes how sure a verdict is: "97 %", "> 99.9 %", or "-" if the runs cannot tell.
[[nodiscard]] std::string confidence_in_words(const std::optional<double>& confidence);

/// Writes where a result comes from: "20 replications of 30 d, fidelity full, seed 1".
[[nodiscard]] std::string runs_in_words(const Summary& summary);
/// Writes that the self-audit failed, where, by how much and what to do, in lines of their own; empty if it passed.
[[nodiscard]] std::string audit_alarm(const Summary& summary);
/// Writes what the self-audit found, in one sentence.
[[nodiscard]] std::string audit_in_words(const Summary& summary);

}  // namespace fleetcast::scenarios::results
