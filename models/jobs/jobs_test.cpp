#include "models/jobs/jobs.hpp"

#include <gtest/gtest.h>

namespace fleetcast::models::jobs {
namespace {

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

/// Stands for ECS: starts every task 30 s after it was asked for, and stops it when it has finished.
struct World {
  sim::control::Simulation simulation;
  sim::chance::Chance chance{5};
  TaskId tasks = 0;
  std::vector<TaskFinished> finished;
  std::vector<Incident> incidents;

  static TaskPlace place(TaskId task) {
    TaskPlace made;
    made.task = task;
    made.service = "report";
    made.launch_type = LaunchType::fargate_spot;
    return made;
  }
  void connect(Jobs& jobs) {
    jobs.run_task.connect([this, &jobs](const RunTask& request) {
      for (std::int64_t i = 0; i < request.count; ++i) {
        const TaskId task = ++tasks;
        simulation.at(simulation.now() + sim::seconds(30), task, [&jobs, task] { jobs.on(TaskStarted{place(task)}); });
      }
    });
    jobs.task_finished.connect([this, &jobs](const TaskFinished& message) {
      finished.push_back(message);
      jobs.on(TaskStopped{place(message.task), StopCause::essential_exit});
    });
    jobs.incidents.connect([this](const Incident& incident) { incidents.push_back(incident); });
  }
  void interrupt(Jobs& jobs, TaskId task, double when) {
    simulation.at(at(when), 0, [&jobs, task] { jobs.on(TaskStopped{place(task), StopCause::spot_interruption}); });
  }
};

JobsConfig one_job() {
  JobsConfig config;
  auto& job = config.jobs["report"];
  job.duration = 100;
  job.deadline = 300;
  return config;
}

TEST(Jobs, ARunCompletesWhenAllItsTasksHave) {
  World world;
  auto config = one_job();
  config.jobs["report"].count = 3;
  Jobs jobs(world.simulation, world.chance, config);
  world.connect(jobs);
  jobs.on(EventDelivered{"nightly", "report"});
  jobs.on(EventDelivered{"nightly", "something else"});
  world.simulation.run_until(at(129));
  EXPECT_EQ(jobs.figures().at("report").completed, 0);
  world.simulation.run_until(at(1000));
  const JobFigures figures = jobs.figures().at("report");
  EXPECT_EQ(figures.runs, 1);
  EXPECT_EQ(figures.completed, 1);
  EXPECT_EQ(figures.missed_deadline, 0);
  EXPECT_EQ(world.finished.size(), 3U);
  EXPECT_DOUBLE_EQ(*figures.mean_start_latency_s(), 30);
  EXPECT_DOUBLE_EQ(figures.completion_sum_s, 130);
}

TEST(Jobs, AnInterruptedTaskStartsAnew) {
  World world;
  Jobs jobs(world.simulation, world.chance, one_job());
  world.connect(jobs);
  jobs.on(EventDelivered{"nightly", "report"});
  world.interrupt(jobs, 1, 120);
  world.simulation.run_until(at(1000));
  const JobFigures figures = jobs.figures().at("report");
  EXPECT_EQ(figures.retries, 1);
  EXPECT_EQ(figures.tasks_started, 2);
  EXPECT_DOUBLE_EQ(figures.lost_work_s, 90);
  EXPECT_DOUBLE_EQ(figures.completion_sum_s, 120 + 10 + 30 + 100);
  EXPECT_EQ(figures.missed_deadline, 0);
}

TEST(Jobs, CheckpointsSaveWork) {
  World world;
  auto config = one_job();
  config.jobs["report"].checkpoint_interval = 40;
  Jobs jobs(world.simulation, world.chance, config);
  world.connect(jobs);
  jobs.on(EventDelivered{"nightly", "report"});
  world.interrupt(jobs, 1, 120);
  world.simulation.run_until(at(1000));
  EXPECT_DOUBLE_EQ(jobs.figures().at("report").lost_work_s, 10);
  EXPECT_DOUBLE_EQ(jobs.figures().at("report").completion_sum_s, 120 + 10 + 30 + 20);
}

TEST(Jobs, LateRunsMissTheirDeadlineOnce) {
  World world;
  Jobs jobs(world.simulation, world.chance, one_job());
  world.connect(jobs);
  jobs.on(EventDelivered{"nightly", "report"});
  world.interrupt(jobs, 1, 129);
  world.interrupt(jobs, 2, 260);
  world.simulation.run_until(at(1000));
  EXPECT_EQ(jobs.figures().at("report").completed, 1);
  EXPECT_EQ(jobs.figures().at("report").missed_deadline, 1);
  ASSERT_EQ(world.incidents.size(), 1U);
  EXPECT_EQ(world.incidents[0].duration, sim::seconds(300));
}

TEST(Jobs, ARunFailsWhenRetriesAreUsedUp) {
  World world;
  auto config = one_job();
  config.jobs["report"].maximum_retry_attempts = 1;
  Jobs jobs(world.simulation, world.chance, config);
  world.connect(jobs);
  jobs.on(EventDelivered{"nightly", "report"});
  world.interrupt(jobs, 1, 50);
  world.interrupt(jobs, 2, 110);
  world.simulation.run_until(at(1000));
  EXPECT_EQ(jobs.figures().at("report").failed, 1);
  EXPECT_EQ(jobs.figures().at("report").completed, 0);
  EXPECT_EQ(jobs.figures().at("report").missed_deadline, 1);
}

TEST(Jobs, ATaskThatNeverStartedIsRetried) {
  World world;
  Jobs jobs(world.simulation, world.chance, one_job());
  std::int64_t requests = 0;
  jobs.run_task.connect([&](const RunTask& request) { requests += request.count; });
  jobs.on(EventDelivered{"nightly", "report"});
  jobs.on(TaskStopped{World::place(1), StopCause::essential_exit});
  world.simulation.run_until(at(11));
  EXPECT_EQ(requests, 2);
}

TEST(Jobs, WorkDoesNotDependOnWhatWasLostBefore) {
  World world;
  auto config = one_job();
  config.jobs["report"].duration = sim::chance::Distribution::exponential(100);
  Jobs calm(world.simulation, world.chance, config);
  Jobs rough(world.simulation, world.chance, config);
  std::vector<double> ends_calm;
  std::vector<double> ends_rough;
  calm.task_finished.connect([&](const TaskFinished&) { ends_calm.push_back(world.simulation.now().seconds()); });
  rough.task_finished.connect([&](const TaskFinished&) { ends_rough.push_back(world.simulation.now().seconds()); });
  for (Jobs* jobs : {&calm, &rough}) {
    jobs->on(EventDelivered{"nightly", "report"});
    jobs->on(TaskStarted{World::place(1)});
  }
  rough.on(TaskStopped{World::place(1), StopCause::spot_interruption});
  world.simulation.at(at(10), ~std::uint64_t{0}, [&] { rough.on(TaskStarted{World::place(2)}); });
  world.simulation.run_until(at(5000));
  ASSERT_EQ(ends_calm.size(), 1U);
  ASSERT_EQ(ends_rough.size(), 1U);
  EXPECT_NEAR(ends_rough[0], ends_calm[0] + 10, 1e-5);
}

}  // namespace
}  // namespace fleetcast::models::jobs
