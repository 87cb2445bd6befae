#include "models/app/app.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace fleetcast::models::app {

using sim::traffic::Kernel;
using sim::traffic::ProgramWriter;

namespace {

constexpr std::uint64_t order_base = std::uint64_t{22} << 32;
constexpr int warm_up_steps = 20;

std::uint32_t whole(const sim::Parameter& value) { return static_cast<std::uint32_t>(value.count()); }

}  // namespace

App::App(sim::control::Simulation& simulation, Kernel& kernel, AppConfig config, std::string service,
         sim::traffic::PoolId pool, double vcpus)
    : simulation_(simulation),
      kernel_(kernel),
      config_(std::move(config)),
      service_(std::move(service)),
      pool_(pool),
      processors_(std::max(1.0, std::ceil(vcpus - 1e-9))),
      overloaded_(kernel.add_cause(service_ + "_overloaded", true)),
      call_time_out_(kernel.add_cause(service_ + "_call_time_out", true)),
      degraded_(kernel.add_counter()),
      vcpus_per_processor_(vcpus / processors_) {
  kernel_.mark_unanswered(call_time_out_);
}

void App::write(ProgramWriter& writer, const std::string& request_class, const CallWriter& write_call) {
  const auto found = config_.requests.find(request_class);
  if (found == config_.requests.end()) {
    throw std::invalid_argument(service_ + "/requests: nothing says what to do for '" + request_class + "'; add it");
  }
  const RequestConfig& request = found->second;
  const std::string purpose = "app/" + service_ + "/" + request_class;
  writer.hold_member(overloaded_);
  writer.enter_member(request.cpu_time, purpose + "/cpu", overloaded_);
  std::size_t ordinal = 0;
  for (const CallConfig& call : request.calls) {
    write_calls(writer, call, purpose + "/call" + std::to_string(++ordinal), write_call);
  }
  // Errors of calls are cheap: what would have been done with the answers is spared.
  if (request.cpu_time_after_calls) {
    writer.enter_member(*request.cpu_time_after_calls, purpose + "/cpu_after_calls", overloaded_);
  }
  if (request.reply_size) writer.fixed_size(whole(*request.reply_size));
  writer.release();
}

void App::write_calls(ProgramWriter& writer, const CallConfig& call, const std::string& purpose,
                      const CallWriter& write_call) {
  const int targets = call.cache.has_value() + call.database.has_value() + call.bucket.has_value();
  if (targets == 0 || (call.bucket && targets > 1)) {
    throw std::invalid_argument(purpose + ": a call names a cache, a database, both, or a bucket");
  }
  for (std::uint32_t i = 0; i < whole(call.times); ++i) {
    write_try(writer, call, i == 0 ? purpose : purpose + "/" + std::to_string(i + 1), write_call);
  }
}

void App::write_try(ProgramWriter& writer, const CallConfig& call, const std::string& purpose,
                    const CallWriter& write_call) {
  // A call without time-out, retry or way out needs no bookkeeping of its own.
  if (!call.timeout && call.max_attempts.count() == 1 && call.is_essential) {
    write_call(writer, call, purpose);
    return;
  }
  sim::traffic::AttemptConfig limits{.max_attempts = whole(call.max_attempts),
                                     .backoff = call.backoff,
                                     .time_out_cause = call_time_out_,
                                     .purpose = {}};
  const std::string backoff_purpose = purpose + "/backoff";
  limits.purpose = backoff_purpose;
  if (call.timeout) limits.time_out = call.timeout->duration();
  if (call.retry_budget) {
    limits.budget = kernel_.add_budget(call.retry_budget->ratio.value(), call.retry_budget->burst.value());
  }
  const auto failed = writer.label();
  const auto done = writer.label();
  if (call.is_essential) {
    writer.attempt(limits);
  } else {
    writer.attempt(limits, failed);
  }
  write_call(writer, call, purpose);
  writer.end_attempt();
  if (!call.is_essential) {
    writer.jump(done);
    writer.place_label(failed);
    writer.count(degraded_);
  }
  writer.place_label(done);
}

void App::on(const TaskStarted& started) {
  if (started.place.service != service_) return;
  settle_reserved();
  const TaskId task = started.place.task;
  const bool has_instance = started.place.launch_type == LaunchType::ec2;
  tasks_.insert({task, {has_instance ? std::optional(started.place.instance) : std::nullopt, {}}});
  if (!config_.warm_up) return;
  kernel_.advance_to(simulation_.now());
  const auto member = kernel_.find_member(pool_, task);
  if (!member)
    throw std::logic_error("app " + service_ + ": task has not joined its pool, at " +
                           std::to_string(simulation_.now().seconds()) + " s");
  warm_up(task, kernel_.member_speed(*member), 0);
}

/// Brings a task one step nearer to its full speed.
void App::warm_up(TaskId task, double full_speed, int step) {
  kernel_.advance_to(simulation_.now());
  const auto member = kernel_.find_member(pool_, task);
  if (!member) return;
  const double initial = config_.warm_up->initial_speed.value();
  const double share = initial + (1 - initial) * step / warm_up_steps;
  kernel_.set_member_speed(*member, full_speed * share);
  if (step == warm_up_steps) return;
  simulation_.at(simulation_.now() + sim::seconds(config_.warm_up->duration.value() / warm_up_steps),
                 order_base + 1 + task, [this, task, full_speed, step] { warm_up(task, full_speed, step + 1); });
}

void App::on(const TaskStopped& stopped) {
  if (stopped.place.service != service_) return;
  settle_reserved();
  tasks_.erase(stopped.place.task);
}

void App::settle_reserved() {
  const Instant now = simulation_.now();
  reserved_seconds_ += (now - reserved_until_).seconds() * processors_ * static_cast<double>(tasks_.size());
  reserved_until_ = now;
}

void App::start() {
  const Duration minute = sim::minutes(1);
  simulation_.every(minute, simulation_.now() + minute, order_base, [this] { publish_minute(); });
}

void App::publish_minute() {
  const Instant now = simulation_.now();
  kernel_.advance_to(now);
  settle_reserved();
  publish_processor_times();
  const double busy = minute_busy_.take(kernel_, kernel_.busy_processor_seconds(pool_));
  const double reserved = reserved_seconds_;
  reserved_seconds_ = 0;
  if (reserved <= 0) return;
  metric_points.send({"AWS/ECS/CPUUtilization{" + service_ + "}", now, std::clamp(100 * busy / reserved, 0.0, 100.0)});
}

/// Tells how much each task took from its instance in this minute; tasks on Fargate have none.
void App::publish_processor_times() {
  for (auto& [task, known] : tasks_) {
    const auto member = kernel_.find_member(pool_, task);
    if (!known.instance || !member) continue;
    const sim::traffic::StationId processor{kernel_.member(*member).processor};
    const double ticks = known.busy_ticks.take(kernel_, kernel_.measures(processor).busy_ticks);
    const double seconds = ticks / static_cast<double>(sim::ticks_per_second);
    processor_times.send({task, *known.instance, simulation_.now(), seconds * vcpus_per_processor_});
  }
}

AppFigures App::figures() const {
  return {kernel_.busy_processor_seconds(pool_), kernel_.busy_slot_seconds(pool_), kernel_.counter(degraded_)};
}

}  // namespace fleetcast::models::app
