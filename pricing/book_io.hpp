#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "pricing/book.hpp"

namespace fleetcast::pricing {

/// Version of the book format that is read.
inline constexpr int book_schema_version = 1;

/// Reads a price book from its JSON text; throws InvalidDocument with everything that is wrong in it.
[[nodiscard]] PriceBook parse_price_book(std::string_view text, const std::string& document);

/// Reads a price book from a file; throws InvalidDocument as well where the file cannot be read.
[[nodiscard]] PriceBook read_price_book(const std::filesystem::path& path);

}  // namespace fleetcast::pricing
