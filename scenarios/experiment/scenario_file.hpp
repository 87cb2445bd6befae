#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "pricing/book.hpp"
#include "scenarios/documents/document_kind.hpp"
#include "scenarios/scenario.hpp"

namespace fleetcast::scenarios::experiment {

/// Holds a scenario that was read and checked; relative paths of traces have become absolute.
struct ScenarioFile {
  Scenario scenario;
  std::string digest;  ///< 16 hexadecimal digits that change with any value of the scenario
  documents::Problems warnings;
};

/// Returns the scenario as a kind of document: format version, shape and cross-checks.
[[nodiscard]] documents::DocumentKind scenario_kind();

/// Loads a scenario and applies settings (/json/pointer=value); throws InvalidDocument with every problem.
[[nodiscard]] ScenarioFile load_scenario(const std::string& path, std::span<const std::string> settings);

/// Reads a scenario that is not in a file, with settings; what it extends and its traces are found from a folder, and
/// the traces from the working directory as well.
[[nodiscard]] ScenarioFile read_scenario(const documents::Json& document, const std::string& origin,
                                         std::span<const std::string> settings = {},
                                         const std::filesystem::path& folder = {});

/// Reads a scenario from JSON text and applies settings; files that it names are found from the working directory.
[[nodiscard]] ScenarioFile parse_scenario(std::string_view text, const std::string& origin,
                                          std::span<const std::string> settings);

/// Returns 64-bit FNV-1a of all values of a scenario, defaults included, as 16 hexadecimal digits.
[[nodiscard]] std::string digest_of(const Scenario& scenario);

/// Returns a digest of the contents of all files that a scenario replays, whose names alone are in digest_of; throws
/// std::runtime_error for one that cannot be read.
[[nodiscard]] std::string digest_of_traces(const Scenario& scenario);

/// Reads the price book that a scenario names, or else that of its region.
[[nodiscard]] pricing::PriceBook price_book_of(const Scenario& scenario);

}  // namespace fleetcast::scenarios::experiment
