#include "scenarios/commands/commit_report.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>
#include <stdexcept>

#include "pricing/commitments/reservation_size.hpp"
#include "scenarios/documents/json.hpp"
#include "scenarios/prices/commitment_spec.hpp"
#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::commands {
namespace {

using terminal::Align;
using terminal::Table;

using documents::OrderedJson;
using pricing::Decimal;
using pricing::Money;
using pricing::commitments::Commitments;
using pricing::commitments::CommitmentTerms;
using pricing::commitments::CoverableHours;
using pricing::commitments::Reservation;
using pricing::commitments::SavingsPlan;

constexpr double month_hours = 730;
constexpr std::array<int, 9> curve_percents{0, 25, 50, 75, 90, 100, 110, 125, 150};
constexpr std::array<int, 5> spot_percents{0, 10, 25, 50, 75};

/// Returns the smallest value below which or at which a share of the values lies.
double quantile(std::vector<double> values, double share) {
  std::ranges::sort(values);
  const double rank = std::ceil(share * static_cast<double>(values.size()));
  return values[static_cast<std::size_t>(std::max(0.0, rank - 1))];
}

Money thousandths(Money amount, int more) {
  const auto steps = amount.whole_times(1'000'000'000'000) / 1'000'000'000 + more;
  return Money::from_ratio(steps, 1000);
}

/// Returns the better of the two neighbours in thousandths of a dollar.
Money sellable(const CommitCandidate& candidate, Money exact, Decimal left_share) {
  const Money below = thousandths(exact, 0);
  const Money above = below == exact ? below : thousandths(exact, 1);
  const double cost_below = point_of(candidate, below, left_share).mean_cost;
  return point_of(candidate, above, left_share).mean_cost < cost_below ? above : below;
}

/// Returns the best amount that is for sale: whole reservations, or thousandths of a dollar of a plan.
Money best_of(const CommitCandidate& candidate, Decimal left_share) {
  namespace advice = pricing::commitments;
  if (candidate.each) {
    return candidate.each->times_ratio(advice::best_count(candidate.replications, *candidate.each, left_share), 1);
  }
  return sellable(candidate, advice::best_commitment(candidate.replications, left_share), left_share);
}

/// Returns how many reservations an amount an hour is.
std::int64_t count_of(const CommitCandidate& candidate, Money usd_per_hour) {
  return std::llround(usd_per_hour.to_double() / candidate.each->to_double());
}

std::string terms_of(const CommitmentTerms& terms) {
  for (const auto& [word, option] : prices::payment_options) {
    if (option == terms.payment) return fmt::format(", {} y, {}", terms.years, word);
  }
  throw std::logic_error("commit: a payment option without a word");
}

std::string name_of(const SavingsPlan& plan) {
  using pricing::commitments::SavingsPlanType;
  std::string name = "Compute";
  if (plan.type == SavingsPlanType::ec2_instance) name = "EC2 Instance " + plan.family;
  if (plan.type == SavingsPlanType::database) name = "Database";
  return plan.terms.id + ": " + name + terms_of(plan.terms);
}

std::string name_of(const Reservation& reservation) {
  const std::string where = reservation.zone.empty() ? "" : " in " + reservation.zone;
  return reservation.terms.id + ": reserved " + reservation.pool + where + terms_of(reservation.terms);
}

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

std::string usd(double amount) { return fmt::format("{:.2f}", amount); }

void print_plans(const std::vector<CommitCandidate>& candidates, terminal::Terminal& terminal) {
  Table table({{"commitment"},
               {"number", Align::right},
               {"USD an hour", Align::right},
               {"USD a month", Align::right},
               {"on demand", Align::right},
               {"saved", Align::right},
               {"unused", Align::right}});
  for (const CommitCandidate& one : candidates) {
    const double saved = one.none.mean_cost == 0 ? 0 : 1 - one.best.mean_cost / one.none.mean_cost;
    const std::string number = one.each ? std::to_string(count_of(one, one.best.usd_per_hour)) : "";
    table.add_row({one.name, number, one.best.usd_per_hour.to_string(3), usd(one.best.mean_cost),
                   usd(one.none.mean_cost), percent(saved), percent(one.best.unused_share)});
  }
  table.print(terminal);
}

std::vector<CommitPoint> curve_of(const CommitCandidate& candidate) {
  std::vector<CommitPoint> curve;
  for (const int percent_of_best : curve_percents) {
    Money amount = candidate.best.usd_per_hour.times_ratio(percent_of_best, 100, 3);
    if (candidate.each) amount = candidate.each->times_ratio(count_of(candidate, amount), 1);
    if (curve.empty() || amount != curve.back().usd_per_hour) curve.push_back(point_of(candidate, amount));
  }
  return curve;
}

/// Holds what the best amount costs, and what the best would have been, if a share of the usage moves to spot.
struct SpotShift {
  int percent_moved = 0;
  CommitPoint kept;
  CommitPoint best;
};

std::vector<SpotShift> shifts_of(const CommitCandidate& candidate) {
  std::vector<SpotShift> shifts;
  for (const int moved : spot_percents) {
    const Decimal left = Decimal::from_ratio(100 - moved, 100);
    shifts.push_back({moved, point_of(candidate, candidate.best.usd_per_hour, left),
                      point_of(candidate, best_of(candidate, left), left)});
  }
  return shifts;
}

OrderedJson point_json(const CommitCandidate& candidate, const CommitPoint& point) {
  OrderedJson json;
  if (candidate.each) json["count"] = count_of(candidate, point.usd_per_hour);
  json["usd_per_hour"] = point.usd_per_hour.to_string();
  json["mean_usd_per_month"] = point.mean_cost;
  json["p05_usd_per_month"] = point.low_cost;
  json["p95_usd_per_month"] = point.high_cost;
  json["unused_share"] = point.unused_share;
  json["hours_used_up_share"] = point.used_up_share;
  return json;
}

/// Finds what is best once the usage that the commitment may cover is known.
template <class Offer>
CommitCandidate candidate_of(const Offer& offer, std::optional<Money> each, const CommitInput& input) {
  CommitCandidate candidate{offer.terms.id, name_of(offer), each, {}, {}, {}};
  for (const pricing::UsageLedger& ledger : input.replications) {
    candidate.replications.push_back(
        pricing::commitments::coverable_hours(ledger, input.period, offer, input.book, input.options));
  }
  candidate.none = point_of(candidate, {});
  candidate.best = point_of(candidate, best_of(candidate, Decimal::from_integer(1)));
  return candidate;
}

}  // namespace

std::vector<CommitCandidate> find_commitments(const CommitInput& input, const Commitments& offers) {
  std::vector<CommitCandidate> candidates;
  for (const Reservation& offer : offers.reservations) {
    const std::int64_t quarters = pricing::commitments::quarters_of(offer, input.book);
    candidates.push_back(candidate_of(offer, pricing::commitments::unit_rate_of(offer, quarters, input.book), input));
  }
  for (const SavingsPlan& plan : offers.savings_plans) candidates.push_back(candidate_of(plan, std::nullopt, input));
  std::ranges::stable_sort(candidates, {},
                           [](const CommitCandidate& one) { return one.best.mean_cost - one.none.mean_cost; });
  return candidates;
}

CommitPoint point_of(const CommitCandidate& candidate, Money usd_per_hour, Decimal left_share) {
  CommitPoint point;
  point.usd_per_hour = usd_per_hour;
  std::vector<double> costs;
  double unused = 0;
  double used_up = 0;
  double hours = 0;
  for (const CoverableHours& replication : candidate.replications) {
    const auto outcome = pricing::commitments::outcome_of(replication, usd_per_hour, left_share);
    const auto its_hours = static_cast<double>(outcome.hours);
    costs.push_back(outcome.cost.to_double() * month_hours / its_hours);
    point.mean_cost += costs.back() / static_cast<double>(candidate.replications.size());
    unused += outcome.unused.to_double();
    used_up += static_cast<double>(outcome.hours_used_up);
    hours += its_hours;
  }
  point.low_cost = quantile(costs, 0.05);
  point.high_cost = quantile(costs, 0.95);
  const double committed = usd_per_hour.to_double() * hours;
  point.unused_share = committed == 0 ? 0 : unused / committed;
  point.used_up_share = used_up / hours;
  return point;
}

void print_commit_table(const std::vector<CommitCandidate>& candidates, const std::vector<std::string>& without_price,
                        terminal::Terminal& terminal) {
  const CommitCandidate& first = candidates.front();
  terminal.out << "Best commitments for " << first.replications.size() << " x " << first.replications.front().size()
               << " hours of usage;\ncosts of what each may cover, for a month of 730 hours\n\n";
  print_plans(candidates, terminal);
  if (!without_price.empty()) {
    terminal.out << "\nThe price book holds no price of a reservation of "
                 << fmt::format("{}", fmt::join(without_price, ", ")) << ".\n";
  }
  terminal.out << "\nCost curve of " << first.name << "\n";
  Table curve({{"USD an hour", Align::right},
               {"USD a month", Align::right},
               {"5 %", Align::right},
               {"95 %", Align::right},
               {"unused", Align::right},
               {"hours used up", Align::right}});
  for (const CommitPoint& point : curve_of(first)) {
    curve.add_row({point.usd_per_hour.to_string(3), usd(point.mean_cost), usd(point.low_cost), usd(point.high_cost),
                   percent(point.unused_share), percent(point.used_up_share)});
  }
  curve.print(terminal);
  terminal.out << "\nIf usage moves to spot after the purchase (spot itself not counted)\n";
  Table shifts({{"moved", Align::right},
                {"USD a month", Align::right},
                {"unused", Align::right},
                {"best USD an hour", Align::right},
                {"USD a month", Align::right}});
  for (const SpotShift& shift : shifts_of(first)) {
    shifts.add_row({fmt::format("{} %", shift.percent_moved), usd(shift.kept.mean_cost),
                    percent(shift.kept.unused_share), shift.best.usd_per_hour.to_string(3), usd(shift.best.mean_cost)});
  }
  shifts.print(terminal);
}

void print_commit_json(const std::vector<CommitCandidate>& candidates, const std::vector<std::string>& without_price,
                       terminal::Terminal& terminal) {
  OrderedJson json = {{"schema_version", 1}, {"month_hours", month_hours}, {"candidates", OrderedJson::array()}};
  for (const CommitCandidate& one : candidates) {
    OrderedJson curve = OrderedJson::array();
    for (const CommitPoint& point : curve_of(one)) curve.push_back(point_json(one, point));
    OrderedJson shifts = OrderedJson::array();
    for (const SpotShift& shift : shifts_of(one)) {
      shifts.push_back({{"moved_to_spot_share", shift.percent_moved / 100.0},
                        {"kept", point_json(one, shift.kept)},
                        {"best", point_json(one, shift.best)}});
    }
    json["candidates"].push_back({{"id", one.id},
                                  {"name", one.name},
                                  {"best", point_json(one, one.best)},
                                  {"without", point_json(one, one.none)},
                                  {"curve", curve},
                                  {"moved_to_spot", shifts}});
  }
  json["reservations_without_price"] = without_price;
  terminal.out << json.dump(2) << "\n";
}

}  // namespace fleetcast::scenarios::commands
