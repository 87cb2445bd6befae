#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

// Elementary functions whose bits never change: no libm, no table, no branch, IEEE basic operations only. The same
// code serves scalars and vectors (loops over arrays of them vectorise), so both give the same bits as long as
// contraction is off, which the build sees to.

namespace fleetcast::sim::chance {

namespace detail {
// ln 2 in two parts; the first has 32 significant bits, so its product with an exponent is exact.
inline constexpr double ln2_high = 6.93147180369123816490e-01;
inline constexpr double ln2_low = 1.90821492927058770002e-10;
}  // namespace detail

/// Returns the natural logarithm of a positive normal number, within 1 unit in the last place.
///
/// Reduction and coefficients are those of FreeBSD's msun (e_log.c, Sun Microsystems, freely granted).
constexpr double logarithm(double x) {
  constexpr std::uint64_t one = 0x3FF0000000000000;
  constexpr std::uint64_t root_half = 0x3FE6A09E00000000;
  const std::uint64_t shifted = std::bit_cast<std::uint64_t>(x) + (one - root_half);
  // The exponent as a double, by placing it in the low bits of 2^52: vector units convert no 64-bit integers.
  const double k = std::bit_cast<double>((shifted >> 52) | 0x4330000000000000) - (0x1p52 + 1023.0);
  const double f = std::bit_cast<double>((shifted & 0x000FFFFFFFFFFFFF) + root_half) - 1.0;
  const double half_square = 0.5 * f * f;
  const double s = f / (2.0 + f);
  const double z = s * s;
  const double w = z * z;
  const double even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  const double odd =
      z * (6.666666666666735130e-01 +
           w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  return s * (half_square + (odd + even)) + k * detail::ln2_low - half_square + f + k * detail::ln2_high;
}

/// Returns e to the power x, within 2 units in the last place; saturates below -708 and above 709.
constexpr double exponential(double x) {
  constexpr double log2_e = 1.44269504088896340736;
  constexpr double rounder = 0x1.8p52;  // adding it leaves the nearest integer in the low bits
  x = x < -708.0 ? -708.0 : x;
  x = x > 709.0 ? 709.0 : x;
  const double shifted = x * log2_e + rounder;
  const double k = shifted - rounder;
  const double r = (x - k * detail::ln2_high) - k * detail::ln2_low;
  // Taylor to the 13th power: |r| <= ln(2) / 2, so the remainder is below 5e-18. Pairs shorten the dependency chain.
  const double r2 = r * r;
  const double r4 = r2 * r2;
  const double p0 = (1.0 / 2) + r * (1.0 / 6);
  const double p1 = (1.0 / 24) + r * (1.0 / 120);
  const double p2 = (1.0 / 720) + r * (1.0 / 5040);
  const double p3 = (1.0 / 40320) + r * (1.0 / 362880);
  const double p4 = (1.0 / 3628800) + r * (1.0 / 39916800);
  const double p5 = (1.0 / 479001600) + r * (1.0 / 6227020800);
  const double tail = (p0 + r2 * p1) + r4 * ((p2 + r2 * p3) + r4 * (p4 + r2 * p5));
  const double value = 1.0 + (r + r2 * tail);
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) + (std::bit_cast<std::uint64_t>(shifted) << 52));
}

/// Returns base to the power exponent for a positive normal base; relative error 2e-16 * (1 + |exponent ln base|).
constexpr double power(double base, double exponent) { return exponential(exponent * logarithm(base)); }

}  // namespace fleetcast::sim::chance
