#include "pricing/digest.hpp"

#include <gtest/gtest.h>

namespace fleetcast::pricing {
namespace {

TEST(Digest, IsFnv1aOf64Bits) {
  // Published test vectors of FNV-1a (Noll).
  EXPECT_EQ(digest_of(""), "cbf29ce484222325");
  EXPECT_EQ(digest_of("a"), "af63dc4c8601ec8c");
  EXPECT_EQ(digest_of("foobar"), "85944171f73967e8");
}

}  // namespace
}  // namespace fleetcast::pricing
