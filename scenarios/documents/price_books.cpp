#include "scenarios/documents/price_books.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "pricing/book_io.hpp"
#include "scenarios/documents/suggestion.hpp"

namespace fleetcast::scenarios::documents {
namespace {

namespace fs = std::filesystem;

// FLEETCAST_BOOKS lets an installed program find books that were moved.
fs::path books_folder() {
  const char* moved = std::getenv("FLEETCAST_BOOKS");
  return moved != nullptr ? fs::path(moved) : fs::path(FLEETCAST_BOOKS_FOLDER);
}

}  // namespace

std::vector<std::string> price_book_names() {
  std::vector<std::string> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(books_folder(), error)) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

fs::path find_price_book(const std::string& name) {
  if (fs::path(name).extension() == ".json") return name;
  const std::vector<std::string> names = price_book_names();
  if (std::find(names.begin(), names.end(), name) != names.end()) return books_folder() / (name + ".json");
  if (names.empty()) {
    throw std::invalid_argument("there are no price books in '" + books_folder().string() +
                                "'; set FLEETCAST_BOOKS to their folder or name a .json file");
  }
  throw std::invalid_argument("there is no price book '" + name + "'" + did_you_mean(name, names) + "; there are " +
                              join_names(names) + ", or name a .json file");
}

pricing::PriceBook read_named_price_book(const std::string& name) {
  return pricing::read_price_book(find_price_book(name));
}

}  // namespace fleetcast::scenarios::documents
