#include "scenarios/commands/command_line.hpp"
#include "scenarios/commands/commit.hpp"
#include "scenarios/commands/game_day.hpp"
#include "scenarios/commands/optimize.hpp"
#include "scenarios/commands/regress.hpp"
#include "scenarios/commands/scenario_document.hpp"
#include "scenarios/commands/sweep.hpp"
#include "scenarios/commands/worker.hpp"
#include "scenarios/terminal/terminal.hpp"

int main(int count, char** arguments) {
  using namespace fleetcast::scenarios::commands;
  fleetcast::scenarios::terminal::Terminal terminal = fleetcast::scenarios::terminal::process_terminal();
  const Actions actions{scenario_document(), run_scenario,      compare_documents, find_commitment, sweep_scenario,
                        hold_game_day,       optimize_scenario, regress_suite,     run_worker,      load_warnings};
  return static_cast<int>(run_command_line({arguments + 1, arguments + count}, actions, terminal));
}
