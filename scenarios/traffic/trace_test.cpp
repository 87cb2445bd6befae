#include "scenarios/traffic/trace.hpp"

#include <gmock/gmock.h>

#include "scenarios/traffic/rates_for_tests.hpp"

namespace fleetcast::scenarios::traffic {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* three_minutes =
    "period,count\n1998-06-30 00:00:00,5\n1998-06-30 00:01:00,7\n1998-06-30 00:02:00,9\n";

class TraceTest : public TraceFolder {
 protected:
  [[nodiscard]] Trace read(const ReplayRate& replay, double lead = 0) const {
    documents::Problems problems;
    const auto trace = read_trace(replay, folder(), sim::seconds(lead), "/replay", problems);
    for (const auto& problem : problems.list()) ADD_FAILURE() << problem.pointer << ": " << problem.message;
    return trace.value_or(Trace{});
  }
  [[nodiscard]] std::string refusal(const ReplayRate& replay) const {
    documents::Problems problems;
    EXPECT_FALSE(read_trace(replay, folder(), sim::Duration{0}, "/replay", problems).has_value());
    std::string text;
    for (const auto& problem : problems.list()) text += problem.pointer + ": " + problem.message + "\n";
    return text;
  }

  ReplayRate counts_{.file = "trace.csv", .count_column = "count"};
  ReplayRate requests_{.file = "trace.csv"};
};

TEST_F(TraceTest, ReadsCountsAndInfersTheInterval) {
  put(three_minutes);
  const Trace trace = read(counts_);
  EXPECT_EQ(trace.interval_milliseconds, 60'000);
  EXPECT_THAT(trace.counts, ElementsAre(5, 7, 9));
  EXPECT_EQ(trace.report.rows, 3);
  EXPECT_EQ(trace.report.total, 21);
  EXPECT_EQ(trace.report.first_unix_milliseconds, 899'164'800'000);
  EXPECT_EQ(trace.report.last_unix_milliseconds, 899'164'920'000);
  EXPECT_TRUE(trace.report.gaps.empty());
}

TEST_F(TraceTest, ReadsManyFormats) {
  ReplayRate numbered{.file = "trace.csv", .time_column = "2", .count_column = "1"};
  const char* tabs = "5\t899164800\n7\t899164860\n9\t899164920\n";
  const char* spaces = "# counts of requests\n5  1998-06-30 00:00:00\n7  1998-06-30 00:01:00\n9  1998-06-30 00:02:00\n";
  const char* quotes =
      "\xEF\xBB\xBF\"n, \"\"all\"\"\";\"t\"\r\n\"5\";\"1998-06-30T00:00Z\"\r\n7;1998-06-30T00:01Z\r\n"
      "\r\n9;1998-06-30T00:02Z";
  const char* unordered = "9,899164920000\n5,899164800000\n7,899164860000\n";
  for (const char* text : {tabs, spaces, quotes, unordered}) {
    put(text);
    EXPECT_THAT(read(numbered).counts, ElementsAre(5, 7, 9)) << text;
  }
  put(quotes);
  ReplayRate named{.file = "trace.csv", .time_column = "t", .count_column = "n, \"all\""};
  EXPECT_THAT(read(named).counts, ElementsAre(5, 7, 9));
}

TEST_F(TraceTest, CountsRowsWhereEachIsARequest) {
  put("host\ttime\turl\na\t807256800\t/\nb\t807256800\t/x\nc\t807256803\t/y\n");
  requests_.time_column = "time";
  EXPECT_THAT(read(requests_).counts, ElementsAre(2, 0, 0, 1));
  requests_.interval = 10;
  EXPECT_THAT(read(requests_).counts, ElementsAre(3));
  put("1998-04-30 21:30:00\n1998-04-30 21:30:01\n1998-04-30 21:30:01\n");
  EXPECT_THAT(read({.file = "trace.csv"}).counts, ElementsAre(1, 2));
}

TEST_F(TraceTest, SelectsADayAndKeepsWhatThePreRollNeeds) {
  put("t,count\n1998-06-29 12:00:00,1\n1998-06-29 18:00:00,2\n1998-06-30 00:00:00,3\n1998-06-30 06:00:00,4\n"
      "1998-06-30 12:00:00,5\n1998-06-30 18:00:00,6\n1998-07-01 00:00:00,7\n");
  counts_.day = "1998-06-30";
  Trace trace = read(counts_, 6 * 3600);
  EXPECT_EQ(trace.intervals, 4);
  EXPECT_EQ(trace.earlier, 1);
  EXPECT_THAT(trace.counts, ElementsAre(2, 3, 4, 5, 6));
  EXPECT_EQ(trace.report.rows, 4);
  EXPECT_EQ(trace.report.total, 18);
  EXPECT_EQ(trace.total(), 18);
  EXPECT_EQ(read(counts_, 9 * day).earlier, 2);  // no more is known
  counts_.day.reset();
  counts_.begin = "1998-06-30 06:00";
  counts_.end = "1998-06-30 18:00";
  EXPECT_THAT(read(counts_).counts, ElementsAre(4, 5));
}

TEST_F(TraceTest, TreatsGapsAsAsked) {
  put("t,count\n0,10\n60,20\n120,20\n300,50\n360,10\n");
  EXPECT_EQ(refusal(counts_),
            "/replay/on_gap: 2 intervals of 60 s without a row: 2 from 1970-01-01 00:03:00; choose 'interpolate' or "
            "'zero', or another part of the trace\n");
  counts_.on_gap = OnGap::interpolate;
  const Trace trace = read(counts_);
  EXPECT_THAT(trace.counts, ElementsAre(10, 20, 20, 30, 40, 50, 10));
  EXPECT_THAT(trace.report.gaps, ElementsAre(TraceGap{180'000, 300'000, 2}));
  EXPECT_EQ(trace.report.total, 110);
  EXPECT_EQ(trace.total(), 180);
  counts_.on_gap = OnGap::zero;
  EXPECT_THAT(read(counts_).counts, ElementsAre(10, 20, 20, 0, 0, 50, 10));
}

TEST_F(TraceTest, NoticesGapsAtTheEndsOfTheSelection) {
  put("t,count\n120,10\n180,20\n");
  counts_.begin = "0";
  counts_.end = "300";
  EXPECT_THAT(refusal(counts_), HasSubstr("3 intervals of 60 s without a row: 2 from 1970-01-01 00:00:00, 1 from"));
  counts_.on_gap = OnGap::interpolate;
  EXPECT_THAT(read(counts_).counts, ElementsAre(10, 10, 10, 20, 20));
}

TEST_F(TraceTest, TellsAllBadRowsButNotEndlessly) {
  std::string text = "t,count\n60,1\nnever,2\n120\n180,-3\n240,many\n\"300,5\n";
  put(text);
  EXPECT_EQ(refusal(counts_),
            "/replay/file: line 3: 'never' is no time\n"
            "/replay/file: line 4: has only 1 columns\n"
            "/replay/file: line 5: '-3' is no number of requests\n"
            "/replay/file: line 6: 'many' is no number of requests\n"
            "/replay/file: line 7: has a quote that is not closed\n");
  for (int i = 0; i < 1000; ++i) text += "x,y\n";
  put(text);
  EXPECT_THAT(refusal(counts_), HasSubstr("/replay/file: 995 more rows cannot be read\n"));
}

TEST_F(TraceTest, TellsWhatIsMissing) {
  EXPECT_THAT(refusal(counts_), AllOf(HasSubstr("/replay/file: there is no file '"), HasSubstr("trace.csv'")));
  put("");
  EXPECT_EQ(refusal(counts_), "/replay/file: 'trace.csv' has no rows\n");
  put(three_minutes);
  counts_.count_column = "counts";
  counts_.time_column = "3";
  EXPECT_EQ(refusal(counts_),
            "/replay/time_column: the file has no column '3'; its first line has 'period' or 'count'\n"
            "/replay/count_column: the file has no column 'counts' (did you mean 'count'?); its first line has "
            "'period' or 'count'\n");
  counts_ = {.file = "trace.csv", .count_column = "count", .day = "1998-07-01"};
  EXPECT_THAT(refusal(counts_), HasSubstr("its rows span 1998-06-30 00:00:00 to 1998-06-30 00:02:00"));
  put("t,count\n60,1\n");
  EXPECT_THAT(refusal({.file = "trace.csv", .count_column = "count"}), HasSubstr("/replay/interval: is required"));
}

TEST_F(TraceTest, RefusesExtentsThatMakeNoSense) {
  put(three_minutes);
  counts_.end = "1998-06-30 00:02:30";
  EXPECT_THAT(refusal(counts_), HasSubstr("/replay/end: the part that is replayed lasts 150 s, which is no whole"));
  put("0\n4000000000\n");
  EXPECT_THAT(refusal(requests_), HasSubstr("/replay/interval: would make 4000000001 intervals of 1 s"));
}

}  // namespace
}  // namespace fleetcast::scenarios::traffic
