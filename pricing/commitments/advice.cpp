#include "pricing/commitments/advice.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <stdexcept>
#include <tuple>

#include "pricing/charges.hpp"
#include "pricing/commitments/coverage.hpp"
#include "pricing/commitments/eligibility.hpp"
#include "pricing/commitments/rates.hpp"
#include "pricing/commitments/reservation_size.hpp"
#include "pricing/coverable_charges.hpp"

namespace fleetcast::pricing::commitments {
namespace {

constexpr std::int64_t money_parts = 1'000'000'000'000;

/// Holds a slice with what decides when the plan takes it.
struct PlacedSlice {
  bool is_foreign = false;
  std::int64_t quarters = 0;  ///< size under a reservation
  Money rate;
  Money list_unit_price;
  const UsageKey* usage = nullptr;
  CoverableSlice slice;
};

/// Says how a commitment would treat a charge: size under a reservation, and rate.
struct Treatment {
  std::int64_t quarters = 0;
  Money rate;
};

/// Tells whether a commitment takes one slice before another: the smallest size, the highest share saved, the lowest
/// rate.
bool is_taken_before(const PlacedSlice& a, const PlacedSlice& b) {
  if (a.is_foreign != b.is_foreign) return b.is_foreign;
  if (a.quarters != b.quarters) return a.quarters < b.quarters;
  const Integer128 a_left = a.rate.whole_times(money_parts) * b.list_unit_price.whole_times(money_parts);
  const Integer128 b_left = b.rate.whole_times(money_parts) * a.list_unit_price.whole_times(money_parts);
  if (a_left != b_left) return a_left < b_left;
  return std::tie(a.rate, *a.usage) < std::tie(b.rate, *b.usage);
}

/// Sums the costs of a commitment over all hours.
Money cost_of(std::span<const CoverableHours> replications, Money usd_per_hour, Decimal left_share) {
  Money cost;
  for (const CoverableHours& hours : replications) cost += outcome_of(hours, usd_per_hour, left_share).cost;
  return cost;
}

/// Lists the amounts at which some hour's cost bends, in order and each once.
std::vector<Money> bends_of(std::span<const CoverableHours> replications, Decimal left_share) {
  std::vector<Money> bends{Money{}};
  for (const CoverableHours& hours : replications) {
    for (const CoverableHour& hour : hours) {
      Money level;
      for (const CoverableSlice& slice : hour) bends.push_back(level += slice.under_plan.times(left_share));
    }
  }
  std::ranges::sort(bends);
  bends.erase(std::unique(bends.begin(), bends.end()), bends.end());
  return bends;
}

/// Lists what is left of each hour for one more commitment, which treats each charge in its way or not at all.
CoverableHours hours_left(const UsageLedger& ledger, const BilledPeriod& period, const CommitmentTerms& terms,
                          const Commitments& commitments, const PriceBook& book, const BillOptions& options,
                          const std::function<std::optional<Treatment>(const CoverableCharge&)>& treat) {
  const Charges charges = collect_charges(ledger, {});
  const std::vector<CoverableCharge> coverable = coverable_charges(charges, book, options);
  const UncoveredHours uncovered_hours = uncovered(coverable, commitments, book);
  CoverableHours hours(static_cast<std::size_t>(period.end_hour - period.first_hour));
  for (const auto& [utc_hour, left] : uncovered_hours) {
    if (utc_hour < period.first_hour || utc_hour >= period.end_hour) {
      throw std::invalid_argument("there is usage outside of the hours that are looked at");
    }
    std::vector<PlacedSlice> slices;
    for (const auto& [index, parts] : left) {
      const Charge& charge = *coverable[index].charge;
      if (parts == 0 || !reaches(terms, charge.usage)) continue;
      const std::optional<Treatment> treatment = treat(coverable[index]);
      if (!treatment) continue;
      const Money list = coverable[index].list_unit_price;
      const Integer128 parts_per_unit = charge.tariff->divisor(charge.month) * coverage_parts;
      const Money on_demand = options.discounts.contracted_price(*charge.tariff, charge.usage, list);
      slices.push_back({charge.usage.account != terms.account, treatment->quarters, treatment->rate, list,
                        &charge.usage,
                        {on_demand.times_ratio(parts, parts_per_unit),
                         treatment->rate.times_ratio(parts, parts_per_unit)}});
    }
    std::ranges::sort(slices, is_taken_before);
    CoverableHour& hour = hours[static_cast<std::size_t>(utc_hour - period.first_hour)];
    for (const PlacedSlice& one : slices) hour.push_back(one.slice);
  }
  return hours;
}

}  // namespace

CoverableHours coverable_hours(const UsageLedger& ledger, const BilledPeriod& period, const SavingsPlan& plan,
                               const PriceBook& book, const BillOptions& options) {
  // The plan without an amount goes last: it takes nothing, and tells every rate that is missing.
  Commitments with_plan = options.commitments;
  with_plan.savings_plans.push_back(plan);
  with_plan.savings_plans.back().usd_per_hour = {};
  return hours_left(ledger, period, plan.terms, with_plan, book, options,
                    [&](const CoverableCharge& charge) -> std::optional<Treatment> {
                      const UsageKey& usage = charge.charge->usage;
                      if (!covers(plan, usage)) return std::nullopt;
                      return Treatment{0, rate_of(plan, usage, charge.list_unit_price, book).value()};
                    });
}

CoverableHours coverable_hours(const UsageLedger& ledger, const BilledPeriod& period, const Reservation& reservation,
                               const PriceBook& book, const BillOptions& options) {
  return hours_left(ledger, period, reservation.terms, options.commitments, book, options,
                    [&](const CoverableCharge& charge) -> std::optional<Treatment> {
                      const std::int64_t quarters = quarters_under(reservation, charge.charge->usage, book);
                      if (quarters == 0) return std::nullopt;
                      return Treatment{quarters, unit_rate_of(reservation, quarters, book)};
                    });
}

CommitmentOutcome outcome_of(const CoverableHours& hours, Money usd_per_hour, Decimal left_share) {
  CommitmentOutcome outcome;
  outcome.hours = static_cast<std::int64_t>(hours.size());
  outcome.cost = usd_per_hour.times_ratio(outcome.hours, 1);
  for (const CoverableHour& hour : hours) {
    Money left = usd_per_hour;
    for (const CoverableSlice& slice : hour) {
      const Money under_plan = slice.under_plan.times(left_share);
      const Money on_demand = slice.on_demand.times(left_share);
      if (under_plan <= left) {
        left = left - under_plan;
        continue;
      }
      outcome.cost += on_demand - on_demand.times_ratio(left.whole_times(money_parts),
                                                        under_plan.whole_times(money_parts));
      left = {};
    }
    outcome.unused += left;
    if (left == Money{}) ++outcome.hours_used_up;
  }
  return outcome;
}

Money best_commitment(std::span<const CoverableHours> replications, Decimal left_share) {
  const std::vector<Money> bends = bends_of(replications, left_share);
  // A convex function's first rise is its least place; it is found by halving.
  std::size_t low = 0;
  std::size_t high = bends.size() - 1;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (cost_of(replications, bends[middle + 1], left_share) < cost_of(replications, bends[middle], left_share)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return bends[low];
}

std::int64_t best_count(std::span<const CoverableHours> replications, Money each, Decimal left_share) {
  if (each <= Money{}) throw std::invalid_argument("a reservation must cost something");
  Money highest;
  for (const CoverableHours& hours : replications) {
    for (const CoverableHour& hour : hours) {
      Money level;
      for (const CoverableSlice& slice : hour) level += slice.under_plan.times(left_share);
      highest = std::max(highest, level);
    }
  }
  const auto cost = [&](std::int64_t count) { return cost_of(replications, each.times_ratio(count, 1), left_share); };
  std::int64_t low = 0;
  // One more than the busiest hour could use, and one for what is rounded.
  auto high = static_cast<std::int64_t>(highest.whole_times(money_parts) / each.whole_times(money_parts)) + 2;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (cost(middle + 1) < cost(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace fleetcast::pricing::commitments
