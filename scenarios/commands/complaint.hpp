#pragma once
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace fleetcast::scenarios::commands {

/// Says what is wrong with the arguments, with the command or option that was probably meant.
[[nodiscard]] std::string complaint(const CLI::App& program, const std::vector<std::string>& arguments,
                                    const std::string& what);

}  // namespace fleetcast::scenarios::commands
