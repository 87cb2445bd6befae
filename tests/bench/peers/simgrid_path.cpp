/// The path in plain SimGrid: an actor for each request, a semaphore for each station.
#include <simgrid/s4u.hpp>
#include <vector>
#include <xbt/random.hpp>

#include "tests/bench/peers/path_arguments.hpp"

namespace sg4 = simgrid::s4u;
namespace chance = simgrid::xbt::random;

namespace {

/// A stop and the semaphore of its servers; none where it is a pure delay.
struct Station {
  Stop stop;
  sg4::SemaphorePtr servers;
};

/// One request: makes its stops until it leaves.
void request(const std::vector<Station>& stations, Sojourns& sojourns) {
  const double arrived = sg4::Engine::get_clock();
  for (const Station& station : stations) {
    if (station.servers) {
      station.servers->acquire();
    }
    sg4::this_actor::sleep_for(chance::exponential(1 / station.stop.mean));
    if (station.servers) {
      station.servers->release();
    }
    if (station.stop.leaving > 0 && chance::uniform_real(0, 1) < station.stop.leaving) {
      break;
    }
  }
  ++sojourns.count;
  sojourns.total += sg4::Engine::get_clock() - arrived;
}

/// Starts a request after each gap, for as long as the horizon.
void source(const Path& path, const std::vector<Station>& stations, Sojourns& sojourns) {
  sg4::Host* host = sg4::this_actor::get_host();
  while (true) {
    sg4::this_actor::sleep_for(chance::exponential(path.rate));
    if (sg4::Engine::get_clock() >= path.horizon) {
      return;
    }
    sg4::Actor::create("request", host, [&stations, &sojourns] { request(stations, sojourns); });
  }
}

}  // namespace

/// Simulates the path until its last request has left.
int main(int argc, char** argv) {
  sg4::Engine engine(&argc, argv);
  // What SimGrid's documentation advises where there are many actors: small stacks without guard pages.
  sg4::Engine::set_config("contexts/stack-size:16");
  sg4::Engine::set_config("contexts/guard-size:0");
  const Path path = read_path(argc, argv);
  chance::set_mersenne_seed(static_cast<int>(path.seed));
  sg4::NetZone* zone = sg4::create_empty_zone("world");
  sg4::Host* host = zone->create_host("host", "1Gf")->seal();
  zone->seal();

  std::vector<Station> stations;
  for (const Stop& stop : path.stops) {
    stations.push_back({stop, stop.servers > 0 ? sg4::Semaphore::create(stop.servers) : nullptr});
  }
  Sojourns sojourns;
  const std::clock_t started = std::clock();
  sg4::Actor::create("source", host, [&] { source(path, stations, sojourns); });
  engine.run();
  print_result(started, sojourns);
  return 0;
}
