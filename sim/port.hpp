#pragma once
#include <functional>
#include <utility>
#include <vector>

namespace fleetcast::sim {

/// Sends messages of one type from a model to whoever was wired to it; wiring happens once, before the run.
template <class Message>
class Port {
 public:
  /// Adds a receiver; receivers are called in the order they were added.
  void connect(std::function<void(const Message&)> receiver) { receivers_.push_back(std::move(receiver)); }
  void send(const Message& message) const {
    for (const auto& receiver : receivers_) receiver(message);
  }

 private:
  std::vector<std::function<void(const Message&)>> receivers_;
};

}  // namespace fleetcast::sim
