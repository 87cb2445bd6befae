#include "sim/sampling/linear_system.hpp"

#include <cmath>

namespace fleetcast::sim::sampling {

void solve_positive(std::vector<double>& matrix, std::vector<double>& right, std::size_t n) {
  const std::size_t columns = right.size() / n;
  const auto subtract = [&right, columns](std::size_t from, std::size_t row, double factor) {
    for (std::size_t k = 0; k < columns; ++k) right[from * columns + k] -= factor * right[row * columns + k];
  };
  const auto divide = [&right, columns](std::size_t row, double by) {
    for (std::size_t k = 0; k < columns; ++k) right[row * columns + k] /= by;
  };
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double rest = matrix[i * n + j];
      for (std::size_t k = 0; k < j; ++k) rest -= matrix[i * n + k] * matrix[j * n + k];
      matrix[i * n + j] = i == j ? std::sqrt(rest) : rest / matrix[j * n + j];
    }
    for (std::size_t j = 0; j < i; ++j) subtract(i, j, matrix[i * n + j]);
    divide(i, matrix[i * n + i]);
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = i + 1; j < n; ++j) subtract(i, j, matrix[j * n + i]);
    divide(i, matrix[i * n + i]);
  }
}

}  // namespace fleetcast::sim::sampling
