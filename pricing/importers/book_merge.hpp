#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "pricing/importers/imported_figures.hpp"

namespace fleetcast::pricing::importers {

/// Counts what an import does to a book.
struct MergeCounts {
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t confirmed = 0;  ///< prices that are the same in the file; their source and date are new
};

/// Holds a book with figures imported, as its JSON text.
struct MergedBook {
  std::string text;
  MergeCounts counts;
};

/// Puts imported figures in the place of a book's; every other row stays as it is.
///
/// Throws InvalidDocument where the text is no price book, where the book is of another region, or where the result
/// would be no price book.
[[nodiscard]] MergedBook merge_into_book(std::string_view book_text, const std::string& document,
                                         const ImportedFigures& figures);

}  // namespace fleetcast::pricing::importers
