#include "scenarios/commands/validate.hpp"

#include <nlohmann/json.hpp>
#include <ostream>

#include "scenarios/commands/warnings.hpp"
#include "scenarios/documents/leaves.hpp"
#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::commands {
namespace {

using terminal::Align;
using terminal::Table;

void print_assumptions(const documents::DocumentKind& kind, void* value, terminal::Terminal& terminal) {
  Table table({{"assumed value"}, {"", Align::right}, {"because"}});
  for (const documents::Assumption& assumption : documents::find_assumptions(*kind.shape, value)) {
    table.add_row({assumption.pointer, assumption.value, assumption.source});
  }
  table.print(terminal);
}

}  // namespace

ExitCode validate_document(const ValidateOptions& options, const documents::DocumentKind& kind,
                           const std::optional<documents::Problems>& warnings, terminal::Terminal& terminal) {
  const documents::ReadDocument read = documents::read_document(options.document, options.settings, kind);
  print_warnings(options.document, warnings.value_or(read.warnings), terminal);
  if (options.printed) {
    const std::shared_ptr<void> fallback = kind.shape->make();
    const documents::OrderedJson body =
        documents::write_value(*kind.shape, sim::Field{}, read.value.get(), fallback.get(), *options.printed);
    terminal.out << documents::with_frame(body, kind.format).dump(2) << "\n";
  } else {
    terminal.out << options.document << ": is a valid " << kind.format.name << "\n";
  }
  if (options.are_assumptions_listed) print_assumptions(kind, read.value.get(), terminal);
  return ExitCode::done;
}

}  // namespace fleetcast::scenarios::commands
