#include "scenarios/results/mean_bill.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

namespace fleetcast::scenarios::results {
namespace {

using pricing::BillLine;
using pricing::Decimal;
using pricing::Integer128;

/// Tells lines apart; the hour of the key is left out, since usage begins at other hours in other bills.
auto identity_of(const BillLine& line) {
  pricing::UsageKey usage = line.usage;
  usage.utc_hour = 0;
  const auto commitment = line.commitment ? std::pair(line.commitment->id, line.commitment->status)
                                          : std::pair(std::string(), std::optional<pricing::CommitmentStatus>());
  return std::tuple(line.billing_period, std::move(usage), line.direction, line.tier, line.charge_category,
                    line.charge_frequency, commitment, line.list_unit_price, line.contracted_unit_price,
                    line.effective_unit_price);
}

void add_to(BillLine& sum, const BillLine& line) {
  sum.charge_period_start = std::min(sum.charge_period_start, line.charge_period_start);
  sum.charge_period_end = std::max(sum.charge_period_end, line.charge_period_end);
  sum.usage.utc_hour = std::min(sum.usage.utc_hour, line.usage.utc_hour);
  sum.pricing_quantity += line.pricing_quantity;
  sum.consumed_quantity += line.consumed_quantity;
  sum.list_cost += line.list_cost;
  sum.billed_cost += line.billed_cost;
  sum.contracted_cost += line.contracted_cost;
  sum.effective_cost += line.effective_cost;
  if (sum.commitment) sum.commitment->quantity += line.commitment->quantity;
}

std::vector<Decimal*> amounts_of(BillLine& line) {
  std::vector<Decimal*> amounts{&line.pricing_quantity, &line.consumed_quantity, &line.list_cost,
                                &line.contracted_cost,  &line.billed_cost,       &line.effective_cost};
  if (line.commitment) amounts.push_back(&line.commitment->quantity);
  return amounts;
}

/// Returns numerator / denominator for positive denominators, rounded half to even.
Integer128 rounded_quotient(Integer128 numerator, Integer128 denominator) {
  const Integer128 quotient = numerator / denominator;
  const Integer128 twice_rest = 2 * (numerator % denominator);
  const bool is_up = twice_rest > denominator || (twice_rest == denominator && quotient % 2 != 0);
  return quotient + (is_up ? 1 : 0);
}

/// Averages one of the two amounts of the rows of one key over the hours: each row is the step of the rounded total.
class RunningMean {
 public:
  explicit RunningMean(std::size_t count) : count_(static_cast<Integer128>(count)) {}
  std::int64_t step(Integer128 sum) {
    total_ += sum;
    const Integer128 rounded = rounded_quotient(total_, count_);
    return static_cast<std::int64_t>(rounded - std::exchange(last_, rounded));
  }

 private:
  Integer128 count_;
  Integer128 total_ = 0;
  Integer128 last_ = 0;
};

}  // namespace

pricing::Bill mean_bill(std::span<const pricing::Bill> bills) {
  if (bills.empty()) throw std::logic_error("results: a mean bill needs at least one bill");
  std::map<decltype(identity_of(std::declval<BillLine>())), BillLine> sums;
  for (const pricing::Bill& bill : bills) {
    for (const BillLine& line : bill.lines) {
      const auto [sum, is_new] = sums.emplace(identity_of(line), line);
      if (!is_new) add_to(sum->second, line);
    }
  }
  const pricing::Bill& first = bills.front();
  pricing::Bill mean{first.book_name, first.book_date, first.book_digest, first.normalised_month_hours, {}, {}, {}};
  const auto count = static_cast<Integer128>(bills.size());
  for (auto& [identity, line] : sums) {
    for (Decimal* amount : amounts_of(line)) *amount = amount->times_ratio(1, count, pricing::line_places);
    mean.total += line.billed_cost;
    mean.effective_total += line.effective_cost;
    mean.lines.push_back(std::move(line));
  }
  return mean;
}

pricing::UsageLedger mean_ledger(std::span<const pricing::UsageLedger* const> ledgers) {
  if (ledgers.empty()) throw std::logic_error("results: mean usage needs at least one ledger");
  std::map<pricing::UsageKey, std::pair<Integer128, Integer128>> sums;
  for (const pricing::UsageLedger* ledger : ledgers) {
    for (const auto& [key, amount] : ledger->rows()) {
      auto& [raw, billable] = sums[key];
      raw += amount.raw;
      billable += amount.billable;
    }
  }
  pricing::UsageLedger mean;
  const pricing::UsageKey* previous = nullptr;
  RunningMean raw(ledgers.size());
  RunningMean billable(ledgers.size());
  for (const auto& [key, sum] : sums) {
    if (previous == nullptr || !key.equals_but_for_hour(*previous)) {
      raw = RunningMean(ledgers.size());
      billable = RunningMean(ledgers.size());
    }
    previous = &key;
    const std::int64_t mean_raw = raw.step(sum.first);
    const std::int64_t mean_billable = billable.step(sum.second);
    if (mean_raw != 0 || mean_billable != 0) mean.add(key, mean_raw, mean_billable);
  }
  return mean;
}

}  // namespace fleetcast::scenarios::results
