#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pricing/importers/imported_figures.hpp"
#include "pricing/importers/offer_rules.hpp"
#include "pricing/importers/problem_list.hpp"
#include "pricing/importers/product.hpp"

namespace fleetcast::pricing::importers {

/// Holds one price of an offer file: a tier of an on-demand term, or a part of a reservation, as texts of the file.
struct OfferRate {
  std::string place;  ///< for messages
  std::string rate_code;
  std::string term_type;  ///< "OnDemand" or "Reserved"
  std::string term_code;
  std::string effective_date;
  std::string unit;
  std::string from;
  std::string to;
  std::string currency;
  std::string price;
  std::string lease;
  std::string purchase_option;
  std::string offering_class;
};

/// Gathers the products and rates of an offer file, in whatever order they come, and makes figures of them.
///
/// Only what sets a price of the region is kept, so memory does not grow with the file.
class OfferCollector {
 public:
  OfferCollector(std::string region, ProblemList& problems) : region_(std::move(region)), problems_(problems) {}

  /// Takes a product; returns whether its rates are wanted. A product that comes again must be the same.
  bool add_product(const Product& product, const std::string& place);
  [[nodiscard]] bool wants(std::string_view sku) const { return offers_.contains(sku); }
  /// Takes a rate of a product that is wanted; convertible reservations and other terms are left out.
  void add_rate(const std::string& sku, const OfferRate& rate);
  /// Adds everything that was gathered; `published` is the date of the file, else that of a term is taken.
  void finish(const std::string& published, ImportedFigures& figures);

 private:
  struct Reservation {
    std::string place;
    std::optional<Money> upfront;
    std::optional<Money> hourly;
  };
  using ReservationTerm = std::pair<std::int64_t, commitments::PaymentOption>;
  struct Offer {
    std::string place;
    OfferTarget target;
    std::vector<ImportedTier> tiers;
    std::string effective_date;
    std::map<ReservationTerm, Reservation> reservations;
  };

  [[nodiscard]] bool is_in_dollars(const std::string& sku, const OfferRate& rate);
  [[nodiscard]] bool has_known_unit(const std::string& sku, const Offer& offer, const OfferRate& rate);
  void add_tier(const std::string& sku, Offer& offer, const OfferRate& rate);
  void add_reserved(const std::string& sku, Offer& offer, const OfferRate& rate);
  void check_tiers(const std::string& sku, Offer& offer);
  void add_price(const std::string& sku, const Offer& offer, const std::string& as_of, ImportedFigures& figures);
  void add_reservations(const std::string& sku, const Offer& offer, const std::string& as_of,
                        ImportedFigures& figures);

  std::string region_;
  ProblemList& problems_;
  std::map<std::string, Offer, std::less<>> offers_;
  std::set<std::string> rate_codes_;
  std::map<PriceKey, std::string> ambiguous_;  ///< with the SKUs
};

}  // namespace fleetcast::pricing::importers
