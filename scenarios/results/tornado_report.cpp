#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "scenarios/results/result_json.hpp"
#include "scenarios/results/tornado.hpp"
#include "scenarios/results/wording.hpp"
#include "scenarios/terminal/table.hpp"
#include "scenarios/terminal/wrap.hpp"

namespace fleetcast::scenarios::results {
namespace {

using documents::OrderedJson;
using sim::measures::Estimate;

constexpr std::size_t most_rows = 10;

std::string number_of(const TornadoFigure& figure, double size) {
  return figure.is_money ? usd_in_words(size) : number_in_words(size);
}

/// Breaks a pointer that is too long for a line at one of its slashes.
std::string wrapped_pointer(const std::string& pointer, std::size_t width) {
  constexpr std::size_t indent = 4;
  if (indent + pointer.size() <= width) return pointer;
  const std::size_t slash = pointer.rfind('/', width - indent - 1);
  if (slash == std::string::npos || slash == 0) return pointer;
  return pointer.substr(0, slash) + "\n      " + pointer.substr(slash);
}

std::string rows_of(const TornadoFigure& figure, const std::vector<const Swing*>& swings, std::size_t width) {
  if (swings.empty()) return fmt::format("\nNo assumption that was varied moves {}.\n", figure.title);
  std::string text = fmt::format("\nWhat moves {} most\n", figure.title);
  for (std::size_t i = 0; i < std::min(swings.size(), most_rows); ++i) {
    const Swing& swing = *swings[i];
    text += fmt::format("{:>2}  {}\n", i + 1, wrapped_pointer(swing.pointer, width));
    for (const Effect* effect : {&swing.low, &swing.high}) {
      if (effect->value == swing.value) continue;  // a share of zero has nothing below it
      text += terminal::cut_to_width(
                  fmt::format("      {} -> {}: {}", swing.value, effect->value, effect_in_words(figure, *effect)),
                  width) +
              "\n";
    }
  }
  return text;
}

OrderedJson effect_json(const Effect& effect) {
  OrderedJson json = {{"value", effect.value},
                      {"cost_usd_month", estimate_json(effect.cost)},
                      {"lost_per_million", estimate_json(effect.lost)},
                      {"cost_joint_p_value", nullptr},
                      {"lost_joint_p_value", nullptr}};
  if (effect.cost_p_value) json["cost_joint_p_value"] = *effect.cost_p_value;
  if (effect.lost_p_value) json["lost_joint_p_value"] = *effect.lost_p_value;
  return json;
}

}  // namespace

std::string effect_in_words(const TornadoFigure& figure, const Effect& effect) {
  const std::optional<Estimate>& found = effect.*figure.effect;
  if (!found) return "-";
  const double mean = found->mean;
  std::string text = (mean < 0 ? "-" : mean > 0 ? "+" : "") + number_of(figure, std::abs(mean));
  if (found->interval && found->interval->half_width() > 0) {
    text += " ± " + number_of(figure, found->interval->half_width());
  }
  const std::optional<double>& p_value = effect.*figure.p_value;
  return text + (p_value && *p_value <= 0.05 ? " *" : "");
}

std::string method_in_words(const Tornado& tornado) {
  std::string text = fmt::format(
      "{} assumptions were moved to the ends of their intervals, or halved and doubled; {} of them changed nothing, "
      "bit for bit. ",
      tornado.varied, tornado.without_effect);
  text += tornado.replications > 1
              ? fmt::format("One replication chose ten for each list, {} paired ones estimate them. * marks what is "
                            "more than chance, with 95 % for all together (Holm). ",
                            tornado.replications)
              : std::string("One replication cannot tell what is more than chance. ");
  text += "Prices are worked out from the bill.";
  if (!tornado.left_out.empty()) text += fmt::format(" Not varied: {}; see result.json.", tornado.left_out.size());
  return text;
}

std::string tornado_report(const Tornado& tornado, std::size_t width) {
  return rows_of(tornado_of_cost, by_cost(tornado), width) + rows_of(tornado_of_loss, by_loss(tornado), width) + "\n" +
         terminal::wrapped(method_in_words(tornado), width);
}

OrderedJson tornado_json(const Tornado& tornado) {
  OrderedJson json = {{"replications", tornado.replications},
                      {"varied", tornado.varied},
                      {"without_effect", tornado.without_effect},
                      {"swings", OrderedJson::array()},
                      {"not_varied", OrderedJson::object()}};
  for (const Swing& swing : tornado.swings) {
    json["swings"].push_back({{"pointer", swing.pointer},
                              {"value", swing.value},
                              {"source", swing.source},
                              {"worked_out", swing.is_price},
                              {"low", effect_json(swing.low)},
                              {"high", effect_json(swing.high)}});
  }
  for (const auto& [pointer, why] : tornado.left_out) json["not_varied"][pointer] = why;
  return json;
}

}  // namespace fleetcast::scenarios::results
