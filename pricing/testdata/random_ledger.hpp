#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing::testdata {

/// Draws 64 random bits at a time (splitmix64 by Sebastiano Vigna), the same on every machine.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}

  /// Returns the next 64 bits.
  std::uint64_t operator()() {
    std::uint64_t bits = state_ += 0x9e3779b97f4a7c15U;
    bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
    return bits ^ (bits >> 31U);
  }

 private:
  std::uint64_t state_;
};

/// Returns a ledger of up to `rows` rows over three months and all meters, the same for the same seed; amounts are log-
/// uniform and large enough to reach every tier.
inline UsageLedger random_ledger(std::uint64_t seed, int rows) {
  Draw draw(seed);
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(draw() % limit); };
  const std::vector<std::string> meters = known_meters();
  const std::vector<std::string> zones{"us-east-1a", "us-east-1b", "us-east-1c"};
  const std::vector<std::string> services{"api", "web", "worker", ""};
  std::vector<PriceKey> priced;
  for (const auto& [key, price] : us_east_1().prices) priced.push_back(key);
  UsageLedger ledger;
  for (int i = 0; i < rows; ++i) {
    UsageKey key = row(meters[below(meters.size())]);
    if (find_capacity_unit_dimension(key.meter) == nullptr) {
      std::size_t chosen = below(priced.size());
      while (priced[chosen].meter != key.meter) chosen = (chosen + 1) % priced.size();
      key.pool = priced[chosen].pool;
      key.purchase_option = priced[chosen].purchase_option;
    }
    key.zone = zones[below(zones.size())];
    if (key.meter.starts_with("transfer.inter")) key.peer_zone = zones[below(zones.size())];
    key.service = services[below(services.size())];
    key.tags = below(2) == 0 ? "" : "team=a";
    key.utc_hour += static_cast<std::int64_t>(below(24 * 75));
    const std::int64_t amount = static_cast<std::int64_t>(draw() >> (8 + below(50)));
    ledger.add(key, amount / 2, amount);
  }
  return ledger;
}

}  // namespace fleetcast::pricing::testdata
