#pragma once
#include <cstddef>
#include <vector>

namespace fleetcast::sim::sampling {

/// Solves matrix * x = right for a symmetric positive definite matrix of n rows (Cholesky); both are row by row.
///
/// `right` has n rows of any length and becomes x; the matrix is used up.
void solve_positive(std::vector<double>& matrix, std::vector<double>& right, std::size_t n);

}  // namespace fleetcast::sim::sampling
