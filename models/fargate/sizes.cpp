#include "models/fargate/sizes.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace fleetcast::models::fargate {

namespace {

constexpr std::int64_t mib_per_gib = 1024;

/// The memory that tasks with some vCPUs may have.
struct SizeRow {
  std::int64_t milli_vcpu;
  std::int64_t min_gib;
  std::int64_t max_gib;
  std::int64_t step_gib;
};
constexpr std::array<SizeRow, 7> rows{{{500, 1, 4, 1},
                                       {1000, 2, 8, 1},
                                       {2000, 4, 16, 1},
                                       {4000, 8, 30, 1},
                                       {8000, 16, 60, 4},
                                       {16000, 32, 120, 8},
                                       {32000, 60, 244, 4}}};

std::int64_t whole_mib(double bytes) { return static_cast<std::int64_t>(std::ceil(bytes / (1024.0 * 1024.0))); }

}  // namespace

TaskSize size_of(const TaskDefinition& definition) {
  const std::int64_t free_storage_mib = 20 * mib_per_gib;
  return {static_cast<std::int64_t>(std::llround(definition.cpu.value() * 1000)), whole_mib(definition.memory.value()),
          std::max<std::int64_t>(0, whole_mib(definition.ephemeral_storage.value()) - free_storage_mib)};
}

std::optional<std::string> problem_of(const TaskSize& size) {
  if (size.milli_vcpu == 250) {
    const bool is_offered = size.memory_mib == 512 || size.memory_mib == 1024 || size.memory_mib == 2048;
    if (is_offered) return std::nullopt;
    return "Fargate offers 0.25 vCPU with 512 MiB, 1 GiB or 2 GiB, not with " + std::to_string(size.memory_mib) +
           " MiB";
  }
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [&](const SizeRow& offered) { return offered.milli_vcpu == size.milli_vcpu; });
  if (row == rows.end()) {
    return "Fargate offers 0.25, 0.5, 1, 2, 4, 8, 16 and 32 vCPU, not " + std::to_string(size.milli_vcpu) + "/1000";
  }
  const std::int64_t above_min = size.memory_mib - row->min_gib * mib_per_gib;
  const bool is_offered =
      above_min >= 0 && size.memory_mib <= row->max_gib * mib_per_gib && above_min % (row->step_gib * mib_per_gib) == 0;
  if (is_offered) return std::nullopt;
  return "Fargate offers " + std::to_string(size.milli_vcpu) + "/1000 vCPU with " + std::to_string(row->min_gib) +
         " to " + std::to_string(row->max_gib) + " GiB in steps of " + std::to_string(row->step_gib) +
         " GiB, not with " + std::to_string(size.memory_mib) + " MiB";
}

double pull_rate(const FargateConfig& config, double vcpu) {
  const double low = config.pull_rate_of_one_vcpu.value();
  const double high = std::max(low, config.pull_rate_max.value());
  return low + (high - low) * std::clamp((vcpu - 1) / 7, 0.0, 1.0);
}

}  // namespace fleetcast::models::fargate
