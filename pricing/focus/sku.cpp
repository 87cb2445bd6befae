#include "pricing/focus/sku.hpp"

#include "pricing/focus/descriptions.hpp"
#include "pricing/focus/json_object.hpp"

namespace fleetcast::pricing::focus {
namespace {

std::string joined(std::string first, const std::string& second) {
  return second.empty() ? std::move(first) : std::move(first) + "/" + second;
}

// What is reserved is a pool, or for a Savings Plan a family of pools.
std::string pool_of(const BillLine& line) {
  return concerns_commitment_alone(line) ? line.usage.pool : price_key(*line.tariff, line.usage).pool;
}

// "cache.r7g.large/valkey" is an instance type and, behind the slash, what else its price depends on.
void describe_pool(const BillLine& line, const std::string& pool, JsonObject& details) {
  const std::string_view meter = line.tariff->meter;
  const bool is_instance = meter == meter::ec2_instance_seconds || meter == meter::elasticache_node_hours ||
                           meter == meter::aurora_instance_seconds;
  if (!is_instance) {
    if (!pool.empty()) details.add("x_Pool", pool);
    return;
  }
  const std::size_t slash = pool.find('/');
  details.add("InstanceType", pool.substr(0, slash));
  if (meter == meter::ec2_instance_seconds) details.add("OperatingSystem", "Linux");
  if (slash != std::string::npos) details.add("x_Variant", pool.substr(slash + 1));
}

}  // namespace

std::string sku_id(const BillLine& line) {
  return joined(std::string(line.tariff->meter), pool_of(line));
}

std::string sku_meter(const BillLine& line) {
  return std::string(line.tariff->meter);
}

std::string sku_price_id(const BillLine& line) {
  if (concerns_commitment_alone(line)) {
    if (line.commitment->status) return joined(sku_id(line), line.commitment->name) + "/unused";
    return joined(sku_id(line), line.commitment->name) +
           (line.charge_frequency == ChargeFrequency::one_time ? "/upfront" : "/hourly");
  }
  std::string id = joined(sku_id(line), price_key(*line.tariff, line.usage).purchase_option);
  if (!line.tier.empty()) id += "/tier-" + line.tier;
  return line.commitment ? joined(id, line.commitment->name) : id;
}

std::optional<std::string> sku_price_details(const BillLine& line) {
  if (concerns_commitment_alone(line)) return std::nullopt;
  const PriceKey key = price_key(*line.tariff, line.usage);
  JsonObject details;
  describe_pool(line, key.pool, details);
  if (!key.purchase_option.empty()) details.add("x_PurchaseOption", key.purchase_option);
  if (!line.tier.empty()) details.add("x_Tier", line.tier);
  if (line.commitment) details.add("x_Commitment", line.commitment->name);
  return details.is_empty() ? std::nullopt : std::optional(details.text());
}

}  // namespace fleetcast::pricing::focus
