#pragma once
#include <string>

#include "scenarios/commands/exit_code.hpp"
#include "scenarios/documents/load.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Returns the version of the program, such as "0.1.0".
[[nodiscard]] std::string program_version();

/// Returns 16 hexadecimal digits that change whenever the program is built anew with any change (see
/// pricing::digest_of), so that figures of another build are not taken for its own.
[[nodiscard]] std::string program_digest();

/// Prints the versions of the program and of the documents it reads, and the price books it comes with.
ExitCode print_version(const documents::Format& scenario, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
