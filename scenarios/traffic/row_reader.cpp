#include "scenarios/traffic/row_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>

#include "scenarios/documents/suggestion.hpp"
#include "scenarios/traffic/timestamp.hpp"

namespace fleetcast::scenarios::traffic {
namespace {

using documents::child_pointer;
using documents::Problems;

constexpr std::size_t most_bad_rows = 10;
constexpr std::size_t buffer_bytes = std::size_t{1} << 20;

// Returns the index that a column's number stands for; nothing if it is a name.
std::optional<std::size_t> column_number(std::string_view column) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(column.data(), column.data() + column.size(), number);
  if (error != std::errc() || end != column.data() + column.size() || number == 0) return std::nullopt;
  return number - 1;
}

std::optional<double> parse_count(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  double count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool is_whole_text = error == std::errc() && end == text.data() + text.size();
  constexpr double most = 1e12;
  return is_whole_text && count >= 0 && count <= most ? std::optional(count) : std::nullopt;
}

std::string in_quotes(std::string_view text) { return fmt::format("'{}'", text); }

std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 40;
  return text.size() > longest ? in_quotes(text.substr(0, longest)) + "..." : in_quotes(text);
}

// Reads one file; keeps what is known about its columns.
class RowReader {
 public:
  RowReader(const ReplayRate& replay, const std::string& pointer, Problems& problems)
      : replay_(replay), pointer_(pointer), problems_(problems) {}

  void read(std::ifstream& file, const std::function<void(const TraceRow&)>& take) {
    std::string line;
    for (line_number_ = 1; std::getline(file, line); ++line_number_) {
      std::string_view text = line;
      if (line_number_ == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // the mark of UTF-8
      if (text.ends_with('\r')) text.remove_suffix(1);
      if (text.empty() || text.starts_with('#')) continue;
      if (!has_columns_) separator_ = replay_.delimiter ? separator_of(*replay_.delimiter) : guess_separator(text);
      if (!split_columns(text, separator_, columns_, unquoted_)) {
        refuse_row("has a quote that is not closed");
        if (!has_columns_) break;
      } else if (has_columns_) {
        take_row(take);
      } else {
        if (!find_columns()) break;
        if (!is_header_) take_row(take);
      }
    }
    report_bad_rows();
  }

 private:
  // Finds out, from the first line, where times and counts stand and whether it is a header.
  bool find_columns() {
    has_columns_ = true;
    const auto number = replay_.time_column ? column_number(*replay_.time_column) : std::optional<std::size_t>(0);
    const bool has_names = !number || (replay_.count_column && !column_number(*replay_.count_column));
    is_header_ = has_names || *number >= columns_.size() || !parse_timestamp(columns_[*number]);
    bool are_found = true;
    if (replay_.time_column) are_found = find_column("time_column", *replay_.time_column, time_at_);
    if (replay_.count_column) {
      are_found = find_column("count_column", *replay_.count_column, count_at_.emplace()) && are_found;
    }
    return are_found;
  }

  bool find_column(const char* field, const std::string& column, std::size_t& at) {
    const std::vector<std::string> names(columns_.begin(), columns_.end());
    const auto number = column_number(column);
    const auto named = std::ranges::find(names, column);
    if (!number && named != names.end()) {
      at = static_cast<std::size_t>(named - names.begin());
      return true;
    }
    if (number && *number < columns_.size()) {
      at = *number;
      return true;
    }
    const std::vector<std::string> shown(
        names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(names.size(), 20)));
    problems_.add(child_pointer(pointer_, field), "the file has no column '" + column + "'" +
                                                      (number ? "" : documents::did_you_mean(column, names)) +
                                                      "; its first line has " + documents::join_names(shown));
    return false;
  }

  void take_row(const std::function<void(const TraceRow&)>& take) {
    if (std::max(time_at_, count_at_.value_or(0)) >= columns_.size()) {
      return refuse_row("has only " + std::to_string(columns_.size()) + " columns");
    }
    const auto time = parse_timestamp(columns_[time_at_]);
    if (!time) return refuse_row(shortened(columns_[time_at_]) + " is no time");
    const auto count = count_at_ ? parse_count(columns_[*count_at_]) : std::optional(1.0);
    if (!count) return refuse_row(shortened(columns_[*count_at_]) + " is no number of requests");
    take({*time, *count});
  }

  void refuse_row(const std::string& why) {
    if (bad_rows_++ < most_bad_rows) {
      problems_.add(child_pointer(pointer_, "file"), "line " + std::to_string(line_number_) + ": " + why);
    }
  }

  void report_bad_rows() {
    if (bad_rows_ <= most_bad_rows) return;
    const std::size_t more = bad_rows_ - most_bad_rows;
    problems_.add(child_pointer(pointer_, "file"),
                  std::to_string(more) + (more == 1 ? " more row" : " more rows") + " cannot be read");
  }

  const ReplayRate& replay_;
  const std::string& pointer_;
  Problems& problems_;
  char separator_ = ',';
  bool has_columns_ = false;
  bool is_header_ = false;
  std::size_t time_at_ = 0;
  std::optional<std::size_t> count_at_;
  std::vector<std::string_view> columns_;
  std::string unquoted_;
  std::size_t line_number_ = 0;
  std::size_t bad_rows_ = 0;
};

}  // namespace

char separator_of(Delimiter delimiter) {
  switch (delimiter) {
    case Delimiter::comma: return ',';
    case Delimiter::tab: return '\t';
    case Delimiter::semicolon: return ';';
    case Delimiter::space: return ' ';
  }
  __builtin_unreachable();
}

void read_rows(const std::filesystem::path& file, const ReplayRate& replay, const std::string& pointer,
               Problems& problems, const std::function<void(const TraceRow&)>& take) {
  const std::string file_pointer = child_pointer(pointer, "file");
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    return problems.add(file_pointer, "there is no file " + in_quotes(file.string()));
  }
  if (!std::filesystem::is_regular_file(file, error)) {
    return problems.add(file_pointer, in_quotes(file.string()) + " is not a file");
  }
  std::vector<char> buffer(buffer_bytes);
  std::ifstream stream;
  stream.rdbuf()->pubsetbuf(buffer.data(), static_cast<std::streamsize>(buffer.size()));
  stream.open(file, std::ios::binary);
  if (!stream) return problems.add(file_pointer, in_quotes(file.string()) + " cannot be read");
  RowReader(replay, pointer, problems).read(stream, take);
  if (stream.bad()) problems.add(file_pointer, in_quotes(file.string()) + " cannot be read to its end");
}

}  // namespace fleetcast::scenarios::traffic
