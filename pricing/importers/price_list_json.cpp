#include <set>
#include <sstream>
#include <vector>

#include "pricing/importers/json_stream.hpp"
#include "pricing/importers/money_text.hpp"
#include "pricing/importers/price_list_forms.hpp"

namespace fleetcast::pricing::importers {
namespace {

/// Tells where the terms of a product stand.
enum class TermPlace {
  under_sku,  ///< "/terms/OnDemand/SKU/SKU.TERM", as in offer files
  directly    ///< "/terms/OnDemand/SKU.TERM", as in answers of the query API, one product a document
};

/// Takes products and terms as they come.
class OfferVisitor : public JsonVisitor {
 public:
  OfferVisitor(TermPlace terms, OfferCollector& collector, ProblemList& problems)
      : term_size_(terms == TermPlace::under_sku ? 4 : 3), collector_(collector), problems_(problems) {}

  bool enter(const JsonPath& path) override {
    if (path.size() == 0) return true;
    const std::string& section = path[0];
    if (section == "products" || section == "product") return enter_product(path);
    if (section == "terms") return enter_terms(path);
    return section == "PriceList" && path.size() == 1;
  }

  void leaf(const JsonPath& path, std::string_view text) override {
    if (path.size() == 0) return;
    const std::string& section = path[0];
    if (path.size() == 1) return read_heading(section, text);
    if (section == "products" && path.size() >= 3) return read_attribute(path, 2, text);
    if (section == "product") return read_attribute(path, 1, text);
    if (section == "terms") return read_term(path, text);
    if (section == "PriceList") read_answer(path, text);
  }

  void leave(const JsonPath& path) override {
    if (path.size() == 0) return;
    if (path[0] == "products" && path.size() == 2) end_product(path);
    if (path[0] == "product" && path.size() == 1) end_product(path);
    if (path[0] != "terms") return;
    if (path.size() == term_size_ + 2) rates_.push_back(rate_);
    if (path.size() == term_size_) end_term(path);
  }

  [[nodiscard]] const OfferHeading& heading() const { return heading_; }
  [[nodiscard]] std::int64_t products() const { return products_; }
  /// Tells whether terms came before the products they are of, so that they must be read again.
  [[nodiscard]] bool must_read_again() const { return has_terms_without_products_; }
  /// Lets products go by, since they were taken the first time.
  void read_terms_only() {
    is_second_time_ = true;
    skus_.clear();
  }

 private:
  bool enter_product(const JsonPath& path) {
    const std::size_t product_size = path[0] == "products" ? 2 : 1;
    if (is_second_time_) return false;
    if (path.size() == product_size) {
      product_ = {};
      if (product_size == 2) product_.sku = path.back();
    }
    return path.size() <= product_size || path.back() == "attributes";
  }

  void read_attribute(const JsonPath& path, std::size_t depth, std::string_view text) {
    if (path.size() == depth + 1 && path[depth] == "productFamily") {
      product_.attributes["productfamily"] = text;
    } else if (path.size() == depth + 1 && path[depth] == "sku") {
      if (!product_.sku.empty() && product_.sku != text) {
        problems_.add(path.pointer(), "is " + quoted(text) + ", but stands under SKU " + quoted(product_.sku));
      }
      product_.sku = text;
    } else if (path.size() == depth + 2) {
      product_.attributes[attribute_name(path[depth + 1])] = text;
    }
  }

  void end_product(const JsonPath& path) {
    ++products_;
    const bool is_known = collector_.wants(product_.sku);
    if (collector_.add_product(product_, path.pointer()) && is_known) {
      problems_.add(path.pointer(), "SKU " + product_.sku + " is listed twice; keep one of them");
    }
  }

  bool enter_terms(const JsonPath& path) {
    if (path.size() == 1) {
      if (products_ == 0) has_terms_without_products_ = !is_second_time_;
      return products_ > 0 || is_second_time_;
    }
    if (path.size() == 2) return path[1] == "OnDemand" || path[1] == "Reserved";
    if (path.size() == 3) {
      const std::string& sku = term_size_ == 3 ? product_.sku : path[2];
      if (!collector_.wants(sku)) return false;
      if (term_size_ == 4 && !skus_.insert(path[1] + "/" + sku).second) {
        problems_.add(path.pointer(), "SKU " + sku + " has its terms twice; keep one of them");
        return false;
      }
    }
    if (path.size() == term_size_) begin_term();
    if (path.size() == term_size_ + 2) begin_rate(path);
    return path.size() != term_size_ + 3 || path.back() == "pricePerUnit";
  }

  void begin_term() {
    term_ = {};
    rates_.clear();
  }

  void begin_rate(const JsonPath& path) {
    rate_ = {};
    rate_.place = path.pointer();
    rate_.rate_code = path.back();
  }

  void read_heading(const std::string& name, std::string_view text) {
    if (name == "offerCode" || name == "serviceCode") heading_.offer_code = text;
    if (name == "version") heading_.version = text;
    if (name == "publicationDate") heading_.publication_date = text;
  }

  void read_term(const JsonPath& path, std::string_view text) {
    const std::string& name = path.back();
    if (path.size() == term_size_ + 1) {
      if (name == "effectiveDate") term_.effective_date = text;
    } else if (path.size() == term_size_ + 2 && path[term_size_] == "termAttributes") {
      if (name == "LeaseContractLength") term_.lease = text;
      if (name == "PurchaseOption") term_.purchase_option = text;
      if (name == "OfferingClass") term_.offering_class = text;
    } else if (path.size() == term_size_ + 3) {
      if (name == "unit") rate_.unit = text;
      if (name == "beginRange") rate_.from = text;
      if (name == "endRange") rate_.to = text;
    } else if (path.size() == term_size_ + 4 && rate_.currency != "USD") {
      // Of several currencies dollars are taken.
      rate_.currency = name;
      rate_.price = text;
    }
  }

  // What holds for the whole term may stand behind its prices.
  void end_term(const JsonPath& path) {
    for (OfferRate& rate : rates_) {
      rate.term_type = path[1];
      rate.effective_date = term_.effective_date;
      rate.lease = term_.lease;
      rate.purchase_option = term_.purchase_option;
      rate.offering_class = term_.offering_class;
      collector_.add_rate(term_size_ == 3 ? product_.sku : path[2], rate);
    }
    rates_.clear();
  }

  // Answers of the query API hold documents as texts.
  void read_answer(const JsonPath& path, std::string_view text) {
    std::istringstream document{std::string(text)};
    OfferVisitor visitor(TermPlace::directly, collector_, problems_);
    read_json_stream(document, path.pointer(), {}, visitor);
    products_ += visitor.products();
    heading_ = visitor.heading();
    if (visitor.must_read_again()) problems_.add(path.pointer(), "has terms before its product");
  }

  std::size_t term_size_;  ///< length of the path of a term
  OfferCollector& collector_;
  ProblemList& problems_;
  OfferHeading heading_;
  Product product_;
  OfferRate term_;
  OfferRate rate_;
  std::vector<OfferRate> rates_;
  std::set<std::string> skus_;
  std::int64_t products_ = 0;
  bool has_terms_without_products_ = false;
  bool is_second_time_ = false;
};

}  // namespace

OfferHeading read_price_list_json(std::istream& input, const ImportRequest& request, OfferCollector& collector,
                                  ProblemList& problems, ImportedFigures& figures) {
  OfferVisitor visitor(TermPlace::under_sku, collector, problems);
  read_json_stream(input, request.document, request.progress, visitor);
  if (visitor.must_read_again()) {
    input.clear();
    input.seekg(0);
    visitor.read_terms_only();
    read_json_stream(input, request.document, request.progress, visitor);
  }
  figures.records = visitor.products();
  return visitor.heading();
}

}  // namespace fleetcast::pricing::importers
