#include "sim/replication/worker_pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

namespace fleetcast::sim::replication {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<Job> numbered_jobs(std::size_t count) {
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < count; ++i) jobs.push_back({i, "job " + std::to_string(i), std::to_string(i)});
  return jobs;
}

bool has_children() { return ::waitpid(-1, nullptr, WNOHANG) >= 0; }

void sleep_ms(int length_ms) { std::this_thread::sleep_for(std::chrono::milliseconds(length_ms)); }

TEST(worker_pool, returns_results_in_the_order_of_jobs) {
  WorkerPool pool(3, [](const std::string& payload) {
    sleep_ms(60 - 10 * std::stoi(payload));  // the first take longest
    return payload + payload;
  });
  std::vector<std::size_t> counts;
  const auto count = [&](const Outcome& outcome, std::size_t done, std::size_t total) {
    EXPECT_TRUE(outcome.result);
    EXPECT_EQ(total, 6u);
    counts.push_back(done);
  };
  const auto outcomes = pool.run_all(numbered_jobs(6), count);
  std::string all;
  for (const Outcome& outcome : outcomes) all += std::to_string(outcome.id) + ":" + outcome.result.value() + " ";
  EXPECT_EQ(all, "0:00 1:11 2:22 3:33 4:44 5:55 ");
  EXPECT_THAT(counts, ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_FALSE(has_children());
}

TEST(worker_pool, runs_as_many_at_once_as_it_is_told) {
  WorkerPool pool(4, [](const std::string&) {
    sleep_ms(200);
    return std::string();
  });
  const auto begin = std::chrono::steady_clock::now();
  const auto outcomes = pool.run_all(numbered_jobs(8));
  const double wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  EXPECT_GE(wall_s, 0.4);
  EXPECT_LT(wall_s, 1.2);  // one after the other it would be 1.6 s
  for (const Outcome& outcome : outcomes) {
    EXPECT_GE(outcome.wall_seconds, 0.2);
    EXPECT_GT(outcome.peak_rss_bytes, 100'000u);
  }
}

TEST(worker_pool, isolates_runs_from_each_other_and_from_the_parent) {
  int counter = 0;
  WorkerPool pool(1, [&](const std::string&) { return std::to_string(++counter); });
  for (const Outcome& outcome : pool.run_all(numbered_jobs(3))) EXPECT_EQ(outcome.result, "1");
  EXPECT_EQ(counter, 0);
}

TEST(worker_pool, passes_the_text_of_an_exception_on) {
  WorkerPool pool(2, [](const std::string& payload) -> std::string {
    if (payload == "1") throw std::runtime_error("the writer has no replica");
    if (payload == "2") throw 7;
    return "fine";
  });
  const auto outcomes = pool.run_all(numbered_jobs(3));
  EXPECT_EQ(outcomes[0].result, "fine");
  EXPECT_EQ(outcomes[0].error, "");
  EXPECT_FALSE(outcomes[1].result);
  EXPECT_EQ(outcomes[1].error, "job 1: the writer has no replica");
  EXPECT_EQ(outcomes[2].error, "job 2: an exception that is not a std::exception");
}

TEST(worker_pool, survives_whatever_ends_a_run) {
  WorkerPool pool(2, [](const std::string& payload) -> std::string {
    if (payload == "0") ::raise(SIGKILL);
    if (payload == "1") std::abort();
    if (payload == "2") ::_exit(3);
    if (payload == "3") std::exit(0);
    return "fine";
  });
  const auto outcomes = pool.run_all(numbered_jobs(5));
  EXPECT_EQ(outcomes[0].error, "job 0: killed by signal 9 (Killed)");
  EXPECT_THAT(outcomes[1].error, HasSubstr("job 1: killed by signal 6"));
  EXPECT_EQ(outcomes[2].error, "job 2: ended with exit code 3 before it had a result");
  EXPECT_EQ(outcomes[3].error, "job 3: ended with exit code 0 before it had a result");
  EXPECT_EQ(outcomes[4].result, "fine");
  EXPECT_FALSE(has_children());
}

TEST(worker_pool, reports_a_run_that_is_killed_from_outside) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  WorkerPool pool(2, [&](const std::string& payload) -> std::string {
    pid_t victim = ::getpid();
    if (payload == "victim") {
      EXPECT_EQ(::write(ends[1], &victim, sizeof victim), static_cast<ssize_t>(sizeof victim));
      sleep_ms(60'000);
    }
    EXPECT_EQ(::read(ends[0], &victim, sizeof victim), static_cast<ssize_t>(sizeof victim));
    ::kill(victim, SIGKILL);
    return "killer";
  });
  const auto outcomes = pool.run_all({{1, "reference, seed 1", "victim"}, {2, "reference, seed 2", "killer"}});
  EXPECT_EQ(outcomes[0].error, "reference, seed 1: killed by signal 9 (Killed)");
  EXPECT_EQ(outcomes[1].result, "killer");
}

TEST(worker_pool, takes_large_results) {
  constexpr std::size_t large = 50'000'000;
  WorkerPool pool(2, [](const std::string& payload) {
    std::string result(large, payload[0]);
    result.back() = 'z';
    return result;
  });
  const auto outcomes = pool.run_all(numbered_jobs(2));
  for (const Outcome& outcome : outcomes) {
    ASSERT_EQ(outcome.result.value().size(), large);
    EXPECT_EQ(outcome.result->front(), outcome.id == 0 ? '0' : '1');
    EXPECT_EQ(outcome.result->back(), 'z');
    EXPECT_GT(outcome.peak_rss_bytes, large);
  }
}

TEST(worker_pool, costs_little_per_run) {
  WorkerPool pool(2, [](const std::string& payload) { return payload; });
  const auto begin = std::chrono::steady_clock::now();
  const auto outcomes = pool.run_all(numbered_jobs(200));
  const double wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  std::cout << 1e3 * wall_s / 200 << " ms per run\n";
  EXPECT_EQ(outcomes.back().result, "199");
  EXPECT_LT(wall_s / 200, 0.02);  // aim: 0.005 s
}

TEST(worker_pool, reaps_what_a_run_has_forked) {
  WorkerPool pool(1, [](const std::string&) {
    const pid_t grandchild = ::fork();
    if (grandchild == 0) {
      sleep_ms(60'000);
      ::_exit(0);
    }
    return std::to_string(grandchild);
  });
  const auto begin = std::chrono::steady_clock::now();
  const auto outcomes = pool.run_all(numbered_jobs(1));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
  sleep_ms(50);
  // Killed; whoever adopts orphans may not have reaped it yet, so only a zombie may be left.
  const std::string state = "ps -o state= -p " + outcomes[0].result.value() + " | grep -qv Z";
  EXPECT_NE(std::system(state.c_str()), 0);
}

TEST(worker_pool, writes_buffered_output_once) {
  testing::internal::CaptureStdout();
  std::printf("before ");
  WorkerPool pool(2, [](const std::string&) {
    std::printf("from a run\n");
    std::fflush(stdout);
    return std::string();
  });
  testing::internal::CaptureStderr();
  pool.run_all(numbered_jobs(3));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "from a run\nfrom a run\nfrom a run\n");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "before ");
}

TEST(worker_pool, leaves_no_child_when_progress_throws) {
  WorkerPool pool(2, [](const std::string& payload) {
    if (payload != "0") sleep_ms(60'000);
    return payload;
  });
  const auto fail = [](const Outcome&, std::size_t, std::size_t) { throw std::logic_error("no terminal"); };
  EXPECT_THROW(pool.run_all(numbered_jobs(4), fail), std::logic_error);
  EXPECT_FALSE(has_children());
}

TEST(worker_pool, takes_no_jobs_and_refuses_no_workers) {
  const auto echo = [](const std::string& payload) { return payload; };
  EXPECT_TRUE(WorkerPool(1, echo).run_all({}).empty());
  EXPECT_THROW(WorkerPool(0, echo), std::invalid_argument);
}

// Runs a pool of sleepers in a process of its own and returns that process and the ids of its runs.
struct RunningPool {
  pid_t pool = 0;
  std::vector<pid_t> runs{};
};

RunningPool start_pool_of_sleepers(std::size_t count) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  RunningPool started;
  started.pool = ::fork();
  if (started.pool == 0) {
    WorkerPool pool(static_cast<int>(count), [&](const std::string&) {
      const pid_t self = ::getpid();
      EXPECT_EQ(::write(ends[1], &self, sizeof self), static_cast<ssize_t>(sizeof self));
      sleep_ms(60'000);
      return std::string();
    });
    try {
      pool.run_all(numbered_jobs(count + 2));
    } catch (const Interrupted& interrupted) {
      ::_exit(interrupted.signal_number() == SIGINT && !has_children() ? 42 : 41);
    }
    ::_exit(40);
  }
  for (std::size_t i = 0; i < count; ++i) {
    pid_t run = 0;
    EXPECT_EQ(::read(ends[0], &run, sizeof run), static_cast<ssize_t>(sizeof run));
    started.runs.push_back(run);
  }
  ::close(ends[0]);
  ::close(ends[1]);
  return started;
}

bool is_running(pid_t id) {
  return std::system(("ps -o state= -p " + std::to_string(id) + " | grep -qv Z").c_str()) == 0;
}

TEST(worker_pool, leaves_no_child_when_interrupted) {
  const RunningPool started = start_pool_of_sleepers(3);
  for (const pid_t run : started.runs) EXPECT_TRUE(is_running(run));
  ::kill(started.pool, SIGINT);
  int status = 0;
  ASSERT_EQ(::waitpid(started.pool, &status, 0), started.pool);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 42);
  for (const pid_t run : started.runs) EXPECT_FALSE(is_running(run));
}

TEST(worker_pool, leaves_no_child_when_it_is_killed_itself) {
  const RunningPool started = start_pool_of_sleepers(3);
  ::kill(started.pool, SIGKILL);
  ASSERT_EQ(::waitpid(started.pool, nullptr, 0), started.pool);
  sleep_ms(200);
  for (const pid_t run : started.runs) EXPECT_FALSE(is_running(run));
}

TEST(worker_pool, puts_signal_handling_back) {
  sigset_t before;
  sigset_t after;
  ::sigprocmask(SIG_SETMASK, nullptr, &before);
  WorkerPool(1, [](const std::string& payload) { return payload; }).run_all(numbered_jobs(2));
  ::sigprocmask(SIG_SETMASK, nullptr, &after);
  for (const int number : {SIGINT, SIGTERM, SIGCHLD})
    EXPECT_EQ(sigismember(&before, number), sigismember(&after, number));
}

}  // namespace
}  // namespace fleetcast::sim::replication
