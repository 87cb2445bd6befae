#pragma once
#include <signal.h>
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace fleetcast::sim::replication {

/// Tells how a child process ended: with a result or with an error.
struct ChildEnd {
  std::optional<std::string> result{};
  std::string error{};
  double wall_seconds = 0;
  std::uint64_t peak_rss_bytes = 0;
};

/// Holds one forked process that turns one payload into one result; destruction kills and reaps it.
class Child {
 public:
  using Run = std::function<std::string(const std::string&)>;

  /// Forks; the child gets the signal mask given. Throws std::system_error when the system has no process or pipe left.
  Child(const Run& run, const std::string& payload, const sigset_t& mask);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Returns the descriptor to poll for output; nothing once all of it has arrived.
  [[nodiscard]] std::optional<int> descriptor() const { return pipe_; }
  /// Reads what has arrived, without waiting.
  void receive();
  /// Returns how the child ended, if it has.
  std::optional<ChildEnd> end();

 private:
  [[noreturn]] static void be_the_child(const Run& run, const std::string& payload, const sigset_t& mask,
                                        pid_t parent, int pipe);
  void close_pipe();
  [[nodiscard]] ChildEnd explain(int status) const;

  pid_t id_ = 0;
  std::optional<int> pipe_;
  std::string received_;
  bool reaped_ = false;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace fleetcast::sim::replication
