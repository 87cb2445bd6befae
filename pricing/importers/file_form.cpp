#include "pricing/importers/file_form.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "pricing/problems.hpp"

namespace fleetcast::pricing::importers {
namespace {

[[noreturn]] void refuse(const std::string& document, const std::string& message) {
  throw InvalidDocument(document, {{"", message}});
}

}  // namespace

FileForm form_of(std::istream& input, const std::string& document) {
  std::array<char, 512> block{};
  input.read(block.data(), block.size());
  const std::string_view head(block.data(), static_cast<std::size_t>(input.gcount()));
  input.clear();
  input.seekg(0);
  if (!input) refuse(document, "cannot be read from its beginning; give a file, not a pipe");
  if (head.starts_with("\x1f\x8b") || head.starts_with("PK\x03\x04")) refuse(document, "is packed; unpack it first");
  const auto is_binary = [](char c) { return c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r'; };
  if (std::ranges::any_of(head, is_binary)) {
    refuse(document, "holds bytes that are no text; this is no file of prices");
  }
  const std::size_t start = head.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) refuse(document, "is empty; download it again");
  return head[start] == '{' || head[start] == '[' ? FileForm::json : FileForm::text;
}

}  // namespace fleetcast::pricing::importers
