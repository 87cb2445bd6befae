#include "scenarios/documents/marks.hpp"

#include <stdexcept>

namespace fleetcast::scenarios::documents {
namespace {

constexpr sim::Choices<sim::Mark, 3> marks = {
    {{"documented", sim::Mark::documented}, {"measured", sim::Mark::measured}, {"assumed", sim::Mark::assumed}}};

}  // namespace

std::string name_of_mark(sim::Mark mark) {
  for (const auto& [name, value] : marks) {
    if (value == mark) return std::string(name);
  }
  throw std::logic_error("documents: a mark has no name");
}

std::optional<sim::Mark> mark_named(std::string_view name) {
  for (const auto& [known, value] : marks) {
    if (known == name) return value;
  }
  return std::nullopt;
}

std::vector<std::string> mark_names() {
  std::vector<std::string> names;
  for (const auto& [name, value] : marks) names.emplace_back(name);
  return names;
}

}  // namespace fleetcast::scenarios::documents
