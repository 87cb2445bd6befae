#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pricing/bill.hpp"
#include "pricing/book.hpp"
#include "pricing/charges.hpp"

namespace fleetcast::pricing {

/// Finds the price of every charge, once per distinct key, and remembers every price that is missing.
class PriceFinder {
 public:
  PriceFinder(const PriceBook& book, const BillOptions& options) : book_(book), options_(options) {}

  /// Returns the position of a charge's price; charges with the same position share their tiers.
  [[nodiscard]] std::size_t find(const Charge& charge);
  [[nodiscard]] const Price& price(std::size_t position) const { return prices_.at(position); }
  /// Throws MissingPrice if anything was missing, including meters without a tariff and usage beyond the last tier.
  void require_all(const std::vector<UsageKey>& unknown) const;

 private:
  /// Adds to the price key what else a price may depend on.
  struct Place {
    PriceKey key;
    std::string region;
    std::string zone;  ///< of a spot price set by an option
    std::optional<Money> spot_usd_per_hour{};  ///< of hours with this price
    auto operator<=>(const Place&) const = default;
  };
  [[nodiscard]] const Money* spot_price(const Charge& charge, Place& place) const;
  [[nodiscard]] bool needs_spot_price(const Charge& charge) const;
  [[nodiscard]] std::string describe_missing_hours(const Charge& charge) const;
  [[nodiscard]] std::string describe(const Place& place) const;
  [[nodiscard]] std::string describe_missing(const Place& place) const;
  void count_towards_end(std::size_t position, const Charge& charge);

  const PriceBook& book_;
  const BillOptions& options_;
  std::map<Place, std::size_t> positions_;
  std::vector<Price> prices_;
  /// Usage by price and first hour of the month, where the last tier has an end.
  std::map<std::pair<std::size_t, std::int64_t>, Integer128> used_of_ending_;
  std::vector<std::string> missing_;
  /// What is missing because usage is of another region than the book, by region: told in one line each.
  std::map<std::string, std::vector<std::string>> elsewhere_;
};

}  // namespace fleetcast::pricing
