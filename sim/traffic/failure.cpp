// How requests fail, are given up, retried and cleaned up after.
#include <algorithm>

#include "sim/traffic/kernel.hpp"

namespace fleetcast::sim::traffic {

namespace {

/// Orders deadlines of equal ticks: after everything else that happens then, by request.
std::uint64_t deadline_order(const Request& request) {
  return (std::uint64_t{0xFFFF} << 48) | ((request.number & 0xFFFFFFFFFu) << 12) |
         (std::uint64_t{request.source & 0xFu} << 8) | request.attempt;
}

}  // namespace

void Kernel::refuse_depth() const {
  throw std::logic_error("traffic: a program nests too deeply, at " + std::to_string(now().seconds()) + " s");
}

void Kernel::pop_frame(Request& request, bool succeeded) {
  const Frame frame = request.frames[--request.depth];
  switch (frame.kind) {
    case Frame::Kind::attempt: request.object = frame.resource; break;
    case Frame::Kind::slot: release_server(frame, succeeded); break;
    case Frame::Kind::member: {
      if (members_[frame.resource].version == frame.detail) --outstanding_[frame.resource];
      request.zone = frame.zone;
      break;
    }
    case Frame::Kind::fetch:
      stores_[frame.resource].set_fetching(frame.detail, false);
      wake_waiters(frame.resource, frame.detail);
      break;
  }
}

void Kernel::wake_waiters(std::uint32_t store, std::uint32_t object) {
  std::uint32_t slot = stores_[store].waiters(object);
  stores_[store].waiters(object) = Request::none;
  const std::size_t first = ready_.size();
  for (; slot != Request::none; slot = slots_[slot].next) {
    slots_[slot].state = Request::State::running;
    wake(slot);
  }
  // First come, first woken.
  std::reverse(ready_.begin() + static_cast<std::ptrdiff_t>(first), ready_.end());
}

/// Takes a failing request back to its innermost try: to retry, to its handler, or out.
Kernel::Step Kernel::fail(std::uint32_t slot, Request& request, std::uint32_t cause) {
  request.cause = static_cast<std::uint16_t>(cause);
  while (request.depth > request.base) {
    if (request.top().kind != Frame::Kind::attempt) {
      pop_frame(request, false);
      continue;
    }
    const Instruction& instruction = code_[request.top().pc];
    if (retry(slot, request, cause)) return Step::blocked;
    pop_frame(request, false);
    if (instruction.target != Request::none) {
      request.pc = instruction.target;
      request.state = Request::State::running;
      return Step::ready;
    }
  }
  finish(slot, false, static_cast<std::uint16_t>(cause));
  return Step::blocked;
}

bool Kernel::retry(std::uint32_t slot, Request& request, std::uint32_t cause) {
  Frame& frame = request.top();
  const Instruction& instruction = code_[frame.pc];
  if (frame.tries >= instruction.a || !causes_[cause].is_retryable) return false;
  if ((instruction.b & Instruction::unanswered_only) != 0 && !causes_[cause].is_unanswered) return false;
  if (instruction.foretold > 0 && draws_[instruction.foretold - 1].at(request.ordinal, request.draw) >= 0) return false;
  const std::uint32_t budget = instruction.b & ~Instruction::unanswered_only;
  if (budget > 0 && !budgets_[budget - 1].spend()) return false;
  const double pause = draw(request, instruction);
  ++frame.tries;
  ++request.draw;
  ++request.attempt;
  if (request.depth == 1) ++outcomes_.attempts;
  request.pc = frame.pc;
  request.object = frame.resource;
  request.loop = 0;
  request.state = Request::State::delayed;
  const std::int64_t begin = now_ + seconds(pause).ticks;
  frame.since = deadline_of(instruction, begin);
  arm(slot, request);
  schedule(slot, begin);
  return true;
}

void Kernel::do_attempt(Request& request, const Instruction& instruction, std::uint32_t pc) {
  const std::int64_t deadline = deadline_of(instruction, now_);
  push_frame(request, {Frame::Kind::attempt, 1, request.zone, pc, request.object, 0, deadline});
  const std::uint32_t budget = instruction.b & ~Instruction::unanswered_only;
  if (budget > 0) budgets_[budget - 1].earn();
  // Most requests end without ever waiting, and then no deadline need be kept.
  if (deadline < request.armed) request.has_unarmed = true;
}

/// Returns the tick at which a try that begins at a tick runs out of time.
std::int64_t Kernel::deadline_of(const Instruction& instruction, std::int64_t begin) {
  return instruction.number == 0 ? Frame::no_deadline : begin + static_cast<std::int64_t>(instruction.number);
}

/// Makes sure that a request's deadlines are looked at no later than at the earliest of those to come: kept in a ring
/// if its turn comes last there, as an event otherwise.
void Kernel::arm(std::uint32_t slot, Request& request) {
  request.has_unarmed = false;
  const Frame* first = nullptr;
  for (std::uint32_t i = request.base; i < request.depth; ++i) {
    const Frame& frame = request.frames[i];
    if (frame.kind != Frame::Kind::attempt || frame.since <= now_) continue;
    if (first == nullptr || frame.since < first->since) first = &frame;
  }
  if (first == nullptr || first->since >= request.armed) return;
  request.armed = first->since;
  const std::uint32_t ring = code_[first->pc].ring;
  if (deadlines_.is_in_order(ring, request.armed)) {
    deadlines_.push(ring, {request.armed, (request.number << 8) | request.attempt, slot, request.version});
  } else {
    schedule_other(slot, request.version, request.armed, EventKind::deadline, deadline_order(request));
  }
}

void Kernel::expire_deadline(const Deadlines::Entry& entry) {
  const auto is_dead = [this](const Deadlines::Entry& one) {
    return slots_[one.slot].version != one.version || slots_[one.slot].armed != one.tick;
  };
  if (!is_dead(entry)) {
    meet_deadline(entry.slot);
    run_ready();
  }
  // The fronts of the rings are mostly requests that ended long ago: drop them together.
  deadlines_.purge(is_dead);
}

/// Ends the outermost try of a request that is out of time by now; if it ended by itself, turns to the next deadline.
void Kernel::meet_deadline(std::uint32_t slot) {
  Request& request = slots_[slot];
  request.armed = Frame::no_deadline;
  for (std::uint32_t i = request.base; i < request.depth; ++i) {
    const Frame& frame = request.frames[i];
    if (frame.kind == Frame::Kind::attempt && frame.since <= now_) return expire(slot, i);
  }
  arm(slot, request);
}

/// Ends a try that ran out of time; its work stops or goes on for nobody, as its instruction says.
void Kernel::expire(std::uint32_t slot, std::uint32_t frame) {
  ++outcomes_.time_outs;
  ++events_;
  const Instruction& instruction = code_[slots_[slot].frames[frame].pc];
  std::uint32_t client = slot;
  const bool is_idle = slots_[slot].depth == frame + 1 && slots_[slot].state == Request::State::delayed;
  if (instruction.flag || slots_[slot].orphan || is_idle || slots_[slot].state == Request::State::hung ||
      slots_[slot].state == Request::State::waiting) {
    detach(slot, slots_[slot]);
    while (slots_[slot].depth > frame + 1) pop_frame(slots_[slot], false);
  } else {
    client = split_off_client(slot, frame);
  }
  if (fail(client, slots_[client], instruction.small) == Step::ready) run(client);
}

/// Parts a client that stops waiting from the work it asked for: the work keeps its slot and what it holds beyond the
/// try; the client goes on in a slot of its own. Returns the client's slot.
std::uint32_t Kernel::split_off_client(std::uint32_t slot, std::uint32_t frame) {
  const std::uint32_t client_slot = slots_.take();
  Request& work = slots_[slot];
  Request& client = slots_[client_slot];
  const std::uint32_t version = client.version;
  client = work;
  client.version = version;
  client.depth = static_cast<std::uint8_t>(frame + 1);
  client.state = Request::State::running;
  client.next = client.previous = client.station = Request::none;
  // What the work will give back must not move the client, and the other way round: zones are restored frame by frame.
  client.zone = client.frames[frame].zone;
  work.base = client.depth;
  work.orphan = true;
  client.armed = Frame::no_deadline;
  arm(client_slot, client);
  arm(slot, work);
  return client_slot;
}

/// Takes a request out of wherever it waits or is served; its frames stay.
void Kernel::detach(std::uint32_t slot, Request& request) {
  switch (request.state) {
    case Request::State::queued: {
      Station& station = stations_[request.station];
      station.settle(now_);
      unqueue(request, station);
      if (station.is_cold) adjust_servers(request.station);
      ++station.measures.abandoned;
      station.measures.abandoned_ticks += static_cast<double>(now_ - request.entered);
      station.measures.abandoned_wait_ticks += static_cast<double>(now_ - request.entered);
      break;
    }
    case Request::State::in_service: {
      Station& station = stations_[request.station];
      station.settle(now_);
      if (station.discipline == Discipline::processor_sharing) {
        remove_shared(slot, request.station);
      } else {
        --station.busy;
        ++station.measures.abandoned;
        station.measures.abandoned_ticks += static_cast<double>(now_ - request.entered);
        start_next(request.station);
      }
      break;
    }
    case Request::State::waiting: {
      Store& store = stores_[request.station];
      if (request.previous != Request::none) {
        slots_[request.previous].next = request.next;
      } else {
        store.waiters(request.object) = request.next;
      }
      if (request.next != Request::none) slots_[request.next].previous = request.previous;
      break;
    }
    default: break;
  }
  reversion(slot);
  request.state = Request::State::running;
}

/// Makes every pending event of a request void, and arms its deadlines anew.
void Kernel::reversion(std::uint32_t slot) {
  Request& request = slots_[slot];
  ++request.version;
  request.armed = Frame::no_deadline;
  arm(slot, request);
}

/// Leaves a request without an answer until a time-out ends it with a cause.
void Kernel::hang(std::uint32_t slot, Request& request, Duration time_out, CauseId cause) {
  request.state = Request::State::hung;
  request.cause = static_cast<std::uint16_t>(cause.value);
  schedule(slot, now_ + time_out.ticks, EventKind::hung);
}

/// Breaks off every request that has picked a member: reset at once, or left without an answer.
void Kernel::interrupt_member(std::uint32_t member, bool is_reset) {
  struct Hit {
    std::uint64_t number;
    std::uint32_t slot;
    std::uint32_t version;
    std::uint32_t frame;
  };
  std::vector<Hit> hits;
  for (std::uint32_t slot = 0; slot < slots_.made(); ++slot) {
    const Request& request = slots_[slot];
    if (request.state == Request::State::idle) continue;
    for (std::uint32_t i = request.base; i < request.depth; ++i) {
      const Frame& frame = request.frames[i];
      if (frame.kind == Frame::Kind::member && frame.resource == member && frame.detail == members_[member].version) {
        hits.push_back({(request.number << 8) | request.attempt, slot, request.version, i});
        break;
      }
    }
  }
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return a.number != b.number ? a.number < b.number : a.slot < b.slot;
  });
  const PoolConfig& config = pools_[members_[member].pool.value].config;
  for (const Hit& hit : hits) {
    Request& request = slots_[hit.slot];
    if (request.version != hit.version) continue;
    // One that hangs with nothing held beyond the member is as lost as it can be.
    if (request.state == Request::State::hung && request.depth == hit.frame + 1u) continue;
    detach(hit.slot, request);
    while (request.depth > hit.frame + 1u) pop_frame(request, false);
    if (!is_reset) {
      hang(hit.slot, request, config.answer_time_out, config.unreachable);
    } else if (fail(hit.slot, request, config.refused.value) == Step::ready) {
      run(hit.slot);
    }
  }
  run_ready();
}

}  // namespace fleetcast::sim::traffic
