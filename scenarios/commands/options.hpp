#pragma once
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/commands/run.hpp"
#include "scenarios/documents/problems.hpp"
#include "scenarios/documents/suggestion.hpp"

// What the options of several commands have in common.
namespace fleetcast::scenarios::commands {

inline constexpr std::uint64_t largest_seed = std::numeric_limits<std::uint64_t>::max();
inline constexpr std::uint64_t most_replications = 1'000'000;

/// Holds the words of an option with what they stand for, in the order of its help.
template <class Value>
using Words = std::vector<std::pair<std::string, Value>>;

inline const Words<ReportFormat> report_formats = {{"table", ReportFormat::table}, {"json", ReportFormat::json}};

/// Adds an option that takes one of a few words, or a positional if the name has no dashes; returns it.
template <class Target, class Value>
CLI::Option* add_words(CLI::App& command, const std::string& name, Target& target, const Words<Value>& words,
                       const std::string& help) {
  std::vector<std::string> names;
  std::string choices;
  for (const auto& [word, value] : words) {
    names.push_back(word);
    choices.append(choices.empty() ? "" : "|").append(word);
  }
  const auto choose = [&target, &words, names, name](const std::string& given) {
    const auto found = std::find(names.begin(), names.end(), given);
    if (found == names.end()) {
      throw CLI::ValidationError(name, "must be " + documents::join_names(names) + ", not '" + given + "'");
    }
    target = words[static_cast<std::size_t>(found - names.begin())].second;
  };
  return command.add_option_function<std::string>(name, choose, help)->type_name(choices);
}

/// Adds an option that takes a whole number; the parser would read "-1" as a large unsigned number.
template <class Target>
void add_count(CLI::App& command, const std::string& name, Target& target, const std::string& help, std::uint64_t least,
               std::uint64_t most) {
  const auto wrong = [least, most](const std::string& given) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), number);
    const bool is_number = error == std::errc() && end == given.data() + given.size();
    if (is_number && number >= least && number <= most) return std::string();
    return "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ", not '" + given +
           "'";
  };
  command.add_option(name, target, help)->check(CLI::Validator(wrong, "", "whole number"))->type_name("N");
}

/// Adds --set.
inline void add_settings(CLI::App& command, std::vector<std::string>& settings) {
  command.add_option("--set", settings, "Change one value of the document first; may be repeated")
      ->type_name("/json/pointer=value")
      ->allow_extra_args(false);
}

}  // namespace fleetcast::scenarios::commands
