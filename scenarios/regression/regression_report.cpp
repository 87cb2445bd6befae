#include "scenarios/regression/regression_report.hpp"

#include <fmt/format.h>

#include "scenarios/regression/wording.hpp"
#include "scenarios/results/wording.hpp"
#include "scenarios/terminal/table.hpp"
#include "scenarios/terminal/wrap.hpp"

namespace fleetcast::scenarios::regression {
namespace {

std::string seeds_in_words(const ScenarioDrift& scenario) {
  return fmt::format("{} replications, seed {}, tonight {}", scenario.runs.replications, scenario.runs.seed,
                     scenario.seed_tonight);
}

std::string confidence_sentence(const Regression& regression) {
  return fmt::format("± is the half width of the {:.6g} % interval of each; verdicts are on all parts but chance, and "
                     "judged together (Holm). Baseline of version {}, program of version {}.",
                     100 * regression.confidence, regression.baseline_version, regression.program_version);
}

std::string leftovers_of(const Regression& regression) {
  std::string text;
  for (const std::string& name : regression.no_longer_in_suite) {
    text += "'" + name + "' is in the baseline but not in the suite; --update drops it.\n";
  }
  return text;
}

/// Keeps text from being read as a table's border.
std::string cell(const std::string& text) {
  std::string escaped;
  for (const char letter : text) escaped += letter == '|' ? std::string("\\|") : std::string(1, letter);
  return escaped;
}

}  // namespace

std::string regression_report(const Regression& regression, std::size_t width) {
  std::string text = terminal::wrapped(regression_sentence(regression), width);
  for (const ScenarioDrift& scenario : regression.scenarios) {
    text += "\n" + scenario.name + ": " + seeds_in_words(scenario) + "\n";
    terminal::Table table({{"metric"}, {"baseline", terminal::Align::right}, {"verdict"}});
    std::string parts;
    for (const Drift& drift : scenario.drifts) {
      table.add_row({drift.metric, results::metric_in_words(drift.metric, drift.baseline), judgement_in_words(drift)});
      if (drift.is_same && drift.total.mean == 0) continue;
      parts += drift.metric + ": " + change_in_words(drift.metric, drift.total);
      const char* separator = " = ";
      for (const auto& [name, part] : parts_in_words(drift)) {
        parts += separator + name + " " + part;
        separator = ", ";
      }
      parts += "\n";
    }
    text += table.to_string(width) + "\n" + parts;
    for (const std::string& line : explanations_of(scenario)) text += line + "\n";
  }
  return text + "\n" + leftovers_of(regression) + terminal::wrapped(confidence_sentence(regression), width);
}

std::string markdown_summary(const Regression& regression) {
  std::string text = fmt::format("# Regression suite {}\n\n{}\n\n", regression.suite, regression_sentence(regression));
  text += "| scenario | metric | baseline | total | prices | scenario's | code | chance | allowed | verdict |\n"
          "|---|---|--:|--:|--:|--:|--:|--:|--:|---|\n";
  std::string details;
  for (const ScenarioDrift& scenario : regression.scenarios) {
    for (const Drift& drift : scenario.drifts) {
      text += fmt::format("| {} | `{}` | {} | {} |", cell(scenario.name), drift.metric,
                          results::metric_in_words(drift.metric, drift.baseline),
                          change_in_words(drift.metric, drift.total));
      for (const auto& [name, part] : parts_in_words(drift)) text += " " + part + " |";
      text += fmt::format(" {} | {} |\n", size_in_words(drift.metric, drift.allowance), judgement_in_words(drift));
    }
    details += fmt::format("\n**{}**: {}\n\n", scenario.name, seeds_in_words(scenario));
    for (const std::string& line : explanations_of(scenario)) details += "- " + line + "\n";
  }
  return text + details + "\n" + leftovers_of(regression) + confidence_sentence(regression) + "\n";
}

}  // namespace fleetcast::scenarios::regression
