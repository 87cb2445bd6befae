#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace fleetcast::pricing {

// Rules by which AWS turns what was used in one life cycle into what is billed. Whoever writes a usage ledger applies
// them before metering, since a ledger's rows no longer tell one life cycle from another. The models of compute do so
// themselves: 60 s at least, and nothing for a spot instance that EC2 interrupts in its first hour.

/// Says in which steps AWS bills a use: a step that has begun counts in full, and each use counts for a minimum.
struct StepRule {
  std::int64_t step = 1;           ///< above 0, in the unit of what was used
  std::int64_t minimum_steps = 0;  ///< at least 0
};

/// Returns the number of steps that are billed for one use, such as 60 for an instance that lived for 12 s (by the
/// second, 60 at least), or 2 for 101 ms in steps of 100 ms. Throws std::invalid_argument for a negative use or
/// minimum, and for a step that is not above 0.
[[nodiscard]] std::int64_t billed_steps(std::int64_t used, const StepRule& rule);

/// Returns the billable seconds of fast snapshot restore: at least an hour each time it is enabled in a zone.
[[nodiscard]] std::int64_t billable_fast_restore_seconds(std::int64_t enabled_seconds);

/// Splits the provisioned IOPS of one io2 volume into the bands that have prices of their own: up to 32,000, up to
/// 64,000 and above (pools "io2", "io2/over_32000" and "io2/over_64000").
[[nodiscard]] std::array<std::int64_t, 3> io2_bands(std::int64_t iops);

/// Returns the billable data of a serverless cache in one whole hour, in MiB-seconds: at least 0.1 GB of Valkey and
/// 1 GB of Redis OSS. Throws std::invalid_argument for an engine other than "valkey" and "redis".
[[nodiscard]] std::int64_t billable_cache_mib_seconds(std::string_view engine, std::int64_t stored_mib_seconds);

/// Returns the ElastiCache Processing Units of a simple command: one per KiB begun that it transfers, at least one.
[[nodiscard]] std::int64_t processing_units(std::int64_t transferred_bytes);

/// Returns the hours of the minimum time that an object or a snapshot was not kept for, rounded down to the hour.
[[nodiscard]] std::int64_t early_delete_hours(std::int64_t minimum_days, std::int64_t kept_seconds);

}  // namespace fleetcast::pricing
