#include "pricing/commitments/eligibility.hpp"

#include <string_view>

#include "pricing/commitments/instance_size.hpp"

namespace fleetcast::pricing::commitments {
namespace {

bool is_on_demand_instance(const UsageKey& usage) {
  return usage.meter == meter::ec2_instance_seconds && usage.purchase_option == "on_demand";
}

bool is_on_demand_fargate(const UsageKey& usage) {
  const bool is_priced = usage.meter == meter::fargate_milli_vcpu_seconds || usage.meter == meter::fargate_mib_seconds;
  return is_priced && usage.purchase_option == "fargate";
}

/// Reads the generation from a family: 7 for "db.r7g", 0 where there is no digit.
int generation_of(std::string_view family) {
  const std::string_view name = family.substr(family.rfind('.') + 1);
  for (const char c : name) {
    if (c >= '0' && c <= '9') return c - '0';
  }
  return 0;
}

bool is_new_enough(const UsageKey& usage) { return generation_of(family_of(usage.pool)) >= 7; }

bool is_database_usage(const UsageKey& usage) {
  if (usage.meter == meter::aurora_milli_acu_seconds) return true;
  if (usage.meter == meter::aurora_instance_seconds) return is_new_enough(usage);
  return usage.meter == meter::elasticache_node_hours && usage.pool.ends_with("/valkey") && is_new_enough(usage);
}

}  // namespace

bool is_coverable(const UsageKey& usage) {
  return is_on_demand_instance(usage) || is_on_demand_fargate(usage) || usage.meter == meter::elasticache_node_hours ||
         usage.meter == meter::aurora_instance_seconds || usage.meter == meter::aurora_milli_acu_seconds;
}

bool covers(const SavingsPlan& plan, const UsageKey& usage) {
  switch (plan.type) {
    case SavingsPlanType::compute: return is_on_demand_instance(usage) || is_on_demand_fargate(usage);
    case SavingsPlanType::ec2_instance:
      return is_on_demand_instance(usage) && usage.region == plan.region && family_of(usage.pool) == plan.family;
    case SavingsPlanType::database: return is_database_usage(usage);
  }
  return false;
}

bool reaches(const CommitmentTerms& terms, const UsageKey& usage) {
  return terms.is_shared || usage.account == terms.account;
}

}  // namespace fleetcast::pricing::commitments
