#include "sim/control/agenda.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace fleetcast::sim::control {
namespace {

std::string run_all(Agenda& agenda, Instant now) {
  std::string ran;
  while (auto due = agenda.take_due(now)) {
    due->action();
    ran += std::to_string(due->order.key);
    agenda.repeat(std::move(*due));
  }
  return ran;
}

TEST(agenda, orders_by_instant_then_rank_then_key_then_number) {
  Agenda agenda;
  std::string ran;
  const auto add = [&](double at_s, Rank rank, std::uint64_t key, const char* name) {
    agenda.add(Instant{} + seconds(at_s), rank, key, [&ran, name] { ran += name; });
  };
  add(2, Rank::callback, 1, "g");
  add(1, Rank::process, 1, "d");
  add(1, Rank::callback, 9, "b");
  add(1, Rank::process, 2, "e");
  add(1, Rank::callback, 3, "a");
  add(1, Rank::callback, 9, "c");
  add(1.5, Rank::process, 0, "f");
  run_all(agenda, Instant{} + seconds(3));
  EXPECT_EQ(ran, "abcdefg");
}

TEST(agenda, gives_nothing_before_its_time) {
  Agenda agenda;
  agenda.add(Instant{} + seconds(5), Rank::callback, 1, [] {});
  EXPECT_FALSE(agenda.take_due(Instant{} + seconds(4.999)));
  EXPECT_EQ(agenda.next(), Instant{} + seconds(5));
}

TEST(agenda, rounds_instants_up_to_a_control_step) {
  Agenda agenda;
  agenda.add(Instant{1}, Rank::callback, 1, [] {});
  EXPECT_EQ(agenda.next(), Instant{ticks_per_control_step});
}

TEST(agenda, forgets_what_is_cancelled) {
  Agenda agenda;
  const auto first = agenda.add(Instant{} + seconds(1), Rank::callback, 1, [] {});
  agenda.add(Instant{} + seconds(2), Rank::callback, 2, [] {});
  agenda.cancel(first);
  agenda.cancel(first);
  EXPECT_EQ(agenda.next(), Instant{} + seconds(2));
  EXPECT_EQ(run_all(agenda, Instant{} + seconds(9)), "2");
}

TEST(agenda, keeps_its_order_when_most_of_it_is_cancelled) {
  Agenda agenda;
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    const Instant instant = Instant{} + seconds(static_cast<double>((i * 7919) % 4000));
    numbers.push_back(agenda.add(instant, Rank::callback, i, [] {}));
  }
  for (std::uint64_t i = 0; i < 4000; ++i)
    if (i % 10 != 0) agenda.cancel(numbers[i]);
  Instant before{-1};
  int taken = 0;
  while (auto due = agenda.take_due(Instant{} + seconds(5000))) {
    EXPECT_LT(before, due->order.instant);
    EXPECT_EQ(due->order.key % 10, 0u);
    before = due->order.instant;
    ++taken;
  }
  EXPECT_EQ(taken, 400);
}

TEST(agenda, repeats_without_drift) {
  Agenda agenda;
  // A third of a second is no multiple of a control step.
  const Duration period = seconds(1.0 / 3.0);
  agenda.add(Instant{} + period, Rank::callback, 1, [] {}, period);
  Instant last{};
  for (int i = 0; i < 3000; ++i) {
    auto due = agenda.take_due(Instant{} + seconds(2000));
    ASSERT_TRUE(due);
    last = due->order.instant;
    agenda.repeat(std::move(*due));
  }
  EXPECT_EQ(last, control_instant(Instant{} + period * 3000));
}

TEST(agenda, lets_a_periodic_action_cancel_itself) {
  Agenda agenda;
  int ran = 0;
  std::uint64_t number = 0;
  number = agenda.add(Instant{}, Rank::callback, 1, [&] { if (++ran == 3) agenda.cancel(number); }, seconds(1));
  run_all(agenda, Instant{} + seconds(100));
  EXPECT_EQ(ran, 3);
  EXPECT_FALSE(agenda.next());
}

}  // namespace
}  // namespace fleetcast::sim::control
