#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "pricing/importers/csv_stream.hpp"
#include "pricing/importers/price_list_forms.hpp"
#include "pricing/problems.hpp"

namespace fleetcast::pricing::importers {
namespace {

constexpr std::array needed_columns{"sku", "ratecode", "termtype", "unit", "priceperunit", "currency", "servicecode",
                                    "usagetype"};
// Columns that rules look at; the rest of a hundred is not copied.
constexpr std::array attribute_columns{
    "productfamily",   "servicecode",   "usagetype",        "operation",     "instancetype",
    "regioncode",      "location",      "operatingsystem",  "tenancy",       "preinstalledsw",
    "capacitystatus",  "marketoption",  "cacheengine",      "databaseengine", "deploymentoption",
    "fromlocation",    "fromregioncode", "toregioncode",    "transfertype"};

/// Reads the rows below the header.
class OfferTable {
 public:
  OfferTable(CsvStream& rows, const std::string& document, OfferCollector& collector, ProblemList& problems)
      : rows_(rows), document_(document), collector_(collector), problems_(problems) {}

  OfferHeading read_heading() {
    OfferHeading heading;
    while (rows_.next()) {
      const std::vector<std::string>& fields = rows_.fields();
      const std::string name = attribute_name(fields.front());
      if (name == "sku") {
        read_columns();
        return heading;
      }
      if (fields.size() != 2) break;
      if (name == "offercode") heading.offer_code = fields[1];
      if (name == "version") heading.version = fields[1];
      if (name == "publicationdate") heading.publication_date = fields[1];
    }
    throw InvalidDocument(document_, {{rows_.place(), "there is no row of column names that begins with SKU; this is "
                                                      "no offer file of the AWS Price List"}});
  }

  std::int64_t read_rows() {
    std::int64_t count = 0;
    while (rows_.next()) {
      ++count;
      if (rows_.fields().size() != columns_) {
        problems_.add(rows_.place(), "has " + std::to_string(rows_.fields().size()) + " fields, not " +
                                         std::to_string(columns_) + " as the row of column names: cut off?");
        continue;
      }
      read_row();
    }
    return count;
  }

 private:
  void read_columns() {
    columns_ = rows_.fields().size();
    for (std::size_t i = 0; i < columns_; ++i) positions_.try_emplace(attribute_name(rows_.fields()[i]), i);
    std::string missing;
    for (const char* name : needed_columns) {
      if (!positions_.contains(name)) missing.append(missing.empty() ? "" : ", ").append(name);
    }
    if (!missing.empty()) {
      throw InvalidDocument(document_, {{rows_.place(), "lacks the columns " + missing}});
    }
    for (const char* name : attribute_columns) {
      const auto position = positions_.find(name);
      if (position != positions_.end()) attributes_.emplace_back(name, position->second);
    }
  }

  [[nodiscard]] std::string field(const std::string& name) const {
    const auto position = positions_.find(name);
    return position == positions_.end() ? std::string{} : rows_.fields()[position->second];
  }

  void read_row() {
    product_.attributes.clear();
    for (const auto& [name, position] : attributes_) {
      const std::string& value = rows_.fields()[position];
      if (!value.empty()) product_.attributes.emplace(name, value);
    }
    product_.sku = field("sku");
    if (!collector_.add_product(product_, rows_.place())) return;
    OfferRate rate;
    rate.place = rows_.place();
    rate.rate_code = field("ratecode");
    rate.term_type = field("termtype");
    rate.effective_date = field("effectivedate");
    rate.unit = field("unit");
    rate.from = field("startingrange");
    rate.to = field("endingrange");
    rate.currency = field("currency");
    rate.price = field("priceperunit");
    rate.lease = field("leasecontractlength");
    rate.purchase_option = field("purchaseoption");
    rate.offering_class = field("offeringclass");
    collector_.add_rate(product_.sku, rate);
  }

  CsvStream& rows_;
  const std::string& document_;
  OfferCollector& collector_;
  ProblemList& problems_;
  std::size_t columns_ = 0;
  std::map<std::string, std::size_t> positions_;
  std::vector<std::pair<std::string, std::size_t>> attributes_;
  Product product_;
};

}  // namespace

OfferHeading read_price_list_csv(std::istream& input, const ImportRequest& request, OfferCollector& collector,
                                 ProblemList& problems, ImportedFigures& figures) {
  CsvStream rows(input, request.document, request.progress);
  OfferTable table(rows, request.document, collector, problems);
  OfferHeading heading = table.read_heading();
  figures.records = table.read_rows();
  return heading;
}

}  // namespace fleetcast::pricing::importers
