#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/backend/config.hpp"
#include "sim/traffic/program.hpp"

namespace fleetcast::models::backend {

/// Reports what one backend measured; times in seconds.
struct BackendFigures {
  std::string name;
  double servers = 0;  ///< of all instances together
  bool is_pool = false;
  sim::traffic::Discipline discipline = sim::traffic::Discipline::first_come;
  sim::traffic::StationMeasures measures;
  const sim::traffic::StationRecord* record = nullptr;
};

/// Reports what one store measured.
struct StoreFigures {
  std::string name;
  sim::traffic::StoreMeasures measures;
  double time_to_live_seconds = 0;  ///< zero for ever
};

/// Models servers and caches outside AWS, as stations, pools and stores that the steps of a request class visit.
///
/// A request may find its backend full, lose patience in its queue, or be answered with an error. Nothing here is
/// billed. What is left out: outages, networks, health checks.
class Backends {
 public:
  Backends(sim::traffic::Kernel& kernel, const std::map<std::string, BackendConfig>& backends,
           const std::map<std::string, ObjectStoreConfig>& stores);

  /// Writes the steps of a class; a step that exits goes to `end`, which the caller places.
  void write(sim::traffic::ProgramWriter& writer, const std::vector<StepConfig>& steps, std::string_view class_name,
             sim::traffic::ProgramWriter::Label end);

  [[nodiscard]] std::vector<BackendFigures> backend_figures() const;
  [[nodiscard]] std::vector<StoreFigures> store_figures() const;
  /// Returns how many requests are at each backend at the instant the kernel was last advanced to, by name.
  [[nodiscard]] std::map<std::string, double> present() const;

 private:
  struct Built {
    bool is_pool = false;
    sim::traffic::StationId station{};
    sim::traffic::PoolId pool{};
    sim::traffic::Discipline discipline = sim::traffic::Discipline::first_come;
    double servers = 0;
    double error_rate = 0;
  };
  struct BuiltStore {
    sim::traffic::StoreId store{};
    bool collapses = false;
    sim::traffic::PopularityId popularity{};
    double time_to_live_seconds = 0;
  };

  [[nodiscard]] Built build(const std::string& name, const BackendConfig& config);
  void write_step(sim::traffic::ProgramWriter& writer, const StepConfig& step, const std::string& purpose,
                  sim::traffic::ProgramWriter::Label end);
  void write_visit(sim::traffic::ProgramWriter& writer, const StepConfig& step, const std::string& purpose);
  void write_look_up(sim::traffic::ProgramWriter& writer, const StepConfig& step, const std::string& purpose,
                     sim::traffic::ProgramWriter::Label end);

  sim::traffic::Kernel& kernel_;
  sim::traffic::CauseId full_;
  sim::traffic::CauseId failed_;
  sim::traffic::CauseId impatient_;
  std::map<std::string, Built> backends_;
  std::map<std::string, BuiltStore> stores_;
};

}  // namespace fleetcast::models::backend
