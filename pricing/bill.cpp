#include "pricing/bill.hpp"

#include <algorithm>
#include <utility>

#include "pricing/normalised_month.hpp"
#include "pricing/price_finder.hpp"

namespace fleetcast::pricing {
namespace {

/// Holds a charge with its price and what of it fell into the free allowance (position 0) and into each tier.
struct PricedCharge {
  const Charge* charge = nullptr;
  std::size_t price = 0;
  std::vector<Integer128> amounts;
};

/// Spreads one month's charges of one meter over the free allowance and the tiers.
class TierFiller {
 public:
  TierFiller(const PriceFinder& finder, const Allowance* allowance, std::vector<PricedCharge*> charges)
      : finder_(finder), charges_(std::move(charges)), divisor_(first().tariff->divisor(first().month)) {
    if (allowance != nullptr) free_left_ = allowance->quantity.whole_times(divisor_);
    for (PricedCharge* priced : charges_) {
      priced->amounts.resize(finder_.price(priced->price).tiers.size() + 1);
      totals_[priced->price] += priced->charge->amount;
    }
  }

  void fill() {
    if (free_left_ == 0 && stays_in_first_tier()) {
      for (PricedCharge* priced : charges_) priced->amounts[1] = priced->charge->amount;
      return;
    }
    // Tiers fill hour by hour; within an hour in the order of the ledger.
    std::vector<std::pair<HourlyUse, PricedCharge*>> uses;
    for (PricedCharge* priced : charges_) {
      for (const HourlyUse& use : priced->charge->uses) uses.emplace_back(use, priced);
    }
    std::ranges::stable_sort(uses, {}, [](const auto& use) { return use.first.utc_hour; });
    for (const auto& [use, priced] : uses) spread(use.amount, *priced);
  }

 private:
  [[nodiscard]] const Charge& first() const { return *charges_.front()->charge; }

  [[nodiscard]] bool stays_in_first_tier() const {
    return std::ranges::all_of(totals_, [&](const auto& total) {
      const std::optional<Decimal>& end = finder_.price(total.first).tiers.front().to;
      return !end || total.second <= end->whole_times(divisor_);
    });
  }

  void spread(Integer128 amount, PricedCharge& priced) {
    Integer128& used = used_[priced.price];
    const Integer128 free = std::min(amount, free_left_);
    free_left_ -= free;
    used += free;
    priced.amounts[0] += free;
    Integer128 left = amount - free;
    const std::vector<PriceTier>& tiers = finder_.price(priced.price).tiers;
    for (std::size_t i = 0; i < tiers.size() && left > 0; ++i) {
      const Integer128 room = tiers[i].to ? tiers[i].to->whole_times(divisor_) - used : left;
      const Integer128 taken = std::clamp<Integer128>(room, 0, left);
      priced.amounts[i + 1] += taken;
      used += taken;
      left -= taken;
    }
  }

  const PriceFinder& finder_;
  std::vector<PricedCharge*> charges_;
  Integer128 divisor_;
  Integer128 free_left_ = 0;
  std::map<std::size_t, Integer128> totals_;
  std::map<std::size_t, Integer128> used_;
};

BillLine line_of(const PricedCharge& priced, const Price& price, std::size_t position) {
  const Charge& charge = *priced.charge;
  const Tariff& tariff = *charge.tariff;
  const Integer128 amount = priced.amounts[position];
  const Integer128 divisor = tariff.divisor(charge.month);
  BillLine line;
  line.tariff = &tariff;
  line.billing_period = charge.month;
  line.usage = charge.usage;
  line.direction = charge.direction;
  line.charge_period_start = charge.uses.front().utc_hour;
  line.charge_period_end = charge.uses.back().utc_hour + 1;
  if (charge.usage.purchase_option.ends_with("spot")) line.pricing_category = PricingCategory::dynamic;
  if (position == 0) line.tier = "free";
  if (position > 0 && price.tiers.size() > 1) line.tier = std::to_string(position);
  if (position > 0) line.list_unit_price = price.tiers[position - 1].price;
  line.pricing_quantity = Decimal::from_ratio(amount, divisor, line_places);
  line.consumed_quantity = Decimal::from_ratio(amount, tariff.denominator, line_places);
  line.contracted_unit_price = line.list_unit_price;
  line.effective_unit_price = line.list_unit_price;
  line.list_cost = line.list_unit_price.times_ratio(amount, divisor, line_places);
  line.contracted_cost = line.list_cost;
  line.billed_cost = line.contracted_cost;
  line.effective_cost = line.billed_cost;
  return line;
}

std::vector<PricedCharge> find_prices(const Charges& charges, PriceFinder& finder) {
  std::vector<PricedCharge> priced;
  priced.reserve(charges.items.size());
  for (const Charge& charge : charges.items) priced.push_back({&charge, finder.find(charge), {}});
  finder.require_all(charges.unknown);
  // Charges of one month and meter lie side by side from here on, in the order of the ledger.
  std::ranges::stable_sort(priced, {}, [](const PricedCharge& one) {
    return std::pair(one.charge->month.first_hour, one.charge->tariff->meter);
  });
  return priced;
}

void fill_tiers(std::vector<PricedCharge>& priced, const PriceFinder& finder, const PriceBook& book,
                const BillOptions& options) {
  for (std::size_t begin = 0; begin < priced.size();) {
    const Charge& first = *priced[begin].charge;
    std::vector<PricedCharge*> together;
    std::size_t end = begin;
    for (; end < priced.size(); ++end) {
      const Charge& charge = *priced[end].charge;
      if (charge.month != first.month || charge.tariff != first.tariff) break;
      together.push_back(&priced[end]);
    }
    const Allowance* allowance = options.has_free_allowances ? book.find_allowance(first.tariff->meter) : nullptr;
    TierFiller(finder, allowance, std::move(together)).fill();
    begin = end;
  }
}

std::optional<BillingMonth> only_month(const UsageLedger& ledger, const BillOptions& options) {
  if (!options.normalised_month_hours || ledger.rows().empty()) return std::nullopt;
  const auto by_hour = [](const auto& row) { return row.first.utc_hour; };
  const auto earliest = std::ranges::min_element(ledger.rows(), {}, by_hour);
  const std::int64_t start = calendar_month(earliest->first.utc_hour).first_hour;
  return BillingMonth{start, start + *options.normalised_month_hours};
}

std::string text_of(const BillLine& line, View view) {
  switch (view) {
    case View::aws_service: return std::string(line.tariff->catalogue.service_name);
    case View::meter: return std::string(line.tariff->meter);
    case View::service: return line.usage.service;
    case View::zone: return line.usage.zone;
    case View::fleet: return line.usage.fleet;
    case View::purchase_option: return line.commitment ? line.commitment->type : line.usage.purchase_option;
    case View::month: return to_iso(line.billing_period.first_hour).substr(0, 7);
  }
  throw std::logic_error("pricing::totals_by: unknown view");
}

Money cost_of(const BillLine& line, Cost cost) {
  switch (cost) {
    case Cost::list: return line.list_cost;
    case Cost::contracted: return line.contracted_cost;
    case Cost::billed: return line.billed_cost;
    case Cost::effective: return line.effective_cost;
  }
  throw std::logic_error("pricing::totals_by: unknown cost");
}

std::string describe(const PriceBook& book, const std::vector<std::string>& missing) {
  std::string text = "price book " + book.name + " of " + book.date + " lacks " + std::to_string(missing.size()) +
                     (missing.size() == 1 ? " price" : " prices");
  for (const std::string& one : missing) text += "\n  " + one;
  return text;
}

}  // namespace

MissingPrice::MissingPrice(const PriceBook& book, std::vector<std::string> missing)
    : std::runtime_error(describe(book, missing)), missing_(std::move(missing)) {}

Bill bill(const UsageLedger& ledger, const PriceBook& book, const BillOptions& options) {
  const Charges charges = collect_charges(ledger, only_month(ledger, options));
  PriceFinder finder(book, options);
  std::vector<PricedCharge> priced = find_prices(charges, finder);
  fill_tiers(priced, finder, book, options);

  Bill bill{book.name, book.date, book.digest, options.normalised_month_hours, {}, {}, {}};
  for (const PricedCharge& one : priced) {
    for (std::size_t position = 0; position < one.amounts.size(); ++position) {
      if (one.amounts[position] == 0) continue;
      bill.lines.push_back(line_of(one, finder.price(one.price), position));
      BillLine& line = bill.lines.back();
      if (options.normalised_month_hours) {
        line.charge_period_start = line.billing_period.first_hour;
        line.charge_period_end = line.billing_period.end_hour;
      }
      bill.total += line.billed_cost;
      bill.effective_total += line.effective_cost;
    }
  }
  return bill;
}

Bill bill_normalised_month(const UsageLedger& ledger, std::int64_t horizon_seconds, const PriceBook& book,
                           BillOptions options, std::int64_t month_hours) {
  options.normalised_month_hours = month_hours;
  return bill(normalised_month(ledger, horizon_seconds, month_hours), book, options);
}

std::map<std::string, Money> totals_by(const Bill& bill, View view, Cost cost) {
  std::map<std::string, Money> totals;
  for (const BillLine& line : bill.lines) totals[text_of(line, view)] += cost_of(line, cost);
  return totals;
}

}  // namespace fleetcast::pricing
