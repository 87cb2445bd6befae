#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "scenarios/documents/load.hpp"
#include "scenarios/documents/problems.hpp"
#include "scenarios/documents/shape.hpp"

namespace fleetcast::scenarios::documents {

/// Collects what cross-checks find: problems, which refuse the document, and warnings, which do not.
struct Findings {
  Problems problems;
  Problems warnings;
};

/// Stands for one kind of document, such as the scenario, where its type need not be known.
struct DocumentKind {
  Format format;
  const Shape* shape;
  /// Checks what concerns several fields; called only for values that read without problems.
  std::function<void(const void* value, Findings& findings)> check;
};

/// Makes the kind of a described struct; check(const Value&, Findings&) does the cross-checks.
template <class Value, class Check>
[[nodiscard]] DocumentKind kind_of(Format format, Check check) {
  return {std::move(format), &shape_of<Value>(),
          [check](const void* value, Findings& findings) { check(*static_cast<const Value*>(value), findings); }};
}

/// Holds a document that was read and checked, and what was found that is no problem.
struct ReadDocument {
  std::shared_ptr<void> value;
  Problems warnings;
};

/// Sets, reads and checks a document that was loaded; throws InvalidDocument with every problem, under the origin's
/// name.
[[nodiscard]] ReadDocument read_document(Json body, const std::string& origin, std::span<const std::string> settings,
                                         const DocumentKind& kind);

/// Loads, sets, reads and checks a document; throws InvalidDocument with every problem found.
[[nodiscard]] ReadDocument read_document(const std::string& path, std::span<const std::string> settings,
                                         const DocumentKind& kind);

}  // namespace fleetcast::scenarios::documents
