#include "sim/traffic/store.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <stdexcept>
#include <vector>

namespace fleetcast::sim::traffic {
namespace {

constexpr std::int64_t for_ever = std::numeric_limits<std::int64_t>::max();

/// Has room for all of its objects, so that it keeps no order of use.
StoreConfig unordered() { return {.name = "roomy", .objects = 8, .capacity = 1000, .total_weight = 800}; }

/// Has room for three objects of weight one.
StoreConfig ordered() { return {.name = "small", .objects = 8, .capacity = 3}; }

void expect_equal(const Store& a, const Store& b) {
  EXPECT_EQ(a.used(), b.used());
  EXPECT_EQ(a.copies(), b.copies());
  EXPECT_EQ(a.measures().fills, b.measures().fills);
  EXPECT_EQ(a.measures().evictions, b.measures().evictions);
  for (std::uint32_t object = 0; object < a.objects(); ++object) {
    EXPECT_EQ(a.has_copy(object), b.has_copy(object)) << object;
    EXPECT_EQ(a.expires(object), b.expires(object)) << object;
  }
}

TEST(Store, CountsAFillForEachCopyHoweverItWasPut) {
  Store by_own_time(ordered());
  Store by_given_time(ordered());
  for (const std::uint32_t object : {0u, 1u, 1u, 2u, 5u}) {
    by_own_time.put(object, 1, 7);
    by_given_time.put_for(object, 1, 7, for_ever);
  }
  EXPECT_EQ(by_own_time.measures().fills, 5u);
  EXPECT_EQ(by_own_time.measures().evictions, 1u);
  expect_equal(by_own_time, by_given_time);
  EXPECT_FALSE(by_own_time.has_copy(0));
}

TEST(Store, ACopyLargerThanTheStoreIsNotKeptAndNoFill) {
  Store store(ordered());
  store.put(1, 1, 0);
  store.put(1, 4, 0);
  EXPECT_FALSE(store.has_copy(1));
  EXPECT_EQ(store.measures().fills, 1u);
  EXPECT_EQ(store.used(), 0u);
}

TEST(Store, PutsNeighboursWithoutOrderAsOneByOne) {
  const std::vector<std::uint32_t> weights{5, 0, 100, 1};
  const std::vector<std::int64_t> times{10, 20, 30, for_ever};
  Store together(unordered());
  together.put_unordered(3, weights, times, 1000);
  Store one_by_one(unordered());
  for (std::uint32_t i = 0; i < weights.size(); ++i) {
    if (weights[i] > 0) one_by_one.put_for(3 + i, weights[i], 1000, times[i]);
  }
  expect_equal(together, one_by_one);
  EXPECT_EQ(together.measures().fills, 3u);
  EXPECT_EQ(together.used(), 106u);
  EXPECT_FALSE(together.has_copy(4));
  EXPECT_TRUE(together.finds_fresh(3, 1009));
  EXPECT_FALSE(together.finds_fresh(3, 1010));
  EXPECT_TRUE(together.finds_fresh(6, for_ever / 8));
}

TEST(Store, CopiesPutWithoutOrderCanBeDroppedReplacedAndLost) {
  StoreConfig config = unordered();
  config.parts = 2;
  const std::array<std::uint32_t, 8> weights{10, 10, 10, 10, 10, 10, 10, 10};
  const std::array<std::int64_t, 8> times{50, 50, 50, 50, 50, 50, 50, 50};
  Store store(config);
  store.put_unordered(0, weights, times, 0);
  store.drop(2);
  EXPECT_EQ(store.used(), 70u);
  store.put_for(3, 25, 0, 90);
  EXPECT_EQ(store.used(), 85u);
  EXPECT_EQ(store.expires(3), 90);
  EXPECT_EQ(store.drop_part(1, 0), 4u);
  EXPECT_EQ(store.used(), 30u);
  EXPECT_EQ(store.copies(), 3u);
  EXPECT_EQ(store.measures().evictions, 0u);
}

TEST(Store, ACopyPutWithoutOrderEndsARememberedError) {
  Store store(unordered());
  store.put_error(0, 100);
  EXPECT_EQ(store.look_up(0, 5), Store::Found::error);
  store.put_unordered(0, std::array<std::uint32_t, 1>{1}, std::array<std::int64_t, 1>{40}, 10);
  EXPECT_EQ(store.look_up(0, 20), Store::Found::fresh);
  store.drop(0);
  store.put_unordered(0, std::array<std::uint32_t, 1>{1}, std::array<std::int64_t, 1>{40}, 10);
  EXPECT_EQ(store.look_up(0, 60), Store::Found::absent);
  EXPECT_EQ(store.measures().errors_served, 1u);
}

TEST(Store, RefusesCopiesWithoutOrderWhereOneIsKept) {
  Store store(ordered());
  EXPECT_TRUE(store.is_ordered());
  EXPECT_THROW(store.put_unordered(0, std::array<std::uint32_t, 1>{1}, std::array<std::int64_t, 1>{1}, 0),
               std::logic_error);
}

TEST(Store, RefusesALimitOnceCopiesHaveNoOrder) {
  Store store(unordered());
  store.put_unordered(0, std::array<std::uint32_t, 1>{1}, std::array<std::int64_t, 1>{1}, 0);
  EXPECT_THROW(store.set_capacity(10), std::logic_error);
}

}  // namespace
}  // namespace fleetcast::sim::traffic
