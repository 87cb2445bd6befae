#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/documents/json.hpp"
#include "sim/measures/intervals.hpp"

namespace fleetcast::scenarios::results {

/// Holds what one end of an assumption's range does to the answer, replication by replication against the base.
struct Effect {
  std::string value;  ///< of the assumption
  std::optional<sim::measures::Estimate> cost;  ///< USD of a month
  std::optional<sim::measures::Estimate> lost;  ///< requests lost per million
  /// Probability that chance alone makes any effect that was looked at so clear, if none is real (Holm).
  std::optional<double> cost_p_value;
  std::optional<double> lost_p_value;
};

/// Holds one assumption and what moving it does.
struct Swing {
  std::string pointer;  ///< of the scenario, or the name of a price
  std::string value;
  std::string source;
  Effect low;
  Effect high;
  bool is_price = false;  ///< worked out from the bill rather than simulated

  /// Returns the larger of the two effects' sizes, or zero where none is known.
  [[nodiscard]] double cost_swing() const;
  [[nodiscard]] double lost_swing() const;
};

/// Says which assumptions move cost and availability most.
struct Tornado {
  std::vector<Swing> swings;
  std::size_t varied = 0;        ///< assumptions that were varied at all
  std::size_t without_effect = 0;  ///< of them, those that left the run as it was, bit for bit
  std::size_t replications = 0;  ///< behind each swing
  std::vector<std::pair<std::string, std::string>> left_out;  ///< pointer, why it was not varied
};

/// Gives effects their joint p-values, counting `looked_at` effects on each figure that were judged by one replication.
void judge_together(Tornado& tornado, std::size_t looked_at);

/// Returns the swings in order of what they do to cost (or to lost requests), largest first; those that do nothing are
/// left out.
[[nodiscard]] std::vector<const Swing*> by_cost(const Tornado& tornado);
[[nodiscard]] std::vector<const Swing*> by_loss(const Tornado& tornado);

/// Writes the tornado for a terminal.
[[nodiscard]] std::string tornado_report(const Tornado& tornado, std::size_t width);

/// Names one of the two figures that a tornado is about.
struct TornadoFigure {
  const char* title;
  std::optional<sim::measures::Estimate> Effect::*effect;
  std::optional<double> Effect::*p_value;
  bool is_money;
};
inline constexpr TornadoFigure tornado_of_cost{"USD a month", &Effect::cost, &Effect::cost_p_value, true};
inline constexpr TornadoFigure tornado_of_loss{"lost requests per million", &Effect::lost, &Effect::lost_p_value,
                                               false};

/// Writes an effect with its sign and margin, and a star if it is more than chance.
[[nodiscard]] std::string effect_in_words(const TornadoFigure& figure, const Effect& effect);

/// Says what was varied, how, and what was left out.
[[nodiscard]] std::string method_in_words(const Tornado& tornado);

/// Returns it for result.json.
[[nodiscard]] documents::OrderedJson tornado_json(const Tornado& tornado);

}  // namespace fleetcast::scenarios::results
