/// The path on the core of ns-3: an event for each end of a stop, scheduled as in ns-3's manual.
#include <deque>
#include <ns3/core-module.h>
#include <vector>

#include "tests/bench/peers/path_arguments.hpp"

namespace {

/// The path's stations, requests and random variables.
class PathModel {
 public:
  explicit PathModel(const Path& path) : path_(path), gap_(exponential(1 / path.rate)) {
    for (const Stop& stop : path.stops) {
      stations_.push_back({stop, exponential(stop.mean), 0, {}});
    }
    leaving_ = ns3::CreateObject<ns3::UniformRandomVariable>();
  }

  /// Schedules the next arrival, if it comes before the horizon.
  void schedule_arrival() {
    const ns3::Time gap = ns3::Seconds(gap_->GetValue());
    if ((ns3::Simulator::Now() + gap).GetSeconds() < path_.horizon) {
      ns3::Simulator::Schedule(gap, &PathModel::arrive, this);
    }
  }

  const Sojourns& sojourns() const { return sojourns_; }

 private:
  using Exponential = ns3::Ptr<ns3::ExponentialRandomVariable>;

  struct Station {
    Stop stop;
    Exponential service;
    int busy = 0;
    std::deque<ns3::Time> waiting;  ///< when each of them arrived in the system
  };

  static Exponential exponential(double mean) {
    Exponential variable = ns3::CreateObject<ns3::ExponentialRandomVariable>();
    variable->SetAttribute("Mean", ns3::DoubleValue(mean));
    return variable;
  }

  void arrive() {
    enter(0, ns3::Simulator::Now());
    schedule_arrival();
  }

  void enter(std::size_t at, ns3::Time arrived) {
    Station& station = stations_[at];
    if (station.stop.servers > 0 && station.busy == station.stop.servers) {
      station.waiting.push_back(arrived);
      return;
    }
    ++station.busy;
    serve(at, arrived);
  }

  void serve(std::size_t at, ns3::Time arrived) {
    ns3::Simulator::Schedule(ns3::Seconds(stations_[at].service->GetValue()), &PathModel::leave, this, at, arrived);
  }

  void leave(std::size_t at, ns3::Time arrived) {
    Station& station = stations_[at];
    if (station.waiting.empty()) {
      --station.busy;
    } else {
      serve(at, station.waiting.front());
      station.waiting.pop_front();
    }
    const bool gone = station.stop.leaving > 0 && leaving_->GetValue() < station.stop.leaving;
    if (gone || at + 1 == stations_.size()) {
      ++sojourns_.count;
      sojourns_.total += (ns3::Simulator::Now() - arrived).GetSeconds();
    } else {
      enter(at + 1, arrived);
    }
  }

  Path path_;
  Exponential gap_;
  std::vector<Station> stations_;
  ns3::Ptr<ns3::UniformRandomVariable> leaving_;
  Sojourns sojourns_;
};

}  // namespace

/// Simulates the path until its last request has left.
int main(int argc, char** argv) {
  const Path path = read_path(argc, argv);
  ns3::RngSeedManager::SetSeed(static_cast<std::uint32_t>(path.seed));
  PathModel model(path);
  const std::clock_t started = std::clock();
  model.schedule_arrival();
  ns3::Simulator::Run();
  print_result(started, model.sojourns());
  ns3::Simulator::Destroy();
  return 0;
}
