#include "scenarios/commands/book.hpp"

#include <algorithm>
#include <map>
#include <ostream>
#include <stdexcept>
#include <vector>

#include "pricing/book_check.hpp"
#include "pricing/book_difference.hpp"
#include "pricing/uncertain_prices.hpp"
#include "scenarios/documents/price_books.hpp"
#include "scenarios/documents/suggestion.hpp"
#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::commands {
namespace {

using terminal::Align;
using terminal::Table;

using pricing::BookFinding;
using pricing::PriceBook;
using pricing::PriceTier;

/// Counts the prices of one meter.
struct MeterCount {
  std::size_t figures = 0;
  std::size_t uncertain = 0;
  pricing::Money least;
  pricing::Money most;
  std::string unit;
};

std::map<std::string, MeterCount> count_meters(const PriceBook& book) {
  std::map<std::string, MeterCount> meters;
  for (const auto& [key, price] : book.prices) {
    MeterCount& count = meters[key.meter];
    count.unit = price.unit;
    for (const PriceTier& tier : price.tiers) {
      const bool is_first = count.figures++ == 0;
      count.least = is_first ? tier.price : std::min(count.least, tier.price);
      count.most = is_first ? tier.price : std::max(count.most, tier.price);
      if (pricing::is_of_low_confidence(tier.provenance)) ++count.uncertain;
    }
  }
  return meters;
}

std::string heading_of(const PriceBook& book) {
  return "Price book " + book.name + " of " + book.date + ", region " + book.region + ", digest " + book.digest + "\n";
}

void list_books(terminal::Terminal& terminal) {
  Table table({{"book"},
               {"region"},
               {"date"},
               {"meters", Align::right},
               {"prices", Align::right},
               {"uncertain", Align::right}});
  for (const std::string& name : documents::price_book_names()) {
    const PriceBook book = documents::read_named_price_book(name);
    std::size_t prices = 0;
    std::size_t uncertain = 0;
    const auto meters = count_meters(book);
    for (const auto& [meter, count] : meters) {
      prices += count.figures;
      uncertain += count.uncertain;
    }
    table.add_row({name, book.region, book.date, std::to_string(meters.size()), std::to_string(prices),
                   std::to_string(uncertain)});
  }
  table.print(terminal);
}

void list_meters(const PriceBook& book, terminal::Terminal& terminal) {
  terminal.out << heading_of(book) << "\n";
  Table table({{"meter"},
               {"prices", Align::right},
               {"uncertain", Align::right},
               {"least USD", Align::right},
               {"most USD", Align::right},
               {"per"},
               {"free a month", Align::right}});
  for (const auto& [meter, count] : count_meters(book)) {
    const pricing::Allowance* free = book.find_allowance(meter);
    table.add_row({meter, std::to_string(count.figures), std::to_string(count.uncertain), count.least.to_string(),
                   count.most.to_string(), count.unit, free == nullptr ? "" : free->quantity.to_string()});
  }
  table.print(terminal);
}

std::string span_of(const PriceTier& tier) {
  if (tier.from == pricing::Decimal{} && !tier.to) return "";
  return tier.from.to_string() + " to " + (tier.to ? tier.to->to_string() : "any");
}

void list_prices(const PriceBook& book, const std::string& meter, terminal::Terminal& terminal) {
  Table table({{"pool"}, {"option"}, {"tier"}, {"USD", Align::right}, {"per"}, {"confidence"}, {"as of"}, {"source"}});
  std::string unit;
  for (const auto& [key, price] : book.prices) {
    if (key.meter != meter) continue;
    unit = price.unit;
    for (const PriceTier& tier : price.tiers) {
      table.add_row({key.pool, key.purchase_option, span_of(tier), tier.price.to_string(), price.unit,
                     tier.provenance.confidence, tier.provenance.as_of, tier.provenance.source});
    }
  }
  if (unit.empty()) {
    std::vector<std::string> meters;
    for (const auto& [priced, count] : count_meters(book)) meters.push_back(priced);
    throw std::invalid_argument("price book " + book.name + " has no price of '" + meter + "'" +
                                documents::did_you_mean(meter, meters));
  }
  terminal.out << heading_of(book) << "\n";
  table.print(terminal);
  if (const pricing::Allowance* free = book.find_allowance(meter)) {
    terminal.out << "free each month: " << free->quantity.to_string() << " " << unit << " ("
                 << free->provenance.confidence << ", " << free->provenance.source << ")\n";
  }
}

std::string change_of(const pricing::BookDifference& difference) {
  if (!difference.first) return "new";
  if (!difference.second) return "gone";
  if (*difference.first == pricing::Decimal{}) return "";
  const pricing::Decimal change = (*difference.second - *difference.first)
                                      .times(pricing::Decimal::from_integer(100))
                                      .divided_by(*difference.first, 1);
  return (change > pricing::Decimal{} ? "+" : "") + change.to_string(1) + " %";
}

}  // namespace

ExitCode show_book(const BookShowOptions& options, terminal::Terminal& terminal) {
  if (options.book.empty()) {
    if (!options.meter.empty()) throw std::invalid_argument("--meter needs a BOOK to look into");
    list_books(terminal);
    return ExitCode::done;
  }
  const PriceBook book = documents::read_named_price_book(options.book);
  options.meter.empty() ? list_meters(book, terminal) : list_prices(book, options.meter, terminal);
  return ExitCode::done;
}

ExitCode diff_books(const BookDiffOptions& options, terminal::Terminal& terminal) {
  const PriceBook first = documents::read_named_price_book(options.first);
  const PriceBook second = documents::read_named_price_book(options.second);
  const auto found = pricing::differences(first, second);
  terminal.out << heading_of(first) << heading_of(second);
  if (found.empty()) {
    terminal.out << "\nEvery price is the same.\n";
    return ExitCode::done;
  }
  terminal.out << "\n";
  Table table({{"price"}, {"per"}, {first.name, Align::right}, {second.name, Align::right}, {"change", Align::right}});
  const auto shown = [](const std::optional<pricing::Decimal>& figure) { return figure ? figure->to_string() : "-"; };
  for (const pricing::BookDifference& one : found) {
    table.add_row({one.name, one.unit, shown(one.first), shown(one.second), change_of(one)});
  }
  // A name that is cut could mean several prices.
  constexpr std::size_t uncut_width = 200;
  terminal.out << table.to_string(std::max(terminal.width, uncut_width));
  return ExitCode::done;
}

ExitCode check_price_book(const std::string& name, terminal::Terminal& terminal) {
  const PriceBook book = documents::read_named_price_book(name);
  const std::vector<BookFinding> findings = pricing::check_book(book);
  const auto wrong = std::ranges::count(findings, pricing::FindingKind::wrong, &BookFinding::kind);
  terminal.out << heading_of(book);
  for (const BookFinding& finding : findings) {
    const bool is_wrong = finding.kind == pricing::FindingKind::wrong;
    terminal.out << (is_wrong ? "  WRONG    " : "  lacking  ") << finding.place << ": " << finding.message << "\n";
  }
  terminal.out << wrong << " wrong, " << static_cast<std::int64_t>(findings.size()) - wrong << " lacking\n";
  return wrong == 0 ? ExitCode::done : ExitCode::missed;
}

}  // namespace fleetcast::scenarios::commands
