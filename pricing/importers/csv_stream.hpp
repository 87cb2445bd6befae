#pragma once
#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "pricing/importers/progress.hpp"

namespace fleetcast::pricing::importers {

/// Reads the rows of a text of any length with fields between separators, quoted as in RFC 4180, in bounded memory: no
/// row may be longer than 1 MiB. Throws InvalidDocument, with the line, for bytes that are no text and open quotes.
class CsvStream {
 public:
  /// Takes what must outlive the reader.
  CsvStream(std::istream& input, const std::string& document, const Progress& progress, char separator = ',');

  /// Reads the next row that is not empty; false at the end.
  [[nodiscard]] bool next();
  /// Holds the fields of the row that was read.
  [[nodiscard]] const std::vector<std::string>& fields() const { return fields_; }
  /// Number of the line where the row begins, counted from 1.
  [[nodiscard]] std::int64_t line() const { return row_line_; }
  /// Writes the place of the row, "line 7".
  [[nodiscard]] std::string place() const { return "line " + std::to_string(row_line_); }

 private:
  [[nodiscard]] int peek();
  int take();
  void read_row();
  void read_quoted(std::string& field);
  void read_plain(std::string& field);
  std::string& begin_field();
  [[noreturn]] void fail(const std::string& message) const;

  std::istream& input_;
  const std::string& document_;
  const Progress& progress_;
  char separator_;
  std::string block_;
  std::size_t filled_ = 0;
  std::size_t position_ = 0;
  std::int64_t read_ = 0;
  std::int64_t next_report_ = progress_step;
  std::int64_t line_ = 1;
  std::int64_t row_line_ = 1;
  std::size_t row_length_ = 0;
  std::size_t used_fields_ = 0;
  std::vector<std::string> fields_;
};

}  // namespace fleetcast::pricing::importers
