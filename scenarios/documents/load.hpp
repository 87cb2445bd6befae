#pragma once
#include <functional>
#include <string>
#include <vector>

#include "scenarios/documents/json.hpp"

namespace fleetcast::scenarios::documents {

/// Turns a document of one format version into the next; it sees one file as written, before `extends` is applied.
struct Migration {
  int from_version;
  /// Changes the document in place.
  std::function<void(Json&)> apply;
};

/// Names a kind of document and the versions of its format that can be read.
struct Format {
  std::string name;  ///< "scenario", for messages
  int schema_version;
  std::vector<Migration> migrations{};
};

/// Loads a document: checks and migrates its version, applies it as a JSON merge patch to what it `extends`.
///
/// The keys of the frame (`$schema`, `schema_version`, `extends`) are removed. A document that extends another may
/// leave out its version, which is then that of the other. Throws InvalidDocument naming the file at fault.
[[nodiscard]] Json load_document(const std::string& path, const Format& format);

/// Does the same for a document that is not in a file; what it extends is found from `folder`.
[[nodiscard]] Json load_document(Json document, const std::string& origin, const std::string& folder,
                                 const Format& format);

/// Adds the frame to a document that was written, so that load_document accepts it.
[[nodiscard]] OrderedJson with_frame(const OrderedJson& body, const Format& format);

}  // namespace fleetcast::scenarios::documents
