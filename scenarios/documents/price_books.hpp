#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "pricing/book.hpp"

namespace fleetcast::scenarios::documents {

/// Returns the file of a price book: the path itself, if the name is one (it ends in .json), otherwise the book of that
/// name among those that come with the program. Throws std::invalid_argument that lists the books there are.
[[nodiscard]] std::filesystem::path find_price_book(const std::string& name);

/// Reads a price book by name or path; throws std::invalid_argument or pricing::InvalidDocument.
[[nodiscard]] pricing::PriceBook read_named_price_book(const std::string& name);

/// Lists the names of the price books that come with the program.
[[nodiscard]] std::vector<std::string> price_book_names();

}  // namespace fleetcast::scenarios::documents
