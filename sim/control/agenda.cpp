#include "sim/control/agenda.hpp"

#include <algorithm>
#include <utility>

namespace fleetcast::sim::control {

namespace {
constexpr std::greater<Order> later_first{};
constexpr std::size_t heap_worth_compacting = 256;
}  // namespace

std::uint64_t Agenda::add(Instant instant, Rank rank, std::uint64_t key, std::function<void()> action,
                          std::optional<Duration> period) {
  const std::uint64_t number = ++last_number_;
  items_.emplace(number, Item{std::move(action), instant, period});
  push({control_instant(instant), rank, key, number});
  return number;
}

void Agenda::cancel(std::uint64_t number) {
  if (items_.erase(number) != 0) forget_cancelled_when_many();
}

std::optional<Instant> Agenda::next() {
  drop_cancelled();
  if (heap_.empty()) return std::nullopt;
  return heap_.front().instant;
}

std::optional<Agenda::Due> Agenda::take_due(Instant now) {
  drop_cancelled();
  if (heap_.empty() || heap_.front().instant > now) return std::nullopt;
  std::pop_heap(heap_.begin(), heap_.end(), later_first);
  Due due{heap_.back(), {}};
  heap_.pop_back();
  const auto item = items_.find(due.order.number);
  due.action = std::move(item->second.action);
  if (!item->second.period) items_.erase(item);
  return due;
}

void Agenda::repeat(Due due) {
  const auto item = items_.find(due.order.number);
  if (item == items_.end()) return;
  item->second.action = std::move(due.action);
  item->second.nominal = item->second.nominal + *item->second.period;
  push({control_instant(item->second.nominal), due.order.rank, due.order.key, due.order.number});
}

void Agenda::push(Order order) {
  heap_.push_back(order);
  std::push_heap(heap_.begin(), heap_.end(), later_first);
}

void Agenda::drop_cancelled() {
  while (!heap_.empty() && !items_.contains(heap_.front().number)) {
    std::pop_heap(heap_.begin(), heap_.end(), later_first);
    heap_.pop_back();
  }
}

void Agenda::forget_cancelled_when_many() {
  if (heap_.size() < heap_worth_compacting || heap_.size() < 2 * items_.size()) return;
  std::erase_if(heap_, [this](const Order& order) { return !items_.contains(order.number); });
  std::make_heap(heap_.begin(), heap_.end(), later_first);
}

}  // namespace fleetcast::sim::control
