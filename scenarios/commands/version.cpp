#include "scenarios/commands/version.hpp"

#include <fstream>
#include <ostream>
#include <sstream>
#include <stdexcept>

#include "pricing/book_io.hpp"
#include "pricing/digest.hpp"
#include "pricing/ledger_io.hpp"
#include "scenarios/documents/price_books.hpp"

namespace fleetcast::scenarios::commands {

std::string program_version() { return FLEETCAST_VERSION; }

std::string program_digest() {
  std::ifstream file("/proc/self/exe", std::ios::binary);
  std::ostringstream contents;
  contents << file.rdbuf();
  if (!file) throw std::runtime_error("the program cannot read its own file, /proc/self/exe");
  return pricing::digest_of(contents.str());
}

ExitCode print_version(const documents::Format& scenario, terminal::Terminal& terminal) {
  terminal.out << "fleetcast " << program_version() << "\n"
               << "reads " << scenario.name << " version " << scenario.schema_version << ", usage version "
               << pricing::usage_schema_version << ", price book version " << pricing::book_schema_version << "\n"
               << "price books:";
  for (const std::string& name : documents::price_book_names()) terminal.out << " " << name;
  terminal.out << "\n";
  return ExitCode::done;
}

}  // namespace fleetcast::scenarios::commands
