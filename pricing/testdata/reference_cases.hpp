#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "pricing/decimal.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing::testdata {

/// Reads a file of tests/reference; throws where it is no JSON.
[[nodiscard]] nlohmann::json reference_file(const std::string& name);

/// Returns the ledger of the usage rows of a reference case; a row repeats for as many hours as it says.
[[nodiscard]] UsageLedger ledger_of(const nlohmann::json& rows, const std::string& region);

/// Reads a decimal, which is a text in reference files.
[[nodiscard]] Decimal decimal_of(const nlohmann::json& number);

/// Rounds an amount of zero or more as price lists and calculators do, half of a unit up.
[[nodiscard]] Decimal rounded_half_up(Decimal value, int places);

/// Reads a file beside the other test data; with FLEETCAST_UPDATE_GOLDEN=1 writes the text to it first.
[[nodiscard]] std::string golden_file(const std::string& name, const std::string& text);

}  // namespace fleetcast::pricing::testdata
