#include "pricing/book_io.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "pricing/commitments/offers_io.hpp"
#include "pricing/digest.hpp"
#include "pricing/json_fields.hpp"

namespace fleetcast::pricing {
namespace {

using nlohmann::json;

class BookReader {
 public:
  BookReader(const json& document, std::vector<Problem>& problems) : document_(document), problems_(problems) {}

  PriceBook read() {
    PriceBook book;
    const JsonFields fields(document_, "", problems_,
                            {"schema_version", "name", "region", "currency", "date", "sources", "prices", "allowances",
                             "instance_types", "cache_node_types", "aurora_classes", "savings_plan_rates",
                             "reservations"});
    if (!document_.is_object()) return book;
    if (fields.whole("schema_version") != book_schema_version) {
      fields.report("schema_version", "must be " + std::to_string(book_schema_version));
    }
    book.name = fields.text("name");
    book.region = fields.text("region");
    book.date = fields.text("date");
    if (fields.text("currency") != "USD") fields.report("currency", "must be \"USD\"");
    read_sources(fields);
    each(fields, "prices", [&](const json& row, const std::string& at) { read_price(row, at, book); });
    each(fields, "allowances", [&](const json& row, const std::string& at) { read_allowance(row, at, book); });
    each(fields, "instance_types", [&](const json& row, const std::string& at) { read_instance_type(row, at, book); });
    each(fields, "cache_node_types", [&](const json& row, const std::string& at) { read_cache_type(row, at, book); });
    each(fields, "aurora_classes", [&](const json& row, const std::string& at) { read_aurora_class(row, at, book); });
    book.commitment_offers = commitments::read_commitment_offers(
        document_, problems_, [this](const JsonFields& row) { return read_provenance(row); });
    return book;
  }

 private:
  template <class Read>
  void each(const JsonFields& fields, std::string_view name, Read read_row) {
    std::size_t index = 0;
    std::string folder = "/";
    folder.append(name).append("/");
    for (const json& row : fields.array(name)) read_row(row, folder + std::to_string(index++));
  }

  void read_sources(const JsonFields& fields) {
    if (!fields.has("sources") || !document_["sources"].is_object()) {
      fields.report("sources", "must be an object that describes each source");
      return;
    }
    for (const auto& [name, source] : document_["sources"].items()) sources_.insert(name);
  }

  Provenance read_provenance(const JsonFields& fields) {
    Provenance provenance{fields.text("source"), fields.text("as_of"), fields.text("confidence")};
    if (!provenance.source.empty() && !sources_.contains(provenance.source)) {
      fields.report("source", "'" + provenance.source + "' is not among the book's sources" +
                                  suggestion(provenance.source, {sources_.begin(), sources_.end()}));
    }
    return provenance;
  }

  const Tariff* read_meter(const JsonFields& fields) {
    const std::string meter = fields.text("meter");
    const Tariff* tariff = find_tariff(meter);
    if (tariff == nullptr) fields.report("meter", "'" + meter + "' is not billed" + suggestion(meter, known_meters()));
    return tariff;
  }

  void require_unit(const JsonFields& fields, const Tariff& tariff) {
    if (fields.text("unit") == tariff.pricing_unit) return;
    fields.report("unit", "must be \"" + std::string(tariff.pricing_unit) + "\" for " + std::string(tariff.meter));
  }

  // Bounds are compared with amounts as measured, which are whole numbers.
  void require_whole(const JsonFields& fields, std::string_view name, const Tariff& tariff, Decimal bound) {
    try {
      static_cast<void>(bound.whole_times(tariff.divisor({0, 1})));
    } catch (const std::invalid_argument&) {
      fields.report(name, "must be a whole number of " + std::string(tariff.consumed_unit));
    }
  }

  void read_price(const json& row, const std::string& at, PriceBook& book) {
    const JsonFields fields(row, at, problems_,
                            {"meter", "pool", "purchase_option", "unit", "price", "from", "to", "source", "as_of",
                             "confidence", "note"});
    const Tariff* tariff = row.is_object() ? read_meter(fields) : nullptr;
    if (tariff == nullptr) return;
    require_unit(fields, *tariff);
    PriceTier tier{fields.decimal("from"), fields.decimal_or_null("to"), fields.decimal("price"),
                   read_provenance(fields)};
    if (tier.price < Decimal{}) fields.report("price", "must not be negative");
    if (tier.to && *tier.to <= tier.from) fields.report("to", "must be above 'from'");
    if (tier.to) require_whole(fields, "to", *tariff, *tier.to);
    Price& price = book.prices[{std::string(tariff->meter), fields.text("pool"), fields.text("purchase_option")}];
    const std::optional<Decimal> end = price.tiers.empty() ? Decimal{} : price.tiers.back().to;
    if (!end) {
      fields.report("from", "comes after a tier without end; a price may be listed once");
    } else if (tier.from != *end) {
      fields.report("from", "must be \"" + end->to_string() + "\", where the tier before ends");
    }
    price.unit = tariff->pricing_unit;
    price.tiers.push_back(std::move(tier));
  }

  void read_allowance(const json& row, const std::string& at, PriceBook& book) {
    const JsonFields fields(row, at, problems_,
                            {"meter", "quantity", "unit", "source", "as_of", "confidence", "note"});
    const Tariff* tariff = row.is_object() ? read_meter(fields) : nullptr;
    if (tariff == nullptr) return;
    require_unit(fields, *tariff);
    Allowance allowance{fields.decimal("quantity"), read_provenance(fields)};
    require_whole(fields, "quantity", *tariff, allowance.quantity);
    if (!book.allowances.emplace(tariff->meter, std::move(allowance)).second) {
      fields.report("meter", "has an allowance already");
    }
  }

  template <class Entry>
  void insert(const JsonFields& fields, std::map<std::string, Entry, std::less<>>& catalogue, Entry entry) {
    std::string name = entry.name;
    if (!catalogue.emplace(std::move(name), std::move(entry)).second) fields.report("name", "is listed already");
  }

  void read_instance_type(const json& row, const std::string& at, PriceBook& book) {
    const JsonFields fields(row, at, problems_,
                            {"name", "vcpu", "memory_gib", "arch", "max_enis", "ipv4_per_eni", "network_baseline_gbps",
                             "network_peak_gbps", "spot_interruption_band", "source"});
    insert(fields, book.instance_types,
           InstanceType{fields.text("name"), fields.whole("vcpu"), fields.number("memory_gib"), fields.text("arch"),
                        fields.whole("max_enis"), fields.whole("ipv4_per_eni"), fields.number("network_baseline_gbps"),
                        fields.number("network_peak_gbps"), fields.whole_or_null("spot_interruption_band")});
  }

  void read_cache_type(const json& row, const std::string& at, PriceBook& book) {
    const JsonFields fields(row, at, problems_, {"name", "memory_gib", "source"});
    insert(fields, book.cache_node_types, CacheNodeType{fields.text("name"), fields.number_or_null("memory_gib")});
  }

  void read_aurora_class(const json& row, const std::string& at, PriceBook& book) {
    const JsonFields fields(row, at, problems_,
                            {"name", "vcpu", "memory_gib", "max_connections_mysql", "max_connections_postgresql",
                             "source"});
    insert(fields, book.aurora_classes,
           AuroraClass{fields.text("name"), fields.whole("vcpu"), fields.number("memory_gib"),
                       fields.whole_or_null("max_connections_mysql"),
                       fields.whole_or_null("max_connections_postgresql")});
  }

  const json& document_;
  std::vector<Problem>& problems_;
  std::set<std::string> sources_;
};

}  // namespace

PriceBook parse_price_book(std::string_view text, const std::string& document) {
  const json parsed = parse_json(text, document);
  std::vector<Problem> problems;
  PriceBook book = BookReader(parsed, problems).read();
  if (!problems.empty()) throw InvalidDocument(document, std::move(problems));
  book.digest = digest_of(text);
  return book;
}

PriceBook read_price_book(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw InvalidDocument(path.string(), {{"", "cannot be read; give the path of a price book"}});
  const std::string text(std::istreambuf_iterator<char>(file), {});
  return parse_price_book(text, path.filename().string());
}

}  // namespace fleetcast::pricing
