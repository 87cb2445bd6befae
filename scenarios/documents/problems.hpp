#pragma once
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fleetcast::scenarios::documents {

/// Says what is wrong at one place of a document; the empty pointer stands for the document as a whole.
struct Problem {
  std::string pointer;
  std::string message;

  bool operator==(const Problem&) const = default;
};

/// Collects the problems of a document, so that a reader can report all of them at once.
class Problems {
 public:
  /// Adds what is wrong at a pointer.
  void add(std::string pointer, std::string message) { list_.push_back({std::move(pointer), std::move(message)}); }
  [[nodiscard]] bool empty() const { return list_.empty(); }
  [[nodiscard]] const std::vector<Problem>& list() const { return list_; }
  /// Throws InvalidDocument with all problems, if there are any; origin is the file's name as the user wrote it.
  void throw_if_any(std::string_view origin) const;

 private:
  std::vector<Problem> list_;
};

/// Refuses a document and tells every problem it has, one per line.
class InvalidDocument : public std::runtime_error {
 public:
  InvalidDocument(std::string_view origin, std::vector<Problem> problems);
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// Returns the JSON pointer of a member: the pointer of its object, a slash and the escaped key (RFC 6901).
[[nodiscard]] std::string child_pointer(std::string_view pointer, std::string_view key);
/// Returns the JSON pointer of an element of a list.
[[nodiscard]] std::string child_pointer(std::string_view pointer, std::size_t index);
/// Splits a JSON pointer into its unescaped keys; throws std::invalid_argument if it is no JSON pointer.
[[nodiscard]] std::vector<std::string> split_pointer(std::string_view pointer);

}  // namespace fleetcast::scenarios::documents
