#include "sim/replication/race.hpp"

#include <poll.h>

#include <cerrno>
#include <system_error>

namespace fleetcast::sim::replication {

void Race::start(std::size_t index, const std::string& payload) {
  running_.push_back({index, std::make_unique<Child>(run_, payload, signals_.mask_before())});
}

Race::Turn Race::wait() {
  Turn turn;
  while (!turn.interrupt && !turn.reader_gone && turn.ended.empty()) {
    std::vector<pollfd> watched{{signals_.descriptor(), POLLIN, 0}};
    // Poll leaves negative descriptors out: that is its own way to say "none".
    watched.push_back({output_.value_or(-1), 0, 0});
    for (const Runner& runner : running_) watched.push_back({runner.child->descriptor().value_or(-1), POLLIN, 0});
    if (::poll(watched.data(), watched.size(), -1) < 0) {
      if (errno == EINTR) continue;
      throw std::system_error(errno, std::generic_category(), "poll");
    }
    turn.reader_gone = (watched[1].revents & (POLLERR | POLLNVAL)) != 0;
    for (std::size_t i = 0; i < running_.size(); ++i)
      if (watched[i + 2].revents != 0) running_[i].child->receive();
    const SignalWatch::Arrived arrived = signals_.take();
    turn.interrupt = arrived.interrupt;
    if (arrived.child_ended) collect(turn);
  }
  return turn;
}

void Race::collect(Turn& turn) {
  std::vector<Runner> still_running;
  for (Runner& runner : running_) {
    if (std::optional<ChildEnd> end = runner.child->end())
      turn.ended.emplace_back(runner.index, std::move(*end));
    else
      still_running.push_back(std::move(runner));
  }
  running_ = std::move(still_running);
}

}  // namespace fleetcast::sim::replication
