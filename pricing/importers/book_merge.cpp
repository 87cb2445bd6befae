#include "pricing/importers/book_merge.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>
#include <vector>

#include "pricing/book_io.hpp"
#include "pricing/commitments/words.hpp"
#include "pricing/problems.hpp"

namespace fleetcast::pricing::importers {
namespace {

using nlohmann::ordered_json;
using Row = ordered_json;

/// Replaces rows of one table of a book.
class BookMerger {
 public:
  BookMerger(const PriceBook& old_book, ordered_json document, const ImportedFigures& figures)
      : old_(old_book), document_(std::move(document)), figures_(figures) {}

  MergedBook merge() {
    const ImportSource& source = figures_.source;
    document_["sources"][source.name] = {{"kind", source.kind}, {"where", source.where}, {"as_of", source.as_of}};
    // A book is as new as its newest figures.
    if (source.as_of > document_["date"].get<std::string>()) document_["date"] = source.as_of;
    merge_prices();
    merge_reservations();
    merge_savings_plans();
    merge_bands();
    return {write(), counts_};
  }

 private:
  Row provenance(Row row, const std::string& as_of, const std::string& confidence, const std::string& note) const {
    row["source"] = figures_.source.name;
    row["as_of"] = as_of;
    row["confidence"] = confidence;
    if (!note.empty()) row["note"] = note;
    return row;
  }

  std::vector<Row> rows_of(const PriceKey& key, const ImportedPrice& price) const {
    std::vector<Row> rows;
    for (const ImportedTier& tier : price.tiers) {
      rows.push_back(provenance({{"meter", key.meter},
                                 {"pool", key.pool},
                                 {"purchase_option", key.purchase_option},
                                 {"unit", find_tariff(key.meter)->pricing_unit},
                                 {"price", tier.price.to_string()},
                                 {"from", tier.from.to_string()},
                                 {"to", tier.to ? Row(tier.to->to_string()) : Row()}},
                                price.as_of, price.confidence, price.note));
    }
    return rows;
  }

  void merge_prices() {
    std::set<PriceKey> written;
    ordered_json rows = ordered_json::array();
    for (const Row& row : document_["prices"]) {
      const PriceKey key{row["meter"], row["pool"], row["purchase_option"]};
      const auto imported = figures_.prices.find(key);
      if (imported == figures_.prices.end()) {
        rows.push_back(row);
      } else if (written.insert(key).second) {
        for (Row& one : rows_of(key, imported->second)) rows.push_back(std::move(one));
      }
    }
    for (const auto& [key, price] : figures_.prices) {
      count(old_.find_price(key), price);
      if (!written.insert(key).second) continue;
      for (Row& one : rows_of(key, price)) rows.push_back(std::move(one));
    }
    document_["prices"] = std::move(rows);
  }

  void count(const Price* old_price, const ImportedPrice& price) {
    const bool is_same =
        old_price != nullptr && std::ranges::equal(old_price->tiers, price.tiers, [](auto& a, auto& b) {
          return a.from == b.from && a.to == b.to && a.price == b.price;
        });
    ++(old_price == nullptr ? counts_.added : is_same ? counts_.confirmed : counts_.changed);
  }

  template <class Offers, class MakeRow, class IsOf>
  void merge_offers(const char* table, const Offers& offers, MakeRow make_row, IsOf is_of) {
    if (offers.empty()) return;
    ordered_json rows = ordered_json::array();
    std::set<typename Offers::key_type> left;
    for (const auto& [key, offer] : offers) left.insert(key);
    if (document_.contains(table)) {
      for (const Row& row : document_[table]) {
        const auto found = std::ranges::find_if(offers, [&](const auto& entry) { return is_of(row, entry.first); });
        if (found == offers.end()) {
          rows.push_back(row);
        } else {
          rows.push_back(make_row(found->first, found->second));
          left.erase(found->first);
          ++counts_.changed;
        }
      }
    }
    for (const auto& key : left) {
      rows.push_back(make_row(key, offers.at(key)));
      ++counts_.added;
    }
    document_[table] = std::move(rows);
  }

  template <class Key>
  static bool is_same_term(const Row& row, const Key& key) {
    return row["years"] == key.years && row["payment"] == word_of(commitments::payment_words, key.payment) &&
           row["meter"] == key.meter && row["pool"] == key.pool;
  }

  void merge_reservations() {
    merge_offers(
        "reservations", figures_.reservations,
        [this](const commitments::ReservationOfferKey& key, const auto& imported) {
          return provenance({{"years", key.years},
                             {"payment", word_of(commitments::payment_words, key.payment)},
                             {"meter", key.meter},
                             {"pool", key.pool},
                             {"upfront_usd", imported.offer.upfront_usd.to_string()},
                             {"usd_per_hour", imported.offer.usd_per_hour.to_string()}},
                            imported.offer.provenance.as_of, "imported", imported.note);
        },
        [](const Row& row, const commitments::ReservationOfferKey& key) { return is_same_term(row, key); });
  }

  void merge_savings_plans() {
    merge_offers(
        "savings_plan_rates", figures_.savings_plans,
        [this](const commitments::SavingsPlanOfferKey& key, const auto& imported) {
          return provenance({{"plan", word_of(commitments::savings_plan_words, key.type)},
                             {"years", key.years},
                             {"payment", word_of(commitments::payment_words, key.payment)},
                             {"meter", key.meter},
                             {"pool", key.pool},
                             {"unit", find_tariff(key.meter)->pricing_unit},
                             {"price", imported.offer.usd_per_unit.to_string()}},
                            imported.offer.provenance.as_of, "imported", imported.note);
        },
        [](const Row& row, const commitments::SavingsPlanOfferKey& key) {
          return row["plan"] == word_of(commitments::savings_plan_words, key.type) && is_same_term(row, key);
        });
  }

  void merge_bands() {
    for (Row& type : document_["instance_types"]) {
      const auto band = figures_.interruption_bands.find(type["name"].get<std::string>());
      if (band == figures_.interruption_bands.end()) continue;
      const bool is_same = type["spot_interruption_band"] == band->second;
      ++(is_same ? counts_.confirmed : counts_.changed);
      type["spot_interruption_band"] = band->second;
    }
  }

  // One figure a line, so that two versions of a book can be compared line by line.
  std::string write() const {
    constexpr auto replace = ordered_json::error_handler_t::replace;
    std::string text = "{\n";
    bool is_first = true;
    for (const auto& [name, value] : document_.items()) {
      text += (is_first ? "" : ",\n") + ordered_json(name).dump(-1, ' ', false, replace) + ":";
      is_first = false;
      if (!value.is_structured()) {
        text += value.dump(-1, ' ', false, replace);
        continue;
      }
      text += value.is_array() ? "[" : "{";
      bool is_first_row = true;
      for (const auto& [key, row] : value.items()) {
        text += is_first_row ? "\n" : ",\n";
        is_first_row = false;
        if (value.is_object()) text += ordered_json(key).dump(-1, ' ', false, replace) + ":";
        text += row.dump(-1, ' ', false, replace);
      }
      text += value.is_array() ? "\n]" : "\n}";
    }
    return text + "\n}\n";
  }

  const PriceBook& old_;
  ordered_json document_;
  const ImportedFigures& figures_;
  MergeCounts counts_;
};

}  // namespace

MergedBook merge_into_book(std::string_view book_text, const std::string& document, const ImportedFigures& figures) {
  const PriceBook old_book = parse_price_book(book_text, document);
  if (old_book.region != figures.region) {
    throw InvalidDocument(document, {{"/region", "the book is of " + old_book.region + ", the prices are of " +
                                                     figures.region + "; import them into a book of that region"}});
  }
  MergedBook merged = BookMerger(old_book, ordered_json::parse(book_text), figures).merge();
  // Whatever was imported, what is written can be read.
  static_cast<void>(parse_price_book(merged.text, document + " with " + figures.source.where));
  return merged;
}

}  // namespace fleetcast::pricing::importers
