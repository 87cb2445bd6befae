#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "models/alb/alb.hpp"
#include "models/app/app.hpp"
#include "models/aurora/aurora.hpp"
#include "models/backend/backends.hpp"
#include "models/cloudfront/cloudfront.hpp"
#include "models/elasticache/elasticache.hpp"
#include "models/route53/route53.hpp"
#include "models/s3/bucket.hpp"
#include "models/vpc/network.hpp"
#include "models/waf/web_acl.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/world/surroundings.hpp"

namespace fleetcast::scenarios::world {

/// Name of the bucket that takes the distribution's access logs, if the scenario has one.
inline constexpr const char* access_log_bucket = "logs";

/// Holds everything that requests pass on their way: edge, balancer, applications, cache, database, buckets, backends.
/// Built from a scenario; writes the program of each request class.
class RequestPath {
 public:
  RequestPath(const Surroundings& around, const Scenario& scenario);
  RequestPath(const RequestPath&) = delete;
  RequestPath& operator=(const RequestPath&) = delete;

  /// Begins everything; expected rates of the classes, per second, tell how full caches are.
  void start(const std::map<std::string, double>& rates);
  void settle(sim::Instant now);

  models::backend::Backends backends;
  std::optional<models::route53::Route53> route53;
  std::optional<models::cloudfront::CloudFront> cloudfront;
  std::optional<models::waf::WebAcl> waf;
  std::optional<models::alb::Alb> alb;
  std::map<std::string, std::unique_ptr<models::s3::Bucket>> buckets;
  std::optional<models::elasticache::ElastiCache> elasticache;
  std::optional<models::aurora::Aurora> aurora;
  std::map<std::string, std::unique_ptr<models::app::App>> apps;

  /// Returns the classes by name, in the order of the document.
  [[nodiscard]] const std::map<std::string, sim::traffic::ClassId>& classes() const { return classes_; }

 private:
  void build(const Surroundings& around, const Scenario& scenario);
  void build_services(const Surroundings& around, const Scenario& scenario);
  void write_class(const std::string& name, const RequestClassSpec& spec);
  void list_objects(const std::string& name, const RequestClassSpec& spec);
  void write_journey(const std::string& name, const RequestClassSpec& spec);
  void write_origin(const std::string& name, const RequestClassSpec& spec);
  [[nodiscard]] bool is_blocked(const std::string& from, const std::string& to) const;
  void write_blocked(const sim::Parameter& time_out, const std::string& purpose);
  void write_call(const models::app::CallConfig& call, const std::string& purpose);

  const Scenario& scenario_;
  sim::traffic::Kernel& kernel_;
  sim::traffic::ProgramWriter writer_;
  sim::traffic::CauseId client_time_out_;
  sim::traffic::CauseId network_blocked_;  ///< no rule of the network allows the connection
  sim::traffic::KnobId first_certainty_{}; ///< for each zone: everything is lost
  std::vector<models::vpc::BlockedFlow> blocked_;
  std::optional<sim::traffic::PlacesId> entry_zones_;  ///< where there is no DNS
  std::map<std::string, sim::traffic::ClassId> classes_;
};

}  // namespace fleetcast::scenarios::world
