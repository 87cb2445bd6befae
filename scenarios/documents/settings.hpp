#pragma once
#include <span>
#include <string>

#include "scenarios/documents/json.hpp"

namespace fleetcast::scenarios::documents {

/// Applies settings written as /json/pointer=value to a document, in order.
///
/// A value is JSON if it can be read as such, otherwise text. Missing objects on the way are made; '-' appends to a
/// list. Throws InvalidDocument with all settings that cannot be applied, each with its place and remedy.
void apply_settings(Json& document, std::span<const std::string> settings);

}  // namespace fleetcast::scenarios::documents
