#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "models/app/config.hpp"
#include "models/messages.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"
#include "sim/traffic/growth.hpp"
#include "sim/traffic/program.hpp"

namespace fleetcast::models::app {

/// Writes the way to what a call names, and back; purposes begin with `purpose`.
using CallWriter =
    std::function<void(sim::traffic::ProgramWriter& writer, const CallConfig& call, const std::string& purpose)>;

/// Reports what the tasks of a service did since measuring began.
struct AppFigures {
  double busy_processor_seconds = 0;
  double busy_worker_seconds = 0;
  std::uint64_t degraded = 0;  ///< calls that failed without failing their request
};

/// Models what the tasks of one service do for a request: wait for a worker, compute, call others, answer.
///
/// Modelled: worker slots and their backlog, processor sharing among the requests of a task, calls with time-outs,
/// retries and budgets, calls that may fail, new tasks that are slow at first, the metric CPUUtilization. Left out:
/// memory, parallel calls, and bursts beyond the reserved processors.
class App {
 public:
  /// Takes the pool whose members are the service's tasks, by task id, and the vCPUs each has reserved.
  App(sim::control::Simulation& simulation, sim::traffic::Kernel& kernel, AppConfig config, std::string service,
      sim::traffic::PoolId pool, double vcpus);

  sim::Port<MetricPoint> metric_points;
  sim::Port<TaskProcessorTime> processor_times;

  /// Writes what a task that was picked and reached does for a request class.
  ///
  /// Throws std::invalid_argument if the service has no such class.
  void write(sim::traffic::ProgramWriter& writer, const std::string& request_class, const CallWriter& write_call);

  /// Takes note of a task; its member must have joined the pool before.
  void on(const TaskStarted& started);
  void on(const TaskStopped& stopped);

  /// Begins to publish datapoints each minute.
  void start();
  [[nodiscard]] AppFigures figures() const;
  /// Cause of a request that found the backlog of its task full.
  [[nodiscard]] sim::traffic::CauseId overloaded() const { return overloaded_; }
  /// Cause of a call that took too long.
  [[nodiscard]] sim::traffic::CauseId call_time_out() const { return call_time_out_; }

 private:
  void write_calls(sim::traffic::ProgramWriter& writer, const CallConfig& call, const std::string& purpose,
                   const CallWriter& write_call);
  void write_try(sim::traffic::ProgramWriter& writer, const CallConfig& call, const std::string& purpose,
                 const CallWriter& write_call);
  void warm_up(TaskId task, double full_speed, int step);
  void settle_reserved();
  void publish_minute();
  void publish_processor_times();

  sim::control::Simulation& simulation_;
  sim::traffic::Kernel& kernel_;
  AppConfig config_;
  std::string service_;
  sim::traffic::PoolId pool_;
  double processors_;
  sim::traffic::CauseId overloaded_;
  sim::traffic::CauseId call_time_out_;
  sim::traffic::CounterId degraded_;
  struct Task {
    std::optional<InstanceId> instance{};  ///< absent on Fargate
    sim::traffic::Growth<double> busy_ticks;
  };
  double vcpus_per_processor_;
  std::map<TaskId, Task> tasks_;
  double reserved_seconds_ = 0;  ///< processor-seconds of running tasks in this minute
  Instant reserved_until_;
  sim::traffic::Growth<double> minute_busy_;
};

}  // namespace fleetcast::models::app
