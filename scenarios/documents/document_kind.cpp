#include "scenarios/documents/document_kind.hpp"

#include <nlohmann/json.hpp>

#include "scenarios/documents/reader.hpp"
#include "scenarios/documents/settings.hpp"

namespace fleetcast::scenarios::documents {

ReadDocument read_document(const std::string& path, std::span<const std::string> settings, const DocumentKind& kind) {
  Json json = load_document(path, kind.format);
  apply_settings(json, settings);
  const std::shared_ptr<void> value = kind.shape->make();
  Findings findings;
  read_value(*kind.shape, json, value.get(), ReadPlace{"", sim::Field{}}, findings.problems);
  findings.problems.throw_if_any(path);
  kind.check(value.get(), findings);
  findings.problems.throw_if_any(path);
  return {value, std::move(findings.warnings)};
}

}  // namespace fleetcast::scenarios::documents
