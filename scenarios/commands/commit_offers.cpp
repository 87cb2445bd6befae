#include "scenarios/commands/commit_offers.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "pricing/commitments/instance_size.hpp"
#include "pricing/commitments/reservation_size.hpp"
#include "scenarios/prices/contract.hpp"

namespace fleetcast::scenarios::commands {
namespace {

using pricing::UsageKey;
using pricing::commitments::Commitments;
using pricing::commitments::PaymentOption;
using pricing::commitments::Reservation;

/// Lists one key of everything that is used and that reservations may cover.
std::vector<UsageKey> reservable_usage(const CommitInput& input) {
  std::map<std::tuple<std::string, std::string, std::string>, UsageKey> found;
  for (const pricing::UsageLedger& ledger : input.replications) {
    for (const auto& [key, amount] : ledger.rows()) {
      const bool is_instance = key.meter == pricing::meter::ec2_instance_seconds && key.purchase_option == "on_demand";
      const bool is_node = key.meter == pricing::meter::elasticache_node_hours ||
                           key.meter == pricing::meter::aurora_instance_seconds;
      if (is_instance || is_node) found.try_emplace({key.meter, key.pool, key.region}, key);
    }
  }
  std::vector<UsageKey> keys;
  for (auto& [name, key] : found) keys.push_back(std::move(key));
  return keys;
}

Reservation reservation_of(const pricing::commitments::ReservationOfferKey& key,
                           const pricing::commitments::ReservationOffer& offer, const std::string& region) {
  Reservation one;
  one.terms.id = key.pool;
  one.terms.years = key.years;
  one.terms.payment = key.payment;
  one.meter = key.meter;
  one.pool = key.pool;
  one.region = region;
  one.upfront_usd = offer.upfront_usd;
  one.usd_per_hour = offer.usd_per_hour;
  return one;
}

/// Says what sizes are exchanged within: a family, or a type by itself.
std::string group_of(const std::string& pool, const pricing::PriceBook& book) {
  const auto size = pricing::commitments::size_of(pool, book);
  return size && pricing::commitments::is_size_flexible(size->family) ? size->family : pool;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

ReservationOffers reservations_on_offer(const CommitInput& input) {
  const std::vector<UsageKey> usage = reservable_usage(input);
  const auto is_used = [&](const std::string& pool) {
    return std::ranges::any_of(usage, [&](const UsageKey& key) { return key.pool == pool; });
  };
  std::map<std::tuple<std::string, std::string, std::int64_t, PaymentOption>, Reservation> chosen;
  std::set<std::string> covered;
  for (const auto& [key, offer] : input.book.commitment_offers.reservations) {
    const Reservation one = reservation_of(key, offer, input.book.region);
    bool covers_some = false;
    for (const UsageKey& used : usage) {
      if (pricing::commitments::quarters_under(one, used, input.book) == 0) continue;
      covers_some = true;
      covered.insert(used.pool);
    }
    if (!covers_some) continue;
    const auto rank = [&](const Reservation& it) {
      return std::pair{!is_used(it.pool), pricing::commitments::quarters_of(it, input.book)};
    };
    const auto [place, is_new] =
        chosen.try_emplace({key.meter, group_of(key.pool, input.book), key.years, key.payment}, one);
    if (!is_new && rank(one) < rank(place->second)) place->second = one;
  }
  ReservationOffers offers;
  for (auto& [group, one] : chosen) offers.offers.push_back(std::move(one));
  for (const UsageKey& used : usage) {
    if (!covered.contains(used.pool)) offers.without_price.push_back(used.pool);
  }
  return offers;
}

Commitments read_offers(const CommitOptions& options, const CommitInput& input,
                        std::vector<std::string>& without_price) {
  if (options.offers && options.discount) throw std::invalid_argument("give either --offers FILE or --discount SHARE");
  if (!options.offers && !options.discount && !options.reservations) {
    throw std::invalid_argument("say which commitments there are: --offers FILE, --discount SHARE or --reservations");
  }
  Commitments offers;
  if (options.offers) {
    offers = prices::read_commitments(*options.offers, input.book);
    if (offers.empty()) throw std::invalid_argument(*options.offers + ": holds no commitment");
  }
  if (options.discount) {
    documents::Problems problems;
    prices::CommitmentSpec spec;
    spec.id = "plan";
    spec.usd_per_hour = "0";
    spec.rates = {{"", "", {}, options.discount}};
    offers = prices::to_commitments({spec}, "", "main", input.book, problems);
    problems.throw_if_any("--discount");
  }
  if (options.reservations) {
    ReservationOffers found = reservations_on_offer(input);
    without_price = std::move(found.without_price);
    for (Reservation& one : found.offers) offers.reservations.push_back(std::move(one));
    if (offers.empty()) {
      throw std::invalid_argument("price book " + input.book.name + " holds no price of a reservation of what is used" +
                                  (without_price.empty() ? "" : " (" + joined(without_price) + ")") +
                                  "; give --offers FILE, or import an offer file into the book");
    }
  }
  return offers;
}

}  // namespace fleetcast::scenarios::commands
