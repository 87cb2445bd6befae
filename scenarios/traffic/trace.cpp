#include "scenarios/traffic/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <numeric>

#include "scenarios/documents/quantity.hpp"
#include "scenarios/traffic/row_reader.hpp"
#include "scenarios/traffic/timestamp.hpp"

namespace fleetcast::scenarios::traffic {
namespace {

using documents::child_pointer;
using documents::Problems;

constexpr std::int64_t day_milliseconds = 86'400'000;
constexpr std::int64_t most_intervals = 50'000'000;  // a year and a half of seconds; 400 MB
constexpr std::size_t most_gaps_told = 5;

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

std::string duration_text(std::int64_t milliseconds) {
  return documents::format_quantity(static_cast<double>(milliseconds) / 1000, "s");
}

// Holds the times that the document asks for; absent ends are those of the file.
struct Selection {
  std::optional<std::int64_t> begin;
  std::optional<std::int64_t> end;
};

Selection selection_of(const ReplayRate& replay) {
  if (replay.day) {
    const auto day = parse_day(*replay.day);
    return day ? Selection{*day, *day + day_milliseconds} : Selection{};
  }
  return {replay.begin ? parse_timestamp(*replay.begin) : std::nullopt,
          replay.end ? parse_timestamp(*replay.end) : std::nullopt};
}

// Assembles a trace from rows: first all rows of interest, then the intervals, then the gaps.
class TraceBuilder {
 public:
  TraceBuilder(const ReplayRate& replay, std::int64_t lead, const std::string& pointer, Problems& problems)
      : replay_(replay), selection_(selection_of(replay)), lead_(lead), pointer_(pointer), problems_(problems) {}

  void take(const TraceRow& row) {
    first_seen_ = std::min(first_seen_, row.unix_milliseconds);
    last_seen_ = std::max(last_seen_, row.unix_milliseconds);
    if (selection_.begin && row.unix_milliseconds < *selection_.begin - lead_) return;
    if (selection_.end && row.unix_milliseconds >= *selection_.end) return;
    if (!selection_.begin || row.unix_milliseconds >= *selection_.begin) ++trace_.report.rows;
    // Requests of the same instant need one entry.
    if (!rows_.empty() && rows_.back().unix_milliseconds == row.unix_milliseconds) {
      rows_.back().count += row.count;
    } else {
      rows_.push_back(row);
    }
  }

  std::optional<Trace> build() {
    if (trace_.report.rows == 0) return refuse("file", nothing_found());
    std::ranges::stable_sort(rows_, {}, &TraceRow::unix_milliseconds);
    if (!find_interval() || !find_extent()) return std::nullopt;
    fill_intervals();
    if (!fill_gaps()) return std::nullopt;
    return std::move(trace_);
  }

 private:
  std::nullopt_t refuse(const char* field, const std::string& message) {
    problems_.add(child_pointer(pointer_, field), message);
    return std::nullopt;
  }

  [[nodiscard]] std::string nothing_found() const {
    if (first_seen_ > last_seen_) return "'" + replay_.file + "' has no rows";
    return "has no row in the part that is asked for; its rows span " + timestamp_text(first_seen_) + " to " +
           timestamp_text(last_seen_);
  }

  bool find_interval() {
    if (replay_.interval) {
      trace_.interval_milliseconds = std::llround(replay_.interval->value() * 1000);
    } else if (!replay_.count_column) {
      trace_.interval_milliseconds = 1000;
    } else {
      std::map<std::int64_t, std::int64_t> rows_by_distance;
      for (std::size_t i = 1; i < rows_.size(); ++i) {
        const std::int64_t distance = rows_[i].unix_milliseconds - rows_[i - 1].unix_milliseconds;
        if (distance > 0) ++rows_by_distance[distance];
      }
      // Of equally common distances the shortest: the others may be gaps.
      const auto commonest =
          std::ranges::max_element(rows_by_distance, {}, [](const auto& entry) { return entry.second; });
      if (commonest == rows_by_distance.end()) {
        refuse("interval", "is required: a single row does not tell what time its count stands for");
        return false;
      }
      trace_.interval_milliseconds = commonest->first;
    }
    return true;
  }

  bool find_extent() {
    const std::int64_t interval = trace_.interval_milliseconds;
    const std::int64_t first = rows_.front().unix_milliseconds;
    // Rows of single requests may begin anywhere within an interval; counts stand at the beginning of theirs.
    const std::int64_t natural_begin = replay_.count_column ? first : floor_divide(first, interval) * interval;
    const std::int64_t begin = selection_.begin.value_or(natural_begin);
    trace_.begin_unix_milliseconds = begin;
    const std::int64_t natural_end =
        begin + (floor_divide(rows_.back().unix_milliseconds - begin, interval) + 1) * interval;
    const std::int64_t length = selection_.end.value_or(natural_end) - begin;
    if (length % interval != 0) {
      refuse("end", "the part that is replayed lasts " + duration_text(length) +
                        ", which is no whole number of intervals of " + duration_text(interval));
      return false;
    }
    trace_.intervals = length / interval;
    trace_.earlier = std::max<std::int64_t>(0, -bin_of(first));
    if (trace_.intervals + trace_.earlier > most_intervals) {
      refuse("interval", fmt::format("would make {} intervals of {}, more than {}: choose a longer one",
                                     trace_.intervals + trace_.earlier, duration_text(interval), most_intervals));
      return false;
    }
    return true;
  }

  [[nodiscard]] std::int64_t bin_of(std::int64_t unix_milliseconds) const {
    return floor_divide(unix_milliseconds - trace_.begin_unix_milliseconds, trace_.interval_milliseconds);
  }

  void fill_intervals() {
    trace_.counts.assign(static_cast<std::size_t>(trace_.intervals + trace_.earlier), 0.0);
    std::int64_t next = -trace_.earlier;  // the first interval that is not accounted for
    bool is_first = true;
    for (const TraceRow& row : rows_) {
      const std::int64_t bin = bin_of(row.unix_milliseconds);
      if (bin > next) add_gap(next, bin);
      next = std::max(next, bin + 1);
      trace_.counts[static_cast<std::size_t>(bin + trace_.earlier)] += row.count;
      if (bin < 0) continue;
      trace_.report.total += row.count;
      trace_.report.last_unix_milliseconds = row.unix_milliseconds;
      if (is_first) trace_.report.first_unix_milliseconds = row.unix_milliseconds;
      is_first = false;
    }
    if (trace_.intervals > next) add_gap(next, trace_.intervals);
  }

  void add_gap(std::int64_t begin, std::int64_t end) {
    if (!replay_.count_column) return;  // no request in an interval is no gap
    const auto at = [&](std::int64_t bin) {
      return trace_.begin_unix_milliseconds + bin * trace_.interval_milliseconds;
    };
    trace_.report.gaps.push_back({at(begin), at(end), end - begin});
  }

  bool fill_gaps() {
    if (trace_.report.gaps.empty() || replay_.on_gap == OnGap::zero) return true;
    if (replay_.on_gap == OnGap::error) {
      refuse("on_gap", gaps_in_words());
      return false;
    }
    for (const TraceGap& gap : trace_.report.gaps) interpolate(gap);
    return true;
  }

  // Draws a straight line from the last interval before a gap to the first after it; level where there is only one.
  void interpolate(const TraceGap& gap) {
    const auto begin = static_cast<std::size_t>(bin_of(gap.begin_unix_milliseconds) + trace_.earlier);
    const auto end = begin + static_cast<std::size_t>(gap.intervals);
    const double after = trace_.counts[end < trace_.counts.size() ? end : begin - 1];
    const double before = begin > 0 ? trace_.counts[begin - 1] : after;
    for (std::size_t i = begin; i < end; ++i) {
      const double share = static_cast<double>(i - begin + 1) / static_cast<double>(gap.intervals + 1);
      trace_.counts[i] = before + share * (after - before);
    }
  }

  [[nodiscard]] std::string gaps_in_words() const {
    const std::vector<TraceGap>& gaps = trace_.report.gaps;
    std::int64_t intervals = 0;
    for (const TraceGap& gap : gaps) intervals += gap.intervals;
    std::string text = fmt::format("{} {} of {} without a row: ", intervals, intervals == 1 ? "interval" : "intervals",
                                   duration_text(trace_.interval_milliseconds));
    for (std::size_t i = 0; i < std::min(gaps.size(), most_gaps_told); ++i) {
      text += fmt::format("{}{} from {}", i > 0 ? ", " : "", gaps[i].intervals,
                          timestamp_text(gaps[i].begin_unix_milliseconds));
    }
    if (gaps.size() > most_gaps_told) text += ", ...";
    return text + "; choose 'interpolate' or 'zero', or another part of the trace";
  }

  const ReplayRate& replay_;
  Selection selection_;
  std::int64_t lead_;  ///< milliseconds
  const std::string& pointer_;
  Problems& problems_;
  std::int64_t first_seen_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t last_seen_ = std::numeric_limits<std::int64_t>::min();
  std::vector<TraceRow> rows_;
  Trace trace_;
};

}  // namespace

double Trace::total() const {
  return std::accumulate(counts.begin() + static_cast<std::ptrdiff_t>(earlier), counts.end(), 0.0);
}

std::optional<Trace> read_trace(const ReplayRate& replay, const std::filesystem::path& folder, sim::Duration lead,
                                const std::string& pointer, Problems& problems) {
  const std::size_t known = problems.list().size();
  TraceBuilder builder(replay, std::llround(lead.seconds() * 1000), pointer, problems);
  read_rows(folder / replay.file, replay, pointer, problems, [&](const TraceRow& row) { builder.take(row); });
  if (problems.list().size() > known) return std::nullopt;
  return builder.build();
}

}  // namespace fleetcast::scenarios::traffic
