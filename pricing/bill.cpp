#include "pricing/bill.hpp"

#include <algorithm>
#include <utility>

#include "pricing/commitments/commitment_lines.hpp"
#include "pricing/commitments/coverage.hpp"
#include "pricing/coverable_charges.hpp"
#include "pricing/normalised_month.hpp"
#include "pricing/price_finder.hpp"
#include "pricing/priced_charges.hpp"
#include "pricing/spot_charges.hpp"

namespace fleetcast::pricing {
namespace {

/// Returns the one month of a normalised ledger, which begins with the calendar month of its first hour, or else of the
/// period billed.
std::optional<BillingMonth> only_month(const UsageLedger& ledger, const BillOptions& options) {
  if (!options.normalised_month_hours || (ledger.rows().empty() && !options.period)) return std::nullopt;
  const auto by_hour = [](const auto& row) { return row.first.utc_hour; };
  const std::int64_t first_hour = ledger.rows().empty()
                                      ? options.period->first_hour
                                      : std::ranges::min_element(ledger.rows(), {}, by_hour)->first.utc_hour;
  const std::int64_t start = calendar_month(first_hour).first_hour;
  return BillingMonth{start, start + *options.normalised_month_hours};
}

/// Holds what a bill is made of besides the ledger: the commitments' cover, the hours billed, and how they scale.
struct Frame {
  commitments::Coverage coverage{};
  std::vector<commitments::BilledHours> hours{};
  commitments::Scale scale{};
};

class BillWriter {
 public:
  BillWriter(const PriceBook& book, const BillOptions& options, const Frame& frame)
      : book_(book), options_(options), frame_(frame) {}

  Bill write(Charges collected) {
    const Charges charges = split_by_spot_price(std::move(collected), options_);
    PriceFinder finder(book_, options_);
    for (const PricedCharge& one : price_charges(charges, finder, book_, options_)) {
      const Price& price = finder.price(one.price);
      const auto covered = frame_.coverage.find(commitments::name_of(*one.charge));
      if (covered != frame_.coverage.end()) {
        write_uncovered(one, price, covered->second);
        continue;
      }
      for (std::size_t position = 0; position < one.amounts.size(); ++position) {
        if (one.amounts[position] != 0) add(line_of(one, price, position, one.amounts[position], 1));
      }
    }
    for (const commitments::BilledHours& hours : frame_.hours) {
      for (BillLine& line : commitments::commitment_lines(options_.commitments, book_, frame_.coverage, hours,
                                                          frame_.scale, covered_)) {
        add(std::move(line));
      }
    }
    return std::move(bill_);
  }

 private:
  // Covered usage has one price, so it stands in the first tier.
  void write_uncovered(const PricedCharge& one, const Price& price,
                       const std::map<std::size_t, commitments::CoveredUse>& uses) {
    const Integer128 parts = one.charge->amount * commitments::coverage_parts;
    const Integer128 left = parts - commitments::covered_parts(uses, frame_.scale, parts);
    if (left > 0) add(line_of(one, price, 1, left, commitments::coverage_parts));
    const Money list = price.tiers.front().price;
    covered_[commitments::name_of(*one.charge)] = {
        one.charge, list, options_.discounts.contracted_price(*one.charge->tariff, one.charge->usage, list)};
  }

  [[nodiscard]] BillLine line_of(const PricedCharge& priced, const Price& price, std::size_t position,
                                 Integer128 amount, std::int64_t parts) const {
    const Charge& charge = *priced.charge;
    const Tariff& tariff = *charge.tariff;
    const Integer128 divisor = tariff.divisor(charge.month) * parts;
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
    if (position > 0) {
      line.list_unit_price = price.tiers[position - 1].price;
      line.contracted_unit_price =
          options_.discounts.contracted_price(tariff, charge.usage, line.list_unit_price);
    }
    line.effective_unit_price = line.contracted_unit_price;
    line.pricing_quantity = Decimal::from_ratio(amount, divisor, line_places);
    line.consumed_quantity = Decimal::from_ratio(amount, Integer128{tariff.denominator} * parts, line_places);
    line.list_cost = line.list_unit_price.times_ratio(amount, divisor, line_places);
    line.contracted_cost = line.contracted_unit_price.times_ratio(amount, divisor, line_places);
    line.billed_cost = line.contracted_cost;
    line.effective_cost = line.contracted_cost;
    return line;
  }

  void add(BillLine line) {
    if (options_.normalised_month_hours) {
      line.charge_period_start = line.billing_period.first_hour;
      line.charge_period_end = line.billing_period.end_hour;
    }
    bill_.total += line.billed_cost;
    bill_.effective_total += line.effective_cost;
    bill_.lines.push_back(std::move(line));
  }

  const PriceBook& book_;
  const BillOptions& options_;
  const Frame& frame_;
  Bill bill_{book_.name, book_.date, book_.digest, options_.normalised_month_hours, {}, {}, {}};
  std::map<commitments::ChargeName, commitments::BilledCharge> covered_;
};

/// Applies the commitments to the hours of a ledger.
commitments::Coverage cover(const UsageLedger& ledger, const PriceBook& book, const BillOptions& options) {
  const Charges charges = collect_charges(ledger, {});
  return commitments::cover(coverable_charges(charges, book, options), options.commitments, book);
}

/// Returns the hours that a bill is for: those given, else from the first to the last hour of the ledger.
BilledPeriod period_of(const UsageLedger& ledger, const BillOptions& options) {
  if (options.period || ledger.rows().empty()) return options.period.value_or(BilledPeriod{});
  const auto by_hour = [](const auto& row) { return row.first.utc_hour; };
  const auto [first, last] = std::ranges::minmax_element(ledger.rows(), {}, by_hour);
  return {first->first.utc_hour, last->first.utc_hour + 1};
}

std::vector<commitments::BilledHours> months_of(const BilledPeriod& period) {
  std::vector<commitments::BilledHours> months;
  for (std::int64_t hour = period.first_hour; hour < period.end_hour;) {
    const BillingMonth month = calendar_month(hour);
    months.push_back({month, hour, std::min(period.end_hour, month.end_hour)});
    hour = month.end_hour;
  }
  return months;
}

/// Returns the hours of a horizon that is billed as a normalised month; they must be whole.
BilledPeriod horizon_of(const UsageLedger& ledger, std::int64_t horizon_seconds, const BillOptions& options) {
  constexpr std::int64_t hour = 3600;
  BilledPeriod period = period_of(ledger, options);
  const std::int64_t hours = horizon_seconds / hour;
  if (horizon_seconds % hour != 0 || period.end_hour - period.first_hour > hours) {
    throw std::invalid_argument(
        "commitments apply to whole hours: a normalised month of them needs a horizon of whole hours that begins on "
        "the hour, not " + std::to_string(horizon_seconds) + " s in " +
        std::to_string(period.end_hour - period.first_hour) + " hours");
  }
  period.end_hour = period.first_hour + hours;
  return period;
}

/// Moves the cover of all months into the one month of a normalised ledger.
commitments::Coverage in_one_month(const commitments::Coverage& coverage, const BillingMonth& month) {
  commitments::Coverage merged;
  for (const auto& [name, uses] : coverage) {
    for (const auto& [position, use] : uses) {
      commitments::CoveredUse& sum = merged[{month, name.second}][position];
      sum.parts += use.parts;
      sum.share += use.share;
      sum.unit_rate = use.unit_rate;
    }
  }
  return merged;
}

std::string describe(const PriceBook& book, const std::vector<std::string>& missing, std::size_t count) {
  std::string text = "price book " + book.name + " of " + book.date + " lacks " + std::to_string(count) +
                     (count == 1 ? " price" : " prices");
  for (const std::string& one : missing) text += "\n  " + one;
  return text;
}

}  // namespace

MissingPrice::MissingPrice(const PriceBook& book, std::vector<std::string> missing, std::size_t count)
    : std::runtime_error(describe(book, missing, count)), missing_(std::move(missing)) {}

Bill bill(const UsageLedger& ledger, const PriceBook& book, const BillOptions& options) {
  Frame frame;
  if (!options.commitments.empty()) {
    if (options.normalised_month_hours) {
      throw std::logic_error("pricing::bill: commitments apply to the hours of a horizon, before it is normalised");
    }
    frame.coverage = cover(ledger, book, options);
    frame.hours = months_of(period_of(ledger, options));
  }
  return BillWriter(book, options, frame).write(collect_charges(ledger, only_month(ledger, options)));
}

Bill bill_normalised_month(const UsageLedger& ledger, std::int64_t horizon_seconds, const PriceBook& book,
                           BillOptions options, std::int64_t month_hours) {
  options.normalised_month_hours = month_hours;
  const NormalisedMonth month(ledger, horizon_seconds, month_hours);
  const std::optional<BillingMonth> only = only_month(ledger, options);
  Frame frame;
  if (!options.commitments.empty() && (options.period || !ledger.rows().empty())) {
    const BilledPeriod period = horizon_of(ledger, horizon_seconds, options);
    frame.coverage = in_one_month(cover(ledger, book, options), *only);
    frame.hours = {{*only, period.first_hour, period.end_hour}};
    frame.scale = {month_hours * 3600, horizon_seconds, true};
  }
  return BillWriter(book, options, frame).write(collect_charges(month.rows(), only));
}

}  // namespace fleetcast::pricing
