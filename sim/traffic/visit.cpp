// Visits to stations: queueing, service, processor sharing, slots that are kept.
#include <algorithm>
#include <cmath>

#include "sim/traffic/kernel.hpp"

namespace fleetcast::sim::traffic {

Kernel::Step Kernel::enter(std::uint32_t slot, Request& request, std::uint32_t index, double work,
                           std::uint32_t full_cause) {
  Station& station = stations_[index];
  station.settle(now_);
  ++station.measures.arrivals;
  if (station.present() >= station.capacity) {
    ++station.measures.blocked;
    return fail(slot, request, full_cause);
  }
  request.station = index;
  request.entered = now_;
  if (station.discipline == Discipline::processor_sharing) return enter_shared(slot, request, station, index, work);
  if (station.busy >= station.servers) {
    queue(slot, request, station);
    return Step::blocked;
  }
  ++station.busy;
  begin_service(slot, request, station, work);
  return Step::blocked;
}

void Kernel::begin_service(std::uint32_t slot, Request& request, Station& station, double work) {
  const std::int64_t wait = now_ - request.entered;
  station.measures.wait_ticks += static_cast<double>(wait);
  if (wait > 0) ++station.measures.waited;
  if (station.record) station.record->waits.record(wait);
  request.state = Request::State::in_service;
  schedule(slot, now_ + static_cast<std::int64_t>(work * station.ticks_per_unit + 0.5));
}

void Kernel::queue(std::uint32_t slot, Request& request, Station& station) {
  request.state = Request::State::queued;
  request.next = Request::none;
  request.previous = station.tail;
  (station.tail != Request::none ? slots_[station.tail].next : station.head) = slot;
  station.tail = slot;
  ++station.waiting;
  const Instruction& instruction = code_[request.pc];
  if (station.is_cold) adjust_servers(request.station);
  if (instruction.b != 0) schedule(slot, end_of_patience(request, instruction), EventKind::impatience);
}

/// Returns the tick at which a queued request leaves unless its service has begun.
std::int64_t Kernel::end_of_patience(const Request& request, const Instruction& instruction) {
  const double time = draws_[instruction.b - 1].at(request.ordinal, request.draw);
  return request.entered + seconds(time).ticks;
}

/// Lets a request leave the queue it stands in, if its patience ends now: it may have been served in between.
void Kernel::lose_patience(std::uint32_t slot) {
  Request& request = slots_[slot];
  if (request.state != Request::State::queued) return;
  const Instruction& instruction = code_[request.pc];
  if (instruction.b == 0 || end_of_patience(request, instruction) != now_) return;
  ++events_;
  Station& station = stations_[request.station];
  ++station.measures.impatient;
  if (station.record) station.record->waits.record(now_ - request.entered);
  detach(slot, request);
  if (fail(slot, request, instruction.target) == Step::ready) run(slot);
}

void Kernel::unqueue(Request& request, Station& station) {
  (request.previous != Request::none ? slots_[request.previous].next : station.head) = request.next;
  (request.next != Request::none ? slots_[request.next].previous : station.tail) = request.previous;
  --station.waiting;
}

/// Completes a first-come service: the request goes on with its program and the next one starts.
void Kernel::depart(std::uint32_t slot, Request& request) {
  const std::uint32_t index = request.station;
  Station& station = stations_[index];
  station.settle(now_);
  const std::int64_t sojourn = now_ - request.entered;
  ++station.measures.departures;
  station.measures.sojourn_ticks += static_cast<double>(sojourn);
  if (station.record) record_sojourn(*station.record, sojourn);
  --station.busy;
  start_next(index);
  request.state = Request::State::running;
  ++request.pc;
  run(slot);
}

void Kernel::record_sojourn(StationRecord& record, std::int64_t sojourn) {
  const double in_seconds = Duration{sojourn}.seconds();
  record.sojourns.record(sojourn);
  record.sojourn_seconds_squared += in_seconds * in_seconds;
}

Kernel::Step Kernel::hold(std::uint32_t slot, Request& request, std::uint32_t index, std::uint32_t full_cause) {
  Station& station = stations_[index];
  station.settle(now_);
  ++station.measures.arrivals;
  if (station.present() >= station.capacity) {
    ++station.measures.blocked;
    return fail(slot, request, full_cause);
  }
  request.station = index;
  request.entered = now_;
  if (station.busy >= station.servers) {
    queue(slot, request, station);
    return Step::blocked;
  }
  ++station.busy;
  keep_server(request, station, index);
  return Step::ready;
}

/// Makes a request keep the server it was just given, and moves it past its hold instruction.
void Kernel::keep_server(Request& request, Station& station, std::uint32_t index) {
  const std::int64_t wait = now_ - request.entered;
  station.measures.wait_ticks += static_cast<double>(wait);
  if (wait > 0) ++station.measures.waited;
  if (station.record) station.record->waits.record(wait);
  push_frame(request, {Frame::Kind::slot, 0, 0, 0, index, 0, now_ - wait});
  request.state = Request::State::running;
  ++request.pc;
}

/// Gives back a kept server.
void Kernel::release_server(const Frame& frame, bool succeeded) {
  Station& station = stations_[frame.resource];
  station.settle(now_);
  const std::int64_t sojourn = now_ - frame.since;
  ++(succeeded ? station.measures.departures : station.measures.abandoned);
  (succeeded ? station.measures.sojourn_ticks : station.measures.abandoned_ticks) += static_cast<double>(sojourn);
  if (succeeded && station.record) record_sojourn(*station.record, sojourn);
  --station.busy;
  start_next(frame.resource);
}

/// Starts whoever waits first, as long as a server is free; the station is settled.
void Kernel::start_next(std::uint32_t index) {
  Station& station = stations_[index];
  while (station.head != Request::none && station.busy < station.servers) {
    const std::uint32_t slot = station.head;
    Request& request = slots_[slot];
    unqueue(request, station);
    ++station.busy;
    const Instruction& instruction = code_[request.pc];
    if (instruction.opcode == Opcode::hold || instruction.opcode == Opcode::hold_member) {
      keep_server(request, station, index);
      wake(slot);
    } else {
      begin_service(slot, request, station, draw(request, instruction));
    }
  }
  if (station.is_cold) adjust_servers(index);
}

Kernel::Step Kernel::enter_shared(std::uint32_t slot, Request& request, Station& station, std::uint32_t index,
                                  double work) {
  const double alone = work * station.ticks_per_unit;
  ++station.busy;
  request.state = Request::State::in_service;
  station.jobs.push_back({station.virtual_time + alone, alone, (request.number << 8) | request.attempt, slot});
  std::push_heap(station.jobs.begin(), station.jobs.end(), finishes_later);
  plan_departure(index);
  return Step::blocked;
}

/// Makes sure an event comes no later than the next departure; one that comes early is put off when it fires.
void Kernel::plan_departure(std::uint32_t index) {
  Station& station = stations_[index];
  if (station.jobs.empty() || station.speed <= 0) return;
  const double needed = std::max(0.0, station.jobs.front().finish - station.virtual_time) / station.share();
  const std::int64_t due = now_ + static_cast<std::int64_t>(std::ceil(needed));
  if (station.departure_due <= due && station.departure_due >= now_ && station.is_departure_planned) return;
  station.departure_due = due;
  station.is_departure_planned = true;
  ++station.departure_version;
  schedule_other(index, station.departure_version, due, EventKind::shared_departure, (std::uint64_t{index} + 1) << 48);
}

void Kernel::depart_shared(std::uint32_t index, std::uint32_t version) {
  Station& station = stations_[index];
  if (!station.is_departure_planned || (station.departure_version & 0x0FFFFFFFu) != version) return;
  ++events_;
  station.is_departure_planned = false;
  station.settle(now_);
  // Half a tick of work left is rounding: the job is done.
  if (!station.jobs.empty() && station.jobs.front().finish <= station.virtual_time + 0.5) {
    std::pop_heap(station.jobs.begin(), station.jobs.end(), finishes_later);
    const Station::SharedJob job = station.jobs.back();
    station.jobs.pop_back();
    --station.busy;
    if (station.busy == 0) station.virtual_time = 0;
    Request& request = slots_[job.slot];
    const std::int64_t sojourn = now_ - request.entered;
    ++station.measures.departures;
    station.measures.sojourn_ticks += static_cast<double>(sojourn);
    if (station.record) {
      record_sojourn(*station.record, sojourn);
      station.record->slowdown += static_cast<double>(sojourn) / std::max(job.alone_ticks, 1.0);
    }
    request.state = Request::State::running;
    ++request.pc;
    wake(job.slot);
  }
  plan_departure(index);
}

void Kernel::remove_shared(std::uint32_t slot, std::uint32_t index) {
  Station& station = stations_[index];
  const auto found = std::find_if(station.jobs.begin(), station.jobs.end(),
                                  [slot](const Station::SharedJob& job) { return job.slot == slot; });
  if (found == station.jobs.end()) throw std::logic_error("traffic: a job is not at its station");
  station.jobs.erase(found);
  std::make_heap(station.jobs.begin(), station.jobs.end(), finishes_later);
  --station.busy;
  ++station.measures.abandoned;
  station.measures.abandoned_ticks += static_cast<double>(now_ - slots_[slot].entered);
  plan_departure(index);
}

}  // namespace fleetcast::sim::traffic
