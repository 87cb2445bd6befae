#include "pricing/importers/savings_plan.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "pricing/importers/csv_stream.hpp"
#include "pricing/importers/file_form.hpp"
#include "pricing/importers/json_stream.hpp"
#include "pricing/importers/plan_rates.hpp"
#include "pricing/importers/product.hpp"
#include "pricing/problems.hpp"

namespace fleetcast::pricing::importers {
namespace {

/// Holds what an offer file says of itself.
struct PlanFileHeading {
  std::string version;
  std::string publication_date;
};

/// Takes plans and rates as they come: "/products/0" and "/terms/savingsPlan/0/rates/0".
class PlanVisitor : public JsonVisitor {
 public:
  explicit PlanVisitor(PlanRateCollector& collector) : collector_(collector) {}

  bool enter(const JsonPath& path) override {
    if (path.size() == 0) return true;
    if (path[0] == "products") return enter_product(path);
    if (path[0] != "terms" || (path.size() >= 2 && path[1] != "savingsPlan")) return false;
    if (path.size() == 3) {
      plan_ = {};
      effective_date_.clear();
    }
    if (path.size() == 4) return path[3] == "leaseContractLength" || (path[3] == "rates" && is_plan_known());
    if (path.size() == 5) {
      rate_ = {};
      rate_.place = path.pointer();
    }
    return true;
  }

  void leaf(const JsonPath& path, std::string_view text) override {
    if (path.size() == 1 && path[0] == "version") heading_.version = text;
    if (path.size() == 1 && path[0] == "publicationDate") heading_.publication_date = text;
    if (path.size() < 3) return;
    if (path[0] == "products") return read_product(path, text);
    if (path.size() == 4 && path[3] == "sku") start_plan(std::string(text));
    if (path.size() == 4 && path[3] == "effectiveDate") effective_date_ = text;
    if (path.size() == 5 && path[4] == "duration" && plan_.term.empty()) plan_.term = text;
    if (path.size() == 6) read_rate(path[5], text);
    if (path.size() == 7 && path[6] == "price") rate_.price = text;
    if (path.size() == 7 && path[6] == "currency") rate_.currency = text;
  }

  void leave(const JsonPath& path) override {
    if (path.size() == 2 && path[0] == "products") plans_.insert_or_assign(sku_, product_);
    if (path.size() == 5 && path[0] == "terms" && path[3] == "rates") {
      ++rates_;
      rate_.effective_date = effective_date_.empty() ? heading_.publication_date : effective_date_;
      collector_.add(plan_, rate_);
    }
  }

  [[nodiscard]] const PlanFileHeading& heading() const { return heading_; }
  [[nodiscard]] std::int64_t rates() const { return rates_; }
  /// Tells whether rates came before the plans they are of, so that they must be read again.
  [[nodiscard]] bool must_read_again() const { return were_rates_first_; }

 private:
  bool enter_product(const JsonPath& path) {
    if (path.size() == 2) {
      product_ = {};
      sku_.clear();
    }
    return path.size() < 3 || path[2] == "attributes";
  }

  void read_product(const JsonPath& path, std::string_view text) {
    if (path.size() == 3 && path[2] == "sku") sku_ = text;
    if (path.size() == 3 && path[2] == "productFamily") product_.family = text;
    if (path.size() == 4 && path[3] == "purchaseOption") product_.purchase_option = text;
    if (path.size() == 4 && path[3] == "purchaseTerm") product_.term = text;
  }

  void start_plan(const std::string& sku) {
    const auto known = plans_.find(sku);
    if (known != plans_.end()) plan_ = known->second;
  }

  bool is_plan_known() {
    if (plans_.empty()) were_rates_first_ = true;
    return PlanRateCollector::is_known(plan_);
  }

  void read_rate(const std::string& name, std::string_view text) {
    if (name == "rateCode") rate_.rate_code = text;
    if (name == "discountedServiceCode") rate_.service = text;
    if (name == "discountedUsageType") rate_.usage_type = text;
    if (name == "discountedOperation") rate_.operation = text;
    if (name == "discountedRegionCode") rate_.region = text;
    if (name == "unit") rate_.unit = text;
  }

  PlanRateCollector& collector_;
  PlanFileHeading heading_;
  std::map<std::string, PlanOffer> plans_;
  std::string sku_;
  PlanOffer product_;
  PlanOffer plan_;
  std::string effective_date_;
  PlanRate rate_;
  std::int64_t rates_ = 0;
  bool were_rates_first_ = false;
};

PlanFileHeading read_json(std::istream& input, const ImportRequest& request, PlanRateCollector& collector,
                          ImportedFigures& figures) {
  PlanVisitor visitor(collector);
  read_json_stream(input, request.document, request.progress, visitor);
  if (visitor.must_read_again()) {
    input.clear();
    input.seekg(0);
    read_json_stream(input, request.document, request.progress, visitor);
  }
  figures.records = visitor.rates();
  return visitor.heading();
}

/// Reads the rows of the CSV form, by the names of their columns.
class PlanTable {
 public:
  PlanTable(CsvStream& rows, const std::string& document) : rows_(rows), document_(document) {}

  PlanFileHeading read_heading() {
    PlanFileHeading heading;
    while (rows_.next()) {
      const std::vector<std::string>& fields = rows_.fields();
      const std::string name = attribute_name(fields.front());
      if (name == "sku") {
        read_columns();
        return heading;
      }
      if (fields.size() != 2) break;
      if (name == "version") heading.version = fields[1];
      if (name == "publicationdate") heading.publication_date = fields[1];
    }
    throw InvalidDocument(document_, {{rows_.place(), "there is no row of column names that begins with SKU; this is "
                                                      "no Savings Plan offer file"}});
  }

  std::int64_t read_rows(PlanRateCollector& collector, ProblemList& problems) {
    std::int64_t count = 0;
    while (rows_.next()) {
      ++count;
      if (rows_.fields().size() != columns_) {
        problems.add(rows_.place(), "has " + std::to_string(rows_.fields().size()) + " fields, not " +
                                        std::to_string(columns_) + " as the row of column names: cut off?");
        continue;
      }
      const PlanOffer plan{field("productfamily"), field("purchaseoption"), field("leasecontractlength")};
      if (!PlanRateCollector::is_known(plan)) continue;
      collector.add(plan, {rows_.place(), field("ratecode"), field("discountedservicecode"),
                           field("discountedusagetype"), field("discountedoperation"), field("discountedregioncode"),
                           field("unit"), field("discountedrate"), field("currency"), field("effectivedate")});
    }
    return count;
  }

 private:
  void read_columns() {
    columns_ = rows_.fields().size();
    for (std::size_t i = 0; i < columns_; ++i) positions_.try_emplace(attribute_name(rows_.fields()[i]), i);
    std::string missing;
    for (const char* name : {"ratecode", "unit", "discountedrate", "currency", "discountedservicecode",
                             "discountedusagetype", "discountedoperation", "purchaseoption", "leasecontractlength",
                             "productfamily"}) {
      if (!positions_.contains(name)) missing.append(missing.empty() ? "" : ", ").append(name);
    }
    if (!missing.empty()) throw InvalidDocument(document_, {{rows_.place(), "lacks the columns " + missing}});
  }

  [[nodiscard]] std::string field(const std::string& name) const {
    const auto position = positions_.find(name);
    return position == positions_.end() ? std::string{} : rows_.fields()[position->second];
  }

  CsvStream& rows_;
  const std::string& document_;
  std::size_t columns_ = 0;
  std::map<std::string, std::size_t> positions_;
};

}  // namespace

ImportedFigures read_savings_plan(std::istream& input, const ImportRequest& request) {
  const FileForm form = form_of(input, request.document);
  ImportedFigures figures;
  figures.region = request.region;
  ProblemList problems;
  PlanRateCollector collector(figures, problems);
  PlanFileHeading heading;
  if (form == FileForm::json) {
    heading = read_json(input, request, collector, figures);
  } else {
    CsvStream rows(input, request.document, request.progress);
    PlanTable table(rows, request.document);
    heading = table.read_heading();
    figures.records = table.read_rows(collector, problems);
  }
  if (problems.empty() && figures.savings_plans.empty()) {
    problems.add("", "holds no rate of region " + request.region + " that a meter uses, among " +
                         std::to_string(figures.records) + " rates");
  }
  problems.throw_if_any(request.document);
  std::string as_of;
  for (const auto& [key, plan] : figures.savings_plans) as_of = std::max(as_of, plan.offer.provenance.as_of);
  figures.source = {"import Savings Plans " + heading.version, "AWS Savings Plan offer file", request.document, as_of};
  return figures;
}

}  // namespace fleetcast::pricing::importers
