#include "models/backend/backends.hpp"

#include <stdexcept>

namespace fleetcast::models::backend {

using sim::traffic::Kernel;
using sim::traffic::ProgramWriter;

namespace {

constexpr std::uint32_t unlimited = 0xFFFFFFFFu;

std::uint32_t whole(const sim::Parameter& value) { return static_cast<std::uint32_t>(value.count()); }

}  // namespace

Backends::Backends(Kernel& kernel, const std::map<std::string, BackendConfig>& backends,
                   const std::map<std::string, ObjectStoreConfig>& stores)
    : kernel_(kernel), full_(kernel.add_cause("backend_full", true)),
      failed_(kernel.add_cause("backend_failed", true)), impatient_(kernel.add_cause("backend_too_slow", true)) {
  kernel_.mark_unanswered(impatient_);
  for (const auto& [name, config] : backends) backends_[name] = build(name, config);
  for (const auto& [name, config] : stores) {
    sim::traffic::StoreConfig store{.name = name, .objects = whole(config.objects)};
    if (config.capacity) store.capacity = static_cast<std::uint64_t>(config.capacity->count());
    if (config.time_to_live) store.time_to_live = config.time_to_live->duration().ticks;
    store.renew_on_hit = config.renew_on_hit;
    stores_[name] = {kernel_.add_store(store), config.collapses,
                     kernel_.add_popularity(whole(config.objects), config.popularity_exponent.value()),
                     config.time_to_live ? config.time_to_live->value() : 0};
  }
}

Backends::Built Backends::build(const std::string& name, const BackendConfig& config) {
  Built built;
  const std::uint32_t servers = whole(config.servers);
  const std::uint32_t instances = whole(config.instances);
  built.servers = static_cast<double>(servers) * instances;
  built.is_pool = instances > 1;
  built.discipline = config.discipline;
  built.error_rate = config.error_rate.value();
  if (built.is_pool && config.cold_start) {
    throw std::invalid_argument("backend " + name + ": servers that start cold need a queue in common: one instance");
  }
  const std::uint32_t capacity = config.capacity ? whole(*config.capacity) : unlimited;
  if (!built.is_pool) {
    built.station = kernel_.add_station({name, config.discipline, servers, capacity, 1, true, config.cold_start});
    return built;
  }
  built.pool = kernel_.add_pool({.name = name, .algorithm = config.algorithm, .no_member = full_, .refused = full_,
                                 .unreachable = full_, .purpose = "backend/" + name, .is_recorded = true});
  for (std::uint32_t i = 0; i < instances; ++i) {
    kernel_.add_member(built.pool, {.key = i, .zone = 0, .slots = 1, .backlog = capacity, .servers = servers,
                                    .discipline = config.discipline});
  }
  return built;
}

void Backends::write(ProgramWriter& writer, const std::vector<StepConfig>& steps, std::string_view class_name,
                     ProgramWriter::Label end) {
  std::size_t ordinal = 0;
  for (const StepConfig& step : steps) {
    const std::string purpose = std::string(class_name) + "/step" + std::to_string(++ordinal);
    const auto begin = writer.label();
    writer.place_label(begin);
    write_step(writer, step, purpose, end);
    if (step.visits.count() > 1) writer.repeat(whole(step.visits), begin);
  }
}

void Backends::write_step(ProgramWriter& writer, const StepConfig& step, const std::string& purpose,
                          ProgramWriter::Label end) {
  const int kinds = step.delay.has_value() + step.backend.has_value() + step.store.has_value() + step.exit.has_value();
  if (kinds != 1) throw std::invalid_argument(purpose + ": a step is one of delay, backend, store and exit");
  if (step.delay) writer.delay(*step.delay, purpose);
  if (step.exit) writer.jump_if(step.exit->value(), end, purpose);
  if (step.backend) write_visit(writer, step, purpose);
  if (step.store) write_look_up(writer, step, purpose, end);
}

void Backends::write_visit(ProgramWriter& writer, const StepConfig& step, const std::string& purpose) {
  const auto found = backends_.find(*step.backend);
  if (found == backends_.end()) throw std::invalid_argument(purpose + ": there is no backend '" + *step.backend + "'");
  if (!step.work) throw std::invalid_argument(purpose + ": a visit to a backend needs 'work'");
  const Built& built = found->second;
  const std::string patience_purpose = purpose + "/patience";
  std::optional<sim::traffic::PatienceConfig> patience;
  if (step.patience) patience = {*step.patience, impatient_, patience_purpose};
  if (built.is_pool) {
    writer.balance(built.pool, purpose + "/pick");
    writer.enter_member(*step.work, purpose, full_, patience);
    writer.leave();
  } else {
    writer.enter(built.station, *step.work, purpose, full_, patience);
  }
  if (built.error_rate <= 0) return;
  const auto answered = writer.label();
  writer.jump_if(1 - built.error_rate, answered, purpose + "/error");
  writer.fail(failed_);
  writer.place_label(answered);
}

void Backends::write_look_up(ProgramWriter& writer, const StepConfig& step, const std::string& purpose,
                             ProgramWriter::Label end) {
  const auto found = stores_.find(*step.store);
  if (found == stores_.end()) throw std::invalid_argument(purpose + ": there is no store '" + *step.store + "'");
  const ProgramWriter::LookUp where{
      .store = found->second.store, .collapses = found->second.collapses, .error = full_};
  const auto hit = writer.label();
  writer.object(found->second.popularity, purpose + "/object");
  writer.look_up(where, hit);
  write(writer, step.on_miss, purpose, end);
  writer.fill(where, false);
  writer.place_label(hit);
}

std::vector<BackendFigures> Backends::backend_figures() const {
  std::vector<BackendFigures> figures;
  for (const auto& [name, built] : backends_) {
    figures.push_back({name, built.servers, built.is_pool, built.discipline,
                       built.is_pool ? kernel_.processor_measures(built.pool) : kernel_.measures(built.station),
                       built.is_pool ? kernel_.record(built.pool) : kernel_.record(built.station)});
  }
  return figures;
}

std::vector<StoreFigures> Backends::store_figures() const {
  std::vector<StoreFigures> figures;
  for (const auto& [name, built] : stores_) {
    figures.push_back({name, kernel_.store(built.store).measures(), built.time_to_live_seconds});
  }
  return figures;
}

std::map<std::string, double> Backends::present() const {
  std::map<std::string, double> present;
  for (const auto& [name, built] : backends_) {
    present[name] = built.is_pool ? kernel_.present(built.pool) : kernel_.present(built.station);
  }
  return present;
}

}  // namespace fleetcast::models::backend
