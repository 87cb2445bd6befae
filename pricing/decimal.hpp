#pragma once
#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace fleetcast::pricing {

/// Holds sums of usage that may exceed 64 bits, such as a month's capacity units in their common denominator.
__extension__ typedef __int128 Integer128;

/// Holds an exact decimal number with up to 12 decimal places; magnitudes reach 1.7e26.
///
/// Every operation is exact or says how it rounds (half to even, once); one that would overflow throws
/// std::overflow_error.
class Decimal {
 public:
  /// Number of decimal places held.
  static constexpr int places = 12;

  constexpr Decimal() = default;

  /// Reads "-12.5"; throws std::invalid_argument for anything else, such as an exponent or a 13th decimal place.
  [[nodiscard]] static Decimal parse(std::string_view text);
  [[nodiscard]] static Decimal from_integer(std::int64_t value);
  /// Returns numerator / denominator (which is above zero), rounded half to even to a number of decimal places.
  [[nodiscard]] static Decimal from_ratio(Integer128 numerator, Integer128 denominator, int rounding_places = places);

  /// Returns this x numerator / denominator (which is above zero), rounded once, half to even.
  [[nodiscard]] Decimal times_ratio(Integer128 numerator, Integer128 denominator, int rounding_places = places) const;
  /// Returns the product, rounded once, half to even.
  [[nodiscard]] Decimal times(Decimal factor, int rounding_places = places) const;
  /// Returns the quotient, rounded once, half to even; throws std::invalid_argument for a zero divisor.
  [[nodiscard]] Decimal divided_by(Decimal divisor, int rounding_places = places) const;
  /// Returns this rounded half to even.
  [[nodiscard]] Decimal rounded(int rounding_places) const;
  /// Returns this x factor as an integer; throws std::invalid_argument where that is not whole.
  [[nodiscard]] Integer128 whole_times(Integer128 factor) const;

  [[nodiscard]] Decimal operator+(Decimal other) const;
  [[nodiscard]] Decimal operator-(Decimal other) const;
  [[nodiscard]] Decimal operator-() const;
  Decimal& operator+=(Decimal other) { return *this = *this + other; }
  constexpr bool operator==(const Decimal&) const = default;
  constexpr auto operator<=>(const Decimal&) const = default;

  /// Returns the shortest exact form, such as "0.0225".
  [[nodiscard]] std::string to_string() const;
  /// Returns a form with exactly this many decimal places, rounded half to even, such as "12.30".
  [[nodiscard]] std::string to_string(int shown_places) const;
  /// Returns the nearest binary number, for statistics and charts; bills never use it.
  [[nodiscard]] double to_double() const;

 private:
  explicit constexpr Decimal(Integer128 coefficient) : coefficient_(coefficient) {}

  Integer128 coefficient_ = 0;
};

/// Holds an amount in US dollars.
using Money = Decimal;

/// Number of decimal places to which one bill line is rounded.
inline constexpr int line_places = 10;

/// Writes the shortest exact form.
std::ostream& operator<<(std::ostream& out, Decimal value);

/// Writes a 128-bit integer in decimal digits.
[[nodiscard]] std::string to_string(Integer128 value);

}  // namespace fleetcast::pricing
