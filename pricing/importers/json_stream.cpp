#include "pricing/importers/json_stream.hpp"

#include <iterator>
#include <nlohmann/json.hpp>

#include "pricing/problems.hpp"

namespace fleetcast::pricing::importers {
namespace {

constexpr std::size_t longest_value = std::size_t{1} << 20;
constexpr std::size_t deepest = 64;
constexpr std::string_view between_values = " \t\r\n,:[]{}";
constexpr std::size_t block_size = std::size_t{1} << 16;

/// Hands out the characters of a stream, counts them, and refuses values that would fill the memory.
class Characters {
 public:
  Characters(std::istream& input, const std::string& document, const Progress& progress)
      : input_(input), document_(document), progress_(progress) {
    block_.resize(block_size);
    refill();
  }

  [[nodiscard]] bool at_end() const { return position_ == filled_; }
  [[nodiscard]] char current() const { return block_[position_]; }
  void advance() {
    limit_length(block_[position_]);
    if (++position_ == filled_) refill();
  }

 private:
  void refill() {
    read_ += static_cast<std::int64_t>(filled_);
    input_.read(block_.data(), static_cast<std::streamsize>(block_.size()));
    filled_ = static_cast<std::size_t>(input_.gcount());
    position_ = 0;
    if (input_.bad()) throw InvalidDocument(document_, {{place(), "cannot be read to its end"}});
    if (progress_ && read_ >= next_report_) {
      progress_(read_);
      next_report_ = read_ + progress_step;
    }
  }

  // Counts what has gone by of the text or number that is being read.
  void limit_length(char c) {
    if (is_in_text_) {
      is_in_text_ = c != '"' || is_escaped_;
      is_escaped_ = c == '\\' && !is_escaped_;
      length_ = is_in_text_ ? length_ + 1 : 0;
    } else {
      is_in_text_ = c == '"';
      length_ = is_in_text_ || between_values.find(c) != std::string_view::npos ? 0 : length_ + 1;
    }
    if (length_ > longest_value) {
      throw InvalidDocument(document_, {{place(), "a value is longer than 1 MiB; this is no price file"}});
    }
  }

  [[nodiscard]] std::string place() const {
    return "byte " + std::to_string(read_ + static_cast<std::int64_t>(position_));
  }

  std::istream& input_;
  const std::string& document_;
  const Progress& progress_;
  std::string block_;
  std::size_t filled_ = 0;
  std::size_t position_ = 0;
  std::int64_t read_ = 0;
  std::int64_t next_report_ = progress_step;
  std::size_t length_ = 0;
  bool is_in_text_ = false;
  bool is_escaped_ = false;
};

/// Steps through the characters, as the parser wants them.
class CharacterIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  explicit CharacterIterator(Characters* characters) : characters_(characters) {}
  char operator*() const { return characters_->current(); }
  CharacterIterator& operator++() {
    characters_->advance();
    return *this;
  }
  /// Two iterators are equal where both are at the end.
  bool operator==(const CharacterIterator& other) const { return is_at_end() == other.is_at_end(); }

 private:
  [[nodiscard]] bool is_at_end() const { return characters_ == nullptr || characters_->at_end(); }

  Characters* characters_;
};

/// Turns the parser's events into places and values.
class Events : public nlohmann::json_sax<nlohmann::json> {
 public:
  Events(const std::string& document, JsonVisitor& visitor) : document_(document), visitor_(visitor) {}

  bool null() override { return other(); }
  bool boolean(bool) override { return other(); }
  bool number_integer(number_integer_t value) override { return leaf(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return leaf(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& text) override { return leaf(text); }
  bool string(string_t& text) override { return leaf(text); }
  bool binary(binary_t&) override { return other(); }
  bool start_object(std::size_t) override { return start(false); }
  bool end_object() override { return end(); }
  bool start_array(std::size_t) override { return start(true); }
  bool end_array() override { return end(); }
  bool key(string_t& name) override {
    if (skipped_ == 0) path_.set_key(name);
    return true;
  }
  bool parse_error(std::size_t byte, const std::string&, const nlohmann::detail::exception& error) override {
    // The parser's message names line and column behind its own prefix.
    const std::string what = error.what();
    const auto start = what.find("] ");
    throw InvalidDocument(
        document_, {{"byte " + std::to_string(byte), start == std::string::npos ? what : what.substr(start + 2)}});
  }

 private:
  bool other() {
    if (skipped_ == 0) path_.count_element();
    return true;
  }

  bool leaf(std::string_view text) {
    if (skipped_ > 0) return true;
    path_.count_element();
    visitor_.leaf(path_, text);
    return true;
  }

  bool start(bool is_array) {
    if (++depth_ > deepest) {
      throw InvalidDocument(document_, {{"", "is nested deeper than " + std::to_string(deepest) + " levels"}});
    }
    if (skipped_ > 0) {
      ++skipped_;
      return true;
    }
    path_.count_element();
    if (visitor_.enter(path_)) {
      path_.open(is_array);
    } else {
      skipped_ = 1;
    }
    return true;
  }

  bool end() {
    --depth_;
    if (skipped_ > 0) {
      --skipped_;
      return true;
    }
    path_.close();
    visitor_.leave(path_);
    return true;
  }

  const std::string& document_;
  JsonVisitor& visitor_;
  JsonPath path_;
  std::size_t depth_ = 0;
  std::size_t skipped_ = 0;
};

}  // namespace

std::string JsonPath::pointer() const {
  std::string text;
  for (const Step& step : steps_) {
    text += '/';
    if (step.is_array) text += std::to_string(step.count == 0 ? 0 : step.count - 1);
    for (const char c : step.key) {
      if (c == '~' || c == '/') {
        text += c == '~' ? "~0" : "~1";
      } else {
        text += c;
      }
    }
  }
  return text;
}

void JsonPath::count_element() {
  if (!steps_.empty() && steps_.back().is_array) ++steps_.back().count;
}

void read_json_stream(std::istream& input, const std::string& document, const Progress& progress,
                      JsonVisitor& visitor) {
  Characters characters(input, document, progress);
  if (characters.at_end()) throw InvalidDocument(document, {{"", "is empty; download it again"}});
  Events events(document, visitor);
  nlohmann::json::sax_parse(CharacterIterator(&characters), CharacterIterator(nullptr), &events);
}

}  // namespace fleetcast::pricing::importers
