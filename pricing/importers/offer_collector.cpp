#include "pricing/importers/offer_collector.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "pricing/importers/money_text.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing::importers {
namespace {

using commitments::PaymentOption;

std::optional<PaymentOption> payment_of(std::string_view text) {
  if (text == "No Upfront") return PaymentOption::no_upfront;
  if (text == "Partial Upfront") return PaymentOption::partial_upfront;
  if (text == "All Upfront") return PaymentOption::all_upfront;
  return std::nullopt;
}

std::optional<std::int64_t> years_of(std::string_view lease) {
  if (lease == "1yr") return 1;
  if (lease == "3yr") return 3;
  return std::nullopt;
}

/// Tells whether a bound is a whole number of measured units, as books want them.
bool is_whole(Decimal bound, const Tariff& tariff) try {
  static_cast<void>(bound.whole_times(tariff.divisor({0, 1})));
  return true;
} catch (const std::invalid_argument&) {
  return false;
}

std::string name_of(const PriceKey& key) {
  return key.meter + (key.pool.empty() ? "" : " '" + key.pool + "'");
}

bool have_same_prices(const std::vector<ImportedTier>& one, const std::vector<ImportedTier>& other) {
  return std::ranges::equal(one, other, [](const ImportedTier& a, const ImportedTier& b) {
    return a.from == b.from && a.to == b.to && a.price == b.price;
  });
}

}  // namespace

bool OfferCollector::add_product(const Product& product, const std::string& place) {
  std::optional<OfferTarget> target = find_target(product, region_);
  if (!target) return false;
  if (product.sku.empty()) {
    problems_.add(place, "has no SKU");
    return false;
  }
  if (!std::ranges::all_of(target->keys, is_plain_name, &PriceKey::pool)) {
    problems_.add(place, "instance type " + quoted(target->keys.front().pool) + " is no name of a type");
    return false;
  }
  const auto [known, is_new] = offers_.try_emplace(product.sku, Offer{place, *target, {}, {}, {}});
  if (!is_new && known->second.target != *target) {
    problems_.add(place, "SKU " + product.sku + " is listed twice, as different products; the other is at " +
                             known->second.place);
  }
  return true;
}

void OfferCollector::add_rate(const std::string& sku, const OfferRate& rate) {
  Offer& offer = offers_.find(sku)->second;
  // ElastiCache lists reservations among its on-demand terms; only they have a lease.
  const bool is_reserved = rate.term_type == "Reserved" || !rate.lease.empty();
  if (is_reserved && rate.offering_class != "standard" && !rate.offering_class.empty()) return;
  if (!is_reserved && rate.term_type != "OnDemand") return;
  if (!rate_codes_.insert(rate.term_type + rate.rate_code).second) {
    problems_.add(rate.place, "SKU " + sku + ": rate " + rate.rate_code + " is listed twice; keep one of them");
    return;
  }
  if (!is_in_dollars(sku, rate)) return;
  if (is_reserved) {
    add_reserved(sku, offer, rate);
  } else if (has_known_unit(sku, offer, rate)) {
    add_tier(sku, offer, rate);
  }
}

bool OfferCollector::is_in_dollars(const std::string& sku, const OfferRate& rate) {
  if (rate.currency == "USD") return true;
  problems_.add(rate.place, "SKU " + sku + " is priced in " +
                                (rate.currency.empty() ? "no currency" : quoted(rate.currency)) +
                                "; books are in USD: take the offer file in USD");
  return false;
}

bool OfferCollector::has_known_unit(const std::string& sku, const Offer& offer, const OfferRate& rate) {
  if (std::ranges::find(offer.target.units, rate.unit) != offer.target.units.end()) return true;
  std::string expected;
  for (const std::string_view unit : offer.target.units) expected.append(expected.empty() ? "" : ", ").append(unit);
  problems_.add(rate.place, "SKU " + sku + " (" + name_of(offer.target.keys.front()) + ") is priced per " +
                                quoted(rate.unit) + ", which is not understood; known are " + expected);
  return false;
}

void OfferCollector::add_tier(const std::string& sku, Offer& offer, const OfferRate& rate) {
  const std::string place = rate.place + ": SKU " + sku;
  const std::optional<Money> price = read_price(rate.price, place, problems_);
  const std::optional<Decimal> from = read_bound(rate.from.empty() ? "0" : rate.from, place, problems_);
  std::optional<Decimal> to;
  const bool is_last = rate.to == "Inf" || rate.to.empty();
  if (!is_last) to = read_bound(rate.to, place, problems_);
  if (!price || !from || (!is_last && !to)) return;
  const OfferTarget& target = offer.target;
  ImportedTier tier{from->times_ratio(target.of, target.per), {}, price->times_ratio(target.per, target.of)};
  if (to) tier.to = to->times_ratio(target.of, target.per);
  offer.tiers.push_back(tier);
  offer.effective_date = std::max(offer.effective_date, rate.effective_date);
}

void OfferCollector::add_reserved(const std::string& sku, Offer& offer, const OfferRate& rate) {
  const std::string place = rate.place + ": SKU " + sku;
  const std::optional<PaymentOption> payment = payment_of(rate.purchase_option);
  const std::optional<std::int64_t> years = years_of(rate.lease);
  // Light, medium and heavy utilisation are what reservations were before 2015.
  if (rate.purchase_option.ends_with("Utilization")) return;
  if (!payment || !years) {
    problems_.add(place, "reservation of " + quoted(rate.lease) + ", " + quoted(rate.purchase_option) +
                             "; known are 1yr and 3yr, No, Partial and All Upfront");
    return;
  }
  const std::optional<Money> price = read_price(rate.price, place, problems_);
  if (!price) return;
  Reservation& reservation = offer.reservations[{*years, *payment}];
  reservation.place = place;
  std::optional<Money>& part = rate.unit == "Quantity" ? reservation.upfront : reservation.hourly;
  if (rate.unit != "Quantity" && rate.unit != "Hrs") {
    problems_.add(place, "reservation is priced per " + quoted(rate.unit) + "; known are Hrs and Quantity");
  } else if (part) {
    problems_.add(place, "reservation has two prices of the same kind for one term");
  }
  part = price;
}

void OfferCollector::check_tiers(const std::string& sku, Offer& offer) {
  std::ranges::sort(offer.tiers, {}, &ImportedTier::from);
  const std::string place = offer.place + ": SKU " + sku;
  std::optional<Decimal> end = Decimal{};
  for (const ImportedTier& tier : offer.tiers) {
    if (!end || tier.from != *end) {
      problems_.add(place, "tiers do not follow one another: one begins at " + tier.from.to_string() +
                               " where the one before ends at " + (end ? end->to_string() : "no bound"));
      return;
    }
    if (tier.to && *tier.to <= tier.from) {
      problems_.add(place, "a tier ends at " + tier.to->to_string() + " and begins at " + tier.from.to_string());
      return;
    }
    if (tier.to && !is_whole(*tier.to, *find_tariff(offer.target.keys.front().meter))) {
      problems_.add(place, "a tier ends at " + tier.to->to_string() + ", which is no whole number of what is measured");
      return;
    }
    end = tier.to;
  }
  if (end) {
    problems_.add(place, "the last tier ends at " + end->to_string() + ": the file is cut off, or a tier is missing");
  } else if (offer.tiers.back().price == Money{}) {
    problems_.add(place, "costs nothing (" + name_of(offer.target.keys.front()) +
                             "), which AWS does not give away; remove the row to keep the book's price");
  }
}

void OfferCollector::finish(const std::string& published, ImportedFigures& figures) {
  for (auto& [sku, offer] : offers_) {
    const std::string as_of = published.empty() ? offer.effective_date : published;
    if (!offer.tiers.empty()) {
      check_tiers(sku, offer);
      add_price(sku, offer, as_of, figures);
    }
    add_reservations(sku, offer, as_of, figures);
  }
  for (const auto& [key, skus] : ambiguous_) {
    figures.prices.erase(key);
    figures.notes.push_back(name_of(key) + " is priced differently by SKUs " + skus + ": left as it was");
  }
}

void OfferCollector::add_price(const std::string& sku, const Offer& offer, const std::string& as_of,
                               ImportedFigures& figures) {
  for (const PriceKey& key : offer.target.keys) {
    const auto [known, is_new] =
        figures.prices.try_emplace(key, ImportedPrice{offer.tiers, as_of, "imported", "SKU " + sku});
    if (is_new || have_same_prices(known->second.tiers, offer.tiers)) continue;
    std::string& skus = ambiguous_[key];
    skus += (skus.empty() ? known->second.note.substr(4) : "") + ", " + sku;
  }
}

void OfferCollector::add_reservations(const std::string& sku, const Offer& offer, const std::string& as_of,
                                      ImportedFigures& figures) {
  const PriceKey& key = offer.target.keys.front();
  const bool is_machine = key.meter == meter::ec2_instance_seconds || key.meter == meter::elasticache_node_hours ||
                          key.meter == meter::aurora_instance_seconds;
  if (!is_machine) return;
  for (const auto& [term, reservation] : offer.reservations) {
    const Money upfront = reservation.upfront.value_or(Money{});
    const Money hourly = reservation.hourly.value_or(Money{});
    const bool is_upfront_due = term.second != PaymentOption::no_upfront;
    if (is_upfront_due != (upfront > Money{}) || (term.second == PaymentOption::all_upfront) == (hourly > Money{})) {
      problems_.add(reservation.place, "reservation for " + std::to_string(term.first) + " years costs " +
                                           upfront.to_string() + " USD in advance and " + hourly.to_string() +
                                           " USD an hour, which is not what its payment option means");
      continue;
    }
    const commitments::ReservationOffer one{upfront, hourly, {{}, as_of, "imported"}};
    figures.reservations.try_emplace({term.first, term.second, key.meter, key.pool},
                                     ImportedOffer<commitments::ReservationOffer>{one, "SKU " + sku});
  }
}

}  // namespace fleetcast::pricing::importers
