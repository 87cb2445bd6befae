#include "sim/control/kernel.hpp"

#include <simgrid/Exception.hpp>
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u/Actor.hpp>
#include <simgrid/s4u/Semaphore.hpp>
#include <simgrid/simix.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <exception>
#include <stdexcept>
#include <utility>

#include "sim/control/process.hpp"
#include "sim/control/process_state.hpp"

namespace fleetcast::sim::control {

namespace {

using simgrid::kernel::timer::Timer;
namespace s4u = simgrid::s4u;

// No world does this much at one instant; a process or callback that keeps asking for "now" does.
constexpr std::uint64_t max_actions_at_one_instant = 10'000'000;

std::string text(Instant at) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, at.seconds());
  return std::string(digits, end.ptr) + " s";
}

// First control instant at or after a time of SimGrid's clock.
Instant control_instant_at(double clock_s) {
  const double steps_per_second = static_cast<double>(ticks_per_second / ticks_per_control_step);
  return {static_cast<std::int64_t>(std::ceil(clock_s * steps_per_second)) * ticks_per_control_step};
}

}  // namespace

Kernel::~Kernel() {
  if (armed_) armed_->timer->remove();
}

void Kernel::fail_program(const std::string& what) const {
  throw std::logic_error("sim/control at " + text(now_) + ": " + what);
}

TimerId Kernel::add_timer(Instant instant, std::uint64_t order_key, std::function<void()> callback,
                          std::optional<Duration> period) {
  if (instant < now_) fail_program("a timer cannot be set for the past (" + text(instant) + ")");
  if (period && period->ticks < ticks_per_control_step) fail_program("a timer's period must be at least 2^-20 s");
  const std::uint64_t number = agenda_.add(instant, Rank::callback, order_key, std::move(callback), period);
  arm();
  return {number};
}

void Kernel::cancel(TimerId timer) { agenda_.cancel(timer.number); }

// SimGrid's timer always stands at the head of the agenda or before it; one that comes too early does no harm.
void Kernel::arm() {
  if (sweeping_ || failure_) return;
  const std::optional<Instant> head = agenda_.next();
  if (head) arm_at(*head);
}

void Kernel::arm_at(Instant instant) {
  if (armed_) {
    if (armed_->instant <= instant) return;
    armed_->timer->remove();
  }
  const double date_s = std::max(instant.seconds(), platform_.clock());
  armed_ = Armed{Timer::set(date_s, [this] { sweep(); }), instant};
}

void Kernel::sweep() {
  const Instant instant = armed_->instant;
  armed_.reset();
  if (failure_) return;
  if (instant > now_) {
    now_ = instant;
    actions_at_this_instant_ = 0;
  }
  sweeping_ = true;
  while (!failure_) {
    std::optional<Agenda::Due> due = agenda_.take_due(now_);
    if (!due) break;
    run(*due);
    agenda_.repeat(std::move(*due));
  }
  sweeping_ = false;
  arm();
}

void Kernel::run(Agenda::Due& due) {
  const bool is_callback = due.order.rank == Rank::callback;
  const auto who = [&] {
    const std::string key = std::to_string(due.order.key);
    return is_callback ? "timer " + std::to_string(due.order.number) + " (order key " + key + ")"
                       : "process number " + key;
  };
  if (is_callback) ++callbacks_run_;
  try {
    if (++actions_at_this_instant_ > max_actions_at_one_instant)
      throw std::logic_error("time does not advance: this is one of more than 10 million actions at one instant");
    due.action();
  } catch (const std::exception& error) {
    fail(who(), error.what());
  } catch (...) {
    fail(who(), "an exception that is not a std::exception");
  }
}

// No exception may pass through SimGrid's frames. Once there is a failure the agenda stands still, so that the engine
// has nothing left to do but to finish transfers, and run_until throws.
void Kernel::fail(const std::string& who, const std::string& what) {
  if (failure_) return;
  try {
    std::throw_with_nested(std::runtime_error(who + " failed at " + text(now_) + ": " + what));
  } catch (...) {
    failure_ = std::current_exception();
  }
}

void Kernel::run_until(Instant end) {
  end = control_instant(end);
  if (running_) fail_program("run_until cannot be called from within the simulation");
  if (failure_) fail_program("a simulation that has failed cannot be run further");
  if (end < now_) fail_program("run_until cannot go back to " + text(end));
  running_ = true;
  bool reached = false;
  // SimGrid stops up to 10 microseconds before the end it is given; this mark, last at its instant, makes it go on.
  constexpr std::uint64_t last = ~std::uint64_t{0};
  agenda_.add(end, Rank::process, last, [&reached] { reached = true; });
  arm();
  const auto has_more = [&] { return !reached || agenda_.next().value_or(end + Duration{1}) <= end; };
  while (!failure_ && has_more()) platform_.run_until(end.seconds());
  running_ = false;
  if (failure_) std::rethrow_exception(failure_);
}

void Kernel::spawn(std::optional<MachineId> machine, std::string name, Body body) {
  auto process = std::make_shared<ProcessState>();
  process->number = ++processes_started_;
  process->name = std::move(name);
  process->machine = machine;
  if (machine) {
    if (!platform_.is_on(*machine))
      fail_program("process '" + process->name + "' cannot start: machine '" + platform_.name(*machine) + "' is off");
    process->boot = platform_.boots(*machine);
  }
  const std::uint64_t number = process->number;
  agenda_.add(now_, Rank::process, number,
              [this, process = std::move(process), body = std::move(body)] { start(process, body); });
  arm();
}

void Kernel::turn_on(MachineId machine) {
  simgrid::kernel::actor::simcall_answered([this, machine] { platform_.turn_on(machine); });
}

void Kernel::turn_off(MachineId machine) {
  const bool own = !s4u::Actor::is_maestro() && s4u::this_actor::get_host() == platform_.host(machine);
  if (!own) {
    // On the engine's side, so that no process sees a machine that is off and still runs on it.
    simgrid::kernel::actor::simcall_answered([this, machine] { platform_.turn_off(machine); });
    return;
  }
  // A process cannot be ended while it runs: it asks for it, first among processes, and waits for its end.
  agenda_.add(now_, Rank::process, 0, [this, machine] { platform_.turn_off(machine); });
  arm();
  s4u::Semaphore::create(0)->acquire();
}

bool Kernel::can_live(const ProcessState& process) const {
  return !process.machine ||
         (platform_.is_on(*process.machine) && platform_.boots(*process.machine) == process.boot);
}

void Kernel::start(const std::shared_ptr<ProcessState>& process, const Body& body) {
  if (!can_live(*process)) return;
  process->gate = s4u::Semaphore::create(0);
  s4u::Host* host = process->machine ? platform_.host(*process->machine) : platform_.control_host();
  process->actor = s4u::Actor::create(process->name, host, [this, process, body] { live(*process, body); }).get();
}

void Kernel::live(ProcessState& process, const Body& body) {
  // Its machine may have been lost between its creation and its first step.
  if (!can_live(process)) return;
  Process view(*this, process);
  try {
    body(view);
  } catch (const simgrid::ForcefulKillException&) {
    throw;
  } catch (const std::exception& error) {
    fail("process '" + process.name + "'", error.what());
  } catch (...) {
    fail("process '" + process.name + "'", "an exception that is not a std::exception");
  }
}

void Kernel::require_current(const ProcessState& process) const {
  if (s4u::Actor::self() != process.actor)
    fail_program("process '" + process.name + "' cannot be made to wait from outside its own body");
}

void Kernel::block(ProcessState& process) {
  require_current(process);
  try {
    process.gate->acquire();
  } catch (...) {
    // The machine was lost: leave nothing behind that points here.
    if (process.wake_up) agenda_.cancel(*process.wake_up);
    if (process.waits_for) std::erase(process.waits_for->waiting, &process);
    throw;
  }
}

void Kernel::wake_at(ProcessState& process, Instant instant) {
  process.wake_up = agenda_.add(instant, Rank::process, process.number, [&process] {
    process.wake_up.reset();
    // A time-out comes first from here on: what is notified later at this instant no longer finds it waiting.
    if (process.waits_for && !process.notified) std::erase(process.waits_for->waiting, &process);
    process.gate->release();
  });
  arm();
}

void Kernel::sleep_until(ProcessState& process, Instant instant) {
  require_current(process);
  if (instant < now_) fail_program("process '" + process.name + "' cannot sleep until " + text(instant));
  wake_at(process, instant);
  block(process);
}

bool Kernel::wait(ProcessState& process, const std::shared_ptr<Waiters>& waiters, std::optional<Instant> until) {
  require_current(process);
  if (until && *until < now_) fail_program("process '" + process.name + "' cannot wait for a negative time");
  process.notified = false;
  process.waits_for = waiters;
  waiters->waiting.push_back(&process);
  if (until) wake_at(process, *until);
  block(process);
  process.waits_for.reset();
  return process.notified;
}

void Kernel::notify_all(Waiters& waiters) {
  for (ProcessState* process : std::exchange(waiters.waiting, {})) {
    process->notified = true;
    if (process->wake_up) agenda_.cancel(*process->wake_up);
    wake_at(*process, now_);
  }
}

void Kernel::transfer(ProcessState& process, std::int64_t bytes, std::span<const LinkId> links, MachineId to) {
  require_current(process);
  if (bytes < 0) fail_program("process '" + process.name + "' cannot transfer fewer than 0 bytes");
  for (std::size_t i = 0; i < links.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (links[i] == links[j]) fail_program("process '" + process.name + "' names a link of a transfer twice");
  if (!platform_.is_on(to))
    fail_program("process '" + process.name + "' transfers to machine '" + platform_.name(to) + "', which is off");
  if (bytes == 0) return;
  platform_.transfer(bytes, links, to);
  // SimGrid's clock stands wherever the last byte arrived: go on at the next control instant, in turn.
  sleep_until(process, control_instant_at(platform_.clock()));
}

void Kernel::on_engine_stack(const ProcessState& process, const std::function<void()>& function) {
  require_current(process);
  simgrid::kernel::actor::simcall_answered([&function] { function(); });
}

}  // namespace fleetcast::sim::control
