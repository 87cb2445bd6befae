#include "scenarios/commands/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>
#include <stdexcept>

#include "pricing/bill.hpp"
#include "pricing/problems.hpp"
#include "scenarios/commands/bill.hpp"
#include "scenarios/commands/book.hpp"
#include "scenarios/commands/complaint.hpp"
#include "scenarios/commands/completion.hpp"
#include "scenarios/commands/definition.hpp"
#include "scenarios/commands/explain.hpp"
#include "scenarios/commands/help_formatter.hpp"
#include "scenarios/commands/import.hpp"
#include "scenarios/commands/man_page.hpp"
#include "scenarios/commands/options.hpp"
#include "scenarios/commands/rare.hpp"
#include "scenarios/commands/schema.hpp"
#include "scenarios/commands/simulating_options.hpp"
#include "scenarios/commands/validate.hpp"
#include "scenarios/commands/version.hpp"
#include "scenarios/documents/price_books.hpp"
#include "scenarios/documents/problems.hpp"
#include "scenarios/documents/suggestion.hpp"
#include "scenarios/terminal/wrap.hpp"

namespace fleetcast::scenarios::commands {
namespace {

// Holds the options of every command; the parser fills in those of the one that was asked for.
struct Options {
  RunOptions run;
  ValidateOptions validate;
  ExplainOptions explain;
  BillCommandOptions bill;
  BookShowOptions book_show;
  BookDiffOptions book_diff;
  std::string checked_book;
  CompareOptions compare;
  CommitOptions commit;
  SweepOptions sweep;
  GameDayOptions game_day;
  OptimizeOptions optimize;
  RegressOptions regress;
  ImportOptions imported;
  RareOptions rare;
  Shell shell = Shell::bash;
};

const Words<BillFormat> bill_formats = {
    {"table", BillFormat::table}, {"json", BillFormat::json}, {"focus", BillFormat::focus}};
const Words<pricing::View> bill_views = {{"aws_service", pricing::View::aws_service},
                                         {"service", pricing::View::service},
                                         {"zone", pricing::View::zone},
                                         {"fleet", pricing::View::fleet},
                                         {"purchase_option", pricing::View::purchase_option},
                                         {"meter", pricing::View::meter},
                                         {"month", pricing::View::month}};
const Words<pricing::Cost> bill_costs = {{"billed", pricing::Cost::billed},
                                         {"amortised", pricing::Cost::effective},
                                         {"contracted", pricing::Cost::contracted},
                                         {"list", pricing::Cost::list}};
const Words<documents::Extent> extents = {{"changed", documents::Extent::changed}, {"all", documents::Extent::all}};

void add_validate(CLI::App& program, ValidateOptions& options) {
  CLI::App& command = *program.add_subcommand("validate", "Check a scenario without running it; tells all problems");
  command.add_option("SCENARIO", options.document, "Path of the scenario document")->required()->type_name("");
  add_settings(command, options.settings);
  add_words(command, "--print", options.printed, extents,
            "Print the document as it is understood: what differs from the defaults, or everything");
  command.add_flag("--assumptions", options.are_assumptions_listed, "List the values that are assumed, not known");
  command.footer(
      "\nExamples:\n"
      "  fleetcast validate reference.json\n"
      "  fleetcast validate variant.json --print changed");
}

void add_explain(CLI::App& program, ExplainOptions& options) {
  CLI::App& command =
      *program.add_subcommand("explain", "Explain a field of the scenario: type, range, default, source");
  command.add_option("POINTER", options.pointer, "JSON pointer of the field; the whole document unless given")
      ->type_name("");
  command.add_flag("--markdown", options.is_markdown, "Print the reference documentation of all fields");
  command.footer(
      "\nExamples:\n"
      "  fleetcast explain /services/api/task/cpu\n"
      "  fleetcast explain --markdown > reference.md");
}

void add_bill(CLI::App& program, BillCommandOptions& options) {
  CLI::App& command = *program.add_subcommand("bill", "Price recorded usage again, without a new run");
  command.add_option("USAGE", options.usage, "Path of a usage file or a result file")->required()->type_name("");
  command.add_option("--book", options.book, "Name of a price book, or path of one")->type_name("BOOK");
  add_words(command, "--format", options.format, bill_formats, "A table, JSON, or CSV with the columns of FOCUS");
  add_count(command, "--month-hours", options.month_hours, "Bill a normalised month of so many hours, such as 730", 1,
            744);
  command.add_option("--commitments", options.commitments, "Path of a file of reservations and Savings Plans")
      ->type_name("FILE");
  command.add_option("--discounts", options.discounts, "Path of a file of discounts and private rates")
      ->type_name("FILE");
  command
      .add_option("--spot-prices", options.spot_prices, "Path of describe-spot-price-history's answer, JSON or text")
      ->type_name("FILE");
  command.add_option("--spot-from", options.spot_from, "UTC instant of it at the first hour of the usage")
      ->type_name("INSTANT");
  add_words(command, "--by", options.by, bill_views, "What the table shows costs by");
  add_words(command, "--cost", options.cost, bill_costs, "Costs as billed, spread over terms, as contracted or listed");
  command
      .add_option("--uptime", options.uptimes, "Credit what its agreement grants for a service's uptime, in percent")
      ->type_name("SERVICE=PERCENT")
      ->allow_extra_args(false);
  command.footer(
      "\nExamples:\n"
      "  fleetcast bill results/result.json\n"
      "  fleetcast bill usage.json --book us-east-1 --format focus > bill.csv\n"
      "  fleetcast bill usage.json --commitments plans.json --cost amortised --by fleet");
}

void add_book(CLI::App& program, Options& options) {
  CLI::App& command = *program.add_subcommand("book", "Look into price books: show, diff, check");
  command.require_subcommand(1);
  CLI::App& show = *command.add_subcommand("show", "List the books, the meters of one, or the prices of a meter");
  show.footer("\nExamples:\n  fleetcast book show\n  fleetcast book show eu-west-1 --meter nat.hours");
  show.add_option("BOOK", options.book_show.book, "Name of a price book, or path of one")->type_name("");
  show.add_option("--meter", options.book_show.meter, "Show every price of a meter, with its source")
      ->type_name("METER");
  CLI::App& diff = *command.add_subcommand("diff", "List every figure in which two books differ");
  diff.footer("\nExample:\n  fleetcast book diff us-east-1 eu-west-1");
  diff.add_option("A", options.book_diff.first, "Name of a price book, or path of one")->required()->type_name("");
  diff.add_option("B", options.book_diff.second, "Name of a price book, or path of one")->required()->type_name("");
  CLI::App& check = *command.add_subcommand("check", "List all that is wrong with a book (exit code 1) or lacking");
  check.footer("\nExample:\n  fleetcast book check my_prices.json");
  check.add_option("BOOK", options.checked_book, "Name of a price book, or path of one")->required()->type_name("");
  command.footer(
      "\nExamples:\n"
      "  fleetcast book show\n"
      "  fleetcast book show eu-west-1 --meter nat.hours\n"
      "  fleetcast book diff us-east-1 eu-west-1\n"
      "  fleetcast book check my_prices.json");
}

const Words<ImportKind> import_kinds = {{"price-list", ImportKind::price_list},
                                        {"savings-plan", ImportKind::savings_plan},
                                        {"spot-advisor", ImportKind::spot_advisor},
                                        {"spot-price-history", ImportKind::spot_price_history}};

std::string what_is_imported(ImportKind kind) {
  switch (kind) {
    case ImportKind::price_list: return "An offer file of the AWS Price List, JSON or CSV, or get-products' answer";
    case ImportKind::savings_plan: return "A Savings Plan offer file, JSON or CSV: the rates of commitments";
    case ImportKind::spot_advisor: return "spot-advisor-data.json: how often spot is reclaimed, and its savings";
    case ImportKind::spot_price_history: return "describe-spot-price-history's answer: its mean prices";
  }
  throw std::logic_error("commands: unknown kind of import");
}

std::string example_of_import(ImportKind kind) {
  switch (kind) {
    case ImportKind::price_list:
      return "fleetcast import price-list AmazonEC2.json --from us-east-1 --into mine.json";
    case ImportKind::savings_plan:
      return "fleetcast import savings-plan AWSComputeSavingsPlan.csv --into mine.json";
    case ImportKind::spot_advisor:
      return "fleetcast import spot-advisor advisor.json --date 2025-06-28 --into mine.json";
    case ImportKind::spot_price_history:
      return "fleetcast import spot-price-history history.json --into mine.json";
  }
  throw std::logic_error("commands: unknown kind of import");
}

void add_import(CLI::App& program, ImportOptions& options) {
  CLI::App& command = *program.add_subcommand("import", "Import AWS's price files into a price book");
  command.require_subcommand(1);
  for (const auto& [word, kind] : import_kinds) {
    CLI::App& one = *command.add_subcommand(word, what_is_imported(kind));
    one.add_option("FILE", options.file, "Path of the file")->required()->type_name("");
    one.add_option("--into", options.into, "Book to be changed, or a new one")->required()->type_name("BOOK.json");
    one.add_option("--from", options.base, "Book that a new one begins with: name or path")->type_name("BOOK");
    one.add_option("--region", options.region, "Region of the prices; it must be the book's")->type_name("REGION");
    if (kind == ImportKind::spot_advisor) {
      one.add_option("--date", options.date, "Date of the file, which it does not say, such as 2025-06-28")
          ->required()
          ->type_name("DATE");
    }
    one.add_flag("--quiet", options.is_quiet, "Show no progress");
    one.footer("\nExample:\n  " + example_of_import(kind));
  }
  std::string examples;
  for (const auto& [word, kind] : import_kinds) examples += "\n  " + example_of_import(kind);
  command.footer("\nExamples:" + examples);
}

const Words<Shell> shells = {{"bash", Shell::bash}, {"zsh", Shell::zsh}, {"fish", Shell::fish}};

void add_completion(CLI::App& program, Shell& shell) {
  CLI::App& command = *program.add_subcommand("completion", "Print a script that completes commands in a shell");
  add_words(command, "SHELL", shell, shells, "Which shell the script is for")->required();
  command.footer(
      "\nExamples:\n"
      "  fleetcast completion bash >> ~/.bash_completion\n"
      "  fleetcast completion zsh > ~/.zfunc/_fleetcast\n"
      "  fleetcast completion fish > ~/.config/fish/completions/fleetcast.fish");
}

void add_commands(CLI::App& program, Options& options) {
  program.require_subcommand(1);
  program.formatter(std::make_shared<HelpFormatter>());
  program.set_help_all_flag("--help-all", "Print the help of every command");
  add_run(program, options.run);
  add_validate(program, options.validate);
  program.add_subcommand("schema", "Print the JSON Schema of scenarios")
      ->footer("\nExample:\n  fleetcast schema > scenario.schema.json");
  add_explain(program, options.explain);
  add_bill(program, options.bill);
  add_book(program, options);
  add_import(program, options.imported);
  add_compare(program, options.compare);
  add_commit(program, options.commit);
  add_sweep(program, options.sweep);
  add_optimize(program, options.optimize);
  add_game_day(program, options.game_day);
  add_regress(program, options.regress);
  add_rare(program, options.rare);
  program.add_subcommand("worker", "Serve jobs from standard input, for distributed runs")
      ->footer("\nExample:\n  fleetcast worker < request.cbor > result.cbor");
  add_completion(program, options.shell);
  program.add_subcommand("man", "Print the manual page, in roff")
      ->footer("\nExamples:\n  fleetcast man | man -l -\n  fleetcast man > ~/.local/share/man/man1/fleetcast.1");
  program.add_subcommand("version", "Print the versions of the program and of what it reads")
      ->footer("\nExample:\n  fleetcast version");
  program.footer(
      "\nExamples:\n"
      "  fleetcast run reference.json\n"
      "  fleetcast explain /services\n"
      "  fleetcast run --help\n"
      "\nExit codes: 0 done, 1 an objective was missed or a metric drifted,"
      " 2 the input is wrong, 3 a run or its audit failed.");
}

ExitCode run_book(const CLI::App& command, const Options& options, terminal::Terminal& terminal) {
  if (command.got_subcommand("show")) return show_book(options.book_show, terminal);
  if (command.got_subcommand("diff")) return diff_books(options.book_diff, terminal);
  return check_price_book(options.checked_book, terminal);
}

ExitCode run_import(const CLI::App& command, const Options& options, terminal::Terminal& terminal) {
  for (const auto& [word, kind] : import_kinds) {
    if (command.got_subcommand(word)) return import_prices(kind, options.imported, terminal);
  }
  throw std::logic_error("commands: unknown kind of import");
}

ExitCode run_parsed(const CLI::App& program, const Options& options, const Actions& actions,
                    terminal::Terminal& terminal) {
  if (program.got_subcommand("run")) return actions.run(options.run, terminal);
  if (program.got_subcommand("validate")) {
    std::optional<documents::Problems> warnings;
    if (actions.load) warnings = actions.load(options.validate);
    return validate_document(options.validate, actions.scenario, warnings, terminal);
  }
  if (program.got_subcommand("schema")) return print_schema(actions.scenario, terminal);
  if (program.got_subcommand("explain")) return explain_place(options.explain, actions.scenario, terminal);
  if (program.got_subcommand("bill")) return bill_usage(options.bill, terminal);
  if (program.got_subcommand("book")) return run_book(*program.get_subcommand("book"), options, terminal);
  if (program.got_subcommand("import")) return run_import(*program.get_subcommand("import"), options, terminal);
  if (program.got_subcommand("compare")) return actions.compare(options.compare, terminal);
  if (program.got_subcommand("sweep")) return actions.sweep(options.sweep, terminal);
  if (program.got_subcommand("game-day")) return actions.game_day(options.game_day, terminal);
  if (program.got_subcommand("optimize")) return actions.optimize(options.optimize, terminal);
  if (program.got_subcommand("regress")) return actions.regress(options.regress, terminal);
  if (program.got_subcommand("commit")) return actions.commit(options.commit, terminal);
  if (program.got_subcommand("rare")) return estimate_rare(*program.get_subcommand("rare"), options.rare, terminal);
  if (program.got_subcommand("worker")) return actions.worker();
  const auto definition = [&program] { return definition_of(program, documents::price_book_names()); };
  if (program.got_subcommand("completion")) return print_completion(options.shell, definition(), terminal);
  if (program.got_subcommand("man")) {
    terminal.out << man_page(definition(), program_version());
    return ExitCode::done;
  }
  return print_version(actions.scenario.format, terminal);
}

ExitCode refuse(const std::exception& error, ExitCode code, terminal::Terminal& terminal) {
  const std::string text = std::string("fleetcast: ") + error.what() + "\n";
  // One line for each problem is what programs look for; people see it wrapped.
  terminal.errors << (terminal.is_errors_watched ? terminal::wrapped_lines(text, terminal.width) : text);
  return code;
}

ExitCode run_guarded(const CLI::App& program, const Options& options, const Actions& actions,
                     terminal::Terminal& terminal) {
  try {
    const ExitCode code = run_parsed(program, options, actions, terminal);
    terminal.out.flush();
    if (!terminal.out) throw std::runtime_error("standard output cannot be written");
    return code;
  } catch (const documents::InvalidDocument& error) {
    return refuse(error, ExitCode::wrong_input, terminal);
  } catch (const pricing::InvalidDocument& error) {
    return refuse(error, ExitCode::wrong_input, terminal);
  } catch (const pricing::MissingPrice& error) {
    return refuse(error, ExitCode::wrong_input, terminal);
  } catch (const std::invalid_argument& error) {
    return refuse(error, ExitCode::wrong_input, terminal);
  } catch (const std::exception& error) {
    return refuse(error, ExitCode::failed, terminal);
  }
}

}  // namespace

ExitCode run_command_line(const std::vector<std::string>& arguments, const Actions& actions,
                          terminal::Terminal& terminal) {
  CLI::App program("Forecasts cost, availability and latency of an AWS web stack by simulation.", "fleetcast");
  Options options;
  add_commands(program, options);
  try {
    // The parser takes its arguments from the back.
    program.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::Success& asked_for_help) {
    program.exit(asked_for_help, terminal.out, terminal.errors);
    return ExitCode::done;
  } catch (const CLI::ParseError& error) {
    terminal.errors << "fleetcast: " << complaint(program, arguments, error.what())
                    << "\nRun 'fleetcast --help' for what there is.\n";
    return ExitCode::wrong_input;
  }
  return run_guarded(program, options, actions, terminal);
}

}  // namespace fleetcast::scenarios::commands
