// How requests fail, are given up, retried and cleaned up after.
#include <algorithm>

#include "sim/traffic/kernel.hpp"

namespace fleetcast::sim::traffic {

namespace {

/// Orders deadlines of equal ticks by request and try; the try's serial number is its lowest 16 bits.
std::uint64_t deadline_order(const Request& request, const Frame& frame) {
  return (request.number << 16) | (frame.detail & 0xFFFFu);
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
      Member& member = members_[frame.resource];
      if (member.version == frame.detail) --member.outstanding;
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
    ready_.push_back(slot);
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
  arm(slot, request, instruction, begin);
  schedule(slot, begin);
  return true;
}

void Kernel::do_attempt(Request& request, const Instruction& instruction, std::uint32_t pc) {
  push_frame(request, {Frame::Kind::attempt, 1, request.zone, false, pc, request.object, 0, now_});
  const std::uint32_t budget = instruction.b & ~Instruction::unanswered_only;
  if (budget > 0) budgets_[budget - 1].earn();
  if (instruction.number == 0) return;
  // Most requests end without ever waiting, and then no deadline need be kept.
  Frame& frame = request.top();
  frame.detail = ++request.serial & 0xFFFFu;
  frame.since = now_ + static_cast<std::int64_t>(instruction.number);
  frame.is_unarmed = true;
  request.has_unarmed = true;
}

/// Sets the deadlines of tries that a request which now waits has begun since it last waited.
void Kernel::arm_all(std::uint32_t slot, Request& request) {
  request.has_unarmed = false;
  for (std::uint32_t i = request.base; i < request.depth; ++i) {
    Frame& frame = request.frames[i];
    if (!frame.is_unarmed) continue;
    frame.is_unarmed = false;
    arm_at(slot, request, frame, code_[frame.pc].ring);
  }
}

/// Sets the deadline of the innermost try, which begins at a tick.
void Kernel::arm(std::uint32_t slot, Request& request, const Instruction& instruction, std::int64_t begin) {
  Frame& frame = request.top();
  frame.detail = ++request.serial & 0xFFFFu;
  frame.is_unarmed = false;
  if (instruction.number == 0) return;
  frame.since = begin + static_cast<std::int64_t>(instruction.number);
  arm_at(slot, request, frame, instruction.ring);
}

/// Keeps a try's deadline, which the frame holds, in a ring if its turn comes last there, as an event otherwise.
void Kernel::arm_at(std::uint32_t slot, const Request& request, const Frame& frame, std::uint32_t ring) {
  if (deadlines_.is_in_order(ring, frame.since)) {
    deadlines_.push(ring, {frame.since, (request.number << 8) | request.attempt, slot, request.version, frame.detail});
  } else {
    schedule_other(slot, request.version, frame.since, EventKind::deadline, deadline_order(request, frame));
  }
}

Kernel::Step Kernel::do_end_attempt(std::uint32_t slot, Request& request) {
  if (request.depth == request.base) {
    // Its client gave up on this try: there is nobody to go on for.
    finish(slot, true, 0);
    return Step::blocked;
  }
  pop_frame(request, true);
  ++request.pc;
  return Step::ready;
}

std::uint32_t Kernel::find_attempt(const Request& request, std::uint32_t serial) const {
  for (std::uint32_t i = request.base; i < request.depth; ++i) {
    if (request.frames[i].kind == Frame::Kind::attempt && request.frames[i].detail == serial) return i;
  }
  return Request::none;
}

void Kernel::expire_deadline(const Deadlines::Entry& entry) {
  const Request& request = slots_[entry.slot];
  if (request.version == entry.version) {
    const std::uint32_t frame = find_attempt(request, entry.serial);
    if (frame != Request::none) expire(entry.slot, frame);
    run_ready();
  }
  // The fronts of the rings are mostly tries that ended long ago: drop them together.
  deadlines_.purge([this](const Deadlines::Entry& front) {
    const Request& owner = slots_[front.slot];
    return owner.version != front.version || find_attempt(owner, front.serial) == Request::none;
  });
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
  for (std::uint32_t i = client.base; i < frame; ++i) {
    Frame& outer = client.frames[i];
    if (outer.kind != Frame::Kind::attempt || code_[outer.pc].number == 0) continue;
    schedule_other(client_slot, client.version, outer.since, EventKind::deadline, deadline_order(client, outer));
  }
  return client_slot;
}

/// Takes a request out of wherever it waits or is served; its frames stay.
void Kernel::detach(std::uint32_t slot, Request& request) {
  switch (request.state) {
    case Request::State::queued: {
      Station& station = stations_[request.station];
      station.settle(now_);
      unqueue(request, station);
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

/// Makes every pending event of a request void and arms its tries anew.
void Kernel::reversion(std::uint32_t slot) {
  Request& request = slots_[slot];
  ++request.version;
  for (std::uint32_t i = request.base; i < request.depth; ++i) {
    Frame& frame = request.frames[i];
    if (frame.kind != Frame::Kind::attempt || code_[frame.pc].number == 0 || frame.since <= now_) continue;
    schedule_other(slot, request.version, frame.since, EventKind::deadline, deadline_order(request, frame));
  }
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
