#pragma once
#include <optional>
#include <string>

#include "pricing/bill_line.hpp"

namespace fleetcast::pricing::focus {

/// Returns what was bought, however it was paid for, such as "ec2.instance_seconds/m6i.large": the same on demand, on
/// the spot market and under a commitment, as FOCUS asks. A commitment's own rows name what was committed to, such as
/// "commitment.reserved_instance/m6i.large".
[[nodiscard]] std::string sku_id(const BillLine& line);

/// Returns what is measured of it: the meter.
[[nodiscard]] std::string sku_meter(const BillLine& line);

/// Returns the SKU together with what its price depends on: purchase option, tier and commitment.
[[nodiscard]] std::string sku_price_id(const BillLine& line);

/// Returns the properties of the SKU that its price depends on as a JSON object; none where there are none.
[[nodiscard]] std::optional<std::string> sku_price_details(const BillLine& line);

}  // namespace fleetcast::pricing::focus
