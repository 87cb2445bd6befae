#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pricing/commitments/commitment.hpp"

namespace fleetcast::pricing::commitments {

/// Names payment options in documents.
inline constexpr std::array<std::pair<std::string_view, PaymentOption>, 3> payment_words{{
    {"no_upfront", PaymentOption::no_upfront},
    {"partial_upfront", PaymentOption::partial_upfront},
    {"all_upfront", PaymentOption::all_upfront},
}};

/// Names kinds of Savings Plans in documents.
inline constexpr std::array<std::pair<std::string_view, SavingsPlanType>, 3> savings_plan_words{{
    {"compute", SavingsPlanType::compute},
    {"ec2_instance", SavingsPlanType::ec2_instance},
    {"database", SavingsPlanType::database},
}};

/// Returns what a word names, or none.
template <class Value, std::size_t size>
[[nodiscard]] std::optional<Value> value_of(const std::array<std::pair<std::string_view, Value>, size>& words,
                                            std::string_view word) {
  for (const auto& [name, value] : words) {
    if (name == word) return value;
  }
  return std::nullopt;
}

/// Returns the word that names a value.
template <class Value, std::size_t size>
[[nodiscard]] std::string_view word_of(const std::array<std::pair<std::string_view, Value>, size>& words, Value value) {
  for (const auto& [name, named] : words) {
    if (named == value) return name;
  }
  return {};
}

/// Lists the words themselves.
template <class Value, std::size_t size>
[[nodiscard]] std::vector<std::string> names_of(const std::array<std::pair<std::string_view, Value>, size>& words) {
  std::vector<std::string> names;
  for (const auto& [name, value] : words) names.emplace_back(name);
  return names;
}

}  // namespace fleetcast::pricing::commitments
