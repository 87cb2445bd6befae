#pragma once
#include <cstddef>
#include <string>

#include "scenarios/results/summary.hpp"

namespace fleetcast::scenarios::results {

/// Says how many minutes of the first replication were red, and how many of them within chance.
[[nodiscard]] std::string red_minutes_in_words(const Summary& summary);

/// Says how much of its error budget the first replication used and by when all of it; nothing without a budget.
[[nodiscard]] std::string budget_use_in_words(const Summary& summary);

/// Returns the part of the terminal's report about failures: the error budget by root cause, and the worst noteworthy
/// red minutes of the first replication, each with its chain of causes.
[[nodiscard]] std::string red_minutes_report(const Summary& summary, std::size_t width);

/// Returns a text whose links are broken into lines of at most `width` columns, each begun with `indent`.
[[nodiscard]] std::string wrapped_chain(const std::string& chain, const std::string& indent, std::size_t width);

}  // namespace fleetcast::scenarios::results
