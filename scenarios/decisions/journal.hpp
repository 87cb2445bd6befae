#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "scenarios/experiment/figures.hpp"

namespace fleetcast::scenarios::decisions {

/// Keeps the figures of every run that has ended in a file, so that an interrupted sweep goes on where it stopped.
///
/// One line for each run; a line that was cut off by a crash is dropped. Figures belong to a key, which must name all
/// that they depend on.
class Journal {
 public:
  /// Opens the file, which is made when the first run ends; throws std::runtime_error if it cannot be read.
  explicit Journal(std::filesystem::path path);

  /// Returns what is on record for a key.
  [[nodiscard]] std::optional<experiment::FiguresOutcome> find(const std::string& key) const;
  /// Puts figures on record; throws std::runtime_error if the file cannot be written.
  void add(const std::string& key, const experiment::FiguresOutcome& outcome);

 private:
  std::filesystem::path path_;
  std::map<std::string, experiment::FiguresOutcome> known_;
};

}  // namespace fleetcast::scenarios::decisions
