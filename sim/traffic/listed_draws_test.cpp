#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

#include "sim/traffic/draws.hpp"
#include "sim/traffic/kernel.hpp"
#include "sim/traffic/program.hpp"

namespace fleetcast::sim::traffic {
namespace {

TEST(ListedDraws, GiveEachRequestTheNextOfTheList) {
  std::vector<std::uint32_t> list;
  for (std::uint32_t i = 0; i < 150; ++i) list.push_back(i * i % 97);
  Draws draws(list, 1000);
  // In order, and again after the last; far apart, so that neighbours are not drawn together; late ones; once more.
  for (std::uint64_t ordinal = 0; ordinal < 1000; ++ordinal) {
    EXPECT_EQ(draws.at(ordinal, 0), 1000 + list[ordinal % 150]) << ordinal;
  }
  for (std::uint64_t ordinal = 2000; ordinal < 100'000; ordinal += 977) {
    EXPECT_EQ(draws.at(ordinal, 0), 1000 + list[ordinal % 150]) << ordinal;
  }
  EXPECT_EQ(draws.at(5, 0), 1000 + list[5]);
  EXPECT_EQ(draws.at(7, 3), 1000 + list[7]);
}

TEST(ListedDraws, ListsMustFitTheObjectsThereAre) {
  chance::Chance chance(1, 0);
  Kernel kernel(chance, 1);
  EXPECT_THROW((void)kernel.add_object_list({}), std::invalid_argument);
  ProgramWriter writer(kernel);
  const PopularityId popularity = kernel.add_popularity(10, 1.0);
  writer.list_objects(kernel.add_object_list({0, 9}));
  EXPECT_NO_THROW(writer.object(popularity, "fits"));
  writer.list_objects(kernel.add_object_list({0, 10}));
  EXPECT_THROW(writer.object(popularity, "does not fit"), std::invalid_argument);
  writer.list_objects({});
  EXPECT_NO_THROW(writer.object(popularity, "by popularity"));
}

}  // namespace
}  // namespace fleetcast::sim::traffic
