#pragma once
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "models/spot/market.hpp"

namespace fleetcast::tests::spot {

using models::Pool;
using models::ZoneIndex;

/// Holds a spot market of one type by itself, and keeps when its pools were dry and what was reclaimed.
class MarketStage {
 public:
  MarketStage(sim::control::Simulation& simulation, models::spot::SpotConfig config, std::size_t zones,
              std::uint64_t seed)
      : simulation_(simulation), chance_(seed), config_(quiet(std::move(config))),
        market_(simulation_, chance_, names(zones), pools(zones), config_) {
    changes_.resize(zones);
    market_.pool_capacity.connect([this](const models::PoolCapacity& message) {
      auto& of_zone = changes_[message.pool.zone];
      const bool is_out = message.capacity == 0;
      if (of_zone.empty() || of_zone.back().second != is_out) of_zone.emplace_back(hours(), is_out);
    });
    market_.pool_reclaimed.connect([this](const models::PoolReclaimed& message) { shares_.push_back(message.share); });
    market_.start();
  }
  MarketStage(const MarketStage&) = delete;
  MarketStage& operator=(const MarketStage&) = delete;

  /// Returns the share of time in which every zone was out.
  [[nodiscard]] double all_out() const {
    std::vector<std::pair<double, int>> steps;
    for (const auto& zone : changes_) {
      for (const auto& [at, is_out] : zone) steps.emplace_back(at, is_out ? 1 : (at > 0 ? -1 : 0));
    }
    std::sort(steps.begin(), steps.end());
    double time = 0;
    double since = 0;
    std::size_t out = 0;
    for (const auto& [at, step] : steps) {
      if (out == changes_.size()) time += at - since;
      since = at;
      out = static_cast<std::size_t>(static_cast<int>(out) + step);
    }
    if (out == changes_.size()) time += hours() - since;
    return time / hours();
  }

  /// Returns the lengths in hours of a zone's whole up-times, or of its whole gaps.
  [[nodiscard]] std::vector<double> lengths(ZoneIndex zone, bool is_out) const {
    const auto& of_zone = changes_.at(zone);
    std::vector<double> made;
    for (std::size_t i = 1; i + 1 < of_zone.size(); ++i) {
      if (of_zone[i].second == is_out) made.push_back(of_zone[i + 1].first - of_zone[i].first);
    }
    return made;
  }

  /// Returns the shares that reclaims took, in their order.
  [[nodiscard]] const std::vector<double>& shares() const { return shares_; }

  static std::vector<std::string> names(std::size_t zones) {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < zones; ++i) made.push_back("us-east-1" + std::string(1, static_cast<char>('a' + i)));
    return made;
  }

  static constexpr const char* instance_type = "p3.2xlarge";

 private:
  static std::vector<Pool> pools(std::size_t zones) {
    std::vector<Pool> made;
    for (ZoneIndex i = 0; i < zones; ++i) made.push_back({instance_type, i});
    return made;
  }
  static models::spot::SpotConfig quiet(models::spot::SpotConfig config) {
    config.price_update_period = 1e8;
    return config;
  }
  /// Returns the hours that have passed.
  [[nodiscard]] double hours() const { return (simulation_.now() - sim::Instant{}).seconds() / 3600; }

  sim::control::Simulation& simulation_;
  sim::chance::Chance chance_;
  models::spot::SpotConfig config_;
  models::spot::SpotMarket market_;
  std::vector<std::vector<std::pair<double, bool>>> changes_;
  std::vector<double> shares_;
};

}  // namespace fleetcast::tests::spot
