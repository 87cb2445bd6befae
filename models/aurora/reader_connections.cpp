// Which readers hold the connections that clients opened through the reader endpoint.
#include <algorithm>
#include <cmath>

#include "models/aurora/aurora.hpp"

namespace fleetcast::models::aurora {

namespace {

constexpr std::size_t connections_part = 5;
constexpr double steps_each_lifetime = 60;
constexpr double even_enough = 0.01;

}  // namespace

/// Lets connections follow readers and tasks that came and went: what opens is spread evenly over the readers there
/// are, since each connection looks the name up; what is open stays where it is until its lifetime is over.
void Aurora::spread_connections() {
  renew_connections();
  double open = 0;
  for (std::size_t i = 0; i < instances_.size(); ++i) {
    Instance& instance = instances_[i];
    instance.takes_connections = i != writer_ && instance.member.has_value();
    if (!instance.takes_connections) instance.connections = 0;
    open += instance.connections;
  }
  const double wanted = readers() == 0 ? 0 : static_cast<double>(connections());
  for (Instance& instance : instances_) {
    if (!instance.takes_connections) continue;
    // Those that close are of all readers alike.
    instance.connections = wanted >= open ? instance.connections + (wanted - open) / readers()
                                          : instance.connections * wanted / open;
    kernel_.set_member_weight(*instance.member, std::min(instance.connections, config_.max_connections.value()));
  }
  if (is_spreading_ || connections_skew() < even_enough) return;
  is_spreading_ = true;
  const Duration step = sim::seconds(config_.connection_lifetime.value() / steps_each_lifetime);
  simulation_.at(simulation_.now() + step, order(connections_part), [this] {
    catch_up();
    is_spreading_ = false;
    update_endpoints();
  });
}

/// Opens anew the connections whose lifetime ended since the last time.
void Aurora::renew_connections() {
  const double elapsed = (simulation_.now() - renewed_at_).seconds();
  renewed_at_ = simulation_.now();
  double sum = 0;
  double count = 0;
  for (const Instance& instance : instances_) {
    if (!instance.takes_connections) continue;
    sum += instance.connections;
    ++count;
  }
  const double kept = std::exp(-elapsed / config_.connection_lifetime.value());
  for (Instance& instance : instances_) {
    if (instance.takes_connections) instance.connections = sum / count + (instance.connections - sum / count) * kept;
  }
}

double Aurora::busiest_reader_share() const {
  double most = 0;
  double sum = 0;
  for (const Instance& instance : instances_) {
    if (!instance.takes_connections) continue;
    most = std::max(most, instance.connections);
    sum += instance.connections;
  }
  return sum > 0 ? most / sum : 0;
}

/// Returns the largest distance of a reader's connections from their mean, as a share of it.
double Aurora::connections_skew() const {
  const double mean = connections_to_reader();
  if (mean <= 0) return 0;
  double skew = 0;
  for (const Instance& instance : instances_) {
    if (instance.takes_connections) skew = std::max(skew, std::abs(instance.connections / mean - 1));
  }
  return skew;
}

}  // namespace fleetcast::models::aurora
