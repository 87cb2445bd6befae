#include "models/sns/retry_policy.hpp"

#include <stdexcept>

#include "sim/chance/logarithm.hpp"

namespace fleetcast::models::sns {

namespace {

/// The phases of a policy, in the words of the documentation.
struct Policy {
  std::int64_t immediate;
  std::int64_t before_backoff;
  std::int64_t backoff;
  std::int64_t after_backoff;
  double shortest_s;
  double longest_s;
};

constexpr Policy managed{3, 2, 10, 100'000, 1, 20};
constexpr Policy customer_facing{0, 2, 10, 38, 10, 600};
constexpr Policy http{0, 0, 0, 3, 20, 20};

const Policy& policy_of(Protocol protocol) {
  switch (protocol) {
    case Protocol::http:
    case Protocol::https: return http;
    case Protocol::email: return customer_facing;
    case Protocol::sqs:
    case Protocol::lambda: return managed;
  }
  throw std::logic_error("sns: unknown protocol");
}

}  // namespace

std::optional<sim::Duration> retry_delay(Protocol protocol, std::int64_t retry) {
  const Policy& policy = policy_of(protocol);
  std::int64_t left = retry;
  if (left <= policy.immediate) return sim::Duration{};
  left -= policy.immediate;
  if (left <= policy.before_backoff) return sim::seconds(policy.shortest_s);
  left -= policy.before_backoff;
  if (left <= policy.backoff) {
    const double along = static_cast<double>(left - 1) / static_cast<double>(policy.backoff - 1);
    return sim::seconds(policy.shortest_s * sim::chance::power(policy.longest_s / policy.shortest_s, along));
  }
  left -= policy.backoff;
  if (left <= policy.after_backoff) return sim::seconds(policy.longest_s);
  return std::nullopt;
}

}  // namespace fleetcast::models::sns
