#pragma once
#include <cstdint>
#include <deque>
#include <span>
#include <utility>
#include <vector>

#include "sim/chance/distribution.hpp"
#include "sim/chance/guide_table.hpp"
#include "sim/chance/inversion_table.hpp"
#include "sim/chance/logarithm.hpp"

namespace fleetcast::sim::chance {

/// Holds the values of an empirical distribution in ascending order, and the table that selects among them.
struct EmpiricalTable {
  std::vector<double> values;
  GuideTable guide;
};

/// Draws from a distribution by inversion: one uniform variate in, one variate out, monotone.
///
/// A small value without state of its own; lognormal, gamma, hyperexponential and empirical samplers
/// point into the SamplerTables that compiled them.
class Sampler {
 public:
  /// Draws the constant 0; compile a Distribution for anything else.
  constexpr Sampler() = default;
  /// Draws a constant.
  static constexpr Sampler constant(double value) { return Sampler(Method::constant, value, 0, 0); }

  /// Returns the variate that belongs to u, which lies in [2^-53, 1 - 2^-53] as uniform() makes it.
  [[nodiscard]] double sample(double u) const {
    switch (method_) {
      case Method::constant: return scale_;
      case Method::exponential: return scale_ * -logarithm(1.0 - u);
      case Method::uniform: return offset_ + scale_ * u;
      case Method::weibull: return scale_ * power(-logarithm(1.0 - u), shape_);
      case Method::pareto: return scale_ * power(1.0 - offset_ * u, shape_);
      case Method::table: return scale_ * table_->at(u);
      case Method::empirical: return empirical_->values[empirical_->guide.index(u)];
    }
    __builtin_unreachable();
  }
  /// Replaces every uniform variate by sample() of it, bit for bit; exponentials are vectorised.
  void transform(std::span<double> variates) const;

  /// Tells whether every draw is the same value.
  [[nodiscard]] bool is_constant() const { return method_ == Method::constant; }

 private:
  friend class SamplerTables;
  enum class Method : std::uint8_t { constant, exponential, uniform, weibull, pareto, table, empirical };

  constexpr Sampler(Method method, double scale, double shape, double offset)
      : method_(method), scale_(scale), shape_(shape), offset_(offset) {}

  Method method_ = Method::constant;
  double scale_ = 0;
  double shape_ = 0;
  double offset_ = 0;
  const InversionTable* table_ = nullptr;
  const EmpiricalTable* empirical_ = nullptr;
};
static_assert(sizeof(Sampler) <= 48);

/// Compiles distributions into samplers and owns the tables they point to; it must outlive its samplers.
class SamplerTables {
 public:
  SamplerTables() = default;
  SamplerTables(const SamplerTables&) = delete;
  SamplerTables& operator=(const SamplerTables&) = delete;

  /// Compiles a distribution; those that differ by a factor alone share one table.
  [[nodiscard]] Sampler compile(const Distribution& distribution);

 private:
  [[nodiscard]] const InversionTable& table_of(const Distribution& law);
  [[nodiscard]] const EmpiricalTable& empirical_of(const Distribution& distribution);

  // Deques, since samplers hold addresses of their elements.
  std::deque<std::pair<Distribution, InversionTable>> tables_;
  std::deque<std::pair<Distribution, EmpiricalTable>> empiricals_;
};

/// Tells how many doubles a vectorised loop handles at a time; results do not depend on it.
enum class Lanes { two, four, eight };

/// Returns the widest lanes this machine has.
[[nodiscard]] Lanes widest_lanes();

/// Replaces uniform variates by exponential ones with the given mean; the machine must have the given lanes.
void exponentials(std::span<double> variates, double mean, Lanes lanes);

}  // namespace fleetcast::sim::chance
