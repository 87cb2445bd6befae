// Building a kernel: everything that requests will meet is made before the run.
#include <stdexcept>

#include "sim/traffic/kernel.hpp"

namespace fleetcast::sim::traffic {

namespace {

template <class Items>
std::uint32_t last_index(const Items& list) {
  return static_cast<std::uint32_t>(list.size() - 1);
}

std::vector<double> running_sums(const std::vector<double>& weights) {
  std::vector<double> sums;
  double sum = 0;
  for (const double weight : weights) sums.push_back(sum += weight);
  return sums;
}

constexpr std::size_t size_classes = 4096;

}  // namespace

Kernel::Kernel(const chance::Chance& chance, std::uint32_t zones)
    : chance_(chance), zones_(zones), zone_extra_seconds_(zones, 0.0), zone_lost_share_(zones, 0.0) {
  if (zones == 0 || zones > 32) throw std::invalid_argument("traffic: the number of zones must be 1 to 32");
}

Station& Kernel::new_station(std::uint32_t& index) {
  stations_.emplace_back();
  index = last_index(stations_);
  return stations_.back();
}

void Kernel::reset_station(std::uint32_t index, const StationConfig& config, std::shared_ptr<StationRecord> record) {
  if (config.speed <= 0) throw std::invalid_argument("station " + config.name + ": speed must be above 0");
  Station& station = stations_[index];
  const std::uint32_t version = station.departure_version;
  station = Station{};
  station.departure_version = version + 1;
  station.discipline = config.discipline;
  station.servers = config.servers;
  station.capacity = config.capacity;
  station.speed = config.speed;
  station.ticks_per_unit = static_cast<double>(ticks_per_second) / config.speed;
  station.changed = now_;
  station.record = std::move(record);
}

StationId Kernel::add_station(const StationConfig& config) {
  std::uint32_t index = 0;
  new_station(index);
  reset_station(index, config, config.is_recorded ? std::make_shared<StationRecord>() : nullptr);
  if (config.cold_start) make_cold(index, config);
  named_stations_.emplace_back(index, config.name);
  return {index};
}

PoolId Kernel::add_pool(const PoolConfig& config) {
  PoolState& pool = pools_.emplace_back();
  pool.config = config;
  pool.candidates.resize(zones_);
  pool.is_open.resize(zones_);
  pool.cursors.resize(zones_);
  if (config.is_recorded) pool.record = std::make_shared<StationRecord>();
  pool_streams_.push_back(chance_.stream(config.purpose + "/health_check_phase"));
  return {last_index(pools_)};
}

std::uint32_t Kernel::take_member() {
  if (!free_members_.empty()) {
    const std::uint32_t index = free_members_.back();
    free_members_.pop_back();
    return index;
  }
  Member& made = members_.emplace_back();
  outstanding_.push_back(0);
  new_station(made.slots);
  new_station(made.processor);
  return last_index(members_);
}

StoreId Kernel::add_store(const StoreConfig& config) {
  stores_.emplace_back(config);
  return {last_index(stores_)};
}

GateId Kernel::add_gate(const GateConfig& config) {
  gates_.push_back({config.rate, config.burst, config.blocked_share, config.cause, config.burst, now_, 0, 0});
  return {last_index(gates_)};
}

BudgetId Kernel::add_budget(double ratio, double burst) {
  budgets_.push_back({ratio, burst, burst, 0, 0});
  return {last_index(budgets_)};
}

CounterId Kernel::add_counter() {
  counters_.push_back(0);
  return {last_index(counters_)};
}

FlowId Kernel::add_flow() {
  flows_.resize(flows_.size() + std::size_t{zones_} * zones_);
  return {static_cast<std::uint32_t>(flows_.size() / (std::size_t{zones_} * zones_) - 1)};
}

CauseId Kernel::add_cause(std::string name, bool is_retryable, bool is_excluded) {
  causes_.push_back({is_retryable, is_excluded});
  outcomes_.causes.push_back(std::move(name));
  outcomes_.is_excluded.push_back(is_excluded);
  outcomes_.bad_minutes_by_cause.emplace_back();
  for (ClassOutcomes& one : outcomes_.classes) one.by_cause.resize(causes_.size());
  return {last_index(causes_)};
}

PopularityId Kernel::add_popularity(std::uint32_t objects, double exponent, std::uint32_t first_object) {
  popularities_.push_back({chance::Zipf(objects, exponent), first_object});
  return {last_index(popularities_)};
}

ObjectListId Kernel::add_object_list(std::vector<std::uint32_t> objects) {
  if (objects.empty()) throw std::invalid_argument("traffic: a list of objects must not be empty");
  object_lists_.push_back(std::move(objects));
  return {last_index(object_lists_)};
}

SizesId Kernel::add_sizes(const chance::Distribution& bytes, std::string_view purpose) {
  std::vector<std::uint32_t>& sizes = sizes_.emplace_back(size_classes);
  for (std::size_t i = 0; i < size_classes; ++i) {
    const double size = bytes.quantile((static_cast<double>(i) + 0.5) / size_classes);
    sizes[i] = static_cast<std::uint32_t>(std::min(size + 0.5, 4.0e9));
  }
  // Which quantile an object has is its own random number.
  size_keys_.push_back(chance_.stream(purpose).key1);
  return {last_index(sizes_)};
}

PlacesId Kernel::add_places(std::vector<double> weights) {
  if (weights.empty() || weights.size() > 255) throw std::invalid_argument("traffic: places must number 1 to 255");
  places_.push_back({weights, running_sums(weights)});
  return {last_index(places_)};
}

KnobId Kernel::add_knob(double value) {
  knobs_.push_back(value);
  return {last_index(knobs_)};
}

StageId Kernel::add_stage(std::string name) {
  outcomes_.stages.push_back(std::move(name));
  outcomes_.stage_times.emplace_back();
  return {last_index(outcomes_.stages)};
}

TopicId Kernel::add_topic() {
  has_topics_ = true;
  return {topics_++};
}

std::uint32_t Kernel::add_draws(std::string_view purpose) {
  draws_.emplace_back(stream(purpose));
  return last_index(draws_);
}

std::uint32_t Kernel::add_draws(std::string_view purpose, const chance::Distribution& law) {
  draws_.emplace_back(stream(purpose), compile(law));
  return last_index(draws_);
}

std::uint32_t Kernel::add_draws(std::string_view purpose, PopularityId popularity) {
  const Popularity& drawn = popularities_.at(popularity.value);
  draws_.emplace_back(stream(purpose), drawn.zipf, drawn.first_object);
  return last_index(draws_);
}

std::uint32_t Kernel::add_draws(ObjectListId list, PopularityId popularity) {
  const Popularity& drawn = popularities_.at(popularity.value);
  const std::vector<std::uint32_t>& objects = object_lists_.at(list.value);
  const std::uint32_t greatest = *std::ranges::max_element(objects);
  if (greatest >= drawn.zipf.objects()) {
    throw std::invalid_argument("traffic: a list asks for " + std::to_string(greatest + 1) +
                                " objects or more where there are " + std::to_string(drawn.zipf.objects()));
  }
  draws_.emplace_back(objects, drawn.first_object);
  return last_index(draws_);
}

ClassId Kernel::add_class(std::string name, std::uint32_t entry, Duration deadline) {
  RequestClass& made = classes_.emplace_back();
  made.entry = entry;
  foresee(made);
  has_foresight_ = has_foresight_ || made.is_foreseen;
  ClassOutcomes& outcome = outcomes_.classes.emplace_back();
  outcome.name = std::move(name);
  outcome.deadline = deadline;
  outcome.by_cause.resize(causes_.size());
  return {last_index(classes_)};
}

SourceId Kernel::add_open_source(const OpenSourceConfig& config) {
  if (!closed_sources_.empty()) throw std::logic_error("traffic: open sources come before closed ones");
  if (config.classes.empty() || config.classes.size() != config.shares.size()) {
    throw std::invalid_argument("source " + config.name + ": needs a share for each of its classes");
  }
  std::vector<std::uint32_t> classes;
  for (const ClassId id : config.classes) classes.push_back(id.value);
  open_sources_.push_back({Arrivals(chance_.stream(config.name + "/arrival"), config.segments), std::move(classes),
                           running_sums(config.shares), chance_.stream(config.name + "/class")});
  find_next_source();
  return {last_index(open_sources_)};
}

SourceId Kernel::add_closed_source(const ClosedSourceConfig& config) {
  ClosedSource& source = closed_sources_.emplace_back();
  source.class_index = config.request_class.value;
  source.think_time = tables_.compile(config.think_time);
  source.think_stream = chance_.stream(config.name + "/think");
  const std::uint32_t index = last_index(closed_sources_);
  for (std::uint32_t user = 0; user < config.population; ++user) {
    const double think = source.think_time.sample(chance::uniform(source.think_stream, user, 1));
    schedule_other(index, 0, (config.begin + seconds(think)).ticks, EventKind::think, user);
  }
  return {static_cast<std::uint32_t>(open_sources_.size()) + index};
}

}  // namespace fleetcast::sim::traffic
