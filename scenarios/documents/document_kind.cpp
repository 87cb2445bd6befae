#include "scenarios/documents/document_kind.hpp"

#include <nlohmann/json.hpp>

#include "scenarios/documents/reader.hpp"
#include "scenarios/documents/settings.hpp"

namespace fleetcast::scenarios::documents {

ReadDocument read_document(Json body, const std::string& origin, std::span<const std::string> settings,
                           const DocumentKind& kind) {
  apply_settings(body, settings);
  const std::shared_ptr<void> value = kind.shape->make();
  Findings findings;
  read_value(*kind.shape, body, value.get(), ReadPlace{"", sim::Field{}}, findings.problems);
  findings.problems.throw_if_any(origin);
  kind.check(value.get(), findings);
  findings.problems.throw_if_any(origin);
  return {value, std::move(findings.warnings)};
}

ReadDocument read_document(const std::string& path, std::span<const std::string> settings, const DocumentKind& kind) {
  return read_document(load_document(path, kind.format), path, settings, kind);
}

}  // namespace fleetcast::scenarios::documents
