#pragma once
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::aurora {

/// Tells how a cluster's storage is billed: each I/O by itself, or all of it with dearer instances and storage.
enum class StorageType { standard, io_optimized };

/// Names storage types in documents.
inline constexpr sim::Choices<StorageType, 2> storage_types{{
    {"aurora", StorageType::standard},
    {"aurora-iopt1", StorageType::io_optimized},
}};

/// Describes Serverless v2: every instance's capacity follows its own load.
struct ServerlessConfig {
  sim::Parameter min_capacity = 0.5;
  sim::Parameter max_capacity = 16;
  sim::Parameter vcpus_per_acu = 0.25;
  sim::Parameter scale_out_utilization = 75;
  sim::Parameter scale_in_utilization = 50;
  sim::Parameter scaling_period = 5;
  sim::Parameter growth = 0.15;
  sim::Parameter scale_in_delay = 60;
};

/// Lists the fields of ServerlessConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, ServerlessConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("min_capacity", config.min_capacity,
              {.unit = "ACU", .at_least = 0.5, .at_most = 256, .help = "Least capacity of an instance.",
               .source = "behaviour 11.4 [doc: AUR/aurora-serverless-v2.how-it-works.md]"});
  visit.field("max_capacity", config.max_capacity,
              {.unit = "ACU", .at_least = 0.5, .at_most = 256, .help = "Most capacity of an instance.",
               .source = "behaviour 0.1 [memory]", .mark = Mark::assumed});
  visit.field("vcpus_per_acu", config.vcpus_per_acu,
              {.unit = "vCPU", .at_least = 0.01, .at_most = 4, .help = "Processors that come with one ACU.",
               .source = "behaviour 11.4: 2 GiB and matching CPU; 8 GiB per vCPU as r classes have [derived]",
               .mark = Mark::assumed});
  visit.field("scale_out_utilization", config.scale_out_utilization,
              {.unit = "percent", .at_least = 1, .at_most = 100, .help = "CPU utilisation above which capacity grows.",
               .mark = Mark::assumed});
  visit.field("scale_in_utilization", config.scale_in_utilization,
              {.unit = "percent", .at_least = 0, .at_most = 100,
               .help = "CPU utilisation below which capacity shrinks.", .mark = Mark::assumed});
  visit.field("scaling_period", config.scaling_period,
              {.unit = "s", .at_least = 1, .at_most = 300, .help = "Time between two steps of capacity.",
               .source = "behaviour 11.4: per few s [derived]", .mark = Mark::assumed});
  visit.field("growth", config.growth,
              {.unit = "ratio", .at_least = 0.01, .at_most = 1,
               .help = "Share of the present capacity that a step up adds, 0.5 ACU at least; half of it goes down.",
               .source = "behaviour 11.4: max(0.5, 0.1-0.2 ACU) [derived]", .mark = Mark::assumed});
  visit.field("scale_in_delay", config.scale_in_delay,
              {.unit = "s", .at_least = 0, .help = "Time of low utilisation before capacity shrinks.",
               .source = "behaviour 11.4: after about 1 min [derived]", .mark = Mark::assumed});
}

/// Describes what one query asks of the cluster.
struct QueryConfig {
  sim::chance::Distribution cpu_time = sim::chance::Distribution::lognormal(0.001, 1.0);
  sim::Parameter bytes = 4000;
};

/// Lists the fields of QueryConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, QueryConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("cpu_time", config.cpu_time,
              {.unit = "s", .at_least = 0, .help = "Time that one vCPU needs for the query, alone.",
               .mark = Mark::assumed});
  visit.field("bytes", config.bytes,
              {.unit = "B", .at_least = 0, .at_most = 4e9, .whole = true,
               .help = "Bytes between client and instance, both ways together.", .mark = Mark::assumed});
}

/// Describes how an instance's buffer pool spares it the storage.
struct BufferPoolConfig {
  sim::Parameter hit_ratio = 0.99;
  sim::Parameter cold_hit_ratio = 0.3;
  sim::Parameter warm_up_time = 180;
  sim::Parameter pages_per_miss = 1;
  sim::chance::Distribution storage_read_time = sim::chance::Distribution::lognormal_by_median(0.001, 0.42);
};

/// Lists the fields of BufferPoolConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, BufferPoolConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("hit_ratio", config.hit_ratio,
              {.unit = "ratio", .at_least = 0, .at_most = 1,
               .help = "Share of queries that a warm buffer pool serves without the storage.", .mark = Mark::assumed});
  visit.field("cold_hit_ratio", config.cold_hit_ratio,
              {.unit = "ratio", .at_least = 0, .at_most = 1, .help = "The same, right after a restart.",
               .mark = Mark::assumed});
  visit.field("warm_up_time", config.warm_up_time,
              {.unit = "s", .at_least = 1, .help = "Time in which a cold pool comes 63 % of the way to a warm one.",
               .source = "behaviour 11.3: first minutes [doc: AUR/Aurora.Overview.StorageReliability.md]",
               .mark = Mark::assumed});
  visit.field("pages_per_miss", config.pages_per_miss,
              {.unit = "pages", .at_least = 1, .at_most = 1e6, .whole = true,
               .help = "Pages that a query reads from the storage when it misses; each is one I/O.",
               .source = "behaviour 11.4 [doc: aws db blog planning-i-o-in-amazon-aurora]", .mark = Mark::assumed});
  visit.field("storage_read_time", config.storage_read_time,
              {.unit = "s", .at_least = 0, .help = "Time that reading from the storage takes.",
               .source = "behaviour 11.3: 0.5-2 ms [memory]", .mark = Mark::assumed});
}

/// Describes an Aurora cluster: one writer and its readers over shared storage.
struct AuroraConfig {
  std::string instance_class = "db.r6g.large";
  sim::Parameter vcpus = 2;
  sim::Parameter speed = 1;
  sim::Parameter readers = 1;
  StorageType storage_type = StorageType::standard;
  std::optional<ServerlessConfig> serverlessv2_scaling_configuration;
  sim::Parameter storage_size = 107374182400;
  QueryConfig read;
  QueryConfig write{.cpu_time = sim::chance::Distribution::lognormal(0.0015, 1.0), .bytes = 2000};
  sim::Parameter reads_at_writer = 0;
  BufferPoolConfig buffer_pool;
  sim::chance::Distribution commit_time = sim::chance::Distribution::lognormal_by_median(0.0032, 0.28);
  sim::Parameter log_units_per_write = 1;
  sim::Parameter max_connections = 1000;
  sim::Parameter connections_per_task = 10;
  sim::Parameter connection_lifetime = 1800;
  sim::Parameter client_timeout = 5;
  sim::chance::Distribution failover_time = sim::chance::Distribution::lognormal_by_median(15, 0.3);
  sim::chance::Distribution replacement_time = sim::chance::Distribution::lognormal_by_median(420, 0.15);
  sim::Parameter reader_endpoint_ttl = 5;
  sim::Parameter instance_failures_per_year = 0.02;
};

/// Lists the fields of AuroraConfig that say what is bought.
template <class Visitor, class Config>
void describe_cluster(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("instance_class", config.instance_class,
              {.help = "Class of the instances, as the price book spells it; unused with Serverless v2."});
  visit.field("vcpus", config.vcpus,
              {.unit = "vCPU", .at_least = 1, .at_most = 256, .whole = true,
               .help = "Processors of an instance; unused with Serverless v2."});
  visit.field("speed", config.speed,
              {.unit = "ratio", .at_least = 0.01, .at_most = 100,
               .help = "Speed of a processor relative to the one that cpu_time was measured on.",
               .mark = Mark::assumed});
  visit.field("readers", config.readers,
              {.unit = "instances", .at_least = 0, .at_most = 15, .whole = true,
               .help = "Readers beside the writer, at first and at least.",
               .source = "behaviour 11.2 [doc: AUR/Aurora.Replication.md]"});
  visit.choice("storage_type", config.storage_type, storage_types,
               {.help = "Standard storage (aurora), or I/O-Optimized (aurora-iopt1).",
                .source = "behaviour 11.4 [doc: AUR/Aurora.Overview.StorageReliability.md]"});
  visit.field("serverlessv2_scaling_configuration", config.serverlessv2_scaling_configuration,
              {.help = "Makes all instances Serverless v2."});
  visit.field("storage_size", config.storage_size,
              {.unit = "B", .at_least = 0, .at_most = 1.5e14, .help = "Size of the cluster's volume.",
               .mark = Mark::assumed});
  visit.field("max_connections", config.max_connections,
              {.unit = "connections", .at_least = 1, .at_most = 16000, .whole = true,
               .help = "Connections that an instance accepts; more are turned away at once.",
               .source = "behaviour 11.2: 1000 for r*.large with MySQL, 1722 with PostgreSQL "
                         "[doc: AUR/AuroraMySQL.Managing.Performance.md, AuroraPostgreSQL.Managing.md]"});
}

/// Lists the fields of AuroraConfig that say how it is used and how it fails.
template <class Visitor, class Config>
void describe_behaviour(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("read", config.read, {.help = "A query that reads."});
  visit.field("write", config.write, {.help = "A transaction that writes."});
  visit.field("reads_at_writer", config.reads_at_writer,
              {.unit = "ratio", .at_least = 0, .at_most = 1,
               .help = "Share of reads that use the cluster endpoint, and so the writer.", .mark = Mark::assumed});
  visit.field("buffer_pool", config.buffer_pool, {.help = "How much the instances' memory spares the storage."});
  visit.field("commit_time", config.commit_time,
              {.unit = "s", .at_least = 0, .help = "Time until four of six copies of the log are durable.",
               .source = "behaviour 11.1: 2-5 ms [memory]", .mark = Mark::assumed});
  visit.field("log_units_per_write", config.log_units_per_write,
              {.unit = "units", .at_least = 0, .at_most = 1e6, .whole = true,
               .help = "Units of 4 KB of log that a transaction writes; each is one I/O.",
               .source = "behaviour 11.4 [doc: aws db blog planning-i-o-in-amazon-aurora]", .mark = Mark::assumed});
  visit.field("connections_per_task", config.connections_per_task,
              {.unit = "connections", .at_least = 1, .at_most = 10000, .whole = true,
               .help = "Connections that each task's pool keeps to each endpoint.", .mark = Mark::assumed});
  visit.field("connection_lifetime", config.connection_lifetime,
              {.unit = "s", .at_least = 1,
               .help = "Mean time after which pools open a connection anew; until then it stays with its reader.",
               .source = "behaviour 11.4: existing connections do not move; 30 min is a common pool's default [memory]",
               .mark = Mark::assumed});
  visit.field("client_timeout", config.client_timeout,
              {.unit = "s", .at_least = 0.001, .help = "Time after which a client gives up a silent instance.",
               .mark = Mark::assumed});
  visit.field("failover_time", config.failover_time,
              {.unit = "s", .at_least = 0, .help = "Time from the writer's loss until a reader took over.",
               .source = "behaviour 11.2: 10-16 s measured, often < 30 s "
                         "[doc: AUR/Concepts.AuroraHighAvailability.md; obs: zatoima.github.io]",
               .mark = Mark::measured});
  visit.field("replacement_time", config.replacement_time,
              {.unit = "s", .at_least = 0,
               .help = "Time until a new instance serves: a lost one built again, or one more reader.",
               .source = "behaviour 11.2: < 10 min [doc: AUR/Concepts.AuroraHighAvailability.md]; "
                         "behaviour 11.4: 5-10 min [memory]",
               .mark = Mark::assumed});
  visit.field("reader_endpoint_ttl", config.reader_endpoint_ttl,
              {.unit = "s", .at_least = 0, .help = "Time for which clients still go to a reader that is lost.",
               .source = "behaviour 11.2: DNS, 5 s [doc: AUR/Aurora.Overview.Endpoints.md]"});
  visit.field("instance_failures_per_year", config.instance_failures_per_year,
              {.unit = "1/year", .at_least = 0, .at_most = 1e6,
               .help = "Hardware failures of one instance in a year; the writer's is followed by a failover.",
               .source = "behaviour 16.2: 1-5 % [memory]", .mark = Mark::assumed});
}

/// Lists the fields of AuroraConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, AuroraConfig>
void describe(Visitor& visit, Config& config) {
  describe_cluster(visit, config);
  describe_behaviour(visit, config);
}

}  // namespace fleetcast::models::aurora
