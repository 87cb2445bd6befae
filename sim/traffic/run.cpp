// The loop: picks the earliest of arrivals, events and deadlines, and runs requests until they wait.
#include <algorithm>

#include "sim/traffic/kernel.hpp"

namespace fleetcast::sim::traffic {

namespace {

constexpr std::uint64_t payload(std::uint32_t slot, std::uint32_t version, std::uint8_t kind) {
  return slot | (std::uint64_t{version & 0x0FFFFFFFu} << 32) | (std::uint64_t{kind} << 60);
}

constexpr std::uint64_t sampled_every = 64;

}  // namespace

void Kernel::handle_until(Instant until) {
  if (until.ticks < now_) {
    throw std::logic_error("traffic: asked to go back in time, at " + std::to_string(now().seconds()) + " s");
  }
  for (;;) {
    const std::int64_t event = events_queue_.next_tick();
    const std::int64_t deadline = deadlines_.next_tick();
    const std::int64_t earliest = std::min({event, next_arrival_, deadline});
    if (earliest > until.ticks) break;
    now_ = earliest;
    if (event == earliest) {
      dispatch(events_queue_.pop());
    } else if (deadline == earliest) {
      expire_deadline(deadlines_.pop());
    } else {
      arrive(next_source_);
    }
  }
  now_ = until.ticks;
}

void Kernel::dispatch(const EventQueue::Event& event) {
  const auto slot = static_cast<std::uint32_t>(event.payload);
  const auto version = static_cast<std::uint32_t>(event.payload >> 32) & 0x0FFFFFFFu;
  const auto kind = static_cast<EventKind>(event.payload >> 60);
  switch (kind) {
    case EventKind::resume:
    case EventKind::hung: {
      Request& request = slots_[slot];
      if ((request.version & 0x0FFFFFFFu) != version) return;
      ++events_;
      if (kind == EventKind::hung) {
        if (fail(slot, request, request.cause) == Step::ready) run(slot);
      } else if (request.state == Request::State::in_service) {
        depart(slot, request);
      } else {
        request.state = Request::State::running;
        ++request.pc;
        run(slot);
      }
      break;
    }
    case EventKind::deadline: {
      if ((slots_[slot].version & 0x0FFFFFFFu) != version || slots_[slot].armed != event.tick) return;
      meet_deadline(slot);
      break;
    }
    case EventKind::shared_departure: depart_shared(slot, version); break;
    case EventKind::think: {
      ClosedSource& source = closed_sources_[slot];
      const auto source_index = static_cast<std::uint32_t>(open_sources_.size()) + slot;
      RequestClass& request_class = classes_[source.class_index];
      run(begin_request(source.class_index, source_index, source.next_number++, request_class.next_ordinal++));
      break;
    }
    case EventKind::impatience: {
      if ((slots_[slot].version & 0x0FFFFFFFu) == version) lose_patience(slot);
      break;
    }
    case EventKind::server_ready: finish_start(slot, version); break;
    case EventKind::health_check: check_health(slot, version); break;
    case EventKind::health_result: note_health(slot, version, CheckResult::timed_out); break;
  }
  run_ready();
}

void Kernel::find_next_source() {
  next_arrival_ = Arrivals::exhausted_tick;
  for (std::size_t i = 0; i < open_sources_.size(); ++i) {
    const std::int64_t tick = open_sources_[i].arrivals.next_tick();
    if (tick < next_arrival_) {
      next_arrival_ = tick;
      next_source_ = i;
    }
  }
}

void Kernel::arrive(std::size_t index) {
  OpenSource& source = open_sources_[index];
  const std::uint64_t number = source.next_number++;
  const std::size_t within = number % arrivals_at_once;
  if (within == 0) look_ahead(source, number);
  if (has_foresight_) prefetch(source, within);
  const Foreseen foreseen = source.foreseen[within];
  source.arrivals.advance();
  if (open_sources_.size() == 1) {
    next_arrival_ = source.arrivals.next_tick();
  } else {
    find_next_source();
  }
  run(begin_request(foreseen.class_index, static_cast<std::uint32_t>(index), number, foreseen.ordinal));
  run_ready();
}

std::uint32_t Kernel::begin_request(std::uint32_t class_index, std::uint32_t source, std::uint64_t number,
                                    std::uint64_t ordinal) {
  const std::uint32_t slot = slots_.take();
  Request& request = slots_[slot];
  request.number = number;
  request.ordinal = ordinal;
  request.arrived = now_;
  request.lag = 0;
  request.pc = classes_[class_index].entry;
  request.draw = 0;
  request.class_index = static_cast<std::uint16_t>(class_index);
  request.source = static_cast<std::uint16_t>(source);
  request.attempt = 0;
  request.loop = 0;
  request.has_unarmed = false;
  request.armed = Frame::no_deadline;
  request.depth = 0;
  request.base = 0;
  request.orphan = false;
  request.state = Request::State::running;
  ++outcomes_.classes[class_index].offered;
  ++minute().offered;
  ++outcomes_.attempts;
  ++in_flight_;
  return slot;
}

void Kernel::run_ready() {
  // Those woken by others run after whoever woke them, in the order they were woken.
  // One that a lost member took with it in between has another version: what it got is given back already.
  for (std::size_t i = 0; i < ready_.size(); ++i) {
    const Ready next = ready_[i];
    if (slots_[next.slot].version == next.version) run(next.slot);
  }
  ready_.clear();
}

void Kernel::schedule(std::uint32_t slot, std::int64_t tick, EventKind kind) {
  const Request& request = slots_[slot];
  const std::uint64_t station = request.state == Request::State::in_service ? request.station + 1 : 0;
  const std::uint64_t order = (station << 48) | ((request.number & 0xFFFFFFFFFu) << 12) |
                              (std::uint64_t{request.source & 0xFu} << 8) | request.attempt;
  events_queue_.push(tick, order, payload(slot, request.version, static_cast<std::uint8_t>(kind)));
}

void Kernel::schedule_other(std::uint32_t subject, std::uint32_t version, std::int64_t tick, EventKind kind,
                            std::uint64_t order) {
  events_queue_.push(tick, order, payload(subject, version, static_cast<std::uint8_t>(kind)));
}

void Kernel::turn_minute() {
  const auto index = static_cast<std::size_t>(now_ / minutes(1).ticks);
  if (outcomes_.minutes.size() <= index) outcomes_.minutes.resize(index + 1);
  minute_ = index;
  minute_end_ = static_cast<std::int64_t>(index + 1) * minutes(1).ticks;
}

void Kernel::finish(std::uint32_t slot, bool is_good, std::uint16_t cause) {
  Request& request = slots_[slot];
  while (request.depth > request.base) pop_frame(request, true);
  if (request.orphan) {
    ++outcomes_.wasted;
    free_slot(slot);
    return;
  }
  ClassOutcomes& outcome = outcomes_.classes[request.class_index];
  const std::int64_t latency = now_ - request.arrived + request.lag;
  MinuteOutcomes& current = minute();
  if (is_good) {
    outcome.latency.record(latency);
    current.latency_ticks += latency;
    ++current.answered;
    const bool in_time = latency <= outcome.deadline.ticks;
    ++(in_time ? outcome.good : outcome.late);
    ++(in_time ? current.good : current.bad);
  } else {
    ++outcome.by_cause[cause];
    if (!causes_[cause].is_excluded) {
      ++current.bad;
      auto& minutes_of_cause = outcomes_.bad_minutes_by_cause[cause];
      if (minutes_of_cause.size() <= minute_) minutes_of_cause.resize(minute_ + 1);
      ++minutes_of_cause[minute_];
    }
  }
  --in_flight_;
  if (request.number % sampled_every == 0) {
    fingerprint_.add(request.number);
    fingerprint_.add(static_cast<std::uint64_t>(latency));
    fingerprint_.add(is_good ? std::uint64_t{0} : cause + std::uint64_t{1});
  }
  if (request.source >= open_sources_.size()) think_again(request);
  free_slot(slot);
}

void Kernel::think_again(const Request& request) {
  const auto index = static_cast<std::uint32_t>(request.source - open_sources_.size());
  ClosedSource& source = closed_sources_[index];
  const double think = source.think_time.sample(chance::uniform(source.think_stream, request.number, 0));
  schedule_other(index, 0, now_ + seconds(think).ticks, EventKind::think, request.number);
}

void Kernel::free_slot(std::uint32_t slot) { slots_.give_back(slot); }

}  // namespace fleetcast::sim::traffic
