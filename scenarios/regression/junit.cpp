#include "scenarios/regression/junit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/regression/wording.hpp"

namespace fleetcast::scenarios::regression {
namespace {

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char letter : text) {
    switch (letter) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      default:
        // Other control characters are not allowed in XML at all.
        safe += static_cast<unsigned char>(letter) < 0x20 && letter != '\n' && letter != '\t' ? ' ' : letter;
    }
  }
  return safe;
}

std::string details_of(const ScenarioDrift& scenario, const Drift& drift) {
  std::string text = "drift " + change_in_words(drift.metric, drift.total);
  for (const auto& [name, part] : parts_in_words(drift)) text += "\n" + name + " " + part;
  for (const std::string& line : explanations_of(scenario)) text += "\n" + line;
  return escaped(text);
}

std::size_t failures_of(const ScenarioDrift& scenario) {
  return static_cast<std::size_t>(std::ranges::count(scenario.drifts, Judgement::failure, &Drift::judgement));
}

}  // namespace

std::string junit_xml(const Regression& regression) {
  std::string suites;
  std::size_t tests = 0;
  std::size_t failures = 0;
  for (const ScenarioDrift& scenario : regression.scenarios) {
    tests += scenario.drifts.size();
    failures += failures_of(scenario);
    suites += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n", escaped(scenario.name),
                          scenario.drifts.size(), failures_of(scenario));
    for (const Drift& drift : scenario.drifts) {
      const std::string details = details_of(scenario, drift);
      suites += fmt::format("    <testcase classname=\"{}.{}\" name=\"{}\">\n", escaped(regression.suite),
                            escaped(scenario.name), escaped(drift.metric));
      if (drift.judgement == Judgement::failure) {
        suites += fmt::format("      <failure message=\"{}\">{}</failure>\n", escaped(judgement_in_words(drift)),
                              details);
      } else {
        suites += fmt::format("      <system-out>{}\n{}</system-out>\n", escaped(judgement_in_words(drift)), details);
      }
      suites += "    </testcase>\n";
    }
    suites += "  </testsuite>\n";
  }
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<testsuites name=\"{}\" tests=\"{}\" failures=\"{}\">\n{}</testsuites>\n",
                     escaped(regression.suite), tests, failures, suites);
}

}  // namespace fleetcast::scenarios::regression
