#pragma once
#include <optional>
#include <sstream>
#include <string>

#include "pricing/book_io.hpp"
#include "pricing/importers/book_merge.hpp"
#include "pricing/importers/price_list.hpp"
#include "pricing/problems.hpp"
#include "tests/fuzz/fuzz_target.hpp"

namespace fleetcast::tests::fuzz {

/// A small book that figures are imported into.
inline const std::string book_text = R"json({"schema_version": 1, "name": "mine", "region": "us-east-1",
  "currency": "USD", "date": "2024-01-01", "sources": {"page": {"as_of": "2024-01-01"}}, "prices": [
    {"meter": "ec2.instance_seconds", "pool": "m5.large", "purchase_option": "on_demand", "unit": "Hours",
     "price": "0.1", "from": "0", "to": null, "source": "page", "as_of": "2024-01-01", "confidence": "aws_page"}],
  "allowances": [], "instance_types": [], "cache_node_types": [], "aurora_classes": []})json";

/// Imports an input: a file may be refused, but what is read from one must fit into a book.
template <class Read>
void import_or_refuse(const std::uint8_t* bytes, std::size_t size, Read read) {
  std::optional<pricing::importers::ImportedFigures> figures;
  parse_or_refuse<pricing::InvalidDocument>([&] {
    std::istringstream input(text_of(bytes, size));
    figures = read(input, pricing::importers::ImportRequest{"input", "us-east-1", {}});
  });
  if (figures) static_cast<void>(pricing::importers::merge_into_book(book_text, "book", *figures));
}

}  // namespace fleetcast::tests::fuzz
