#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "sim/time.hpp"

namespace fleetcast::sim::control {

/// Tells what runs first at one instant: every callback, and then every process that is due.
enum class Rank : std::uint8_t { callback, process };

/// Orders what is due, by data alone.
struct Order {
  Instant instant{};
  Rank rank = Rank::callback;
  std::uint64_t key = 0;
  std::uint64_t number = 0;
  constexpr auto operator<=>(const Order&) const = default;
};

/// Keeps what is still to come, and gives it back in order.
class Agenda {
 public:
  /// Holds an action that has become due.
  struct Due {
    /// Holds where the action stood.
    Order order{};
    /// Does what is due.
    std::function<void()> action{};
  };

  /// Adds an action, to be given back once, or every period for ever; returns its number.
  std::uint64_t add(Instant instant, Rank rank, std::uint64_t key, std::function<void()> action,
                    std::optional<Duration> period = std::nullopt);
  /// Removes an action; a number that is no longer there is left alone.
  void cancel(std::uint64_t number);
  /// Returns the instant of the first action, if there is one.
  [[nodiscard]] std::optional<Instant> next();
  /// Takes the first action if it is due at an instant.
  std::optional<Due> take_due(Instant now);
  /// Plans the next turn of a periodic action after it has run, unless it was cancelled meanwhile.
  void repeat(Due due);

 private:
  struct Item {
    /// Does what is due; empty while it is being done.
    std::function<void()> action{};
    // Nominal instant: kept unrounded, so that periods that are no multiple of a control step do not drift.
    Instant nominal{};
    std::optional<Duration> period{};
  };

  void push(Order order);
  void drop_cancelled();
  void forget_cancelled_when_many();

  // Cancelled orders stay in the heap until they come up or outnumber the others.
  std::vector<Order> heap_;
  std::unordered_map<std::uint64_t, Item> items_;
  std::uint64_t last_number_ = 0;
};

}  // namespace fleetcast::sim::control
