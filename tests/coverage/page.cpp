#include <array>
#include <cmath>
#include <cstdio>

#include "tests/coverage/measured_comparisons.hpp"
#include "tests/coverage/measured_coverage.hpp"

namespace fleetcast::tests::coverage {
namespace {

constexpr const char* introduction = R"(# How often intervals hold the truth

An interval of 95 % is worth its name if it holds the truth in 95 of 100 experiments. Here each experiment is an
ordinary run of a scenario whose answer is known exactly, with a seed of its own: 5 or 20 replications, summed up as
`fleetcast run` sums them up. The scenarios lie in `tests/coverage`; their pre-roll makes them stationary, so that the
truth about the measured span is the textbook's.

)";

constexpr const char* explanation = R"(
- *coverage* is the share of experiments whose interval holds the truth, ± the standard error that it has if the
  intervals are what they claim; an experiment without an interval counts as one that misses.
- *Student's t* is what the textbook's interval of the replications' own values would have reached in the same runs.
- *half width* is the mean over experiments, relative to the truth.

From ten replications on, intervals follow the skewness that the replications show (Willink, 2005); with fewer there
is too little to see it by, and they are Student's. What is lost of an availability has an interval of its own, on a
logarithmic scale below ten replications. Where not one request was lost there is none:
`availability.lossy_replications` then says, after Clopper and Pearson, how many runs may lose any.

With five replications a p99 is held less often than claimed, and an availability that few requests are lost of often
has no interval at all: use 20 replications or more, or `--precision`, which begins with 20.

This page is written by `build/release/tests/fleetcast_coverage tests/coverage 1000 2`, which takes three quarters of
an hour of one core; a smaller version is part of `./test`.
)";

constexpr const char* about_comparisons = R"(
## Comparisons

Two scenarios that are one and the same but for their seeds differ by chance alone. `compare` should call them different
in 5 % of all cases: its verdict, which judges cost, availability and p99 together, and the interval of one difference
by itself. Common random numbers make the difference of two scenarios that do differ less a matter of chance: the
last column is the variance of a replication's difference with different seeds over that with equal ones, so by how much
more replications the former would need.

| scenario | estimate | replications | comparisons | verdict: different | interval without 0 | change | saves |
|---|---|---|---|---|---|---|---|
)";

std::string in_digits(double number, const char* format) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), format, number);
  return text.data();
}

}  // namespace

std::string page_of(const std::vector<MeasuredCoverage>& rows) {
  std::string text = introduction;
  text += "| scenario | estimate | truth | from | replications | experiments | coverage | Student's t | "
          "half width |\n";
  text += "|---|---|---|---|---|---|---|---|---|\n";
  for (const MeasuredCoverage& row : rows) {
    const auto experiments = static_cast<double>(row.experiments);
    const double known = static_cast<double>(row.experiments - row.unknown);
    const double half_width = known > 0 ? row.half_widths / known / std::abs(row.truth) : 0;
    text += "| " + row.model + " | " + row.what + " | " + in_digits(row.truth, "%.8g") + " | " + row.source + " | " +
            std::to_string(row.replications) + " | " + std::to_string(row.experiments) + " | " +
            in_digits(100 * row.share(), "%.1f") + " ± " + in_digits(100 * row.standard_error(), "%.1f") + " % | " +
            in_digits(100 * static_cast<double>(row.held_by_student) / experiments, "%.1f") + " % | " +
            in_digits(100 * half_width, "%.2g") + " % |\n";
  }
  return text + explanation;
}

std::string section_of(const std::vector<MeasuredComparisons>& rows) {
  std::string text = about_comparisons;
  for (const MeasuredComparisons& row : rows) {
    const double percent = 100 / static_cast<double>(row.experiments);
    text += "| " + row.model + " | " + row.metric + " | " + std::to_string(row.replications) + " | " +
            std::to_string(row.experiments) + " | " +
            in_digits(percent * static_cast<double>(row.called_different), "%.1f") + " % | " +
            in_digits(percent * static_cast<double>(row.excludes_zero), "%.1f") + " ± " +
            in_digits(100 * row.standard_error(), "%.1f") + " % | `" + row.change + "` | " +
            in_digits(row.independent_variance / row.paired_variance, "%.1f") + " times |\n";
  }
  return text;
}

}  // namespace fleetcast::tests::coverage
