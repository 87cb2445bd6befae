#pragma once
#include <istream>
#include <string>

#include "pricing/importers/price_list.hpp"
#include "pricing/spot_prices.hpp"

namespace fleetcast::pricing::importers {

/// Reads a history of spot prices of Linux in a region: what `aws ec2 describe-spot-price-history` prints as JSON or as
/// text, or CSV or TSV with columns of those names (or SpotPrice, AZ, InstanceType, time).
///
/// The stream must be seekable. Throws InvalidDocument with all that is wrong, or where nothing is of the region.
[[nodiscard]] SpotPriceHistory read_spot_price_history(std::istream& input, const ImportRequest& request);

/// Reads an instant such as "2021-05-31T01:20:05+00:00", "...05.000Z" or "2022-07-12 04:20:02+00:00", in seconds since
/// 1970, fractions cut off; throws std::invalid_argument for anything else.
[[nodiscard]] std::int64_t utc_second_of(std::string_view text);

}  // namespace fleetcast::pricing::importers
