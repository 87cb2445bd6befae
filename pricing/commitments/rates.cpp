#include "pricing/commitments/rates.hpp"

#include "pricing/commitments/instance_size.hpp"

namespace fleetcast::pricing::commitments {
namespace {

/// Tells how closely a rule describes usage: 0 where it does not.
int closeness(const SavingsPlanRate& rule, const UsageKey& usage) {
  if (!rule.meter.empty() && rule.meter != usage.meter) return 0;
  const int by_meter = rule.meter.empty() ? 1 : 2;
  if (rule.pool.empty()) return by_meter;
  if (rule.pool == usage.pool) return by_meter + 4;
  const bool is_family = rule.pool.ends_with(".*") && rule.pool == family_of(usage.pool) + ".*";
  return is_family ? by_meter + 2 : 0;
}

}  // namespace

std::optional<Money> rate_of(const SavingsPlan& plan, const UsageKey& usage, Money list_unit_price,
                             const PriceBook& book) {
  const SavingsPlanRate* closest = nullptr;
  int most = 0;
  for (const SavingsPlanRate& rule : plan.rates) {
    const int close = closeness(rule, usage);
    if (close <= most) continue;
    most = close;
    closest = &rule;
  }
  if (closest != nullptr && closest->usd_per_unit) return closest->usd_per_unit;
  if (closest != nullptr && closest->discount) {
    return list_unit_price.times(Decimal::from_integer(1) - *closest->discount);
  }
  const auto& offers = book.commitment_offers.savings_plans;
  const auto offer = offers.find({plan.type, plan.terms.years, plan.terms.payment, usage.meter, usage.pool});
  if (offer == offers.end()) return std::nullopt;
  return offer->second.usd_per_unit;
}

}  // namespace fleetcast::pricing::commitments
