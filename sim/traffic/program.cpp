#include "sim/traffic/program.hpp"

#include <stdexcept>
#include <string>

namespace fleetcast::sim::traffic {

namespace {

std::uint16_t narrow(std::uint32_t value) {
  if (value > 0xFFFF) throw std::logic_error("program: operand does not fit 16 bits: " + std::to_string(value));
  return static_cast<std::uint16_t>(value);
}

}  // namespace

std::uint32_t ProgramWriter::here() const { return static_cast<std::uint32_t>(kernel_.code_.size()); }

ProgramWriter::Label ProgramWriter::label() {
  labels_.push_back(unplaced);
  return {static_cast<std::uint32_t>(labels_.size() - 1)};
}

void ProgramWriter::place_label(Label label) {
  if (labels_.at(label.index) != unplaced) throw std::logic_error("program: label placed twice");
  labels_[label.index] = here();
}

void ProgramWriter::finish() {
  for (const Reference& reference : references_) {
    const std::uint32_t at = labels_.at(reference.label);
    if (at == unplaced) throw std::logic_error("program: label used but never placed");
    kernel_.code_[reference.instruction].target = at;
  }
  references_.clear();
  foretell();
}

/// Tells each pick of an object in which store it will be looked up, and each look-up of a place's store in which one
/// it will be looked up next if it is not there, as long as nothing else is picked before.
void ProgramWriter::foretell() {
  for (std::size_t at = 0; at < kernel_.code_.size(); ++at) {
    Instruction& instruction = kernel_.code_[at];
    const bool is_pick = instruction.opcode == Opcode::object;
    if (!is_pick && instruction.opcode != Opcode::look_up) continue;
    for (std::size_t next = at + 1; next < kernel_.code_.size(); ++next) {
      const Instruction& following = kernel_.code_[next];
      if (following.opcode == Opcode::object || following.opcode == Opcode::reply) break;
      if (following.opcode != Opcode::look_up && following.opcode != Opcode::invalidate) continue;
      const bool is_by_place = following.b != 0;
      if (is_by_place != is_pick) instruction.foretold = following.a + 1;
      if (is_pick) instruction.flag = following.opcode == Opcode::invalidate;
      break;
    }
  }
}

Instruction& ProgramWriter::add(Opcode opcode) {
  Instruction& made = kernel_.code_.emplace_back();
  made.opcode = opcode;
  made.target = unplaced;
  return made;
}

void ProgramWriter::refer(Instruction& instruction, Label label) {
  const auto position = static_cast<std::uint32_t>(&instruction - kernel_.code_.data());
  references_.push_back({position, label.index});
}

void ProgramWriter::lag(const chance::Distribution& time, std::string_view purpose) {
  Instruction& made = add(Opcode::lag);
  made.draws = kernel_.add_draws(purpose, time);
  const chance::Sampler sampler = kernel_.compile(time);
  if (sampler.is_constant()) made.number = static_cast<double>(seconds(sampler.sample(0.5)).ticks);
}

void ProgramWriter::lag_by_place(const chance::Distribution& time, std::string_view purpose, KnobId first_scale) {
  lag(time, purpose);
  kernel_.code_.back().flag = true;
  kernel_.code_.back().a = first_scale.value;
}

void ProgramWriter::delay(const chance::Distribution& time, std::string_view purpose, std::optional<KnobId> scale,
                          double seconds_per_byte) {
  Instruction& made = add(Opcode::delay);
  made.draws = kernel_.add_draws(purpose, time);
  made.number = seconds_per_byte;
  made.flag = scale.has_value();
  if (scale) made.a = scale->value;
}

void ProgramWriter::travel(std::string_view purpose, CauseId lost, Duration time_out) {
  Instruction& made = add(Opcode::travel);
  made.draws = kernel_.add_draws(purpose);
  made.small = narrow(lost.value);
  made.number = time_out.seconds();
}

void ProgramWriter::jump(Label to) { refer(add(Opcode::jump), to); }

void ProgramWriter::jump_if(double probability, Label to, std::string_view purpose) {
  Instruction& made = add(Opcode::jump_if);
  made.number = probability;
  made.draws = kernel_.add_draws(purpose);
  refer(made, to);
}

void ProgramWriter::jump_if(KnobId probability, Label to, std::string_view purpose) {
  Instruction& made = add(Opcode::jump_if);
  made.flag = true;
  made.a = probability.value;
  made.draws = kernel_.add_draws(purpose);
  refer(made, to);
}

void ProgramWriter::jump_if_by_zone(KnobId first, Label to, std::string_view purpose) {
  jump_if(first, to, purpose);
  kernel_.code_.back().small = 1;
}

void ProgramWriter::repeat(std::uint32_t times, Label back) {
  Instruction& made = add(Opcode::repeat);
  made.a = times;
  refer(made, back);
}

void ProgramWriter::count(CounterId counter, std::uint32_t amount) {
  Instruction& made = add(Opcode::count);
  made.a = counter.value;
  made.b = amount;
}

void ProgramWriter::count_size(CounterId counter, std::uint32_t extra_bytes) {
  Instruction& made = add(Opcode::count);
  made.flag = true;
  made.a = counter.value;
  made.b = extra_bytes;
}

void ProgramWriter::count_by_zone(CounterId first, std::uint32_t amount) {
  count(first, amount);
  kernel_.code_.back().small = 1;
}

void ProgramWriter::count_size_by_zone(CounterId first) {
  count_size(first);
  kernel_.code_.back().small = 1;
}

void ProgramWriter::count_by_place(CounterId first, std::uint32_t amount) {
  count(first, amount);
  kernel_.code_.back().small = 2;
}

void ProgramWriter::count_size_by_place(CounterId first, std::uint32_t extra_bytes) {
  count_size(first, extra_bytes);
  kernel_.code_.back().small = 2;
}

void ProgramWriter::flow(FlowId flow, std::uint32_t bytes, bool is_reply) {
  Instruction& made = add(Opcode::flow);
  made.a = flow.value;
  made.b = bytes;
  made.small = is_reply ? 1 : 0;
}

void ProgramWriter::flow_size(FlowId flow, bool is_reply) {
  Instruction& made = add(Opcode::flow);
  made.flag = true;
  made.a = flow.value;
  made.small = is_reply ? 1 : 0;
}

void ProgramWriter::place(PlacesId places, std::string_view purpose) {
  Instruction& made = add(Opcode::place);
  made.a = places.value;
  made.draws = kernel_.add_draws(purpose);
}

void ProgramWriter::entry_zone(PlacesId zones, std::string_view purpose) {
  place(zones, purpose);
  kernel_.code_.back().flag = true;
}

void ProgramWriter::object(PopularityId popularity, std::string_view purpose) {
  Instruction& made = add(Opcode::object);
  made.a = popularity.value;
  made.draws = object_list_ ? kernel_.add_draws(*object_list_, popularity) : kernel_.add_draws(purpose, popularity);
}

void ProgramWriter::size(SizesId sizes) { add(Opcode::size).a = sizes.value; }

void ProgramWriter::fixed_size(std::uint32_t bytes) {
  Instruction& made = add(Opcode::size);
  made.flag = true;
  made.b = bytes;
}

void ProgramWriter::look_up(const LookUp& where, Label hit) {
  Instruction& made = add(Opcode::look_up);
  made.a = where.store.value;
  made.b = where.is_by_place ? 1 : 0;
  made.flag = where.collapses;
  made.small = narrow(where.error.value);
  refer(made, hit);
}

void ProgramWriter::fill(const LookUp& where, bool weighs_size, std::optional<Duration> time_to_live,
                         std::optional<LookUp> source) {
  Instruction& made = add(Opcode::fill);
  made.a = where.store.value;
  made.b = where.is_by_place ? 1 : 0;
  made.flag = where.collapses;
  made.small = weighs_size ? 1 : 0;
  if (where.is_filled_by_caller) made.small |= 4;
  if (time_to_live) made.number = static_cast<double>(time_to_live->ticks);
  if (source) {
    made.target = source->store.value;
    if (source->is_by_place) made.small |= 2;
  }
}

void ProgramWriter::fill_error(const LookUp& where, Duration time) {
  Instruction& made = add(Opcode::fill_error);
  made.a = where.store.value;
  made.b = where.is_by_place ? 1 : 0;
  made.number = static_cast<double>(time.ticks);
}

void ProgramWriter::serve_stale(const LookUp& where, Label stale) {
  Instruction& made = add(Opcode::serve_stale);
  made.a = where.store.value;
  made.b = where.is_by_place ? 1 : 0;
  refer(made, stale);
}

void ProgramWriter::invalidate(const LookUp& where) {
  Instruction& made = add(Opcode::invalidate);
  made.a = where.store.value;
  made.b = where.is_by_place ? 1 : 0;
}

void ProgramWriter::admit(GateId gate, std::string_view purpose) {
  Instruction& made = add(Opcode::admit);
  made.a = gate.value;
  made.draws = kernel_.add_draws(purpose);
}

void ProgramWriter::balance(PoolId pool, std::string_view purpose) {
  Instruction& made = add(Opcode::balance);
  made.a = pool.value;
  made.draws = kernel_.add_draws(purpose);
}

void ProgramWriter::leave() { add(Opcode::leave); }

void ProgramWriter::reach(KnobId first_lost_share, std::string_view purpose, CauseId lost, Duration time_out) {
  Instruction& made = add(Opcode::reach);
  made.a = first_lost_share.value;
  made.draws = kernel_.add_draws(purpose);
  made.small = narrow(lost.value);
  made.number = time_out.seconds();
}

void ProgramWriter::connect(std::string_view purpose) { add(Opcode::connect).draws = kernel_.add_draws(purpose); }

void ProgramWriter::enter(StationId station, const chance::Distribution& work, std::string_view purpose, CauseId full,
                          const std::optional<PatienceConfig>& patience) {
  Instruction& made = add(Opcode::enter);
  made.a = station.value;
  made.small = narrow(full.value);
  made.draws = kernel_.add_draws(purpose, work);
  limit(made, patience);
}

void ProgramWriter::enter_member(const chance::Distribution& work, std::string_view purpose, CauseId full,
                                 const std::optional<PatienceConfig>& patience) {
  Instruction& made = add(Opcode::enter_member);
  made.small = narrow(full.value);
  made.draws = kernel_.add_draws(purpose, work);
  limit(made, patience);
}

/// Notes what a visit draws its patience from, and the cause with which it ends.
void ProgramWriter::limit(Instruction& instruction, const std::optional<PatienceConfig>& patience) {
  if (!patience) return;
  instruction.b = kernel_.add_draws(patience->purpose, patience->time) + 1;
  instruction.target = patience->cause.value;
}

void ProgramWriter::hold(StationId station, CauseId full) {
  Instruction& made = add(Opcode::hold);
  made.a = station.value;
  made.small = narrow(full.value);
}

void ProgramWriter::hold_member(CauseId full) { add(Opcode::hold_member).small = narrow(full.value); }

void ProgramWriter::release() { add(Opcode::release); }

void ProgramWriter::attempt(const AttemptConfig& config, std::optional<Label> on_error) {
  Instruction& made = add(Opcode::attempt);
  made.a = config.max_attempts;
  made.b = config.budget ? config.budget->value + 1 : 0;
  if (config.retries_unanswered_only) made.b |= Instruction::unanswered_only;
  made.flag = config.cancels_work;
  made.small = narrow(config.time_out_cause.value);
  made.number = static_cast<double>(config.time_out.ticks);
  if (config.time_out.ticks > 0) made.ring = kernel_.deadlines_.ring(config.time_out.ticks);
  if (config.max_attempts > 1) made.draws = kernel_.add_draws(config.purpose, config.backoff);
  if (config.persistence < 1) {
    // Negative with the probability that the client goes on.
    const auto wish = chance::Distribution::uniform(-config.persistence, 1 - config.persistence);
    made.foretold = kernel_.add_draws(std::string(config.purpose) + "/persistence", wish) + 1;
  }
  if (on_error) refer(made, *on_error);
}

void ProgramWriter::end_attempt() { add(Opcode::end_attempt); }
void ProgramWriter::mark() { add(Opcode::mark); }
void ProgramWriter::measure(StageId stage) { add(Opcode::measure).a = stage.value; }
void ProgramWriter::emit(TopicId topic) { add(Opcode::emit).a = topic.value; }
void ProgramWriter::reply() { add(Opcode::reply); }
void ProgramWriter::fail(CauseId cause) { add(Opcode::fail).small = narrow(cause.value); }
void ProgramWriter::rethrow() { add(Opcode::rethrow); }

}  // namespace fleetcast::sim::traffic
