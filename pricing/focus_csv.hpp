#pragma once
#include <iosfwd>

#include "pricing/bill.hpp"

namespace fleetcast::pricing {

/// Writes a bill as comma-separated values (RFC 4180, lines end in CR LF) with the columns of FOCUS 1.2; nulls are
/// empty fields. Columns of our own begin with "x_", as FOCUS asks. The same bill gives the same bytes.
void write_focus_csv(std::ostream& out, const Bill& bill);

}  // namespace fleetcast::pricing
