#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "models/route53/config.hpp"
#include "models/route53/health_check.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"
#include "sim/traffic/growth.hpp"
#include "sim/traffic/program.hpp"

namespace fleetcast::models::route53 {

/// Says why a zone's node is kept out of the answers although it passes its health checks.
enum class Withheld { zonal_shift, no_healthy_target };

/// Reports what name service did in a run.
struct Route53Figures {
  std::uint64_t lookups = 0;        ///< by clients at their resolvers, since measuring began
  std::int64_t answered_queries = 0;  ///< by resolvers at Route 53, since measuring began
  std::int64_t failovers = 0;       ///< times an unhealthy node left the answers
};

/// Returns the share of clients still at an old address some time after the answer changed:
/// S(t) = (1 - e) * max(0, 1 - t / TTL) + e * exp(-t / tau) [derived].
[[nodiscard]] double share_at_old_address(const Route53Config& config, Duration elapsed);

/// Returns the queries per second that reach Route 53 when clients make `lookups_per_second`, spread evenly over the
/// resolvers: each resolver asks once, then answers from its cache for the time to live.
[[nodiscard]] double resolver_queries_per_second(const Route53Config& config, double lookups_per_second);

/// Models Route 53: the lookups of clients, and which zone's load balancer node they are sent to.
///
/// Modelled: a lookup's latency for a share of requests; one node of the load balancer in each zone, watched by many
/// checkers; after a node is found unhealthy (or is withheld) clients leave it as their answers expire, a few much
/// later; with no healthy node all are answered; hosted zones, queries after the resolvers' caches, and health checks
/// are billed. A zone that fails only in part (gray) still answers its checks, so nothing moves. Left out: routing
/// policies between regions, and changes of records, which need the control plane.
class Route53 {
 public:
  /// Takes the zones that have a node; throws std::invalid_argument if there is none.
  Route53(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering,
          sim::traffic::Kernel& kernel, Route53Config config, ZoneIndex zone_count, std::vector<ZoneIndex> node_zones);

  sim::Port<MetricPoint> metrics;
  sim::Port<Incident> incidents;

  /// Writes the lookup that precedes a share of a class's requests.
  void write_lookup(sim::traffic::ProgramWriter& writer, std::string_view purpose);
  /// Writes the choice of the zone whose node takes the request.
  void write_entry_zone(sim::traffic::ProgramWriter& writer, std::string_view purpose);

  /// Begins to publish metrics.
  void start();
  void on(const ZoneChanged& change);
  /// Takes a zone's node out of the answers for a reason, or lifts that reason.
  void withhold(ZoneIndex zone, Withheld reason, bool is_withheld);

  /// Tells whether a zone's node is in the answers given now.
  [[nodiscard]] bool is_answered(ZoneIndex zone) const;
  /// Returns the share of clients that go to a zone's node now.
  [[nodiscard]] double share(ZoneIndex zone) const;

  /// Meters what was used since the last settling.
  void settle(Instant now);
  [[nodiscard]] Route53Figures figures() const;

 private:
  struct Node {
    ZoneIndex zone = 0;
    std::unique_ptr<HealthCheck> health_check;
    std::array<bool, 2> withheld{};
  };

  [[nodiscard]] bool is_available(const Node& node) const;
  [[nodiscard]] Node* find(ZoneIndex zone);
  [[nodiscard]] std::vector<double> wanted_shares() const;
  [[nodiscard]] std::vector<double> shares_after(Duration elapsed) const;
  void note_health(const EndpointHealth& health);
  void change_answers();
  void move_clients();
  void meter_queries(Instant now);
  void meter_months(Instant now);
  void publish_metrics();

  sim::control::Simulation& simulation_;
  Metering& metering_;
  sim::traffic::Kernel& kernel_;
  Route53Config config_;
  ZoneIndex zone_count_;
  std::vector<Node> nodes_;
  sim::traffic::PlacesId entry_zones_;
  sim::traffic::CounterId lookups_;
  sim::traffic::Growth<std::uint64_t> lookups_growth_;
  // Clients move from one set of shares, by zone, to another since the answers changed.
  std::vector<double> old_shares_;
  std::vector<double> new_shares_;
  Instant changed_at_;
  std::optional<sim::control::TimerId> next_move_;
  Instant settled_at_;
  double queries_carried_ = 0;
  std::optional<std::int64_t> metered_month_;
  Route53Figures figures_;
};

}  // namespace fleetcast::models::route53
