#include <set>
#include <stdexcept>

#include "pricing/billing_month.hpp"
#include "pricing/commitments/instance_size.hpp"
#include "scenarios/documents/suggestion.hpp"
#include "scenarios/prices/amounts.hpp"
#include "scenarios/prices/contract.hpp"

namespace fleetcast::scenarios::prices {
namespace {

using documents::child_pointer;
using documents::Problems;
using pricing::Money;
using pricing::commitments::Commitments;
using pricing::commitments::CommitmentTerms;
using pricing::commitments::PaymentOption;
using pricing::commitments::Reservation;
using pricing::commitments::ReservationOffer;
using pricing::commitments::SavingsPlan;
using pricing::commitments::SavingsPlanRate;
using pricing::commitments::SavingsPlanType;

class Reader {
 public:
  Reader(const std::string& account, const pricing::PriceBook& book, Problems& problems)
      : account_(account), book_(book), problems_(problems) {}

  void read(const CommitmentSpec& spec, const std::string& at, Commitments& commitments) {
    at_ = at;
    if (!ids_.insert(spec.id).second) add("/id", "'" + spec.id + "' names another commitment already");
    if (spec.type == CommitmentKind::reserved) {
      commitments.reservations.push_back(reservation_of(spec));
    } else {
      commitments.savings_plans.push_back(plan_of(spec));
    }
  }

 private:
  void add(const std::string& member, std::string message) { problems_.add(at_ + member, std::move(message)); }

  void refuse(bool is_given, const std::string& member, const std::string& what) {
    if (is_given) add(member, "must be left out: it is for " + what);
  }

  CommitmentTerms terms_of(const CommitmentSpec& spec) {
    CommitmentTerms terms;
    terms.id = spec.id;
    terms.account = spec.account.value_or(account_);
    terms.is_shared = spec.is_shared;
    terms.years = spec.years.count();
    terms.payment = spec.payment;
    if (terms.years == 2 || spec.years.is_uncertain()) add("/years", "must be 1 or 3");
    if (spec.count.is_uncertain()) add("/count", "must be one number, not an interval");
    try {
      if (spec.start) terms.start_hour = pricing::utc_hour_from_iso(*spec.start);
    } catch (const std::invalid_argument& error) {
      add("/start", error.what());
    }
    return terms;
  }

  std::string meter_of(const std::string& pool) {
    const std::string type = pool.substr(0, pool.find('/'));
    std::string meter(pricing::meter::ec2_instance_seconds);
    std::string purchase_option = "on_demand";
    if (type.starts_with("cache.")) meter = pricing::meter::elasticache_node_hours;
    if (type.starts_with("db.")) meter = pricing::meter::aurora_instance_seconds;
    if (type.starts_with("cache.") || type.starts_with("db.")) purchase_option.clear();
    if (book_.find_price({meter, pool, purchase_option}) == nullptr) {
      std::vector<std::string> pools;
      for (const auto& [key, price] : book_.prices) {
        if (key.meter == meter && key.purchase_option == purchase_option) pools.push_back(key.pool);
      }
      add("/pool", "price book " + book_.name + " knows no '" + pool + "'" + documents::did_you_mean(pool, pools));
    }
    return meter;
  }

  Reservation reservation_of(const CommitmentSpec& spec) {
    refuse(!spec.family.empty(), "/family", "EC2 Instance Savings Plans");
    refuse(!spec.rates.empty(), "/rates", "Savings Plans");
    Reservation one;
    one.terms = terms_of(spec);
    one.meter = meter_of(spec.pool);
    one.pool = spec.pool;
    one.region = book_.region;
    one.zone = spec.zone;
    one.count = spec.count.count();
    if (!spec.zone.empty() && one.meter != pricing::meter::ec2_instance_seconds) {
      add("/zone", "must be left out: only instances are reserved by zone");
    }
    if (!spec.zone.empty() && !spec.zone.starts_with(book_.region)) {
      add("/zone", "must be a zone of " + book_.region + ", such as " + book_.region + "a");
    }
    read_prices(spec, one);
    return one;
  }

  void read_prices(const CommitmentSpec& spec, Reservation& one) {
    if (spec.usd_per_hour) one.usd_per_hour = read_amount(*spec.usd_per_hour, at_ + "/usd_per_hour", problems_);
    if (spec.upfront_usd) one.upfront_usd = read_amount(*spec.upfront_usd, at_ + "/upfront_usd", problems_);
    if (!spec.usd_per_hour && !spec.upfront_usd) {
      const auto& offers = book_.commitment_offers.reservations;
      const auto offer = offers.find({one.terms.years, spec.payment, one.meter, spec.pool});
      if (offer == offers.end()) {
        add("/usd_per_hour", "is missing: price book " + book_.name + " holds no price of this reservation");
        return;
      }
      one.usd_per_hour = offer->second.usd_per_hour;
      one.upfront_usd = offer->second.upfront_usd;
    }
    const bool has_advance = one.upfront_usd > Money{};
    const bool has_hours = one.usd_per_hour > Money{};
    if (spec.payment == PaymentOption::no_upfront && (has_advance || !has_hours)) {
      add("/payment", "no_upfront means an hourly price and nothing in advance");
    }
    if (spec.payment == PaymentOption::partial_upfront && (!has_advance || !has_hours)) {
      add("/payment", "partial_upfront means an hourly price and something in advance");
    }
    if (spec.payment == PaymentOption::all_upfront && (!has_advance || has_hours)) {
      add("/payment", "all_upfront means everything in advance and no hourly price");
    }
  }

  SavingsPlan plan_of(const CommitmentSpec& spec) {
    refuse(!spec.pool.empty(), "/pool", "reservations");
    refuse(!spec.zone.empty(), "/zone", "reservations");
    refuse(spec.upfront_usd.has_value(), "/upfront_usd", "reservations; half or all of a plan is due by its payment");
    refuse(spec.count.count() != 1, "/count", "reservations");
    SavingsPlan plan;
    plan.terms = terms_of(spec);
    if (spec.type == CommitmentKind::ec2_instance_savings_plan) {
      plan.type = SavingsPlanType::ec2_instance;
      plan.region = book_.region;
      plan.family = spec.family;
      require_family(spec.family);
    } else {
      refuse(!spec.family.empty(), "/family", "EC2 Instance Savings Plans");
    }
    if (spec.type == CommitmentKind::database_savings_plan) {
      plan.type = SavingsPlanType::database;
      if (plan.terms.years != 1) add("/years", "must be 1: Database Savings Plans have no other term");
      if (spec.payment != PaymentOption::no_upfront) add("/payment", "must be no_upfront for Database Savings Plans");
    }
    if (!spec.usd_per_hour) {
      add("/usd_per_hour", "is missing: the commitment, such as \"1.50\"");
    } else {
      plan.usd_per_hour = read_amount(*spec.usd_per_hour, at_ + "/usd_per_hour", problems_);
      if (plan.usd_per_hour > Money::from_integer(10'000)) add("/usd_per_hour", "must be at most 10000 USD");
    }
    for (std::size_t i = 0; i < spec.rates.size(); ++i) {
      plan.rates.push_back(rate_of(spec.rates[i], child_pointer("/rates", i), spec.rates, i));
    }
    return plan;
  }

  void require_family(const std::string& family) {
    std::set<std::string> families;
    for (const auto& [key, price] : book_.prices) {
      if (key.meter == pricing::meter::ec2_instance_seconds) {
        families.insert(pricing::commitments::family_of(key.pool));
      }
    }
    if (families.contains(family)) return;
    const std::vector<std::string> names{families.begin(), families.end()};
    add("/family", "price book " + book_.name + " knows no instance family '" + family + "'" +
                       documents::did_you_mean(family, names));
  }

  SavingsPlanRate rate_of(const SavingsPlanRateSpec& spec, const std::string& member,
                          const std::vector<SavingsPlanRateSpec>& all, std::size_t index) {
    SavingsPlanRate rate{spec.meter, spec.pool, {}, {}};
    if (!spec.meter.empty() && pricing::find_tariff(spec.meter) == nullptr) {
      add(member + "/meter", "'" + spec.meter + "' is not billed" +
                                 documents::did_you_mean(spec.meter, pricing::known_meters()));
    }
    if (spec.usd_per_unit.has_value() == spec.discount.has_value()) {
      add(member, "must state either usd_per_unit or discount");
    }
    const std::string at = at_ + member;
    if (spec.usd_per_unit) rate.usd_per_unit = read_amount(*spec.usd_per_unit, at + "/usd_per_unit", problems_);
    if (spec.discount) rate.discount = read_share(*spec.discount, at + "/discount", problems_);
    for (std::size_t i = 0; i < index; ++i) {
      if (all[i].meter == spec.meter && all[i].pool == spec.pool) add(member, "is stated already");
    }
    return rate;
  }

  const std::string& account_;
  const pricing::PriceBook& book_;
  Problems& problems_;
  std::string at_;
  std::set<std::string> ids_;
};

}  // namespace

Commitments to_commitments(const std::vector<CommitmentSpec>& specs, const std::string& pointer,
                           const std::string& account, const pricing::PriceBook& book, Problems& problems) {
  Commitments commitments;
  Reader reader(account, book, problems);
  for (std::size_t i = 0; i < specs.size(); ++i) reader.read(specs[i], child_pointer(pointer, i), commitments);
  return commitments;
}

}  // namespace fleetcast::scenarios::prices
