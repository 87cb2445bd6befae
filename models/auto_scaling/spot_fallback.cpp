#include "models/auto_scaling/spot_fallback.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace fleetcast::models::auto_scaling {

using sim::Duration;
using sim::Instant;

SpotFallback::SpotFallback(FallbackConfig config) : config_(std::move(config)) {
  if (config_.policies() > 1) {
    throw std::invalid_argument("auto_scaling: fallback has more than one policy; keep one of them");
  }
}

void SpotFallback::note_interruption(Instant now) {
  if (!config_.rate_triggered) return;
  interruptions_.push_back(now);
  const auto kept = static_cast<std::size_t>(config_.rate_triggered->interruptions.count());
  while (interruptions_.size() > kept) interruptions_.pop_front();
}

bool SpotFallback::is_active(Instant now) const {
  const auto& policy = config_.rate_triggered;
  if (!policy) return config_.policies() > 0;
  const auto needed = static_cast<std::size_t>(policy->interruptions.count());
  return interruptions_.size() >= needed && now < interruptions_.front() + policy->window.duration();
}

std::optional<Duration> SpotFallback::delay(Instant now) const {
  if (!is_active(now)) return std::nullopt;
  if (config_.wait_then_on_demand) return config_.wait_then_on_demand->delay.duration();
  if (config_.immediate) return config_.immediate->delay.duration();
  if (config_.hedge) return config_.hedge->delay.duration();
  return config_.rate_triggered->delay.duration();
}

std::optional<Duration> SpotFallback::replacement_delay(Instant now) const {
  if (!config_.immediate && !config_.rate_triggered) return std::nullopt;
  return delay(now);
}

void SpotFallback::stand_in(Instant now) {
  ++stand_ins_;
  gives_back_at_ = now + config_.give_back_interval.duration();
}

void SpotFallback::note_shortage(Instant now, bool is_short) {
  if (!is_short) {
    short_since_.reset();
  } else if (!short_since_) {
    short_since_ = now;
  }
}

std::int64_t SpotFallback::stand_in_for(Instant now, std::int64_t unplaced) {
  const std::optional<Duration> wait = delay(now);
  if (!wait || !short_since_ || now < sim::control_instant(*short_since_ + *wait)) return 0;
  const std::int64_t count = std::max<std::int64_t>(0, unplaced - extra());
  for (std::int64_t i = 0; i < count; ++i) stand_in(now);
  return count;
}

bool SpotFallback::gives_back(Instant now) const {
  if (stand_ins_ == 0 || now < gives_back_at_) return false;
  // While the trigger holds, what stands in would be replaced again.
  return !config_.rate_triggered || !is_active(now);
}

void SpotFallback::release(Instant now, std::int64_t count) {
  stand_ins_ -= std::min(count, stand_ins_);
  gives_back_at_ = now + config_.give_back_interval.duration();
}

std::optional<Instant> SpotFallback::next_look(Instant now) const {
  std::optional<Instant> next;
  const auto consider = [&](Instant at) {
    const Instant look = sim::control_instant(at);
    if (look > now && (!next || look < *next)) next = look;
  };
  if (const auto wait = delay(now); wait && short_since_) consider(*short_since_ + *wait);
  if (stand_ins_ > 0) consider(gives_back_at_);
  if (stand_ins_ > 0 && config_.rate_triggered && is_active(now)) {
    consider(interruptions_.front() + config_.rate_triggered->window.duration());
  }
  return next;
}

}  // namespace fleetcast::models::auto_scaling
