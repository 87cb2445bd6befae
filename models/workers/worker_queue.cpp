#include "models/workers/worker_queue.hpp"

#include <algorithm>

namespace fleetcast::models::workers {

namespace {

constexpr std::uint64_t order_base = std::uint64_t{33} << 40;
constexpr std::int64_t request_bytes = 65536;

}  // namespace

WorkerQueue::WorkerQueue(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering,
                         std::string name, std::uint64_t ordinal, WorkersConfig config)
    : simulation_(simulation),
      metering_(metering),
      name_(std::move(name)),
      order_key_(order_base + ordinal),
      config_(std::move(config)),
      processing_time_(tables_.compile(config_.processing_time)),
      processing_chance_(chance.stream("workers.processing/" + name_)),
      failure_chance_(chance.stream("workers.failure/" + name_)),
      arrivals_(config_, metering.calendar(), chance.stream("workers.arrival/" + name_)),
      store_(config_.visibility_timeout_seconds.duration()),
      requests_per_message_((config_.message_size.count() + request_bytes - 1) / request_bytes) {}

void WorkerQueue::start() {
  schedule_arrival();
  const Duration minute = sim::minutes(1);
  simulation_.every(minute, simulation_.now() + minute, order_key_, [this] { publish_minute(); });
}

void WorkerQueue::schedule_arrival() {
  const auto arrival = arrivals_.next();
  if (!arrival) return;
  // The clock steps more coarsely than arrivals do, so a close one may lie before the instant of the last.
  simulation_.at(std::max(*arrival, simulation_.now()), order_key_, [this] {
    send(1);
    schedule_arrival();
  });
}

void WorkerQueue::send(std::int64_t count) {
  const Instant now = simulation_.now();
  for (std::int64_t i = 0; i < count; ++i) store_.send(now);
  figures_.sent += count;
  requests_ += count * requests_per_message_;
  hand_out();
}

void WorkerQueue::hand_out() {
  while (store_.visible() > 0) {
    while (!polling_.empty() && (!slots_[polling_.front()].is_open || slots_[polling_.front()].is_busy))
      polling_.pop_front();
    if (polling_.empty()) return;
    const auto receipt = store_.receive(simulation_.now());
    if (!receipt) return;
    const std::size_t slot = polling_.front();
    polling_.pop_front();
    begin(slot, *receipt);
  }
}

void WorkerQueue::begin(std::size_t slot, const MessageStore::Receipt& receipt) {
  Slot& place = slots_[slot];
  const Instant now = simulation_.now();
  count_empty_polls(place, now);
  requests_ += requests_per_message_;
  if (receipt.receive > 1) ++figures_.redelivered;
  place.is_busy = true;
  place.receipt = receipt;
  // The same message takes the same time whoever works on it, and however often.
  const double work_s = processing_time_.sample(uniform(processing_chance_, receipt.message, 0));
  place.end = simulation_.at(now + sim::seconds(work_s), order_key_, [this, slot] { finish(slot); });
  watch_time_outs();
}

void WorkerQueue::finish(std::size_t slot) {
  Slot& place = slots_[slot];
  place.is_busy = false;
  const auto draw = static_cast<std::uint64_t>(place.receipt.receive);
  if (uniform(failure_chance_, place.receipt.message, draw) >= config_.failure_probability.value())
    complete(place.receipt);
  if (place.is_open) poll(slot);
  hand_out();
}

void WorkerQueue::complete(const MessageStore::Receipt& receipt) {
  ++requests_;
  if (!store_.erase(receipt.message)) {
    ++figures_.done_twice;
    return;
  }
  const Duration taken = simulation_.now() - receipt.sent_at;
  ++figures_.completed;
  figures_.completion_sum_s += taken.seconds();
  if (config_.deadline && taken > config_.deadline->duration()) ++figures_.late;
}

void WorkerQueue::poll(std::size_t slot) {
  slots_[slot].polling_since = simulation_.now();
  polling_.push_back(slot);
}

void WorkerQueue::count_empty_polls(Slot& slot, Instant now) {
  const Duration wait = config_.receive_wait_time_seconds.duration();
  const std::int64_t empty = (now - slot.polling_since).ticks / wait.ticks;
  requests_ += empty;
  slot.polling_since = slot.polling_since + wait * empty;
}

void WorkerQueue::watch_time_outs() {
  const auto due = store_.next_time_out();
  if (!due || watched_time_out_) return;
  watched_time_out_ = due;
  simulation_.at(*due, order_key_, [this] { return_timed_out(); });
}

void WorkerQueue::return_timed_out() {
  watched_time_out_.reset();
  // The agenda rounds instants up to its step, so that what is due here is due now.
  while (const auto receipt = store_.take_timed_out(simulation_.now())) give_back(*receipt);
  watch_time_outs();
  hand_out();
}

void WorkerQueue::give_back(const MessageStore::Receipt& receipt) {
  if (config_.max_receive_count && receipt.receive >= config_.max_receive_count->count()) {
    if (store_.erase(receipt.message)) ++figures_.dead_lettered;
    return;
  }
  store_.release(receipt);
}

void WorkerQueue::on(const TaskStarted& message) {
  if (message.place.service != config_.service) return;
  auto& places = tasks_[message.place.task];
  for (std::int64_t i = 0; i < config_.concurrency.count(); ++i) {
    places.push_back(slots_.size());
    slots_.push_back({message.place.task});
    poll(slots_.size() - 1);
  }
  hand_out();
}

void WorkerQueue::on(const TaskDeactivating& message) {
  if (message.place.service == config_.service) close(message.place.task);
}

void WorkerQueue::close(TaskId task) {
  const auto found = tasks_.find(task);
  if (found == tasks_.end()) return;
  for (const std::size_t slot : found->second) {
    Slot& place = slots_[slot];
    if (place.is_open && !place.is_busy) count_empty_polls(place, simulation_.now());
    place.is_open = false;
  }
}

void WorkerQueue::on(const TaskStopped& message) {
  const auto found = tasks_.find(message.place.task);
  if (found == tasks_.end()) return;
  close(message.place.task);
  const bool is_orderly = message.cause != StopCause::instance_lost;
  for (const std::size_t slot : found->second) {
    Slot& place = slots_[slot];
    if (!place.is_busy) continue;
    simulation_.cancel(place.end);
    place.is_busy = false;
    ++figures_.lost_with_worker;
    if (is_orderly && config_.releases_on_stop) {
      ++requests_;
      give_back(place.receipt);
    }
  }
  tasks_.erase(found);
  hand_out();
}

void WorkerQueue::publish_minute() {
  const Instant now = simulation_.now();
  const Duration retention = config_.message_retention_seconds.duration();
  if (now > Instant{} + retention) figures_.expired += store_.discard_sent_before(now - retention);
  const auto oldest = store_.oldest_sent_at();
  const double age_s = oldest ? (now - *oldest).seconds() : 0.0;
  figures_.oldest_age_max_s = std::max(figures_.oldest_age_max_s, age_s);
  const auto visible = static_cast<double>(store_.visible());
  const auto tasks = static_cast<double>(std::max<std::size_t>(1, tasks_.size()));
  metric_points.send({"AWS/SQS/ApproximateNumberOfMessagesVisible{" + name_ + "}", now, visible});
  metric_points.send({"AWS/SQS/ApproximateAgeOfOldestMessage{" + name_ + "}", now, age_s});
  metric_points.send({"Custom/BacklogPerTask{" + config_.service + "}", now, visible / tasks});
  flush_requests(now);
}

void WorkerQueue::flush_requests(Instant now) {
  auto key = metering_.key(pricing::meter::sqs_requests);
  key.service = config_.service;
  metering_.add_at(key, requests_since_, requests_);
  requests_ = 0;
  requests_since_ = now;
}

void WorkerQueue::settle(Instant now) {
  for (Slot& slot : slots_) {
    if (slot.is_open && !slot.is_busy) count_empty_polls(slot, now);
  }
  flush_requests(now);
}

}  // namespace fleetcast::models::workers
