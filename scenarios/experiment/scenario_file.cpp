#include "scenarios/experiment/scenario_file.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "pricing/digest.hpp"
#include "scenarios/checks/scenario_checks.hpp"
#include "scenarios/documents/parse_json.hpp"
#include "scenarios/documents/price_books.hpp"
#include "scenarios/documents/write.hpp"
#include "scenarios/experiment/spot_prices.hpp"
#include "scenarios/scenario_fields.hpp"
#include "scenarios/world/availability_traces.hpp"

namespace fleetcast::scenarios::experiment {
namespace {

namespace fs = std::filesystem;

/// Finds a trace that a document names: beside the document or, as a setting on the command line means it, where the
/// program was started. A trace that is nowhere is looked for beside the document, so that the message says so.
fs::path trace_path(const std::string& name, const fs::path& folder) {
  const fs::path beside = fs::absolute(folder / name);
  const fs::path here = fs::absolute(name);
  return !fs::exists(beside) && fs::exists(here) ? here : beside;
}

ScenarioFile finish(const documents::ReadDocument& read, const std::string& origin, const fs::path& folder) {
  ScenarioFile file{*static_cast<const Scenario*>(read.value.get()), {}, read.warnings};
  // Taken first, so that the digest does not depend on where the documents lie.
  file.digest = digest_of(file.scenario);
  if (auto& replay = file.scenario.traffic.rate.replay) replay->file = trace_path(replay->file, folder).string();
  documents::Problems unreadable;
  for (auto& [name, trace] : file.scenario.spot.traces) {
    trace.file = trace_path(trace.file, folder).string();
    world::check_availability_trace(name, trace, unreadable);
  }
  for (auto& [name, spec] : file.scenario.classes) {
    if (!spec.objects || !spec.objects->trace) continue;
    spec.objects->trace->file = trace_path(spec.objects->trace->file, folder).string();
    checks::check_object_trace(name, file.scenario, unreadable);
  }
  unreadable.throw_if_any(origin);
  if (auto& history = file.scenario.pricing.spot_price_history) {
    history->file = trace_path(history->file, folder).string();
    documents::Findings findings;
    check_spot_price_history(file.scenario, findings);
    findings.problems.throw_if_any(origin);
    for (const documents::Problem& one : findings.warnings.list()) file.warnings.add(one.pointer, one.message);
  }
  return file;
}

}  // namespace

documents::DocumentKind scenario_kind() {
  return documents::kind_of<Scenario>({.name = "scenario", .schema_version = 1}, checks::check_scenario);
}

ScenarioFile load_scenario(const std::string& path, std::span<const std::string> settings) {
  return finish(documents::read_document(path, settings, scenario_kind()), path, fs::path(path).parent_path());
}

ScenarioFile read_scenario(const documents::Json& document, const std::string& origin,
                           std::span<const std::string> settings, const fs::path& folder) {
  const documents::DocumentKind kind = scenario_kind();
  documents::Json body = documents::load_document(document, origin, folder.string(), kind.format);
  return finish(documents::read_document(std::move(body), origin, settings, kind), origin, folder);
}

ScenarioFile parse_scenario(std::string_view text, const std::string& origin, std::span<const std::string> settings) {
  return read_scenario(documents::parse_json(text, origin), origin, settings);
}

std::string digest_of(const Scenario& scenario) {
  return pricing::digest_of(documents::write(scenario, documents::Extent::all).dump());
}

std::string digest_of_traces(const Scenario& scenario) {
  std::string digests;
  const auto add = [&](const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream contents;
    contents << file.rdbuf();
    if (!file) throw std::runtime_error(path + " cannot be read");
    digests += pricing::digest_of(contents.str());
  };
  if (scenario.traffic.rate.replay) add(scenario.traffic.rate.replay->file);
  for (const auto& [name, trace] : scenario.spot.traces) add(trace.file);
  for (const auto& [name, spec] : scenario.classes) {
    if (spec.objects && spec.objects->trace) add(spec.objects->trace->file);
  }
  if (scenario.pricing.spot_price_history) add(scenario.pricing.spot_price_history->file);
  return pricing::digest_of(digests);
}

pricing::PriceBook price_book_of(const Scenario& scenario) {
  return documents::read_named_price_book(scenario.pricing.book.value_or(scenario.region));
}

}  // namespace fleetcast::scenarios::experiment
