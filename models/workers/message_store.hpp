#pragma once
#include <cstdint>
#include <deque>
#include <optional>

#include "sim/time.hpp"

namespace fleetcast::models::workers {

/// Holds the messages of a queue: visible ones in order, and those in flight until they are deleted or time out.
///
/// A message is known by its number; numbers count up in the order of sending.
class MessageStore {
 public:
  /// Identifies one receive of a message.
  struct Receipt {
    std::uint64_t message = 0;
    std::int64_t receive = 0;  ///< 1 for the first
    sim::Instant sent_at;
  };

  explicit MessageStore(sim::Duration visibility_time_out) : visibility_time_out_(visibility_time_out) {}

  /// Adds a message and returns its number.
  std::uint64_t send(sim::Instant now);
  /// Takes a visible message, those that reappeared first; nothing if none is visible.
  std::optional<Receipt> receive(sim::Instant now);
  /// Deletes a message whichever receipt it is known by; returns false if it was gone already.
  bool erase(std::uint64_t message);
  /// Makes a message that is in flight under this receipt visible again.
  bool release(const Receipt& receipt);

  /// Returns when the next message that is in flight times out.
  [[nodiscard]] std::optional<sim::Instant> next_time_out();
  /// Returns the receipt of a message whose time is up; the caller releases or deletes the message.
  std::optional<Receipt> take_timed_out(sim::Instant now);
  /// Deletes what was sent before an instant and returns how many messages that were.
  std::int64_t discard_sent_before(sim::Instant limit);

  [[nodiscard]] std::int64_t visible() const { return visible_count_; }
  /// Returns the number of messages that are not deleted.
  [[nodiscard]] std::int64_t size() const { return size_; }
  /// Returns when the oldest message that is not deleted was sent.
  [[nodiscard]] std::optional<sim::Instant> oldest_sent_at() const;

 private:
  struct Message {
    sim::Instant sent_at;
    std::int64_t receives = 0;
    bool is_visible = true;
    bool is_deleted = false;
  };
  struct TimeOut {
    sim::Instant at;
    Receipt receipt;
  };
  [[nodiscard]] Message* find(std::uint64_t number);
  [[nodiscard]] bool is_in_flight(const Receipt& receipt);
  void drop_deleted();

  sim::Duration visibility_time_out_;
  std::deque<Message> messages_;
  std::uint64_t first_number_ = 0;
  std::deque<std::uint64_t> fresh_;
  std::deque<std::uint64_t> returned_;
  std::deque<TimeOut> time_outs_;  ///< in order of time, since the time-out is the same for all
  std::int64_t visible_count_ = 0;
  std::int64_t size_ = 0;
};

}  // namespace fleetcast::models::workers
