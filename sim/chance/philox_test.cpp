#include "sim/chance/philox.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <iomanip>
#include <sstream>
#include <string>

namespace fleetcast::sim::chance {
namespace {

// Known answers of Random123's kat_vectors (Salmon and others, SC11).
static_assert(philox(0, 0, 0, 0, 0, 0) ==
              Block{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b});

std::string hexadecimal(const Block& words) {
  std::ostringstream text;
  text << std::hex << std::setfill('0');
  for (std::size_t i = 0; i < words.size(); ++i) text << (i > 0 ? " " : "") << std::setw(16) << words[i];
  return text.str();
}

TEST(Philox, GivesThePublishedWordsForTheDigitsOfPi) {
  const Block words = philox(0x452821e638d01377, 0xbe5466cf34e90c6c, 0x243f6a8885a308d3, 0x13198a2e03707344,
                             0xa4093822299f31d0, 0x082efa98ec4e6c89);
  RecordProperty("philox4x64_ctr0_key0", hexadecimal(philox(0, 0, 0, 0, 0, 0)));
  RecordProperty("philox4x64_pi", hexadecimal(words));
  EXPECT_EQ(words, (Block{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}));
}

TEST(Philox, GivesTheTenThousandthValueOfTheCppStandard) {
  // C++26 [rand.predef]: philox4x64 seeded with 20111115; value 10000 is the last word of counter 2499.
  const std::uint64_t value = philox(20111115, 0, 2499, 0, 0, 0)[3];
  RecordProperty("std_philox4x64_10000th_default_seed", std::to_string(value));
  EXPECT_EQ(value, 3409172418970261260u);
}

TEST(Philox, ChangesWithEveryPartOfKeyAndCounter) {
  const Block origin = philox(1, 2, 3, 4, 5, 6);
  EXPECT_NE(origin, philox(0, 2, 3, 4, 5, 6));
  EXPECT_NE(origin, philox(1, 0, 3, 4, 5, 6));
  EXPECT_NE(origin, philox(1, 2, 0, 4, 5, 6));
  EXPECT_NE(origin, philox(1, 2, 3, 0, 5, 6));
  EXPECT_NE(origin, philox(1, 2, 3, 4, 0, 6));
  EXPECT_NE(origin, philox(1, 2, 3, 4, 5, 0));
}

}  // namespace
}  // namespace fleetcast::sim::chance
