#pragma once
#include <concepts>
#include <type_traits>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::fargate {

/// Names the processor architectures, which have prices of their own.
enum class Architecture { x86_64, arm64 };
inline constexpr sim::Choices<Architecture, 2> architectures{
    {{"X86_64", Architecture::x86_64}, {"ARM64", Architecture::arm64}}};

/// Configures what tasks of one service or job are on Fargate.
struct TaskDefinition {
  sim::Parameter cpu = 0.25;
  sim::Parameter memory = 536870912.0;
  sim::Parameter ephemeral_storage = 21474836480.0;
  Architecture cpu_architecture = Architecture::x86_64;
  bool assign_public_ip = false;
  sim::Parameter image_size = 300e6;
  sim::chance::Distribution start_up = sim::chance::Distribution::lognormal_by_median(5, 0.5);
};

/// Configures Fargate itself.
struct FargateConfig {
  sim::Parameter launch_burst = 100;
  sim::Parameter launch_rate = 20;
  sim::Parameter provision_time_min = 10;
  sim::Parameter provision_time_max = 15;
  sim::Parameter start_variability = 0.25;
  sim::Parameter pull_rate_of_one_vcpu = 30e6;
  sim::Parameter pull_rate_max = 100e6;
  sim::Parameter lazy_loading_reduction = 0;
  sim::Parameter capacity_failure_probability = 0.0005;
  sim::Parameter capacity_failure_probability_in_outage = 0.05;
  sim::Parameter capacity_failure_time = 5;
  sim::Parameter spot_interruption_rate = 0.002;
  sim::Parameter spot_reclaim_share = 0.3;
  sim::Parameter spot_reclaim_spread = 180;
  sim::Parameter spot_warning = 120;
  sim::chance::Distribution spot_dry_time = sim::chance::Distribution::lognormal_by_median(480, 1.2);
};

/// Describes the fields of a TaskDefinition.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, TaskDefinition>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("cpu", config.cpu,
              {.unit = "vCPU", .at_least = 0.25, .at_most = 32, .help = "vCPUs of a task; 0.25, 0.5, 1, 2, 4, 8, ..."});
  visit.field("memory", config.memory, {.unit = "B", .at_least = 536870912.0, .help = "Memory of a task."});
  visit.field("ephemeral_storage", config.ephemeral_storage,
              {.unit = "B", .at_least = 21474836480.0, .at_most = 214748364800.0,
               .help = "Disk of a task; 20 GiB are free of charge."});
  visit.choice("cpu_architecture", config.cpu_architecture, architectures, {.help = "Processor architecture."});
  visit.field("assign_public_ip", config.assign_public_ip,
              {.help = "Gives every task a public IPv4 address, which is billed, and a way past the NAT gateway."});
  visit.field("image_size", config.image_size,
              {.unit = "B", .at_least = 1e3, .help = "Compressed size of the image.",
               .source = "[paper: Harter et al. FAST'16]", .mark = Mark::assumed});
  visit.field("start_up", config.start_up,
              {.unit = "s", .at_least = 0, .help = "Time from the start of the container until it serves.",
               .source = "own choice: depends on the application", .mark = Mark::assumed});
}

/// Describes the fields of a FargateConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, FargateConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("launch_burst", config.launch_burst,
              {.unit = "tasks", .at_least = 1, .whole = true, .help = "Launches that a full token bucket allows.",
               .source = "[doc: ECS/throttling.md]"});
  visit.field("launch_rate", config.launch_rate,
              {.unit = "1/s", .at_least = 0.01, .help = "Tokens per second; on-demand and Spot have a bucket each.",
               .source = "[doc: ECS/throttling.md]"});
  visit.field("provision_time_min", config.provision_time_min,
              {.unit = "s", .at_least = 0, .help = "Shortest time for the microVM and its network interface.",
               .source = "[derived] T_run model; [obs: qiita kjm] ~10 s", .mark = Mark::assumed});
  visit.field("provision_time_max", config.provision_time_max,
              {.unit = "s", .at_least = 0, .help = "Longest time for the microVM and its network interface.",
               .source = "[derived] T_run model", .mark = Mark::assumed});
  visit.field("start_variability", config.start_variability,
              {.at_least = 0, .at_most = 2,
               .help = "Standard deviation of the logarithm of the factor on provisioning and pull.",
               .source = "[derived] T_run model: Lognormal(sigma .25)", .mark = Mark::assumed});
  visit.field("pull_rate_of_one_vcpu", config.pull_rate_of_one_vcpu,
              {.unit = "B/s", .at_least = 1e5, .help = "Image bytes per second of a task with up to 1 vCPU.",
               .source = "[derived] 20-40 MB/s for 0.25-1 vCPU", .mark = Mark::assumed});
  visit.field("pull_rate_max", config.pull_rate_max,
              {.unit = "B/s", .at_least = 1e5,
               .help = "Image bytes per second of large tasks; it grows with the vCPUs.",
               .source = "[derived] up to 100+ MB/s large", .mark = Mark::assumed});
  visit.field("lazy_loading_reduction", config.lazy_loading_reduction,
              {.unit = "ratio", .at_least = 0, .at_most = 0.95,
               .help = "Share of the pull that lazy loading (SOCI) takes out of the start; 0 is without.",
               .source = "[doc: aws blogs] start up to 50-74 % faster", .mark = Mark::assumed});
  visit.field("capacity_failure_probability", config.capacity_failure_probability,
              {.unit = "ratio", .at_least = 0, .at_most = 1,
               .help = "Probability that a launch finds no capacity.",
               .source = "none published", .mark = Mark::assumed});
  visit.field("capacity_failure_probability_in_outage", config.capacity_failure_probability_in_outage,
              {.unit = "ratio", .at_least = 0, .at_most = 1,
               .help = "The same while another zone is down and its load moves.",
               .source = "none published", .mark = Mark::assumed});
  visit.field("capacity_failure_time", config.capacity_failure_time,
              {.unit = "s", .at_least = 0, .help = "Time until a launch without capacity is given up.",
               .source = "own choice", .mark = Mark::assumed});
  visit.field("spot_interruption_rate", config.spot_interruption_rate,
              {.unit = "1/h", .at_least = 0, .at_most = 10, .help = "Interruptions of one Spot task per hour.",
               .source = "none published", .mark = Mark::assumed});
  visit.field("spot_reclaim_share", config.spot_reclaim_share,
              {.unit = "ratio", .at_least = 0.001, .at_most = 1,
               .help = "Share of a zone's Spot tasks that one reclaim takes; it fixes how much is lost together.",
               .source = "[derived] section 8.4, after EC2 spot pools", .mark = Mark::assumed});
  visit.field("spot_reclaim_spread", config.spot_reclaim_spread,
              {.unit = "s", .at_least = 0, .help = "Time over which the notices of one reclaim are spread.",
               .source = "[derived] section 8.4: within 3 minutes", .mark = Mark::assumed});
  visit.field("spot_warning", config.spot_warning,
              {.unit = "s", .at_least = 0, .help = "Time from the notice to the end of a Spot task.",
               .source = "[doc: ECS/fargate-capacity-providers.md]"});
  visit.field("spot_dry_time", config.spot_dry_time,
              {.unit = "s", .at_least = 0, .help = "Time after a reclaim in which Spot launches in the zone fail.",
               .source = "[derived] section 8.4, after EC2 spot pools", .mark = Mark::assumed});
}

}  // namespace fleetcast::models::fargate
