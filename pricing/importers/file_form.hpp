#pragma once
#include <istream>
#include <string>

namespace fleetcast::pricing::importers {

/// Names the forms that files of prices come in.
enum class FileForm { json, text };

/// Tells the form by the first characters and goes back to them; throws InvalidDocument for a file that is empty,
/// packed or holds bytes that are no text.
[[nodiscard]] FileForm form_of(std::istream& input, const std::string& document);

}  // namespace fleetcast::pricing::importers
