#pragma once
#include <cstdint>
#include <optional>

#include "models/sns/config.hpp"
#include "sim/time.hpp"

namespace fleetcast::models::sns {

/// Returns how long SNS waits before retry number `retry` (1, 2, ...) of a protocol, or nothing when it gives up.
///
/// HTTP: 3 retries 20 s apart. Email: 2 x 10 s, 10 exponential from 10 to 600 s, 38 x 600 s. SQS and Lambda: 3 at
/// once, 2 x 1 s, 10 exponential from 1 to 20 s, 100,000 x 20 s [doc: SNS message-delivery-retries].
[[nodiscard]] std::optional<sim::Duration> retry_delay(Protocol protocol, std::int64_t retry);

}  // namespace fleetcast::models::sns
