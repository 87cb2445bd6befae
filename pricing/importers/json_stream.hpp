#pragma once
#include <cstddef>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "pricing/importers/progress.hpp"

namespace fleetcast::pricing::importers {

/// Names the place of a value in a JSON document: the keys and positions that lead to it.
class JsonPath {
 public:
  /// Number of keys and positions; 0 for the document itself.
  [[nodiscard]] std::size_t size() const { return steps_.size(); }
  /// Returns a key; empty for an element of an array.
  [[nodiscard]] const std::string& operator[](std::size_t index) const { return steps_[index].key; }
  [[nodiscard]] const std::string& back() const { return steps_.back().key; }
  /// Writes the JSON pointer, such as "/terms/OnDemand/ABC".
  [[nodiscard]] std::string pointer() const;

  /// Goes into an object or array.
  void open(bool is_array) { steps_.push_back({{}, 0, is_array}); }
  /// Goes back to the container around it.
  void close() { steps_.pop_back(); }
  /// Goes to a member of the innermost object; takes the name.
  void set_key(std::string& key) { steps_.back().key.swap(key); }
  /// Counts an element where the innermost container is an array.
  void count_element();

 private:
  struct Step {
    std::string key;
    std::size_t count = 0;
    bool is_array = false;
  };
  std::vector<Step> steps_;
};

/// Receives a JSON document piece by piece.
class JsonVisitor {
 public:
  JsonVisitor() = default;
  JsonVisitor(const JsonVisitor&) = delete;
  JsonVisitor& operator=(const JsonVisitor&) = delete;
  virtual ~JsonVisitor() = default;

  /// Is told that an object or array begins; returns whether what is in it is wanted.
  virtual bool enter(const JsonPath& path) = 0;
  /// Is told a text, or a number as it is written; other values are left out.
  virtual void leaf(const JsonPath& path, std::string_view text) = 0;
  /// Is told that an object or array that was wanted has ended.
  virtual void leave(const JsonPath& path) = 0;
};

/// Reads a JSON document of any length in bounded memory: no value may be longer than 1 MiB, nothing nested deeper than
/// 64. Throws InvalidDocument, with line, column and byte, for anything that is no such document.
void read_json_stream(std::istream& input, const std::string& document, const Progress& progress,
                      JsonVisitor& visitor);

}  // namespace fleetcast::pricing::importers
