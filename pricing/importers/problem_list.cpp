#include "pricing/importers/problem_list.hpp"

#include <utility>

namespace fleetcast::pricing::importers {

void ProblemList::add(std::string place, std::string message) {
  ++count_;
  if (first_.size() < most) first_.push_back({std::move(place), std::move(message)});
}

void ProblemList::throw_if_any(const std::string& document) const {
  if (count_ == 0) return;
  std::vector<Problem> problems = first_;
  if (count_ > problems.size()) {
    problems.push_back({"", "and " + std::to_string(count_ - first_.size()) + " more problems like these"});
  }
  throw InvalidDocument(document, std::move(problems));
}

}  // namespace fleetcast::pricing::importers
