#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace fleetcast::sim::sampling {

/// A quantity whose sampling error is told, and the positions of the sums that it consists of.
struct Headline {
  std::string name;
  std::vector<std::size_t> positions;
};

/// The sampling error of one quantity, and what was found where skipped stretches were simulated after all.
struct SamplingError {
  std::string name;
  double relative = 0;            ///< standard error of the total of the run, over that total
  double audited_difference = 0;  ///< simulated minus expected in all audited stretches, over what was expected
  double audited_error = 0;       ///< standard error that is claimed for that difference
  bool is_audited = false;
};

/// Keeps what windows and audited stretches brought against what was expected of them, by headline.
class ErrorLedger {
 public:
  /// Says whose errors are told.
  void set_headlines(std::vector<Headline> headlines);
  /// Notes what a window brought, and what was expected of as many arrivals.
  void note_window(const std::vector<double>& brought, const std::vector<double>& expected, double arrivals);
  /// Notes the same of a stretch that would have been skipped.
  void note_audit(const std::vector<double>& brought, const std::vector<double>& expected, double arrivals);
  /// Notes how many arrivals of a stretch were not simulated.
  void note_skipped(double arrivals) { skipped_ += arrivals; }
  /// Forgets what was skipped, since measuring begins anew.
  void forget_skipped() { skipped_ = 0; }
  [[nodiscard]] std::uint64_t audits() const { return audits_; }
  /// Returns all errors; `totals` are the sums of the whole run.
  [[nodiscard]] std::vector<SamplingError> errors(const std::vector<double>& totals) const;

 private:
  struct Entry {
    Headline headline;
    double squares = 0;  ///< of windows' differences
    double audited_difference = 0;
    double audited_expected = 0;
  };

  std::vector<Entry> entries_;
  double window_arrivals_ = 0;
  double audited_arrivals_ = 0;
  double skipped_ = 0;
  std::uint64_t audits_ = 0;
};

}  // namespace fleetcast::sim::sampling
