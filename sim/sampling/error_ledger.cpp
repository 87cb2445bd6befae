#include "sim/sampling/error_ledger.hpp"

#include <cmath>
#include <utility>

namespace fleetcast::sim::sampling {

namespace {

double sum_of(const Headline& headline, const std::vector<double>& sums) {
  double sum = 0;
  for (const std::size_t position : headline.positions) sum += sums[position];
  return sum;
}

}  // namespace

void ErrorLedger::set_headlines(std::vector<Headline> headlines) {
  entries_.clear();
  for (Headline& one : headlines) entries_.push_back({std::move(one)});
}

void ErrorLedger::note_window(const std::vector<double>& brought, const std::vector<double>& expected,
                              double arrivals) {
  if (expected.empty()) return;
  for (Entry& entry : entries_) {
    const double difference = sum_of(entry.headline, brought) - sum_of(entry.headline, expected);
    entry.squares += difference * difference;
  }
  window_arrivals_ += arrivals;
}

void ErrorLedger::note_audit(const std::vector<double>& brought, const std::vector<double>& expected,
                             double arrivals) {
  if (expected.empty()) return;
  for (Entry& entry : entries_) {
    const double of_headline = sum_of(entry.headline, expected);
    entry.audited_difference += sum_of(entry.headline, brought) - of_headline;
    entry.audited_expected += of_headline;
  }
  audited_arrivals_ += arrivals;
  ++audits_;
}

std::vector<SamplingError> ErrorLedger::errors(const std::vector<double>& totals) const {
  std::vector<SamplingError> found;
  for (const Entry& entry : entries_) {
    SamplingError error;
    error.name = entry.headline.name;
    const double total = sum_of(entry.headline, totals);
    // What windows showed of one arrival's average has this standard error; a real stretch scatters besides.
    const double of_average = window_arrivals_ > 0 ? std::sqrt(entry.squares) / window_arrivals_ : 0;
    if (total > 0) error.relative = of_average * skipped_ / total;
    if (entry.audited_expected > 0) {
      const double scatter = entry.squares / window_arrivals_ * audited_arrivals_;
      const double systematic = of_average * audited_arrivals_;
      error.is_audited = true;
      error.audited_difference = entry.audited_difference / entry.audited_expected;
      error.audited_error = std::sqrt(scatter + systematic * systematic) / entry.audited_expected;
    }
    found.push_back(std::move(error));
  }
  return found;
}

}  // namespace fleetcast::sim::sampling
