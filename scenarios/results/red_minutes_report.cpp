#include "scenarios/results/red_minutes_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "scenarios/results/wording.hpp"
#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::results {
namespace {

constexpr std::size_t most_spells = 10;
constexpr std::string_view arrow = " -> ";

std::string error_budget(const Summary& summary, std::size_t width) {
  terminal::Table table({{"failed requests by root cause"},
                         {"mean", terminal::Align::right},
                         {"±", terminal::Align::right},
                         {"share", terminal::Align::right},
                         {"red minutes", terminal::Align::right}});
  for (const RootLoss& loss : summary.root_losses) {
    const auto& interval = loss.failed.interval;
    table.add_row({loss.root, number_in_words(loss.failed.mean),
                   interval ? number_in_words(interval->half_width()) : "-", fmt::format("{:.1f} %", 100 * loss.share),
                   number_in_words(loss.red_minutes)});
  }
  return "\n" + table.to_string(width);
}

/// Returns the positions of the spells in which most requests failed, in order of time.
std::set<std::size_t> worst_of(const std::vector<RedSpell>& spells) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < spells.size(); ++i) order.push_back(i);
  std::ranges::stable_sort(order, std::ranges::greater(), [&](std::size_t i) { return spells[i].failed; });
  order.resize(std::min(order.size(), most_spells));
  return {order.begin(), order.end()};
}

std::string minutes_in_words(const RedSpell& spell) {
  return fmt::format("{} red minute{}", spell.minutes, spell.minutes == 1 ? "" : "s");
}

}  // namespace

std::string wrapped_chain(const std::string& chain, const std::string& indent, std::size_t width) {
  std::string text;
  std::string line = indent;
  for (std::size_t begin = 0; begin < chain.size();) {
    const std::size_t end = std::min(chain.find(arrow, begin + 1), chain.size());
    const std::string link = chain.substr(begin, end - begin);
    if (line != indent && terminal::text_width(line) + terminal::text_width(link) > width) {
      text += line + "\n";
      line = indent + "  " + link.substr(1);
    } else {
      line += link;
    }
    // A link that is wider than a line by itself continues after a comma.
    const std::string deeper = indent + "     ";
    while (terminal::text_width(line) > width) {
      const std::size_t comma = line.rfind(", ", width - 1);
      if (comma == std::string::npos || comma <= deeper.size()) break;
      text += line.substr(0, comma + 1) + "\n";
      line = deeper + line.substr(comma + 2);
    }
    begin = end;
  }
  return text + line + "\n";
}

std::string red_minutes_in_words(const Summary& summary) {
  const auto red = std::ranges::count(summary.minute_losses, true, &MinuteLoss::is_red);
  const auto noteworthy = std::ranges::count(summary.minute_losses, true, &MinuteLoss::is_noteworthy);
  std::string text = red == 0 ? std::string("no red minute")
                              : fmt::format("{} red minute{}, of which {} within chance",
                                            number_in_words(static_cast<double>(red)), red == 1 ? "" : "s",
                                            number_in_words(static_cast<double>(red - noteworthy)));
  return text;
}

std::string budget_use_in_words(const Summary& summary) {
  if (!summary.budget_use) return "";
  const std::string text = fmt::format("{:.0f} % of its error budget used", 100 * summary.budget_use->share());
  if (!summary.budget_use->used_up_in) return text;
  return text + ", all of it by " + instant_in_words(60 * static_cast<double>(*summary.budget_use->used_up_in));
}

std::string red_minutes_report(const Summary& summary, std::size_t width) {
  if (summary.root_losses.empty()) return "";
  std::string text = error_budget(summary, width);
  text += "\nFirst replication: " + red_minutes_in_words(summary) + "\n";
  if (summary.budget_use) text += "                   " + budget_use_in_words(summary) + "\n";
  if (summary.red_spells.empty()) return text;
  const std::set<std::size_t> shown = worst_of(summary.red_spells);
  text += fmt::format("\n{} of its spells of red minutes beyond chance, and why\n",
                      shown.size() == summary.red_spells.size() ? "All" : fmt::format("The worst {}", shown.size()));
  for (const std::size_t i : shown) {
    const RedSpell& spell = summary.red_spells[i];
    text += fmt::format("{}  {}, {} requests failed\n", instant_in_words(60 * static_cast<double>(spell.first_minute)),
                        minutes_in_words(spell), number_in_words(static_cast<double>(spell.failed)));
    text += wrapped_chain(spell.chain, "    ", width);
  }
  const std::size_t hidden = summary.red_spells.size() - shown.size();
  if (hidden > 0) text += fmt::format("and {} lesser spells in result.json\n", hidden);
  return text;
}

}  // namespace fleetcast::scenarios::results
