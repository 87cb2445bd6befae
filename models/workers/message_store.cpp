#include "models/workers/message_store.hpp"

namespace fleetcast::models::workers {

std::uint64_t MessageStore::send(sim::Instant now) {
  const std::uint64_t number = first_number_ + messages_.size();
  messages_.push_back({now});
  fresh_.push_back(number);
  ++visible_count_;
  ++size_;
  return number;
}

std::optional<MessageStore::Receipt> MessageStore::receive(sim::Instant now) {
  for (auto* queue : {&returned_, &fresh_}) {
    while (!queue->empty()) {
      const std::uint64_t number = queue->front();
      queue->pop_front();
      Message* message = find(number);
      if (message == nullptr || !message->is_visible) continue;
      message->is_visible = false;
      --visible_count_;
      const Receipt receipt{number, ++message->receives, message->sent_at};
      time_outs_.push_back({now + visibility_time_out_, receipt});
      return receipt;
    }
  }
  return std::nullopt;
}

bool MessageStore::erase(std::uint64_t number) {
  Message* message = find(number);
  if (message == nullptr) return false;
  if (message->is_visible) --visible_count_;
  message->is_visible = false;
  message->is_deleted = true;
  --size_;
  drop_deleted();
  return true;
}

bool MessageStore::release(const Receipt& receipt) {
  if (!is_in_flight(receipt)) return false;
  find(receipt.message)->is_visible = true;
  ++visible_count_;
  returned_.push_back(receipt.message);
  return true;
}

std::optional<sim::Instant> MessageStore::next_time_out() {
  while (!time_outs_.empty() && !is_in_flight(time_outs_.front().receipt)) time_outs_.pop_front();
  if (time_outs_.empty()) return std::nullopt;
  return time_outs_.front().at;
}

std::optional<MessageStore::Receipt> MessageStore::take_timed_out(sim::Instant now) {
  const auto due = next_time_out();
  if (!due || *due > now) return std::nullopt;
  const Receipt receipt = time_outs_.front().receipt;
  time_outs_.pop_front();
  return receipt;
}

std::int64_t MessageStore::discard_sent_before(sim::Instant limit) {
  std::int64_t discarded = 0;
  while (!messages_.empty() && messages_.front().sent_at < limit) {
    if (erase(first_number_)) ++discarded;
  }
  return discarded;
}

std::optional<sim::Instant> MessageStore::oldest_sent_at() const {
  if (messages_.empty()) return std::nullopt;
  return messages_.front().sent_at;
}

MessageStore::Message* MessageStore::find(std::uint64_t number) {
  if (number < first_number_) return nullptr;
  Message& message = messages_[number - first_number_];
  return message.is_deleted ? nullptr : &message;
}

bool MessageStore::is_in_flight(const Receipt& receipt) {
  const Message* message = find(receipt.message);
  return message != nullptr && !message->is_visible && message->receives == receipt.receive;
}

void MessageStore::drop_deleted() {
  while (!messages_.empty() && messages_.front().is_deleted) {
    messages_.pop_front();
    ++first_number_;
  }
}

}  // namespace fleetcast::models::workers
