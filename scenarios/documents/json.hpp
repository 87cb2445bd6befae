#pragma once
#include <nlohmann/json_fwd.hpp>

namespace fleetcast::scenarios::documents {

/// Holds a document that was read; objects are sorted by key, so that lookups stay fast for hostile input.
using Json = nlohmann::json;

/// Holds a document that is to be written; objects keep the order in which fields are described.
using OrderedJson = nlohmann::ordered_json;

}  // namespace fleetcast::scenarios::documents
