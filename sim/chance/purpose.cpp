#include "sim/chance/purpose.hpp"

#include <stdexcept>

namespace fleetcast::sim::chance {

Stream Chance::stream(std::string_view purpose) {
  if (purpose.empty()) throw std::logic_error("chance: a purpose needs a name; pass one such as \"arrival/page\"");
  const std::uint64_t hash = hash_of_name(purpose);
  const auto [entry, is_new] = names_by_hash_.try_emplace(hash, purpose);
  if (!is_new && entry->second != purpose) {
    throw std::logic_error("chance: the purposes '" + entry->second + "' and '" + std::string(purpose) +
                           "' have the same hash; rename one of them");
  }
  return {seed_, hash, replication_, variant_};
}

}  // namespace fleetcast::sim::chance
