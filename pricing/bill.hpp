#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "pricing/bill_line.hpp"
#include "pricing/book.hpp"
#include "pricing/commitments/commitment.hpp"
#include "pricing/decimal.hpp"
#include "pricing/discounts.hpp"
#include "pricing/spot_prices.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing {

/// Names the UTC hours [first_hour, end_hour) that a bill is for.
struct BilledPeriod {
  std::int64_t first_hour = 0;
  std::int64_t end_hour = 0;
};

/// Sets what a bill takes from elsewhere than the ledger and the book.
struct BillOptions {
  /// Spot prices in USD per hour that replace the book's.
  std::map<SpotPool, Money> spot_usd_per_hour{};
  /// Spot prices hour by hour that replace the book's for every pool without one of the above; a pool or hour that they
  /// lack is a missing price, even where the book has one.
  std::optional<HourlySpotPrices> hourly_spot_prices{};
  /// False where other stacks of the same payer use the free allowances up.
  bool has_free_allowances = true;
  /// Set where the ledger is one normalised month of this many hours (see normalised_month).
  std::optional<std::int64_t> normalised_month_hours{};
  Discounts discounts{};                 ///< the payer's contract
  commitments::Commitments commitments{};  ///< applied hour by hour
  /// The hours for which commitments are paid; from the first to the last hour of the ledger unless given.
  std::optional<BilledPeriod> period{};
};

/// Holds what a ledger costs at the prices of a book.
struct Bill {
  std::string book_name;
  std::string book_date;
  std::string book_digest;
  /// Set where the bill is for a normalised month of this many hours rather than for the horizon.
  std::optional<std::int64_t> normalised_month_hours;
  std::vector<BillLine> lines;  ///< by month, meter and key
  Money total;                  ///< the exact sum of the lines' billed costs
  Money effective_total;        ///< the exact sum of the lines' effective costs
};

/// Reports every price that a ledger needs and a book lacks; those of another region than the book's in one line.
class MissingPrice : public std::runtime_error {
 public:
  /// Takes the lines that name what is missing, and the number of prices in all of them.
  MissingPrice(const PriceBook& book, std::vector<std::string> missing, std::size_t count);

  [[nodiscard]] const std::vector<std::string>& missing() const { return missing_; }

 private:
  std::vector<std::string> missing_;
};

/// Prices a ledger. Tiers and free allowances fill in the order of the hours and begin anew each UTC month; throws
/// MissingPrice where the book lacks a price and commitments::MissingRate where a Savings Plan lacks a rate.
[[nodiscard]] Bill bill(const UsageLedger& ledger, const PriceBook& book, const BillOptions& options = {});

/// Prices a ledger of `horizon_seconds` as one normalised month. Commitments apply to the hours as they were, and what
/// is paid in advance counts by the month's share; they need whole hours, else std::invalid_argument is thrown.
[[nodiscard]] Bill bill_normalised_month(const UsageLedger& ledger, std::int64_t horizon_seconds, const PriceBook& book,
                                         BillOptions options = {}, std::int64_t month_hours = 730);

/// Names what the lines of a bill can be summed by.
enum class View { aws_service, meter, service, zone, fleet, purchase_option, month };

/// Names which of a line's costs is summed.
enum class Cost { list, contracted, billed, effective };

/// Sums costs by one property of the lines; lines without it come under an empty text. By purchase option, what a
/// commitment covers, leaves unused or costs comes under the type of the commitment.
[[nodiscard]] std::map<std::string, Money> totals_by(const Bill& bill, View view, Cost cost = Cost::billed);

}  // namespace fleetcast::pricing
