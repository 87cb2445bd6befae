#include "pricing/decimal.hpp"

#include <algorithm>
#include <ostream>
#include <stdexcept>

namespace fleetcast::pricing {
namespace {

Integer128 power_of_ten(int exponent) {
  if (exponent < 0 || exponent > Decimal::places) {
    throw std::logic_error("pricing::Decimal: rounding to " + std::to_string(Decimal::places - exponent) +
                           " places; 0 to 12 are possible");
  }
  Integer128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

Integer128 multiply(Integer128 a, Integer128 b) {
  Integer128 product = 0;
  if (__builtin_mul_overflow(a, b, &product)) throw std::overflow_error("pricing::Decimal: a product overflows");
  return product;
}

Integer128 add(Integer128 a, Integer128 b) {
  Integer128 sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) throw std::overflow_error("pricing::Decimal: a sum overflows");
  return sum;
}

Integer128 divide_half_even(Integer128 numerator, Integer128 denominator) {
  if (denominator <= 0) throw std::invalid_argument("pricing::Decimal: the denominator must be above zero");
  const Integer128 quotient = numerator / denominator;
  const Integer128 remainder = numerator % denominator;
  const Integer128 magnitude = remainder < 0 ? -remainder : remainder;
  const Integer128 rest = denominator - magnitude;
  const bool away = magnitude > rest || (magnitude == rest && quotient % 2 != 0);
  if (!away) return quotient;
  return numerator < 0 ? quotient - 1 : quotient + 1;
}

[[noreturn]] void refuse(std::string_view text, std::string_view why) {
  throw std::invalid_argument("'" + std::string(text) + "' is not a decimal number: " + std::string(why));
}

}  // namespace

Decimal Decimal::parse(std::string_view text) {
  std::string_view rest = text;
  const bool negative = !rest.empty() && rest.front() == '-';
  if (negative) rest.remove_prefix(1);
  Integer128 coefficient = 0;
  int digits = 0;
  int decimals = -1;
  for (const char c : rest) {
    if (c == '.' && decimals < 0 && digits > 0) {
      decimals = 0;
    } else if (c < '0' || c > '9') {
      refuse(text, "write digits and at most one point, such as '0.0225'");
    } else {
      if (decimals >= 0 && ++decimals > places) refuse(text, "it has more than 12 decimal places");
      coefficient = add(multiply(coefficient, 10), c - '0');
      ++digits;
    }
  }
  if (digits == 0 || decimals == 0) refuse(text, "a digit is missing");
  coefficient = multiply(coefficient, power_of_ten(places - std::max(decimals, 0)));
  return Decimal(negative ? -coefficient : coefficient);
}

Decimal Decimal::from_integer(std::int64_t value) { return Decimal(multiply(value, power_of_ten(places))); }

Decimal Decimal::from_ratio(Integer128 numerator, Integer128 denominator, int rounding_places) {
  if (denominator <= 0) throw std::invalid_argument("pricing::Decimal: the denominator must be above zero");
  // Whole part and remainder apart, so that the scaling overflows for neither.
  const Integer128 whole = numerator / denominator;
  const Integer128 fraction =
      divide_half_even(multiply(numerator % denominator, power_of_ten(rounding_places)), denominator);
  const Integer128 scale = power_of_ten(places - rounding_places);
  return Decimal(add(multiply(whole, power_of_ten(places)), multiply(fraction, scale)));
}

Decimal Decimal::times_ratio(Integer128 numerator, Integer128 denominator, int rounding_places) const {
  const Integer128 scale = power_of_ten(places - rounding_places);
  return Decimal(
      multiply(divide_half_even(multiply(coefficient_, numerator), multiply(denominator, scale)), scale));
}

Decimal Decimal::times(Decimal factor, int rounding_places) const {
  return times_ratio(factor.coefficient_, power_of_ten(places), rounding_places);
}

Decimal Decimal::divided_by(Decimal divisor, int rounding_places) const {
  if (divisor.coefficient_ == 0) throw std::invalid_argument("pricing::Decimal: division by zero");
  const Decimal numerator = divisor.coefficient_ < 0 ? -*this : *this;
  const Integer128 denominator = divisor.coefficient_ < 0 ? -divisor.coefficient_ : divisor.coefficient_;
  return from_ratio(numerator.coefficient_, denominator, rounding_places);
}

Decimal Decimal::rounded(int rounding_places) const { return times_ratio(1, 1, rounding_places); }

Integer128 Decimal::whole_times(Integer128 factor) const {
  const Integer128 product = multiply(coefficient_, factor);
  if (product % power_of_ten(places) != 0) {
    throw std::invalid_argument(to_string() + " x " + pricing::to_string(factor) + " is not a whole number");
  }
  return product / power_of_ten(places);
}

Decimal Decimal::operator+(Decimal other) const { return Decimal(add(coefficient_, other.coefficient_)); }
Decimal Decimal::operator-(Decimal other) const { return *this + -other; }
Decimal Decimal::operator-() const { return Decimal(multiply(coefficient_, -1)); }

std::string Decimal::to_string() const {
  std::string text = to_string(places);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string Decimal::to_string(int shown_places) const {
  const Integer128 units = divide_half_even(coefficient_, power_of_ten(places - shown_places));
  std::string digits = pricing::to_string(units < 0 ? -units : units);
  const auto shown = static_cast<std::size_t>(shown_places);
  if (digits.size() <= shown) digits.insert(0, shown + 1 - digits.size(), '0');
  if (shown > 0) digits.insert(digits.size() - shown, 1, '.');
  return units < 0 ? "-" + digits : digits;
}

double Decimal::to_double() const { return static_cast<double>(coefficient_) / 1e12; }

std::ostream& operator<<(std::ostream& out, Decimal value) { return out << value.to_string(); }

std::string to_string(Integer128 value) {
  if (value == 0) return "0";
  const bool negative = value < 0;
  std::string digits;
  for (Integer128 rest = value; rest != 0; rest /= 10) {
    const int digit = static_cast<int>(rest % 10);
    digits.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
  }
  if (negative) digits.push_back('-');
  std::reverse(digits.begin(), digits.end());
  return digits;
}

}  // namespace fleetcast::pricing
