#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "models/fargate/config.hpp"

namespace fleetcast::models::fargate {

/// Holds the size of a task in the units it is billed in.
struct TaskSize {
  std::int64_t milli_vcpu = 0;
  std::int64_t memory_mib = 0;
  std::int64_t billed_storage_mib = 0;  ///< beyond the 20 GiB that are free
};

/// Returns the size of a task, rounded up.
[[nodiscard]] TaskSize size_of(const TaskDefinition& definition);

/// Returns what is wrong with a size and what would be right, or nothing if Fargate offers it.
///
/// Source: the table of task sizes of the ECS developer guide (AWS_Fargate.md); 32 vCPU from the pricing page [memory].
[[nodiscard]] std::optional<std::string> problem_of(const TaskSize& size);

/// Returns the image bytes per second of a task: flat up to 1 vCPU, then growing with the vCPUs up to 8.
[[nodiscard]] double pull_rate(const FargateConfig& config, double vcpu);

}  // namespace fleetcast::models::fargate
