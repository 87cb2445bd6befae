#include "scenarios/traffic/segments.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

#include "scenarios/traffic/rates_for_tests.hpp"

namespace fleetcast::scenarios::traffic {
namespace {

using sim::traffic::RateSegment;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class SegmentsTest : public TraceFolder {
 protected:
  SegmentsTest() {
    rate_.replay = ReplayRate{.file = "trace.csv", .count_column = "count"};
    put("t,count\n0,10\n60,20\n120,30\n180,41\n");
  }

  [[nodiscard]] std::vector<RateSegment> made(RateContext context) const {
    context.folder = folder();
    context.origin = "shop.json";
    sim::chance::Chance chance(1);
    return segments(rate_, context, chance);
  }
  [[nodiscard]] std::vector<std::int64_t> counts(const RateContext& context) const {
    std::vector<std::int64_t> list;
    for (const RateSegment& segment : made(context)) list.push_back(segment.count);
    return list;
  }
  [[nodiscard]] std::string refusal(const RateContext& context) const {
    try {
      static_cast<void>(made(context));
    } catch (const documents::InvalidDocument& invalid) {
      return invalid.what();
    }
    return "no refusal";
  }

  RateConfig rate_;
};

TEST_F(SegmentsTest, ReplaysCountsExactly) {
  const auto all = made(context_of(november_2, 240));
  ASSERT_EQ(all.size(), 4U);
  EXPECT_TRUE(all[1].is_counted());
  EXPECT_EQ(all[1].begin.seconds(), 60);
  EXPECT_EQ(all[1].end.seconds(), 120);
  EXPECT_THAT(counts(context_of(november_2, 240)), ElementsAre(10, 20, 30, 41));
}

TEST_F(SegmentsTest, CarriesWhatRoundingTakes) {
  rate_.scale = 0.5;
  rate_.replay->scale = 0.1;
  EXPECT_THAT(counts(context_of(november_2, 240)), ElementsAre(1, 1, 1, 2));  // 0.5, 1, 1.5, 2.05: sum 5.05
  rate_.scale = 1;
  rate_.replay->scale.reset();
  rate_.replay->mean = 2;
  const auto scaled = counts(context_of(november_2, 240));
  EXPECT_EQ(scaled[0] + scaled[1] + scaled[2] + scaled[3], 480);
}

TEST_F(SegmentsTest, ServesThePreRollFromEarlierRowsThenFromTheFirst) {
  rate_.replay->begin = "120";
  EXPECT_THAT(counts(context_of(november_2, 120, 60)), ElementsAre(20, 30, 41));
  EXPECT_THAT(counts(context_of(november_2, 120, 240)), ElementsAre(10, 10, 10, 20, 30, 41));
}

TEST_F(SegmentsTest, ClipsAndShifts) {
  EXPECT_THAT(counts(context_of(november_2, 90)), ElementsAre(10, 10));
  rate_.replay->time_offset = 60;
  EXPECT_THAT(counts(context_of(november_2, 180)), ElementsAre(20, 30, 41));
  EXPECT_THAT(counts(context_of(november_2, 60, 60)), ElementsAre(10, 20));
}

TEST_F(SegmentsTest, RefusesATraceThatIsTooShortUnlessItRepeats) {
  EXPECT_EQ(refusal(context_of(november_2, 300)),
            "shop.json: 1 problem\n  /traffic/rate/replay/repeat: the part that is replayed lasts 4 min, but 5 min are "
            "needed: shorten the horizon, replay more of the trace, or let it repeat");
  rate_.replay->repeat = true;
  EXPECT_THAT(counts(context_of(november_2, 330)), ElementsAre(10, 20, 30, 41, 10, 10));
}

TEST_F(SegmentsTest, ModifiesCountsWhereTheModifierHolds) {
  rate_.flash_crowds = {{.at = 90, .ramp_up = 0, .hold = 60, .ramp_down = 0, .multiplier = 3}};
  EXPECT_THAT(counts(context_of(november_2, 240)), ElementsAre(10, 10, 30, 45, 15, 41));
}

TEST_F(SegmentsTest, ReusesATraceThatWasRead) {
  documents::Problems problems;
  const auto trace = read_trace(*rate_.replay, folder(), sim::Duration{0}, "", problems);
  ASSERT_TRUE(trace.has_value());
  sim::chance::Chance chance(1);
  const auto all = segments(rate_, context_of(november_2, 240), chance, *trace);
  EXPECT_EQ(total_count(all), 101);
}

TEST_F(SegmentsTest, TellsAllProblemsOfADescription) {
  rate_.constant = ConstantRate{.rate = 1};
  rate_.diurnal = DiurnalRate{.mean = 1, .weekend_factor = 2, .weekly = {1, 2}};
  rate_.steps = {{.at = 5, .rate = 1}, {.at = 5, .rate = 2}};
  rate_.replay = ReplayRate{.file = "x", .day = "30 June", .begin = "noon", .scale = 1, .mean = 1};
  EXPECT_THAT(
      refusal(context_of(november_2, 240)),
      AllOf(HasSubstr("/traffic/rate: must have exactly one of"), HasSubstr("but has 4 of them"),
            HasSubstr("/diurnal/weekly: must have 7 factors, Monday first, not 2"),
            HasSubstr("/diurnal/weekly: cannot stand beside weekend_factor"),
            HasSubstr("/steps/0/at: must be 0 for the first step"), HasSubstr("/steps/1/at: must be later"),
            HasSubstr("/replay/mean: cannot stand beside scale"), HasSubstr("/replay/day: cannot stand beside begin"),
            HasSubstr("'30 June' is no day"), HasSubstr("/replay/begin: 'noon' is no time")));
  rate_ = {};
  EXPECT_THAT(refusal(context_of(november_2, 240)), HasSubstr("but has none"));
  rate_.repeat_steps_every = 60;
  EXPECT_THAT(refusal(context_of(november_2, 240)), HasSubstr("repeat_steps_every: repeats steps, but there are none"));
  rate_.steps = {{.at = 0, .rate = 1}, {.at = 60, .rate = 2}};
  EXPECT_THAT(refusal(context_of(november_2, 240)), HasSubstr("repeat_steps_every: must be later than the last step"));
}

// The web site of the football World Cup of 1998, requests per minute.
class WorldCupTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* named = std::getenv("FLEETCAST_SHARED");
    folder_ = named ? std::filesystem::path(named) : std::filesystem::path(FLEETCAST_ROOT) / ".." / "shared";
    folder_ = folder_ / "data" / "arrivals" / "worldcup98";
    if (!std::filesystem::exists(folder_ / "invocation_count.csv")) GTEST_SKIP() << "needs shared data: " << folder_;
    replay_ = {.file = "invocation_count.csv", .count_column = "count"};
  }

  // Adds up a day's rows with nothing but the standard library.
  [[nodiscard]] std::int64_t sum_of_day(const std::string& day_text) const {
    std::ifstream file(folder_ / "invocation_count.csv");
    std::int64_t sum = 0;
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with(day_text)) sum += std::stoll(line.substr(line.find(',') + 1));
    }
    return sum;
  }

  std::filesystem::path folder_;
  ReplayRate replay_;
};

TEST_F(WorldCupTest, ReplaysItsBusiestDayToTheLastRequest) {
  RateConfig rate;
  replay_.day = "1998-06-30";
  rate.replay = replay_;
  RateContext context = context_of(november_2, day, 0);
  context.folder = folder_;
  sim::chance::Chance chance(1);
  const auto all = segments(rate, context, chance);
  EXPECT_EQ(all.size(), 1440U);
  EXPECT_EQ(total_count(all), sum_of_day("1998-06-30"));
  EXPECT_NEAR(static_cast<double>(total_count(all)), 75.2e6, 0.05e6);
}

TEST_F(WorldCupTest, HasTheGapsThatAreKnown) {
  documents::Problems problems;
  replay_.on_gap = OnGap::zero;
  const auto trace = read_trace(replay_, folder_, sim::Duration{0}, "", problems);
  ASSERT_TRUE(trace.has_value());
  // SOURCES.md of the data: 125,300 minutes, 1,352,804,107 requests, 7 gaps with 10 minutes in all.
  EXPECT_EQ(trace->report.rows, 125'300);
  EXPECT_EQ(trace->report.total, 1'352'804'107);
  std::int64_t missing = 0;
  for (const TraceGap& gap : trace->report.gaps) missing += gap.intervals;
  EXPECT_EQ(trace->report.gaps.size(), 7U);
  EXPECT_EQ(missing, 10);
}

}  // namespace
}  // namespace fleetcast::scenarios::traffic
