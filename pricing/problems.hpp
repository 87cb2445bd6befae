#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fleetcast::pricing {

/// Says what is wrong at one place of a document.
struct Problem {
  std::string pointer;  ///< JSON pointer, such as "/rows/3/meter"; empty for the whole document
  std::string message;  ///< what is wrong and what would be right
};

/// Reports everything that is wrong with a price book or a usage file at once.
class InvalidDocument : public std::runtime_error {
 public:
  /// Takes the document's name as the user knows it, such as its file name.
  InvalidDocument(const std::string& document, std::vector<Problem> problems);

  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// Returns the candidate that is spelled most like a word, or an empty text when none is close.
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// Returns " (did you mean 'x'?)" for the nearest candidate, or an empty text.
[[nodiscard]] std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace fleetcast::pricing
