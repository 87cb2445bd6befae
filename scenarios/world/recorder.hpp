#pragma once
#include <map>
#include <string>
#include <vector>

#include "models/messages.hpp"
#include "scenarios/results/run_result.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/world/busy_stations.hpp"
#include "scenarios/world/chronicle.hpp"
#include "scenarios/world/fleet.hpp"
#include "scenarios/world/request_path.hpp"
#include "scenarios/world/surroundings.hpp"

namespace fleetcast::scenarios::world {

/// Watches a world while it runs, and tells afterwards what there is to report.
class Recorder {
 public:
  Recorder(const Surroundings& around, const Scenario& scenario, RequestPath& path, Fleet& fleet,
           Chronicle& chronicle);

  /// Begins to watch; the measured span begins at `begin`.
  void start(sim::Instant begin);
  /// Samples the levels of the timeline; called once a minute of the measured span.
  void sample();
  /// Gathers everything into the result of a run that ended now.
  void gather(results::RunResult& result);

 private:
  void watch_incidents();
  void note(const models::Incident& incident);
  void gather_requests(results::RunResult& result) const;
  [[nodiscard]] std::map<std::string, double> fleet_counts() const;
  void gather_losses(results::RunResult& result) const;
  void gather_fleet(results::RunResult& result) const;
  void gather_jobs(results::RunResult& result) const;
  void gather_path(results::RunResult& result) const;
  void gather_data_stores(results::RunResult& result) const;
  void gather_backends(results::RunResult& result) const;
  void audit(results::RunResult& result) const;
  void audit_stations(results::RunResult& result) const;

  Surroundings around_;
  const Scenario& scenario_;
  RequestPath& path_;
  Fleet& fleet_;
  Chronicle& chronicle_;
  BusyStations stations_;
  sim::Instant begin_;
  std::map<std::string, std::vector<double>> timeline_;
  std::vector<models::Incident> incidents_;
  std::map<std::string, models::ServiceCounts> counts_;
  std::map<std::string, double> counts_at_begin_;
};

}  // namespace fleetcast::scenarios::world
