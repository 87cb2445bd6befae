#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing::testdata {

std::filesystem::path pricing_folder() { return std::filesystem::path(FLEETCAST_ROOT) / "pricing"; }

}  // namespace fleetcast::pricing::testdata
