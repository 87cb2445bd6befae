#pragma once

namespace fleetcast::sim::measures {

/// Holds sums that outgrow 64 bits, such as levels times ticks over months.
__extension__ using WideInteger = __int128;

}  // namespace fleetcast::sim::measures
