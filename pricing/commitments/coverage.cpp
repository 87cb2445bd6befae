#include "pricing/commitments/coverage.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "pricing/commitments/eligibility.hpp"
#include "pricing/commitments/rates.hpp"
#include "pricing/commitments/reservation_size.hpp"

namespace fleetcast::pricing::commitments {
namespace {

constexpr std::int64_t money_parts = 1'000'000'000'000;

/// Holds a charge that a commitment covers: how one size unit or dollar of it counts.
struct Candidate {
  std::size_t charge = 0;
  std::int64_t quarters = 1;  ///< size under a reservation
  Money rate;                 ///< under a Savings Plan
};

/// Holds a commitment with its candidates, in the order in which it takes them.
struct Applied {
  std::size_t position = 0;
  const CommitmentTerms* terms = nullptr;
  Integer128 hourly = 0;
  bool is_plan = false;
  std::vector<Candidate> candidates;
};

bool is_zonal(const Reservation& reservation) { return !reservation.zone.empty(); }

class Coverer {
 public:
  Coverer(std::span<const CoverableCharge> charges, const Commitments& commitments, const PriceBook& book)
      : charges_(charges), commitments_(commitments), book_(book) {}

  Coverage cover() {
    for (const bool zonal : {true, false}) add_reservations(zonal);
    for (const SavingsPlanType type :
         {SavingsPlanType::ec2_instance, SavingsPlanType::compute, SavingsPlanType::database}) {
      add_plans(type);
    }
    if (!missing_.empty()) throw MissingRate({missing_.begin(), missing_.end()});
    for (std::size_t i = 0; i < charges_.size(); ++i) {
      for (const HourlyUse& use : charges_[i].charge->uses) left_[use.utc_hour][i] = use.amount * coverage_parts;
    }
    for (auto& [utc_hour, left] : left_) {
      for (const Applied& applied : order_) {
        if (applied.terms->is_in_force(utc_hour)) apply(applied, left);
      }
    }
    return std::move(coverage_);
  }
  [[nodiscard]] UncoveredHours take_left() { return std::move(left_); }

 private:
  // Ties end with the key, so that the order of the ledger decides nothing.
  [[nodiscard]] std::tuple<bool, std::int64_t, const UsageKey&> place_of(const CommitmentTerms& terms,
                                                                         const Candidate& one) const {
    const UsageKey& usage = charges_[one.charge].charge->usage;
    return {usage.account != terms.account, one.quarters, usage};
  }

  void add_reservations(bool zonal) {
    for (std::size_t i = 0; i < commitments_.reservations.size(); ++i) {
      const Reservation& reservation = commitments_.reservations[i];
      if (is_zonal(reservation) != zonal) continue;
      Applied applied{i, &reservation.terms, hourly_share(reservation, book_), false, {}};
      for (std::size_t c = 0; c < charges_.size(); ++c) {
        const UsageKey& usage = charges_[c].charge->usage;
        const std::int64_t quarters = quarters_under(reservation, usage, book_);
        if (quarters == 0 || !reaches(reservation.terms, usage)) continue;
        applied.candidates.push_back({c, quarters, unit_rate_of(reservation, quarters, book_)});
      }
      std::ranges::sort(applied.candidates, [&](const Candidate& a, const Candidate& b) {
        return place_of(reservation.terms, a) < place_of(reservation.terms, b);
      });
      order_.push_back(std::move(applied));
    }
  }

  void add_plans(SavingsPlanType type) {
    for (std::size_t i = 0; i < commitments_.savings_plans.size(); ++i) {
      const SavingsPlan& plan = commitments_.savings_plans[i];
      if (plan.type != type) continue;
      Applied applied{commitments_.reservations.size() + i, &plan.terms, hourly_share(plan), true, {}};
      for (std::size_t c = 0; c < charges_.size(); ++c) {
        const UsageKey& usage = charges_[c].charge->usage;
        if (!covers(plan, usage) || !reaches(plan.terms, usage)) continue;
        const std::optional<Money> rate = rate_of(plan, usage, charges_[c].list_unit_price, book_);
        if (rate) {
          applied.candidates.push_back({c, 1, *rate});
        } else {
          missing_.insert("Savings Plan '" + plan.terms.id + "' knows no rate for " + usage.meter + " '" + usage.pool +
                          "': add one to its rates");
        }
      }
      std::ranges::sort(applied.candidates, [&](const Candidate& a, const Candidate& b) {
        return is_taken_before(plan.terms, a, b);
      });
      order_.push_back(std::move(applied));
    }
  }

  [[nodiscard]] bool is_taken_before(const CommitmentTerms& terms, const Candidate& a, const Candidate& b) const {
    const bool is_a_foreign = charges_[a.charge].charge->usage.account != terms.account;
    const bool is_b_foreign = charges_[b.charge].charge->usage.account != terms.account;
    if (is_a_foreign != is_b_foreign) return is_b_foreign;
    // The share saved is 1 - rate / list price; compared as products, so that nothing is rounded.
    const auto left_of = [&](const Candidate& one, const Candidate& other) {
      return one.rate.whole_times(money_parts) * charges_[other.charge].list_unit_price.whole_times(money_parts);
    };
    const Integer128 a_left = left_of(a, b);
    const Integer128 b_left = left_of(b, a);
    if (a_left != b_left) return a_left < b_left;
    return std::tie(a.rate, charges_[a.charge].charge->usage) < std::tie(b.rate, charges_[b.charge].charge->usage);
  }

  void apply(const Applied& applied, std::map<std::size_t, Integer128>& left) {
    Integer128 share = applied.hourly;
    for (const Candidate& candidate : applied.candidates) {
      const auto use = left.find(candidate.charge);
      if (use == left.end() || use->second == 0 || share == 0) continue;
      const CoveredUse taken = applied.is_plan ? by_plan(candidate, use->second, share)
                                               : by_reservation(candidate, use->second, share);
      if (taken.parts == 0 && taken.share == 0) continue;
      use->second -= taken.parts;
      share -= taken.share;
      CoveredUse& covered = coverage_[name_of(*charges_[candidate.charge].charge)][applied.position];
      covered.parts += taken.parts;
      covered.share += taken.share;
      covered.unit_rate = candidate.rate;
    }
  }

  static CoveredUse by_reservation(const Candidate& candidate, Integer128 left, Integer128 share) {
    const Integer128 parts = std::min(left, share * coverage_parts / candidate.quarters);
    return {parts, parts * candidate.quarters / coverage_parts, {}};
  }

  // A plan that cannot cover all of the usage spends what it has left; the part it covers is rounded down.
  [[nodiscard]] CoveredUse by_plan(const Candidate& candidate, Integer128 left, Integer128 share) const {
    const Charge& charge = *charges_[candidate.charge].charge;
    const Integer128 parts_per_unit = charge.tariff->divisor(charge.month) * coverage_parts;
    const Integer128 cost = candidate.rate.times_ratio(left, parts_per_unit).whole_times(money_parts);
    if (cost <= share) return {left, cost, {}};
    return {share * parts_per_unit / candidate.rate.whole_times(money_parts), share, {}};
  }

  std::span<const CoverableCharge> charges_;
  const Commitments& commitments_;
  const PriceBook& book_;
  std::vector<Applied> order_;
  std::set<std::string> missing_;
  Coverage coverage_;
  UncoveredHours left_;
};

std::string joined(const std::vector<std::string>& missing) {
  std::string text = std::to_string(missing.size()) + (missing.size() == 1 ? " rate is" : " rates are") + " missing";
  for (const std::string& one : missing) text += "\n  " + one;
  return text;
}

}  // namespace

MissingRate::MissingRate(const std::vector<std::string>& missing) : std::invalid_argument(joined(missing)) {}

ChargeName name_of(const Charge& charge) {
  ChargeName name{charge.month, charge.usage};
  name.second.utc_hour = 0;
  return name;
}

Integer128 hourly_share(const Reservation& reservation, const PriceBook& book) {
  const Tariff& tariff = *find_tariff(reservation.meter);
  return Integer128{reservation.count} * quarters_of(reservation, book) * tariff.consumed_per_unit;
}

Integer128 hourly_share(const SavingsPlan& plan) { return plan.usd_per_hour.whole_times(money_parts); }

Coverage cover(std::span<const CoverableCharge> charges, const Commitments& commitments, const PriceBook& book) {
  return Coverer(charges, commitments, book).cover();
}

UncoveredHours uncovered(std::span<const CoverableCharge> charges, const Commitments& commitments,
                         const PriceBook& book) {
  Coverer coverer(charges, commitments, book);
  static_cast<void>(coverer.cover());
  return coverer.take_left();
}

}  // namespace fleetcast::pricing::commitments
