#include "pricing/commitments/commitment_identity.hpp"

#include <array>
#include <string>

#include "pricing/commitments/coverage.hpp"
#include "pricing/commitments/instance_size.hpp"

namespace fleetcast::pricing::commitments {
namespace {

constexpr CataloguePlace compute_plans{"Savings Plans for AWS Compute usage", "Compute", "Other (Compute)"};
constexpr CataloguePlace database_plans{"Savings Plans for AWS Database usage", "Databases", "Other (Databases)"};
constexpr CataloguePlace instances{"Amazon Elastic Compute Cloud", "Compute", "Virtual Machines"};
constexpr CataloguePlace caches{"Amazon ElastiCache", "Databases", "Caching"};
constexpr CataloguePlace aurora{"Amazon Relational Database Service", "Databases", "Relational Databases"};

constexpr std::array purchases{
    Tariff{"commitment.compute_savings_plan", compute_plans, "Compute Savings Plan", "Hours", "Hours"},
    Tariff{"commitment.ec2_instance_savings_plan", compute_plans, "EC2 Instance Savings Plan", "Hours", "Hours"},
    Tariff{"commitment.database_savings_plan", database_plans, "Database Savings Plan", "Hours", "Hours"},
    Tariff{"commitment.reserved_instance", instances, "Reserved Instance", "Hours", "Hours"},
    Tariff{"commitment.reserved_cache_node", caches, "Reserved Cache Node", "Hours", "Hours"},
    Tariff{"commitment.reserved_database_instance", aurora, "Reserved Database Instance", "Hours", "Hours"},
};

const Tariff& purchase_of(SavingsPlanType type) { return purchases.at(static_cast<std::size_t>(type)); }

const Tariff& purchase_of(const std::string& meter) {
  if (meter == meter::elasticache_node_hours) return purchases[4];
  return meter == meter::aurora_instance_seconds ? purchases[5] : purchases[3];
}

std::string terms_text(const CommitmentTerms& terms) {
  constexpr std::array<std::string_view, 3> payments{"no upfront", "partial upfront", "all upfront"};
  return ", " + std::to_string(terms.years) + (terms.years == 1 ? " year, " : " years, ") +
         std::string(payments.at(static_cast<std::size_t>(terms.payment)));
}

CommitmentIdentity identity_of(const Reservation& reservation, const PriceBook& book) {
  CommitmentIdentity identity;
  identity.tariff = &purchase_of(reservation.meter);
  const bool is_sized = reservation.zone.empty() && size_of(reservation.pool, book).has_value();
  const std::string type(identity.tariff->description);
  identity.share = {reservation.terms.id,
                    std::to_string(reservation.count) + " " + reservation.pool + terms_text(reservation.terms), type,
                    CommitmentCategory::usage, {}, {}, is_sized ? "Normalized Hours" : "Hours"};
  identity.usage = {.meter = std::string(identity.tariff->meter), .account = reservation.terms.account,
                    .region = reservation.region, .zone = reservation.zone, .pool = reservation.pool};
  identity.schedule = payment_schedule(reservation);
  identity.hourly_share = commitments::hourly_share(reservation, book);
  constexpr std::int64_t quarters_of_a_unit = 4;
  identity.share_per_unit = find_tariff(reservation.meter)->consumed_per_unit * (is_sized ? quarters_of_a_unit : 1);
  return identity;
}

CommitmentIdentity identity_of(const SavingsPlan& plan, const PriceBook& book) {
  CommitmentIdentity identity;
  identity.tariff = &purchase_of(plan.type);
  const std::string type(identity.tariff->description);
  identity.share = {plan.terms.id, type + terms_text(plan.terms), type, CommitmentCategory::spend, {}, {}, "USD"};
  identity.usage = {.meter = std::string(identity.tariff->meter), .account = plan.terms.account,
                    .region = plan.region.empty() ? book.region : plan.region, .pool = plan.family};
  identity.schedule = payment_schedule(plan);
  identity.hourly_share = commitments::hourly_share(plan);
  identity.share_per_unit = Decimal::from_integer(1).whole_times(1'000'000'000'000);
  return identity;
}

}  // namespace

std::vector<CommitmentIdentity> identities_of(const Commitments& commitments, const PriceBook& book) {
  std::vector<CommitmentIdentity> identities;
  for (const Reservation& one : commitments.reservations) identities.push_back(identity_of(one, book));
  for (const SavingsPlan& one : commitments.savings_plans) identities.push_back(identity_of(one, book));
  return identities;
}

}  // namespace fleetcast::pricing::commitments
