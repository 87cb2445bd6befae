#include "scenarios/traffic/object_trace.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <unordered_map>

#include "scenarios/documents/suggestion.hpp"
#include "scenarios/traffic/row_reader.hpp"

namespace fleetcast::scenarios::traffic {
namespace {

using documents::child_pointer;
using documents::Problems;

constexpr std::size_t most_bad_rows = 10;

// Returns the index that a column's number stands for; nothing if it is a name.
std::optional<std::size_t> column_number(std::string_view column) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(column.data(), column.data() + column.size(), number);
  const bool is_number = error == std::errc() && end == column.data() + column.size() && number > 0;
  return is_number ? std::optional(number - 1) : std::nullopt;
}

// Reads one file row by row and numbers the objects it meets.
class ObjectReader {
 public:
  ObjectReader(const ObjectTraceConfig& config, const std::string& pointer, Problems& problems)
      : config_(config), pointer_(pointer), problems_(problems) {}

  ObjectTrace read(std::istream& file) {
    std::string line;
    for (line_number_ = 1; std::getline(file, line); ++line_number_) {
      std::string_view text = line;
      if (line_number_ == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // the mark of UTF-8
      if (text.ends_with('\r')) text.remove_suffix(1);
      if (text.empty() || text.starts_with('#')) continue;
      if (!has_columns_) separator_ = config_.delimiter ? separator_of(*config_.delimiter) : guess_separator(text);
      if (!split_columns(text, separator_, columns_, unquoted_)) {
        refuse_row("has a quote that is not closed");
        continue;
      }
      if (!has_columns_ && !find_column()) break;
      if (is_header_) {
        is_header_ = false;
        continue;
      }
      take_row();
    }
    if (bad_rows_ > most_bad_rows) {
      problems_.add(child_pointer(pointer_, "file"),
                    std::to_string(bad_rows_ - most_bad_rows) + " more cannot be read");
    }
    trace_.distinct = static_cast<std::uint32_t>(numbers_.size());
    return std::move(trace_);
  }

 private:
  bool find_column() {
    has_columns_ = true;
    if (!config_.object_column) return true;
    if (const auto number = column_number(*config_.object_column)) {
      at_ = *number;
      return true;
    }
    const std::vector<std::string> names(columns_.begin(), columns_.end());
    const auto named = std::ranges::find(names, *config_.object_column);
    is_header_ = named != names.end();
    at_ = static_cast<std::size_t>(named - names.begin());
    if (!is_header_) {
      problems_.add(child_pointer(pointer_, "object_column"),
                    "the file has no column '" + *config_.object_column + "'" +
                        documents::did_you_mean(*config_.object_column, names) + "; its first line has " +
                        documents::join_names(names));
    }
    return is_header_;
  }

  void take_row() {
    if (at_ >= columns_.size()) return refuse_row("has only " + std::to_string(columns_.size()) + " columns");
    const auto next = static_cast<std::uint32_t>(numbers_.size());
    trace_.objects.push_back(numbers_.try_emplace(std::string(columns_[at_]), next).first->second);
  }

  void refuse_row(const std::string& why) {
    if (bad_rows_++ >= most_bad_rows) return;
    problems_.add(child_pointer(pointer_, "file"), "line " + std::to_string(line_number_) + ": " + why);
  }

  const ObjectTraceConfig& config_;
  const std::string& pointer_;
  Problems& problems_;
  ObjectTrace trace_;
  std::unordered_map<std::string, std::uint32_t> numbers_;  ///< never walked through, so its order does not matter
  char separator_ = ',';
  bool has_columns_ = false;
  bool is_header_ = false;
  std::size_t at_ = 0;
  std::vector<std::string_view> columns_;
  std::string unquoted_;
  std::size_t line_number_ = 0;
  std::size_t bad_rows_ = 0;
};

}  // namespace

std::optional<ObjectTrace> read_object_trace(const ObjectTraceConfig& config, const std::string& pointer,
                                             Problems& problems) {
  const std::size_t known = problems.list().size();
  const std::string file_pointer = child_pointer(pointer, "file");
  std::error_code error;
  if (!std::filesystem::is_regular_file(config.file, error)) {
    problems.add(file_pointer, "there is no file '" + config.file + "'");
    return std::nullopt;
  }
  std::ifstream stream(config.file, std::ios::binary);
  if (!stream) {
    problems.add(file_pointer, "'" + config.file + "' cannot be read");
    return std::nullopt;
  }
  ObjectTrace trace = ObjectReader(config, pointer, problems).read(stream);
  if (stream.bad()) problems.add(file_pointer, "'" + config.file + "' cannot be read to its end");
  if (problems.list().size() == known && trace.objects.empty()) {
    problems.add(file_pointer, "'" + config.file + "' has no rows");
  }
  if (problems.list().size() > known) return std::nullopt;
  return trace;
}

}  // namespace fleetcast::scenarios::traffic
