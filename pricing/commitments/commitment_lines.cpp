#include "pricing/commitments/commitment_lines.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "pricing/commitments/commitment_identity.hpp"

namespace fleetcast::pricing::commitments {
namespace {

/// Returns money x part / whole, rounded to a line's places; the fraction is reduced first, so that it fits.
Money portion(Money money, Integer128 part, Integer128 whole) {
  Integer128 divisor = whole;
  for (Integer128 rest = part; rest != 0;) {
    const Integer128 next = divisor % rest;
    divisor = rest;
    rest = next;
  }
  return money.times_ratio(part / divisor, whole / divisor, line_places);
}

Integer128 scaled(Integer128 parts, const Scale& scale) {
  const std::int64_t common = std::gcd(scale.numerator, scale.denominator);
  return parts * (scale.numerator / common) / (scale.denominator / common);
}

/// Writes the lines of one commitment.
class LineWriter {
 public:
  LineWriter(const CommitmentIdentity& identity, const BilledHours& hours, const Scale& scale,
             std::vector<BillLine>& lines)
      : identity_(identity), hours_(hours), scale_(scale), lines_(lines) {
    const std::int64_t in_force = identity.schedule.hours_in_force(hours.first_hour, hours.end_hour);
    recurring_ = identity.schedule.per_hour.times_ratio(Integer128{in_force} * scale.numerator, scale.denominator,
                                                        line_places);
    total_ = scale.is_normalised_month
                 ? recurring_ + identity.schedule.upfront.times_ratio(
                                    Integer128{in_force} * scale.numerator,
                                    Integer128{identity.schedule.term_hours} * scale.denominator, line_places)
                 : identity.schedule.amortised(hours.first_hour, hours.end_hour);
    capacity_ = identity.hourly_share * in_force;
    in_force_ = in_force;
  }

  [[nodiscard]] bool is_in_force() const { return in_force_ > 0; }

  void write_purchases() {
    const auto& start = identity_.schedule.start_hour;
    const bool begins = start && *start >= hours_.first_hour && *start < hours_.end_hour;
    if (scale_.is_normalised_month) {
      write_purchase(total_ - recurring_, ChargeFrequency::one_time);
    } else if (begins) {
      write_purchase(identity_.schedule.upfront, ChargeFrequency::one_time);
    }
    write_purchase(recurring_, ChargeFrequency::recurring);
  }

  void write_used(const BilledCharge& billed, const CoveredUse& use) {
    BillLine line = line_of(*billed.charge->tariff, billed.charge->usage, CommitmentStatus::used, use.share);
    const Charge& charge = *billed.charge;
    const Integer128 parts = std::min(scaled(use.parts, scale_), charge.amount * coverage_parts);
    const Integer128 divisor = charge.tariff->divisor(charge.month) * coverage_parts;
    line.pricing_category = PricingCategory::committed;
    line.list_unit_price = billed.list_unit_price;
    line.contracted_unit_price = billed.contracted_unit_price;
    line.effective_unit_price = use.unit_rate;
    line.pricing_quantity = Decimal::from_ratio(parts, divisor, line_places);
    line.consumed_quantity =
        Decimal::from_ratio(parts, Integer128{charge.tariff->denominator} * coverage_parts, line_places);
    line.list_cost = line.list_unit_price.times_ratio(parts, divisor, line_places);
    line.contracted_cost = line.contracted_unit_price.times_ratio(parts, divisor, line_places);
    line.effective_cost = next_portion(use.share);
    lines_.push_back(std::move(line));
  }

  void write_unused() {
    const Integer128 share = capacity_ - taken_;
    if (share == 0) return;
    BillLine line = line_of(*identity_.tariff, identity_.usage, CommitmentStatus::unused, share);
    line.pricing_category = PricingCategory::committed;
    line.effective_cost = total_ - given_;
    lines_.push_back(std::move(line));
  }

 private:
  [[nodiscard]] BillLine line_of(const Tariff& tariff, const UsageKey& usage, std::optional<CommitmentStatus> status,
                                 Integer128 share) const {
    BillLine line;
    line.tariff = &tariff;
    line.usage = usage;
    line.billing_period = hours_.month;
    line.charge_period_start = scale_.is_normalised_month ? hours_.month.first_hour : hours_.first_hour;
    line.charge_period_end = scale_.is_normalised_month ? hours_.month.end_hour : hours_.end_hour;
    line.commitment = identity_.share;
    line.commitment->status = status;
    const Decimal quantity = Decimal::from_ratio(share, identity_.share_per_unit, line_places);
    line.commitment->quantity = quantity.times_ratio(scale_.numerator, scale_.denominator, line_places);
    return line;
  }

  void write_purchase(Money cost, ChargeFrequency frequency) {
    if (cost == Money{}) return;
    BillLine line = line_of(*identity_.tariff, identity_.usage, {}, capacity_);
    line.charge_category = ChargeCategory::purchase;
    line.charge_frequency = frequency;
    const bool is_hourly = frequency == ChargeFrequency::recurring;
    const Decimal hours =
        Decimal::from_ratio(Integer128{in_force_} * scale_.numerator, scale_.denominator, line_places);
    line.pricing_quantity = is_hourly ? hours : Decimal::from_integer(1);
    line.list_unit_price = is_hourly ? identity_.schedule.per_hour : cost;
    line.contracted_unit_price = line.list_unit_price;
    line.list_cost = line.contracted_cost = line.billed_cost = cost;
    if (!is_hourly && !scale_.is_normalised_month) reach_over_term(line);
    // Of a Savings Plan that is paid in two parts, each buys as much as it costs.
    if (line.commitment->category == CommitmentCategory::spend) line.commitment->quantity = cost;
    lines_.push_back(std::move(line));
  }

  // What is paid in advance is paid for the whole term.
  void reach_over_term(BillLine& line) const {
    const PaymentSchedule& schedule = identity_.schedule;
    line.charge_period_start = *schedule.start_hour;
    line.charge_period_end = *schedule.start_hour + schedule.term_hours;
    line.commitment->quantity =
        Decimal::from_ratio(identity_.hourly_share * schedule.term_hours, identity_.share_per_unit, line_places);
  }

  // The steps of a rounded running sum, so that all of them and what is left add up exactly.
  Money next_portion(Integer128 share) {
    taken_ += share;
    const Money before = given_;
    given_ = portion(total_, taken_, capacity_);
    return given_ - before;
  }

  const CommitmentIdentity& identity_;
  const BilledHours& hours_;
  const Scale& scale_;
  std::vector<BillLine>& lines_;
  Money recurring_;
  Money total_;
  Money given_;
  Integer128 capacity_ = 0;
  Integer128 taken_ = 0;
  std::int64_t in_force_ = 0;
};

}  // namespace

std::vector<BillLine> commitment_lines(const Commitments& commitments, const PriceBook& book, const Coverage& coverage,
                                       const BilledHours& hours, const Scale& scale,
                                       const std::map<ChargeName, BilledCharge>& charges) {
  std::vector<BillLine> lines;
  const std::vector<CommitmentIdentity> identities = identities_of(commitments, book);
  for (std::size_t position = 0; position < identities.size(); ++position) {
    LineWriter writer(identities[position], hours, scale, lines);
    if (!writer.is_in_force()) continue;
    writer.write_purchases();
    for (const auto& [name, uses] : coverage) {
      const auto use = uses.find(position);
      if (name.first == hours.month && use != uses.end()) writer.write_used(charges.at(name), use->second);
    }
    writer.write_unused();
  }
  return lines;
}

Integer128 covered_parts(const std::map<std::size_t, CoveredUse>& uses, const Scale& scale, Integer128 most) {
  Integer128 parts = 0;
  for (const auto& [position, use] : uses) parts += scaled(use.parts, scale);
  return std::min(parts, most);
}

}  // namespace fleetcast::pricing::commitments
