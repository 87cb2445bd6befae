#include "pricing/priced_charges.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace fleetcast::pricing {
namespace {

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

}  // namespace

std::vector<PricedCharge> price_charges(const Charges& charges, PriceFinder& finder, const PriceBook& book,
                                        const BillOptions& options) {
  std::vector<PricedCharge> priced = find_prices(charges, finder);
  fill_tiers(priced, finder, book, options);
  return priced;
}

}  // namespace fleetcast::pricing
