#include "scenarios/commands/schema.hpp"

#include <nlohmann/json.hpp>
#include <ostream>

#include "scenarios/documents/schema.hpp"

namespace fleetcast::scenarios::commands {

ExitCode print_schema(const documents::DocumentKind& kind, terminal::Terminal& terminal) {
  const std::string title = "Fleetcast " + kind.format.name;
  terminal.out << documents::schema_of(*kind.shape, title, kind.format.schema_version).dump(2) << "\n";
  return ExitCode::done;
}

}  // namespace fleetcast::scenarios::commands
