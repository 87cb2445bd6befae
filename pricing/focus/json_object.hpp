#pragma once
#include <string>
#include <string_view>

namespace fleetcast::pricing::focus {

/// Writes a flat JSON object, the form of FOCUS's key-value columns.
class JsonObject {
 public:
  /// Adds a member; keys are the caller's to keep apart.
  void add(std::string_view key, std::string_view value);
  /// Adds a key that has no value, which FOCUS writes as true.
  void add_valueless(std::string_view key);
  [[nodiscard]] bool is_empty() const { return members_.empty(); }
  [[nodiscard]] std::string text() const { return "{" + members_ + "}"; }

 private:
  void begin(std::string_view key);

  std::string members_;
};

}  // namespace fleetcast::pricing::focus
