#include "scenarios/decisions/journal.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace fleetcast::scenarios::decisions {
namespace {

using experiment::Figures;
using experiment::FiguresOutcome;
using nlohmann::json;

json to_json(const std::string& key, const FiguresOutcome& outcome) {
  if (!outcome.figures) return {{"key", key}, {"problem", outcome.problem}};
  return {{"key", key},
          {"fingerprint", outcome.figures->fingerprint},
          {"audit", outcome.figures->is_audit_passed},
          {"metrics", outcome.figures->metrics}};
}

FiguresOutcome from_json(const json& line) {
  if (line.contains("problem")) return {std::nullopt, line.at("problem").get<std::string>()};
  return {Figures{line.at("fingerprint").get<std::string>(), line.at("audit").get<bool>(),
                  line.at("metrics").get<std::map<std::string, double>>()},
          {}};
}

}  // namespace

Journal::Journal(std::filesystem::path path) : path_(std::move(path)) {
  if (!std::filesystem::exists(path_)) return;
  std::ifstream input(path_, std::ios::binary);
  std::ostringstream contents;
  contents << input.rdbuf();
  if (!input) throw std::runtime_error(path_.string() + " cannot be read");
  const std::string text = contents.str();
  std::size_t whole = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', whole)) {
    const json line = json::parse(text.begin() + static_cast<std::ptrdiff_t>(whole),
                                  text.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
    try {
      known_.insert_or_assign(line.at("key").get<std::string>(), from_json(line));
    } catch (const json::exception&) {
      throw std::runtime_error(path_.string() + " is no journal of a sweep; move it away, or choose another --out");
    }
    whole = end + 1;
  }
  if (whole < text.size()) std::filesystem::resize_file(path_, whole);
}

std::optional<FiguresOutcome> Journal::find(const std::string& key) const {
  const auto found = known_.find(key);
  return found == known_.end() ? std::nullopt : std::optional(found->second);
}

void Journal::add(const std::string& key, const FiguresOutcome& outcome) {
  known_.insert_or_assign(key, outcome);
  std::filesystem::create_directories(path_.parent_path());
  std::ofstream output(path_, std::ios::binary | std::ios::app);
  output << to_json(key, outcome).dump() << '\n' << std::flush;
  if (!output) throw std::runtime_error(path_.string() + " cannot be written");
}

}  // namespace fleetcast::scenarios::decisions
