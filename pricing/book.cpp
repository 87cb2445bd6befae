#include "pricing/book.hpp"

namespace fleetcast::pricing {
namespace {

template <class Map, class Key>
const typename Map::mapped_type* find_in(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

const Price* PriceBook::find_price(const PriceKey& key) const { return find_in(prices, key); }
const Allowance* PriceBook::find_allowance(std::string_view meter) const { return find_in(allowances, meter); }
const InstanceType* PriceBook::find_instance_type(std::string_view type) const { return find_in(instance_types, type); }
const CacheNodeType* PriceBook::find_cache_node_type(std::string_view type) const {
  return find_in(cache_node_types, type);
}
const AuroraClass* PriceBook::find_aurora_class(std::string_view type) const { return find_in(aurora_classes, type); }

}  // namespace fleetcast::pricing
