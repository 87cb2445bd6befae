#include "scenarios/documents/parse_json.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

namespace fleetcast::scenarios::documents {
namespace {

constexpr std::size_t largest_file = std::size_t{64} << 20U;
// Deeper nesting is no document; merging and reading it would exhaust the stack.
constexpr std::size_t deepest_nesting = 200;

[[noreturn]] void refuse(std::string_view origin, std::string message) {
  throw InvalidDocument(origin, {{"", std::move(message)}});
}

std::string line_and_column(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t last_break = before.rfind('\n');
  const std::size_t column = before.size() - (last_break == std::string_view::npos ? 0 : last_break + 1);
  return "line " + std::to_string(line) + ", column " + std::to_string(std::max<std::size_t>(column, 1));
}

// Builds the document from parser events, which the library's own builder cannot do without losing repeated keys.
class Builder {
 public:
  Builder(std::string_view text, Problems& problems) : text_(text), problems_(problems) {}

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(std::int64_t value) { return add(value); }
  bool number_unsigned(std::uint64_t value) { return add(value); }
  bool number_float(double value, const std::string&) { return add(value); }
  bool string(std::string& value) { return add(std::move(value)); }
  bool binary(Json::binary_t& value) { return add(std::move(value)); }
  bool start_object(std::size_t) { return open(Json::object()); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    Level& level = levels_.back();
    level.key = name;
    if (level.value->contains(name)) problems_.add(child_pointer(pointer(), name), "occurs twice in the same object");
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) {
    failure_ = describe_error(position, error.what());
    return false;
  }

  [[nodiscard]] const std::string& failure() const { return failure_; }
  [[nodiscard]] Json take() { return std::move(root_); }

 private:
  struct Level {
    Json* value;
    std::string key;
  };

  bool add(Json value) {
    place(std::move(value));
    return true;
  }

  Json* place(Json value) {
    if (levels_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Json& parent = *levels_.back().value;
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    Json& member = parent[levels_.back().key];
    member = std::move(value);
    return &member;
  }

  bool open(Json container) {
    if (levels_.size() >= deepest_nesting) {
      failure_ = "is nested more than " + std::to_string(deepest_nesting) + " levels deep";
      return false;
    }
    levels_.push_back({place(std::move(container)), {}});
    return true;
  }

  bool close() {
    levels_.pop_back();
    return true;
  }

  [[nodiscard]] std::string pointer() const {
    std::string made;
    for (std::size_t i = 0; i + 1 < levels_.size(); ++i) {
      const Level& level = levels_[i];
      made = level.value->is_array() ? child_pointer(made, level.value->size() - 1) : child_pointer(made, level.key);
    }
    return made;
  }

  std::string describe_error(std::size_t position, std::string_view what) const {
    if (position >= text_.size() && what.find("unexpected end of input") != std::string_view::npos) {
      return line_and_column(text_, text_.size()) + ": the text ends before the document does; is it cut off?";
    }
    // The library prefixes its own identifiers and place, which would be said twice.
    for (const std::string_view prefix : {std::string_view("] "), std::string_view(": ")}) {
      const std::size_t found = what.find(prefix);
      if (found != std::string_view::npos) what.remove_prefix(found + prefix.size());
    }
    return line_and_column(text_, position) + ": " + std::string(what);
  }

  std::string_view text_;
  Problems& problems_;
  Json root_;
  std::vector<Level> levels_;
  std::string failure_;
};

std::string read_file(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) refuse(path, "there is no such file");
  if (std::filesystem::is_directory(status)) refuse(path, "is a folder, not a file");
  const std::string too_large = "is larger than 64 MiB, which no document of this kind is";
  if (std::filesystem::is_regular_file(status) && std::filesystem::file_size(path, error) > largest_file) {
    refuse(path, too_large);
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) refuse(path, std::string("cannot be opened: ") + std::strerror(errno));
  std::string text;
  std::vector<char> chunk(std::size_t{1} << 16U);
  while (file.read(chunk.data(), static_cast<std::streamsize>(chunk.size())), file.gcount() > 0) {
    text.append(chunk.data(), static_cast<std::size_t>(file.gcount()));
    if (text.size() > largest_file) refuse(path, too_large);
  }
  if (file.bad()) refuse(path, std::string("cannot be read: ") + std::strerror(errno));
  return text;
}

}  // namespace

Json parse_json(std::string_view text, std::string_view origin) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) refuse(origin, "is empty");
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos) {
    refuse(origin, "is not JSON but binary: byte " + std::to_string(zero + 1) + " is zero");
  }
  Problems problems;
  Builder builder(text, problems);
  if (!Json::sax_parse(text.begin(), text.end(), &builder)) refuse(origin, builder.failure());
  problems.throw_if_any(origin);
  return builder.take();
}

Json parse_json_file(const std::string& path) { return parse_json(read_file(path), path); }

}  // namespace fleetcast::scenarios::documents
