#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "scenarios/documents/json.hpp"
#include "scenarios/experiment/figures.hpp"
#include "scenarios/regression/suite.hpp"
#include "scenarios/regression/unit_prices.hpp"

namespace fleetcast::scenarios::regression {

/// Names a price book as it was when it was used.
struct BookIdentity {
  std::string name;
  std::string date;
  std::string digest;

  bool operator==(const BookIdentity&) const = default;
};

/// Holds what one scenario came to when the baseline was made, and all that it takes to run and price it again.
struct Recording {
  documents::Json document;  ///< as its user wrote it, see SuiteScenario
  documents::Json resolved;  ///< every value, defaults included
  RunSet runs;
  std::int64_t horizon_seconds = 0;
  std::string digest;         ///< of the resolved scenario
  std::string traces_digest;  ///< of the contents of the files that it replays
  BookIdentity book;
  UnitPrices unit_prices;
  /// By replication, with usage; metrics are those of the suite and `good_requests`.
  std::vector<experiment::Figures> replications;
};

/// Names the count that a cost per request takes besides the bill.
inline constexpr const char* good_requests = "requests.good";

/// Holds a baseline: what every scenario of a suite came to, by its name.
struct Baseline {
  std::string program_version;
  std::string suite;
  std::map<std::string, Recording> scenarios;
};

/// Returns a baseline as JSON text with sorted keys; equal baselines give equal bytes.
[[nodiscard]] std::string baseline_text(const Baseline& baseline);

/// Reads a baseline; throws InvalidDocument with all that is wrong with it.
[[nodiscard]] Baseline read_baseline(const std::filesystem::path& path);

}  // namespace fleetcast::scenarios::regression
