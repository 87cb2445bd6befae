#include "pricing/problems.hpp"

#include <algorithm>
#include <cstddef>

namespace fleetcast::pricing {
namespace {

std::string describe(const std::string& document, const std::vector<Problem>& problems) {
  std::string text =
      document + ": " + std::to_string(problems.size()) + (problems.size() == 1 ? " problem" : " problems");
  for (const Problem& problem : problems) {
    text += "\n  " + problem.pointer + (problem.pointer.empty() ? "" : ": ") + problem.message;
  }
  return text;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

InvalidDocument::InvalidDocument(const std::string& document, std::vector<Problem> problems)
    : std::runtime_error(describe(document, problems)), problems_(std::move(problems)) {}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string candidate = nearest(word, candidates);
  return candidate.empty() ? std::string{} : " (did you mean '" + candidate + "'?)";
}

}  // namespace fleetcast::pricing
