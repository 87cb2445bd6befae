#include "sim/measures/control_variates.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <stdexcept>

namespace fleetcast::sim::measures {
namespace {

using Vector = Eigen::VectorXd;

Vector vector_of(std::span<const double> values) {
  return Eigen::Map<const Vector>(values.data(), static_cast<Eigen::Index>(values.size()));
}

/// Returns the controls that vary, one a column.
Eigen::MatrixXd varying(std::span<const std::vector<double>> controls, std::size_t rows) {
  Eigen::MatrixXd columns(static_cast<Eigen::Index>(rows), 0);
  for (const std::vector<double>& control : controls) {
    if (control.size() != rows) throw std::logic_error("measures: controls must be as many as replications");
    const Vector column = vector_of(control);
    if ((column.array() == column[0]).all()) continue;
    columns.conservativeResize(Eigen::NoChange, columns.cols() + 1);
    columns.col(columns.cols() - 1) = column;
  }
  return columns;
}

}  // namespace

std::optional<Controlled> control(std::span<const double> pulls, std::span<const std::vector<double>> controls) {
  if (pulls.empty()) return std::nullopt;
  const Eigen::MatrixXd columns = varying(controls, pulls.size());
  const Eigen::Index q = columns.cols();
  const auto rows = static_cast<Eigen::Index>(pulls.size());
  if (q == 0 || rows < 20 + 10 * q) return std::nullopt;
  const Eigen::RowVectorXd means = columns.colwise().mean();
  const Eigen::MatrixXd centred = columns.rowwise() - means;
  Vector response = vector_of(pulls);
  const double before = (response.array() - response.mean()).square().sum();
  response.array() -= response.mean();
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> solver(centred);
  if (solver.rank() < q) return std::nullopt;
  const Vector slopes = solver.solve(response);
  const Vector residuals = response - centred * slopes;
  // The intercept of the regression varies with the residuals and with how far the controls are off their means.
  const Vector leverage = (centred.transpose() * centred).ldlt().solve(means.transpose());
  const double n = static_cast<double>(rows);
  const double lost = (n - 1) / (n - 1 - static_cast<double>(q)) * (1 + n * means.dot(leverage));
  Controlled found;
  found.correction = means.dot(slopes);
  for (const double residual : residuals) found.pulls.push_back(residual * std::sqrt(lost));
  const double after = residuals.squaredNorm() * lost;
  // Residuals of a straight line are rounding errors only.
  if (after <= 1e-20 * before) {
    found.pulls.assign(pulls.size(), 0.0);
  } else {
    found.variance_ratio = before / after;
  }
  return found;
}

}  // namespace fleetcast::sim::measures
