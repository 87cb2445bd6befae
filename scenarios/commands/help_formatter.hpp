#pragma once
#include <CLI/CLI.hpp>
#include <string>

namespace fleetcast::scenarios::commands {

/// Formats the help of commands within 80 columns.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_option_desc(const CLI::Option* option) const override;
  std::string make_subcommand(const CLI::App* command) const override;
  std::string make_description(const CLI::App* command) const override;
  std::string make_footer(const CLI::App* command) const override;
};

}  // namespace fleetcast::scenarios::commands
