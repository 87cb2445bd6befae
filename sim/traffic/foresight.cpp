// What follows from a request's number alone is found out for many arrivals together, before they come.
#include "sim/traffic/kernel.hpp"

namespace fleetcast::sim::traffic {

/// Finds out whether the first look-up of a class follows from its number alone.
void Kernel::foresee(RequestClass& request_class) const {
  request_class.place_at = Request::none;
  request_class.object_at = Request::none;
  for (std::uint32_t at = request_class.entry; at < code_.size(); ++at) {
    const Instruction& instruction = code_[at];
    switch (instruction.opcode) {
      case Opcode::place:
        if (!instruction.flag) request_class.place_at = at;
        break;
      case Opcode::object: request_class.object_at = at; break;
      case Opcode::look_up:
        request_class.look_up_at = at;
        request_class.is_foreseen = request_class.object_at != Request::none &&
                                    (instruction.b == 0 || request_class.place_at != Request::none);
        return;
      case Opcode::lag:
      case Opcode::count:
      case Opcode::size:
      case Opcode::admit:
      case Opcode::attempt:
      case Opcode::mark:
      case Opcode::jump_if: break;
      default: return;
    }
  }
}

/// Finds out what the next arrivals of a source will be and look up, from the one with a number on.
void Kernel::look_ahead(OpenSource& source, std::uint64_t number) {
  std::array<double, arrivals_at_once> variates{};
  chance::uniforms(source.class_stream, number, 0, variates);
  for (std::size_t i = 0; i < arrivals_at_once; ++i) {
    std::uint32_t chosen = 0;
    while (variates[i] * source.cumulative.back() >= source.cumulative[chosen]) ++chosen;
    const std::uint32_t index = source.classes[chosen];
    source.foreseen[i] = {.ordinal = classes_[index].next_ordinal++, .class_index = index};
  }
  if (!has_foresight_) return;
  for (std::size_t i = 0; i < arrivals_at_once; ++i) {
    Foreseen& foreseen = source.foreseen[i];
    const RequestClass& expected = classes_[foreseen.class_index];
    if (!expected.is_foreseen) continue;
    const Instruction& look_up = code_[expected.look_up_at];
    const std::uint32_t object_draws = code_[expected.object_at].draws;
    foreseen.object = static_cast<std::uint32_t>(draws_[object_draws].at(foreseen.ordinal, 0));
    foreseen.store = look_up.a;
    if (look_up.b != 0) {
      const Instruction& place = code_[expected.place_at];
      foreseen.store += chosen_place(place, draws_[place.draws].at(foreseen.ordinal, 0));
    }
    if (i < entries_ahead) stores_[foreseen.store].prefetch(foreseen.object);
    if (i < entries_ahead && pacing_.pace != nullptr) stores_[foreseen.store].prefetch_demand(foreseen.object);
  }
}

/// Fetches into the processor's cache what requests that arrive soon will look up: their entries some arrivals ahead,
/// and the neighbours of those a little later. A hint only: results do not depend on it.
void Kernel::prefetch(const OpenSource& source, std::size_t within) const {
  if (within + entries_ahead < arrivals_at_once) {
    const Foreseen& far = source.foreseen[within + entries_ahead];
    if (far.store != Request::none) stores_[far.store].prefetch(far.object);
    if (far.store != Request::none && pacing_.pace != nullptr) stores_[far.store].prefetch_demand(far.object);
  }
  if (within + entries_ahead / 2 < arrivals_at_once) {
    const Foreseen& near = source.foreseen[within + entries_ahead / 2];
    if (near.store != Request::none) stores_[near.store].prefetch_neighbours(near.object);
  }
}

}  // namespace fleetcast::sim::traffic
