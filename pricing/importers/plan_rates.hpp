#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "pricing/commitments/commitment.hpp"
#include "pricing/importers/imported_figures.hpp"
#include "pricing/importers/problem_list.hpp"

namespace fleetcast::pricing::importers {

/// Describes a Savings Plan of an offer file, as texts of the file.
struct PlanOffer {
  std::string family;           ///< "ComputeSavingsPlans"
  std::string purchase_option;  ///< "No Upfront"
  std::string term;             ///< "1yr", "1", "3"
};

/// Holds one rate of an offer file, as texts of the file.
struct PlanRate {
  std::string place;  ///< for messages
  std::string rate_code;
  std::string service;
  std::string usage_type;
  std::string operation;
  std::string region;  ///< empty where the file does not say it
  std::string unit;
  std::string price;
  std::string currency;
  std::string effective_date;
};

/// Makes figures of the rates of Savings Plans.
class PlanRateCollector {
 public:
  PlanRateCollector(ImportedFigures& figures, ProblemList& problems) : figures_(figures), problems_(problems) {}

  /// Tells whether a plan is of a kind that a book knows.
  [[nodiscard]] static bool is_known(const PlanOffer& plan);
  /// Takes a rate of a plan that is known; what no meter of the region uses is left out.
  void add(const PlanOffer& plan, const PlanRate& rate);

 private:
  ImportedFigures& figures_;
  ProblemList& problems_;
};

}  // namespace fleetcast::pricing::importers
