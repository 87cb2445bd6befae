// What each instruction does. Only this file and its callees know the meaning of operands; program.cpp writes them.
#include <algorithm>

#include "sim/traffic/kernel.hpp"

namespace fleetcast::sim::traffic {

/// Runs a request until it waits or ends.
void Kernel::run(std::uint32_t slot) {
  Request& request = slots_[slot];
  do {
    request.pc = static_cast<std::uint32_t>(run_plain(request, &code_[request.pc]) - code_.data());
    // Most requests end here, at the first instruction that is not plain.
    if (code_[request.pc].opcode == Opcode::reply) return finish(slot, true, 0);
  } while (interpret(slot, request, code_[request.pc]) == Step::ready);
  if (request.has_unarmed && request.state != Request::State::idle) arm(slot, request);
}

/// Runs instructions as long as they neither wait nor fail nor let go of anything; returns the first that may.
///
/// Most instructions are of this kind. The place in the program stays in a register here; in the request it would cost
/// as much as the instructions do.
const Instruction* Kernel::run_plain(Request& request, const Instruction* at) {
  for (;; ++at) {
    switch (at->opcode) {
      case Opcode::lag: {
        if (at->number > 0 && !at->flag) {
          request.lag += static_cast<std::int64_t>(at->number);
          break;
        }
        const double scale = at->flag ? knobs_[at->a + request.place] : 1.0;
        request.lag += seconds(scale * draw(request, *at)).ticks;
        break;
      }
      case Opcode::jump: at = &code_[at->target] - 1; break;
      case Opcode::jump_if: {
        const double probability = at->flag ? knobs_[by_zone_or_place(request, *at)] : at->number;
        if (draw(request, *at) < probability) at = &code_[at->target] - 1;
        break;
      }
      case Opcode::count:
        counters_[by_zone_or_place(request, *at)] += (at->flag ? request.size : 0) + at->b;
        break;
      case Opcode::place: (at->flag ? request.zone : request.place) = chosen_place(*at, draw(request, *at)); break;
      case Opcode::object:
        request.object = static_cast<std::uint32_t>(draw(request, *at));
        if (at->foretold != 0) stores_[at->foretold - 1].prefetch(request.object, at->flag);
        break;
      case Opcode::size: request.size = at->flag ? at->b : size_of(at->a, request.object); break;
      case Opcode::look_up:
        if (!stores_[store_index(request, *at)].finds_fresh(request.object, now_)) {
          if (at->foretold != 0) stores_[at->foretold - 1 + request.place].prefetch(request.object);
          return at;
        }
        at = &code_[at->target] - 1;
        break;
      case Opcode::attempt: do_attempt(request, *at, static_cast<std::uint32_t>(at - code_.data())); break;
      case Opcode::admit:
        if (!gates_[at->a].is_open_to([&] { return draw(request, *at); })) return at;
        break;
      case Opcode::reach:
        if (is_network_impaired_ || knobs_[at->a + request.zone] > 0) return at;
        break;
      case Opcode::connect:
        if (is_network_impaired_ || !picked_member(request).answers()) return at;
        break;
      case Opcode::flow: do_flow(request, *at); break;
      case Opcode::leave: pop_frame(request, true); break;
      case Opcode::end_attempt:
        if (request.depth == request.base) return at;
        pop_frame(request, true);
        break;
      case Opcode::mark: request.mark = now_ + request.lag; break;
      default: return at;
    }
  }
}

Kernel::Step Kernel::interpret(std::uint32_t slot, Request& request, const Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::delay: return do_delay(slot, request, instruction);
    case Opcode::travel: return do_travel(slot, request, instruction);
    case Opcode::repeat: return do_repeat(request, instruction);
    case Opcode::look_up: return do_look_up(slot, request, instruction);
    case Opcode::fill: do_fill(request, instruction); break;
    case Opcode::fill_error:
      stores_[store_index(request, instruction)].put_error(request.object,
                                                           now_ + static_cast<std::int64_t>(instruction.number));
      break;
    case Opcode::serve_stale: return do_serve_stale(request, instruction);
    case Opcode::invalidate: stores_[store_index(request, instruction)].drop(request.object); break;
    case Opcode::admit: return do_admit(slot, request, instruction);
    case Opcode::balance: return do_balance(slot, request, instruction);
    case Opcode::release: pop_frame(request, true); break;
    case Opcode::reach: return do_reach(slot, request, instruction);
    case Opcode::connect: return do_connect(slot, request, instruction);
    default: return interpret_visit(slot, request, instruction);
  }
  ++request.pc;
  return Step::ready;
}

[[gnu::always_inline]] inline Kernel::Step Kernel::interpret_visit(std::uint32_t slot, Request& request,
                                                                     const Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::enter: return enter(slot, request, instruction.a, draw(request, instruction), instruction.small);
    case Opcode::enter_member:
      return enter(slot, request, picked_member(request).processor, draw(request, instruction), instruction.small);
    case Opcode::hold: return hold(slot, request, instruction.a, instruction.small);
    case Opcode::hold_member: {
      const std::uint32_t member = picked_index(request);
      const Step step = hold(slot, request, members_[member].slots, instruction.small);
      if (request.state == Request::State::queued && is_overloaded(members_[member])) watch(member);
      return step;
    }
    // Its client gave up on this try: there is nobody to go on for.
    case Opcode::end_attempt: finish(slot, true, 0); return Step::blocked;
    case Opcode::measure:
      outcomes_.stage_times[instruction.a].record(now_ + request.lag - request.mark);
      break;
    case Opcode::emit:
      signals_.push_back({Signal::Kind::topic, now(), instruction.a, request.number});
      break;
    case Opcode::fail: return fail(slot, request, instruction.small);
    case Opcode::rethrow: return fail(slot, request, request.cause);
    default: throw std::logic_error("traffic: unknown instruction at " + std::to_string(now().seconds()) + " s");
  }
  ++request.pc;
  return Step::ready;
}

Kernel::Step Kernel::do_delay(std::uint32_t slot, Request& request, const Instruction& instruction) {
  double time = draw(request, instruction) + instruction.number * request.size;
  if (instruction.flag) time *= knobs_[instruction.a];
  const std::int64_t ticks = seconds(time).ticks;
  if (ticks <= 0) {
    ++request.pc;
    return Step::ready;
  }
  request.state = Request::State::delayed;
  schedule(slot, now_ + ticks);
  return Step::blocked;
}

Kernel::Step Kernel::do_travel(std::uint32_t slot, Request& request, const Instruction& instruction) {
  const std::uint32_t here = request.top().zone;
  const std::uint32_t there = request.zone;
  double one_way = here == there ? same_zone_seconds_ : cross_zone_seconds_;
  if (is_network_impaired_) {
    one_way += zone_extra_seconds_[here] + (here == there ? 0.0 : zone_extra_seconds_[there]);
    const double lost = std::max(zone_lost_share_[here], zone_lost_share_[there]);
    if (lost > 0 && draw(request, instruction) < lost) {
      hang(slot, request, seconds(instruction.number), {instruction.small});
      return Step::blocked;
    }
  }
  if (one_way <= 0) {
    ++request.pc;
    return Step::ready;
  }
  request.state = Request::State::delayed;
  schedule(slot, now_ + seconds(2 * one_way).ticks);
  return Step::blocked;
}

Kernel::Step Kernel::do_repeat(Request& request, const Instruction& instruction) {
  ++request.draw;
  if (++request.loop < instruction.a) {
    request.pc = instruction.target;
  } else {
    request.loop = 0;
    ++request.pc;
  }
  return Step::ready;
}

void Kernel::do_flow(Request& request, const Instruction& instruction) {
  // Since `balance` the request is in the member's zone; the frame remembers where it came from.
  const std::uint32_t caller = request.top().zone;
  const bool is_reply = instruction.small != 0;
  const std::uint32_t from = is_reply ? request.zone : caller;
  const std::uint32_t to = is_reply ? caller : request.zone;
  flows_[(instruction.a * zones_ + from) * zones_ + to] += instruction.flag ? request.size : instruction.b;
}

std::uint8_t Kernel::chosen_place(const Instruction& instruction, double u) const {
  const std::vector<double>& cumulative = places_[instruction.a].cumulative;
  const double wanted = u * cumulative.back();
  std::uint8_t chosen = 0;
  while (chosen + 1u < cumulative.size() && wanted >= cumulative[chosen]) ++chosen;
  return chosen;
}

Kernel::Step Kernel::do_look_up(std::uint32_t slot, Request& request, const Instruction& instruction) {
  const std::uint32_t index = store_index(request, instruction);
  Store& store = stores_[index];
  switch (store.look_up(request.object, now_)) {
    case Store::Found::fresh: request.pc = instruction.target; return Step::ready;
    case Store::Found::error: return fail(slot, request, instruction.small);
    case Store::Found::fetching: {
      // The newest waiter stands in front; all are woken together.
      ++store.measures().collapsed;
      request.state = Request::State::waiting;
      request.station = index;
      request.previous = Request::none;
      request.next = store.waiters(request.object);
      if (request.next != Request::none) slots_[request.next].previous = slot;
      store.waiters(request.object) = slot;
      return Step::blocked;
    }
    case Store::Found::absent: break;
  }
  if (instruction.flag) {
    store.set_fetching(request.object, true);
    push_frame(request, {Frame::Kind::fetch, 0, 0, 0, index, request.object, now_});
  }
  ++request.pc;
  return Step::ready;
}

/// Tells whether nobody is left to take what the innermost try brings: the one who made it has given up.
bool Kernel::is_given_up(const Request& request) {
  if (!request.orphan) return false;
  for (std::uint32_t i = request.base; i < request.depth; ++i) {
    if (request.frames[i].kind == Frame::Kind::attempt) return false;
  }
  return true;
}

void Kernel::do_fill(Request& request, const Instruction& instruction) {
  Store& store = stores_[store_index(request, instruction)];
  if ((instruction.small & 4) != 0 && is_given_up(request)) {
    if (instruction.flag) pop_frame(request, true);
    return;
  }
  const std::uint32_t weight = (instruction.small & 1) != 0 ? std::max(1u, request.size) : 1u;
  if (instruction.number > 0) {
    auto fresh = static_cast<std::int64_t>(instruction.number);
    if (instruction.target != Request::none) {
      const Store& source = stores_[instruction.target + ((instruction.small & 2) != 0 ? request.place : 0u)];
      if (source.has_copy(request.object)) {
        fresh = std::clamp<std::int64_t>(source.expires(request.object) - now_, 1, fresh);
      }
    }
    store.put_for(request.object, weight, now_, fresh);
  } else {
    store.put(request.object, weight, now_);
  }
  if (instruction.flag) pop_frame(request, true);
}

Kernel::Step Kernel::do_serve_stale(Request& request, const Instruction& instruction) {
  Store& store = stores_[store_index(request, instruction)];
  if (store.has_copy(request.object)) {
    ++store.measures().stale_served;
    request.pc = instruction.target;
  } else {
    ++request.pc;
  }
  return Step::ready;
}

Kernel::Step Kernel::do_admit(std::uint32_t slot, Request& request, const Instruction& instruction) {
  Gate& gate = gates_[instruction.a];
  const double u = gate.blocked_share > 0 ? draw(request, instruction) : 1.0;
  if (!gate.admit(now_, u)) return fail(slot, request, gate.cause.value);
  ++request.pc;
  return Step::ready;
}

Kernel::Step Kernel::do_balance(std::uint32_t slot, Request& request, const Instruction& instruction) {
  PoolState& pool = pools_[instruction.a];
  const std::uint32_t member = pick(pool, request.zone, request, instruction);
  if (member == Request::none) {
    ++pool.measures.no_member;
    return fail(slot, request, pool.config.no_member.value);
  }
  ++pool.measures.picked;
  Member& picked = members_[member];
  ++picked.picked;
  ++outstanding_[member];
  push_frame(request, {Frame::Kind::member, 0, request.zone, 0, member, picked.version, now_});
  request.zone = static_cast<std::uint8_t>(picked.zone);
  ++request.pc;
  return Step::ready;
}

Kernel::Step Kernel::do_reach(std::uint32_t slot, Request& request, const Instruction& instruction) {
  double lost = knobs_[instruction.a + request.zone];
  if (is_network_impaired_) lost = std::max(lost, zone_lost_share_[request.zone]);
  if (lost > 0 && draw(request, instruction) < lost) {
    hang(slot, request, seconds(instruction.number), {instruction.small});
    return Step::blocked;
  }
  ++request.pc;
  return Step::ready;
}

Kernel::Step Kernel::do_connect(std::uint32_t slot, Request& request, const Instruction& instruction) {
  const Member& member = picked_member(request);
  PoolState& pool = pools_[member.pool.value];
  if (member.answers()) {
    const double lost = is_network_impaired_ ? zone_lost_share_[member.zone] : 0;
    if (!(lost > 0 && draw(request, instruction) < lost)) {
      ++request.pc;
      return Step::ready;
    }
  } else if (member.reachability == Reachability::refusing) {
    ++pool.measures.refused;
    return fail(slot, request, pool.config.refused.value);
  } else if (member.reachability == Reachability::failing) {
    ++pool.measures.failing;
    return fail(slot, request, pool.config.failing.value);
  }
  ++pool.measures.unreachable;
  hang(slot, request, pool.config.connect_time_out, pool.config.unreachable);
  return Step::blocked;
}

}  // namespace fleetcast::sim::traffic
