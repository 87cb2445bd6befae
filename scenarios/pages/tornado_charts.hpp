#pragma once
#include <string>

#include "scenarios/results/tornado.hpp"

namespace fleetcast::scenarios::pages {

/// Returns what moving each assumption does to cost and to lost requests, as charts and tables of HTML.
[[nodiscard]] std::string tornado_charts(const results::Tornado& tornado);

}  // namespace fleetcast::scenarios::pages
