#include "scenarios/commands/import.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <stdexcept>

#include "pricing/book_io.hpp"
#include "pricing/importers/book_merge.hpp"
#include "pricing/importers/price_list.hpp"
#include "pricing/importers/savings_plan.hpp"
#include "pricing/importers/spot_advisor.hpp"
#include "pricing/importers/spot_price_means.hpp"
#include "pricing/problems.hpp"
#include "scenarios/documents/atomic_file.hpp"
#include "scenarios/documents/price_books.hpp"
#include "scenarios/terminal/progress_line.hpp"

namespace fleetcast::scenarios::commands {
namespace {

using terminal::ProgressLine;

namespace fs = std::filesystem;
using pricing::importers::ImportedFigures;
using pricing::importers::ImportRequest;

// The book that the import begins with: the one to be changed, or another that a new one is made of.
fs::path base_of(const ImportOptions& options) {
  const bool is_there = fs::exists(options.into);
  if (options.base && is_there) {
    throw std::invalid_argument(options.into +
                                " is there already; leave --from out to import into it, or name another "
                                "file with --into");
  }
  if (options.base) return documents::find_price_book(*options.base);
  if (!is_there) {
    throw std::invalid_argument(options.into +
                                " is not there; say with --from which book it begins with, such as "
                                "--from us-east-1");
  }
  return options.into;
}

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw pricing::InvalidDocument(path.string(), {{"", "cannot be read; give the path of a price book"}});
  return {std::istreambuf_iterator<char>(file), {}};
}

ImportedFigures read_figures(ImportKind kind, const ImportOptions& options, const pricing::PriceBook& book,
                             std::istream& file, const ImportRequest& request) {
  switch (kind) {
    case ImportKind::price_list: return pricing::importers::read_price_list(file, request);
    case ImportKind::savings_plan: return pricing::importers::read_savings_plan(file, request);
    case ImportKind::spot_advisor: return pricing::importers::read_spot_advisor(file, request, options.date, book);
    case ImportKind::spot_price_history: return pricing::importers::read_spot_price_means(file, request);
  }
  throw std::logic_error("commands::import: unknown kind");
}

ImportedFigures import_file(ImportKind kind, const ImportOptions& options, const pricing::PriceBook& book,
                            terminal::Terminal& terminal) {
  std::error_code error;
  const auto size = fs::file_size(options.file, error);
  std::ifstream file(options.file, std::ios::binary);
  if (error || !file) {
    throw pricing::InvalidDocument(options.file, {{"", "cannot be read; give the path of a file"}});
  }
  ProgressLine progress(terminal, options.is_quiet);
  const auto show = [&](std::int64_t bytes) {
    constexpr std::int64_t mib = 1 << 20;
    progress.show(bytes / mib, static_cast<std::int64_t>(size) / mib, "MiB read");
  };
  return read_figures(kind, options, book, file, {fs::path(options.file).filename().string(), book.region, show});
}

}  // namespace

ExitCode import_prices(ImportKind kind, const ImportOptions& options, terminal::Terminal& terminal) {
  const fs::path base = base_of(options);
  const std::string old_text = read_text(base);
  const pricing::PriceBook book = pricing::parse_price_book(old_text, base.filename().string());
  if (options.region && *options.region != book.region) {
    throw std::invalid_argument("--region is " + *options.region + ", but the book is of " + book.region +
                                "; import into a book of that region");
  }
  const ImportedFigures figures = import_file(kind, options, book, terminal);
  const auto merged = pricing::importers::merge_into_book(old_text, base.filename().string(), figures);
  documents::write_file_atomically(options.into, merged.text);
  terminal.out << "Imported from " << figures.source.where << " of " << figures.source.as_of << " into " << options.into
               << ": " << merged.counts.added << " added, " << merged.counts.changed << " changed, "
               << merged.counts.confirmed << " the same as before (" << figures.records << " records read)\n";
  for (const std::string& note : figures.notes) terminal.out << "  note: " << note << "\n";
  return ExitCode::done;
}

}  // namespace fleetcast::scenarios::commands
