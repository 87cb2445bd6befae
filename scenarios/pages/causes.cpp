#include "scenarios/pages/causes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "scenarios/pages/incident_chart.hpp"
#include "scenarios/pages/table.hpp"
#include "scenarios/results/calendar.hpp"
#include "scenarios/results/incident_groups.hpp"
#include "scenarios/results/red_minutes_report.hpp"
#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::pages {

using namespace fleetcast::scenarios::results;

namespace {

constexpr std::size_t most_incidents = 200;
constexpr std::size_t most_chains = 30;

/// Writes a chain of causes as a list, from the root to what clients saw.
std::string chain_list(const std::string& chain) {
  constexpr std::string_view arrow = " -> ";
  std::string text = "<ol class=\"chain\">";
  for (std::size_t begin = 0; begin <= chain.size();) {
    const std::size_t end = std::min(chain.find(arrow, begin), chain.size());
    text += "<li>" + html_escaped(chain.substr(begin, end - begin)) + "</li>";
    begin = end + arrow.size();
  }
  return text + "</ol>\n";
}

std::string more_in_json(std::size_t count) {
  return fmt::format("<p class=\"soft\">and {} more in result.json</p>\n", count);
}

std::string red_minutes(const Summary& summary) {
  const std::string budget = budget_use_in_words(summary);
  std::string text = "<h3>Chains of causes</h3>\n<p>In the first replication: " +
                     html_escaped(red_minutes_in_words(summary)) +
                     (budget.empty() ? "" : "; " + html_escaped(budget)) + ".</p>\n";
  std::string more;
  for (std::size_t i = 0; i < std::min(summary.red_spells.size(), most_incidents); ++i) {
    const RedSpell& spell = summary.red_spells[i];
    (i < most_chains ? text : more) += fmt::format(
        "<div class=\"spell\"><p><b>{}</b> {} red minute{}, {} requests failed</p>\n{}</div>\n",
        instant_in_words(60 * static_cast<double>(spell.first_minute)), spell.minutes, spell.minutes == 1 ? "" : "s",
        number_in_words(static_cast<double>(spell.failed)), chain_list(spell.chain));
  }
  if (!more.empty()) text += folded("More", more);
  if (summary.red_spells.size() > most_incidents) {
    text += more_in_json(summary.red_spells.size() - most_incidents);
  }
  return text;
}

std::string losses(const Summary& summary) {
  if (summary.losses.empty()) return "<p>Every request that counts was answered well in time.</p>\n";
  Table table({{"cause"}, number("requests lost per million"), number("±")});
  for (const LossByCause& loss : summary.losses) {
    const auto& interval = loss.lost_ratio.interval;
    table.add_row({{words_of_name(loss.cause)},
                   number(number_in_words(1e6 * loss.lost_ratio.mean)),
                   number(interval ? number_in_words(1e6 * interval->half_width()) : "-")});
  }
  return table.to_string("Why requests were lost");
}

std::string error_budget(const Summary& summary) {
  if (summary.root_losses.empty()) return "";
  Table table({{"root cause"}, number("failed requests"), number("±"), number("share"), number("red minutes")});
  for (const RootLoss& loss : summary.root_losses) {
    const auto& interval = loss.failed.interval;
    table.add_row({{words_of_name(loss.root)},
                   number(number_in_words(loss.failed.mean)),
                   number(interval ? number_in_words(interval->half_width()) : "-"),
                   number(fmt::format("{:.1f} %", 100 * loss.share)),
                   number(number_in_words(loss.red_minutes))});
  }
  return "<h3>Failures by root cause</h3>\n" + table.to_string("Error budget by root cause");
}

}  // namespace

std::string incident_table(const Summary& summary) {
  const std::vector<IncidentGroup> groups =
      is_long(summary) ? group_by_cause(summary.incidents) : group_incidents(summary.incidents);
  if (groups.empty()) return "<p>None in the first replication.</p>\n";
  Table table({number("first at"), {"incident"}, number("times"), {"cause"}, {"effect of the first"},
                   number("last until")});
  for (std::size_t i = 0; i < std::min(groups.size(), most_incidents); ++i) {
    const IncidentGroup& group = groups[i];
    table.add_row({number(instant_in_words(group.first_second)),
                   {words_of_name(group.kind)},
                   number(std::to_string(group.count)),
                   {group.cause},
                   {group.effect},
                   number(instant_in_words(group.last_second))});
  }
  std::string text =
      folded(fmt::format("Causes and effects of {} incidents", groups.size()), table.to_string("Incidents"));
  if (groups.size() > most_incidents) {
    text += more_in_json(groups.size() - most_incidents);
  }
  return text;
}

std::string failures(const Summary& summary) {
  return "<h3>What clients saw</h3>\n" + losses(summary) + error_budget(summary) + red_minutes(summary);
}

std::string calendar_table(const Summary& summary) {
  if (!is_long(summary)) return "";
  Table table({{"from (UTC)"}, number("deploys"), number("out"), number("in"), number("failovers"),
                   number("spot"), number("zones"), number("red min"), number("failed"), {"mostly by"}});
  const auto count = [](std::size_t times) { return number(times == 0 ? "" : std::to_string(times)); };
  for (const CalendarEntry& day : calendar_of(summary)) {
    Cell red = count(day.red_minutes);
    if (day.red_minutes > 0) red.style = "number bad";
    table.add_row({{day.label}, count(day.deployments), count(day.scale_outs), count(day.scale_ins),
                   count(day.failovers), count(day.interruptions), count(day.zone_incidents), red,
                   number(number_in_words(static_cast<double>(day.failed))), {day.main_root}});
  }
  return "<p class=\"soft\">Deployments, scale-outs and scale-ins, failovers, interruptions of spot capacity, trouble "
         "of zones, red minutes beyond chance and what most of them go back to.</p>\n" +
         table.to_string("Calendar");
}

}  // namespace fleetcast::scenarios::pages
