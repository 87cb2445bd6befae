#include "scenarios/pages/tornado_charts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "scenarios/pages/figure.hpp"
#include "scenarios/pages/table.hpp"

namespace fleetcast::scenarios::pages {
namespace {

using documents::OrderedJson;
using results::Effect;
using results::Swing;
using results::TornadoFigure;

constexpr std::size_t most_rows = 10;
constexpr std::size_t row_height = 38;
constexpr int bar_height = 12;
constexpr int words_offset = -8;
constexpr int bar_offset = 8;

OrderedJson spec_of(const TornadoFigure& figure, const std::vector<const Swing*>& swings) {
  OrderedJson rows = OrderedJson::array();
  for (const Swing* swing : swings) {
    for (const Effect* effect : {&swing->low, &swing->high}) {
      const auto& found = effect->*figure.effect;
      if (!found || effect->value == swing->value) continue;
      rows.push_back({{"name", swing->pointer},
                      {"to", effect->value},
                      {"end", effect == &swing->low ? "low" : "high"},
                      {"effect", found->mean},
                      {"words", results::effect_in_words(figure, *effect)}});
    }
  }
  const OrderedJson y = {{"field", "name"}, {"type", "nominal"}, {"sort", nullptr}, {"axis", nullptr}};
  const OrderedJson colours = {{"domain", {"low", "high"}}, {"range", {series_colour(1), series_colour(2)}}};
  const OrderedJson bars = {
      {"x", {{"field", "effect"}, {"type", "quantitative"}, {"title", nullptr}, {"stack", nullptr}}},
      {"color", {{"field", "end"}, {"type", "nominal"}, {"scale", colours}, {"legend", nullptr}}},
      {"tooltip",
       {{{"field", "to"}, {"type", "nominal"}, {"title", "moved to"}},
        {{"field", "words"}, {"type", "nominal"}, {"title", figure.title}}}}};
  return {{"width", "container"},
          {"height", row_height * swings.size()},
          {"data", {{"values", rows}}},
          {"encoding", {{"y", y}}},
          {"layer",
           {{{"mark", {{"type", "bar"}, {"height", bar_height}, {"yOffset", bar_offset}, {"opacity", 0.85}}},
             {"encoding", bars}},
            {{"transform", {{{"aggregate", OrderedJson::array()}, {"groupby", {"name"}}}}},
             {"mark", {{"type", "text"}, {"align", "left"}, {"baseline", "middle"}, {"yOffset", words_offset}}},
             {"encoding", {{"x", {{"value", 0}}}, {"text", {{"field", "name"}, {"type", "nominal"}}}}}}}}};
}

std::string figure_of(const TornadoFigure& figure, std::vector<const Swing*> swings, const char* id) {
  if (swings.empty()) return "";
  swings.resize(std::min(swings.size(), most_rows));
  Table table({{"assumption"}, {"value"}, {"to"}, number(figure.title), {"to"}, number(figure.title), {"source"}});
  for (const Swing* swing : swings) {
    table.add_row({{swing->pointer}, {swing->value}, {swing->low.value},
                   number(results::effect_in_words(figure, swing->low)), {swing->high.value},
                   number(results::effect_in_words(figure, swing->high)), {swing->source}});
  }
  const std::string title = fmt::format("What moves {} most", figure.title);
  const std::string summary =
      fmt::format("{} moves it most. Bars show the change when an assumption is moved to the low or high end of its "
                  "range; a star marks more than chance.",
                  swings.front()->pointer);
  Figure drawn{id, title, summary, spec_of(figure, swings)};
  drawn.legend = {{"moved to the low end", 1}, {"moved to the high end", 2}};
  drawn.table = table.to_string(title);
  drawn.has_areas = true;
  drawn.is_wide = true;
  return to_html(drawn);
}

}  // namespace

std::string tornado_charts(const results::Tornado& tornado) {
  return "<p class=\"soft\">" + html_escaped(results::method_in_words(tornado)) + "</p>\n" +
         figure_of(results::tornado_of_cost, results::by_cost(tornado), "tornado-cost") +
         figure_of(results::tornado_of_loss, results::by_loss(tornado), "tornado-loss");
}

}  // namespace fleetcast::scenarios::pages
