#pragma once
#include <gtest/gtest.h>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "sim/describe.hpp"

namespace fleetcast::sim {

/// Collects the names of the fields that a description lists, and expects each to be documented; for tests.
struct DescribedFields {
  /// Notes a field.
  template <class Value>
  void field(std::string_view name, Value&, const Field& about) {
    EXPECT_TRUE(names.emplace(name).second) << name << " is listed twice";
    EXPECT_FALSE(about.help.empty()) << name << " has no help";
  }
  /// Notes a field that holds one of several choices.
  template <class Value, std::size_t count>
  void choice(std::string_view name, Value& value, const Choices<Value, count>& choices, const Field& about) {
    field(name, value, about);
    EXPECT_EQ(choices.size(), count);
  }

  std::set<std::string> names;  ///< seen so far
};

/// Returns how many fields the description of a configuration lists.
template <class Config>
[[nodiscard]] std::size_t fields_of(Config config) {
  DescribedFields fields;
  describe(fields, config);
  return fields.names.size();
}

}  // namespace fleetcast::sim
