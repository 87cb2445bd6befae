#pragma once
#include "models/messages.hpp"
#include "models/spot/config.hpp"

namespace fleetcast::models::spot {

/// Returns the configuration with shocks, their dry times and the shape of up-times set to a fit.
[[nodiscard]] SpotConfig with_fit(SpotConfig config, const TraceFit& fitted);

/// Returns a pool with the rate and the dry times of a fitted zone, whose dry times have this sigma.
[[nodiscard]] SpotPoolConfig with_fit(SpotPoolConfig pool, const TraceFit::Zone& zone, double dry_sigma);

/// Returns the configuration with what its profile decides, that of the advisor as it is; without shocks if pools are
/// to be independent.
[[nodiscard]] SpotConfig with_profile(const SpotConfig& config);

/// Returns what a profile other than the advisor's says of the pools of a zone; zones beyond the trace's begin anew.
[[nodiscard]] SpotPoolConfig profile_pool(const SpotConfig& config, ZoneIndex zone);

}  // namespace fleetcast::models::spot
