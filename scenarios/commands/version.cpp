#include "scenarios/commands/version.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <fstream>
#include <ostream>
#include <stdexcept>
#include <vector>

#include "pricing/book_io.hpp"
#include "pricing/ledger_io.hpp"
#include "scenarios/documents/price_books.hpp"

namespace fleetcast::scenarios::commands {

std::string program_version() { return FLEETCAST_VERSION; }

std::string program_digest() {
  std::ifstream file("/proc/self/exe", std::ios::binary);
  std::uint64_t hash = 0xCBF29CE484222325;
  std::vector<char> block(1 << 16);
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())), file.gcount() > 0) {
    for (std::streamsize i = 0; i < file.gcount(); ++i) {
      hash = (hash ^ static_cast<unsigned char>(block[static_cast<std::size_t>(i)])) * 0x100000001B3;
    }
  }
  if (!file.eof()) throw std::runtime_error("the program cannot read its own file, /proc/self/exe");
  return fmt::format("{:016x}", hash);
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
