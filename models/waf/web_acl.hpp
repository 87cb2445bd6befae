#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "models/waf/config.hpp"
#include "models/waf/sliding_count.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"
#include "sim/traffic/growth.hpp"
#include "sim/traffic/program.hpp"

namespace fleetcast::models::waf {

/// Reports what a web ACL did with one group of senders in a run.
struct KeyGroupFigures {
  std::string group;
  std::uint64_t inspected = 0;   ///< since measuring began
  std::uint64_t blocked = 0;     ///< since measuring began
  std::int64_t rate_blocks = 0;  ///< times the rate-based rule began to act
  double rate_blocked_s = 0;     ///< seconds in which it acted
};

/// Models a WAF web ACL in front of CloudFront or a load balancer.
///
/// Modelled: latency of inspection; a share of each group of senders blocked by rules; a rate-based rule that checks
/// about every 10 s what one key of a group sent in the window, seen with a lag, and blocks the group's keys until the
/// count is back at the limit (blocked requests count on); requests that cannot be inspected; billing of the web ACL,
/// its rules and every request inspected. A blocked request gets 403, which availability leaves out. Left out: single
/// keys (those of a group send alike), capacity units, captchas.
class WebAcl {
 public:
  WebAcl(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering,
         sim::traffic::Kernel& kernel, WebAclConfig config, std::string name);

  sim::Port<MetricPoint> metrics;
  sim::Port<Incident> incidents;

  /// Writes the inspection of a class of requests sent by a group of senders.
  ///
  /// Throws std::invalid_argument if the configuration has no such group.
  void write(sim::traffic::ProgramWriter& writer, const std::string& group, std::string_view purpose);

  /// Begins the checks of the rate-based rule and the publication of metrics.
  void start();
  /// Meters what was used since the last settling.
  void settle(Instant now);

  [[nodiscard]] sim::traffic::CauseId blocked_cause() const { return blocked_; }
  /// Tells whether the rate-based rule blocks a group now.
  [[nodiscard]] bool is_rate_blocked(const std::string& group) const;
  [[nodiscard]] std::vector<KeyGroupFigures> figures() const;

 private:
  struct Group {
    std::string name;
    double keys = 1;
    double blocked_share = 0;
    sim::traffic::GateId gate{};
    SlidingCount sent;
    sim::traffic::Growth<std::uint64_t> checked{};
    sim::traffic::Growth<std::uint64_t> settled{};
    sim::traffic::Growth<std::uint64_t> published_admitted{};
    sim::traffic::Growth<std::uint64_t> published_rejected{};
    std::optional<Instant> over_limit_since{};
    std::int64_t rate_blocks = 0;
    double rate_blocked_s = 0;
  };

  [[nodiscard]] Group& find(const std::string& group);
  [[nodiscard]] std::uint64_t inspected(const Group& group) const;
  void check_rates();
  void check_rate(std::size_t index);
  void set_over_limit(Group& group, bool is_over_limit, double count);
  void publish_metrics();

  sim::control::Simulation& simulation_;
  Metering& metering_;
  sim::traffic::Kernel& kernel_;
  WebAclConfig config_;
  std::string name_;
  sim::chance::Stream check_phase_;
  sim::chance::Stream visibility_lag_;
  sim::traffic::CauseId blocked_;
  std::optional<sim::traffic::GateId> error_gate_;
  std::vector<Group> groups_;
  std::uint64_t checks_ = 0;
  Instant settled_at_;
};

}  // namespace fleetcast::models::waf
