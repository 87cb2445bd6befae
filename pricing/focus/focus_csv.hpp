#pragma once
#include <iosfwd>

#include "pricing/bill.hpp"
#include "pricing/focus/forecast.hpp"

namespace fleetcast::pricing::focus {

/// Writes a bill as comma-separated values (RFC 4180, lines end in CR LF) with every column of FOCUS 1.2, then columns
/// of our own that begin with "x_", as FOCUS asks; nulls are empty fields. The same bill gives the same bytes.
void write_focus_csv(std::ostream& out, const Bill& bill, const Forecast& forecast = {});

}  // namespace fleetcast::pricing::focus
