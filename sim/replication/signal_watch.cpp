#include "sim/replication/signal_watch.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace fleetcast::sim::replication {

SignalWatch::SignalWatch() {
  sigset_t watched;
  sigemptyset(&watched);
  sigaddset(&watched, SIGCHLD);
  for (const int number : {SIGINT, SIGTERM}) {
    struct sigaction now {};
    sigaction(number, nullptr, &now);
    // A job in the background, under nohup for instance, ignores Ctrl-C on purpose.
    if (now.sa_handler != SIG_IGN) sigaddset(&watched, number);
  }
  descriptor_ = ::signalfd(-1, &watched, SFD_NONBLOCK | SFD_CLOEXEC);
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "signalfd");
  // Where SIGCHLD is ignored the system reaps children itself, and their ends are lost.
  struct sigaction default_action {};
  default_action.sa_handler = SIG_DFL;
  sigaction(SIGCHLD, &default_action, &on_child_before_);
  sigprocmask(SIG_BLOCK, &watched, &mask_before_);
}

SignalWatch::~SignalWatch() {
  sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
  sigaction(SIGCHLD, &on_child_before_, nullptr);
  ::close(descriptor_);
}

SignalWatch::Arrived SignalWatch::take() {
  Arrived arrived;
  struct signalfd_siginfo information {};
  while (::read(descriptor_, &information, sizeof information) == static_cast<ssize_t>(sizeof information)) {
    const int number = static_cast<int>(information.ssi_signo);
    if (number == SIGCHLD)
      arrived.child_ended = true;
    else
      arrived.interrupt = number;
  }
  return arrived;
}

}  // namespace fleetcast::sim::replication
