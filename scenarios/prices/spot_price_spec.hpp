#pragma once
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>

#include "sim/describe.hpp"

namespace fleetcast::scenarios::prices {

/// Says which recorded spot prices hold during a run.
struct SpotPriceHistorySpec {
  std::string file;
  std::optional<std::string> from;
  std::map<std::string, std::string> zones;
};

/// Lists the fields of SpotPriceHistorySpec.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, SpotPriceHistorySpec>
void describe(Visitor& visit, Config& config) {
  visit.field("file", config.file,
              {.required = true,
               .help = "Path of the answer of `aws ec2 describe-spot-price-history`, from the document's folder."});
  visit.field("from", config.from,
              {.help = "UTC instant of the history that is laid over the scenario's start; the start itself unless "
                       "given."});
  visit.field("zones", config.zones,
              {.help = "Zones of the history by zones of the scenario, such as \"us-east-1a\": \"us-east-1d\"; the "
                       "same unless named."});
}

}  // namespace fleetcast::scenarios::prices
