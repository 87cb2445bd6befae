#pragma once
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pricing/billing_month.hpp"
#include "scenarios/documents/price_books.hpp"
#include "scenarios/results/summary.hpp"
#include "sim/time.hpp"

// Results that no simulation made, for tests of what is said about results: small, and different in each replication.
namespace fleetcast::scenarios::results::sample {

inline constexpr std::size_t minutes = 120;
inline const std::int64_t first_hour = pricing::utc_hour_of(2026, 11, 2);

/// Returns a number between 0 and 1 that looks like chance and is the same everywhere.
inline double scatter(std::uint64_t replication, std::uint64_t position) {
  const std::uint64_t mixed = (replication * 1000003 + position + 1) * 0x9E3779B97F4A7C15;
  return static_cast<double>(mixed >> 40) / static_cast<double>(1 << 24);
}

/// Returns a row of usage in us-east-1, so many hours after the start.
inline pricing::UsageKey usage_row(std::string_view meter, std::int64_t hour, std::string_view pool = "",
                                   std::string_view purchase_option = "", std::string_view fleet = "") {
  pricing::UsageKey key;
  key.meter = meter;
  key.region = "us-east-1";
  key.utc_hour = first_hour + hour;
  key.pool = pool;
  key.purchase_option = purchase_option;
  key.fleet = fleet;
  return key;
}

/// Adds two hours of instances, a load balancer and a NAT gateway; how much differs between replications.
inline void add_usage(RunResult& run) {
  namespace meter = pricing::meter;
  for (std::int64_t hour = 0; hour < 2; ++hour) {
    const auto extra = static_cast<std::int64_t>(3600 * scatter(run.replication, static_cast<std::uint64_t>(hour)));
    pricing::UsageKey instance = usage_row(meter::ec2_instance_seconds, hour, "m6i.large", "on_demand", "steady");
    instance.zone = "us-east-1a";
    run.ledger.add(instance, 4 * 3600);
    instance = usage_row(meter::ec2_instance_seconds, hour, "m6i.large", "spot", "cheap");
    instance.zone = "us-east-1b";
    run.ledger.add(instance, 6 * 3600 + extra);
    pricing::UsageKey balancer = usage_row(meter::alb_hours, hour);
    balancer.service = "web";
    run.ledger.add(balancer, 1);
    balancer.meter = meter::alb_processed_bytes;
    run.ledger.add(balancer, (std::int64_t{3} << 30) + (extra << 20));
    run.ledger.add(usage_row(meter::nat_hours, hour), 1);
    run.ledger.add(usage_row(meter::nat_processed_bytes, hour), (std::int64_t{2} << 30) + extra);
  }
}

/// Returns a class with exponential latencies and a few requests that are late, time out or are blocked.
inline ClassResult sample_class(std::string name, std::uint64_t replication, std::uint64_t scale) {
  ClassResult one;
  one.name = std::move(name);
  one.deadline_seconds = 1;
  one.by_cause["time_out"] = 3 + replication * 2;
  one.by_cause["waf_block"] = 10 * scale;
  one.late = replication % 3;
  one.good = 10000 * scale + static_cast<std::uint64_t>(100 * scatter(replication, scale));
  for (std::uint64_t i = 0; i < one.good + one.late; ++i) {
    const double share = (static_cast<double>(i) + 0.5) / static_cast<double>(one.good + one.late);
    const double latency_s =
        0.01 * static_cast<double>(scale) - 0.02 * std::log1p(-share) * (1 + 0.01 * scatter(replication, 7));
    one.latency.record(sim::seconds(latency_s).ticks);
  }
  one.offered = one.good + one.late + one.by_cause["time_out"] + one.by_cause["waf_block"];
  return one;
}

/// Adds minutes with two or three bad ones after the first hour.
inline void add_minutes(RunResult& run) {
  for (std::size_t minute = 0; minute < minutes; ++minute) {
    const bool is_hit = minute >= 60 && minute < 62 + run.replication % 2;
    const std::uint64_t offered = 200 + minute;
    const std::uint64_t bad = is_hit ? 9 : 0;
    run.minutes.push_back({offered, offered - bad, bad, offered - bad, 0.04 * static_cast<double>(offered - bad)});
    run.timeline["fleet.instances"].push_back(is_hit ? 8 : 10);
    run.timeline["fleet.spot_instances"].push_back(is_hit ? 4 : 6);
  }
}

/// Returns one replication of two hours that offers two classes of requests and loses two instances.
inline RunResult run(std::uint64_t replication) {
  RunResult run;
  run.replication = replication;
  run.fingerprint = "0123456789abcde" + std::to_string(replication % 10);
  run.horizon_seconds = 60.0 * minutes;
  run.classes = {sample_class("api_read", replication, 2), sample_class("page", replication, 1)};
  run.excluded_causes = {"waf_block"};
  run.in_flight_at_begin = 5;
  run.in_flight_at_end = 5;
  run.counts = {{"attempts", 31000 + replication}, {"time_outs", 6 + 4 * replication}};
  run.stages["origin"] = run.classes.front().latency;
  run.figures = {{"fleet.instances", 9.9 - 0.1 * static_cast<double>(replication % 2)},
                 {"fleet.spot_share", 0.6},
                 {"cloudfront.hit_ratio", 0.9 + 0.001 * scatter(replication, 11)}};
  add_minutes(run);
  run.incidents = {{{sim::minutes(60).ticks},
                    "spot_interruption",
                    "pool m6i.large in b reclaimed",
                    "2 instances lost",
                    sim::minutes(2)},
                   {{sim::minutes(61).ticks},
                    "spot_interruption",
                    "pool m6i.large in b reclaimed",
                    "1 instance lost",
                    sim::minutes(2)},
                   {{sim::minutes(90).ticks}, "deployment", "scripted", "api rolled to revision 2", sim::minutes(6)}};
  run.events = {{3590, 3590, "spot_reclaim", "spot reclaim of m6i.large in b", Harm::none, std::nullopt},
                {3600, 3719, "tasks_lost", "4 tasks of api lost", Harm::capacity, 0}};
  for (std::size_t minute = 60; minute < 62 + replication % 2; ++minute) {
    run.losses.push_back({minute, 9, 1, true, "spot_reclaim",
                          "spot reclaim of m6i.large in b -> 4 tasks of api lost -> api in a at 0.97 -> 9 x time_out",
                          true});
  }
  run.audit = {{"conservation", 0, 0, true}, {"littles_law/api", 0.001 * scatter(replication, 13), 0.002, true}};
  add_usage(run);
  return run;
}

/// Returns replications 0 .. count - 1.
inline std::vector<RunResult> runs(std::uint64_t count) {
  std::vector<RunResult> made;
  for (std::uint64_t i = 0; i < count; ++i) made.push_back(run(i));
  return made;
}

/// Returns the shipped prices.
inline const pricing::PriceBook& book() {
  static const pricing::PriceBook book = documents::read_named_price_book("us-east-1");
  return book;
}

/// Returns a heading with a fixed start, 2026-11-02.
inline Heading heading() {
  Heading heading;
  heading.scenario_name = "sample";
  heading.scenario_digest = "00000000000000aa";
  heading.version = "0.0.0";
  heading.seed = 1;
  heading.start_utc_seconds = first_hour * 3600;
  heading.pre_roll_seconds = 600;
  heading.assumptions = {{"/classes/page/deadline", "1 s", "own choice"}};
  return heading;
}

/// Returns four objectives, one of which is missed.
inline ObjectivesConfig objectives() {
  ObjectivesConfig objectives;
  objectives.availability = 0.9995;
  objectives.latency_p99 = 0.2;
  objectives.cost_usd_month = 500;
  ObjectiveSpec minutes_in_months;
  minutes_in_months.metric = "availability.error_minutes";
  minutes_in_months.at_most = 2;
  minutes_in_months.in_share_of_months = 0.4;
  objectives.more = {minutes_in_months};
  return objectives;
}

/// Sums replications up at the shipped prices.
inline Summary summary_of(const std::vector<RunResult>& runs, const ObjectivesConfig& asked = objectives()) {
  const pricing::BillOptions options;
  const Terms terms{book(), options, asked};
  return summarise(runs, heading(), terms);
}

}  // namespace fleetcast::scenarios::results::sample
