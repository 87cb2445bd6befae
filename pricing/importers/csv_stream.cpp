#include "pricing/importers/csv_stream.hpp"

#include "pricing/problems.hpp"

namespace fleetcast::pricing::importers {
namespace {

constexpr std::size_t longest_row = std::size_t{1} << 20;
constexpr std::size_t block_size = std::size_t{1} << 16;
constexpr int end_of_text = -1;

}  // namespace

CsvStream::CsvStream(std::istream& input, const std::string& document, const Progress& progress, char separator)
    : input_(input), document_(document), progress_(progress), separator_(separator) {
  block_.resize(block_size);
  // A byte order mark is no part of the first field.
  if (peek() == 0xEF) {
    for (int i = 0; i < 3; ++i) take();
    row_length_ = 0;
  }
}

bool CsvStream::next() {
  while (peek() != end_of_text) {
    read_row();
    if (used_fields_ > 1 || !fields_.front().empty()) {
      fields_.resize(used_fields_);
      return true;
    }
  }
  return false;
}

int CsvStream::peek() {
  if (position_ == filled_) {
    read_ += static_cast<std::int64_t>(filled_);
    input_.read(block_.data(), static_cast<std::streamsize>(block_.size()));
    filled_ = static_cast<std::size_t>(input_.gcount());
    position_ = 0;
    if (input_.bad()) fail("cannot be read to its end");
    if (progress_ && read_ >= next_report_) {
      progress_(read_);
      next_report_ = read_ + progress_step;
    }
  }
  return position_ == filled_ ? end_of_text : static_cast<unsigned char>(block_[position_]);
}

int CsvStream::take() {
  const int c = peek();
  if (c == end_of_text) return c;
  ++position_;
  if (c == '\0') fail("holds bytes that are no text; this is no CSV file (a packed one must be unpacked first)");
  if (c == '\n') ++line_;
  if (++row_length_ > longest_row) fail("is longer than 1 MiB; a quotation mark is missing, or this is no CSV file");
  return c;
}

std::string& CsvStream::begin_field() {
  if (used_fields_ == fields_.size()) fields_.emplace_back();
  std::string& field = fields_[used_fields_++];
  field.clear();
  return field;
}

void CsvStream::read_row() {
  row_line_ = line_;
  row_length_ = 0;
  used_fields_ = 0;
  while (true) {
    std::string& field = begin_field();
    if (peek() == '"') {
      read_quoted(field);
    } else {
      read_plain(field);
    }
    const int c = take();
    if (c == separator_) continue;
    return;
  }
}

void CsvStream::read_quoted(std::string& field) {
  take();
  while (true) {
    const int c = take();
    if (c == end_of_text) fail("has a quotation mark that nothing closes: the file is cut off, download it again");
    if (c == '"') {
      if (peek() != '"') break;
      take();
    }
    field += static_cast<char>(c);
  }
  if (peek() == '\r') take();
  if (peek() != separator_ && peek() != '\n' && peek() != end_of_text) {
    fail("has something between a closing quotation mark and the end of its field");
  }
}

void CsvStream::read_plain(std::string& field) {
  while (peek() != separator_ && peek() != '\n' && peek() != end_of_text) field += static_cast<char>(take());
  if (!field.empty() && field.back() == '\r') field.pop_back();
}

void CsvStream::fail(const std::string& message) const {
  throw InvalidDocument(document_, {{"line " + std::to_string(row_line_), message}});
}

}  // namespace fleetcast::pricing::importers
