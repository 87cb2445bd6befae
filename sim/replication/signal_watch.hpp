#pragma once
#include <signal.h>

#include <optional>

namespace fleetcast::sim::replication {

/// Turns SIGINT, SIGTERM and SIGCHLD into something to poll for as long as it lives, and then puts all back.
class SignalWatch {
 public:
  /// Tells what has arrived since the last call.
  struct Arrived {
    std::optional<int> interrupt{};
    bool child_ended = false;
  };

  /// Throws std::system_error.
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] const sigset_t& mask_before() const { return mask_before_; }
  /// Takes what has arrived, without waiting.
  Arrived take();

 private:
  int descriptor_ = 0;
  sigset_t mask_before_{};
  struct sigaction on_child_before_ {};
};

}  // namespace fleetcast::sim::replication
