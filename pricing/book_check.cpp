#include "pricing/book_check.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "pricing/tariff.hpp"

namespace fleetcast::pricing {
namespace {

constexpr std::array known_confidences{"price_list_api", "golden_price_list", "aws_page", "aws_page_quote",
                                       "aws_repo_static", "third_party",       "imported", "inferred", "memory"};
// The dearest unit on AWS's lists, an hour of the largest machine, costs some hundreds of dollars.
constexpr std::int64_t absurd_usd = 100'000;

/// Collects what is wrong with a book.
class BookCheck {
 public:
  explicit BookCheck(const PriceBook& book) : book_(book) {}

  std::vector<BookFinding> findings() {
    for (const auto& [key, price] : book_.prices) check_price(key, price);
    for (const auto& [meter, allowance] : book_.allowances) check_allowance(meter, allowance);
    check_meters();
    check_instance_types();
    check_catalogue("elasticache.node_hours", book_.cache_node_types);
    check_catalogue("aurora.instance_seconds", book_.aurora_classes);
    // What is wrong stands first.
    std::ranges::stable_sort(findings_, {}, &BookFinding::kind);
    return std::move(findings_);
  }

 private:
  void add(FindingKind kind, std::string place, std::string message) {
    findings_.push_back({kind, std::move(place), std::move(message)});
  }

  void check_price(const PriceKey& key, const Price& price) {
    const std::string place = name_of(key);
    const bool is_machine = key.meter == meter::ec2_instance_seconds || key.meter == meter::elasticache_node_hours ||
                            key.meter == meter::aurora_instance_seconds;
    for (std::size_t i = 0; i < price.tiers.size(); ++i) {
      const PriceTier& tier = price.tiers[i];
      check_provenance(place, tier.provenance);
      if (tier.price > Money::from_integer(absurd_usd)) {
        add(FindingKind::wrong, place, "costs " + tier.price.to_string() + " USD, which no unit does");
      }
      if (is_machine && tier.price == Money{}) add(FindingKind::wrong, place, "is free, which no machine is");
      // A first tier may be free; after it prices fall.
      if (i > 0 && tier.price > price.tiers[i - 1].price && price.tiers[i - 1].price != Money{}) {
        add(FindingKind::wrong, place, "is dearer from " + tier.from.to_string() + " " + price.unit + " than below");
      }
    }
    if (!price.tiers.empty() && price.tiers.back().to) {
      add(FindingKind::lacking, place,
          "has no price beyond " + price.tiers.back().to->to_string() + " " + price.unit + " a month");
    }
  }

  void check_allowance(const std::string& meter, const Allowance& allowance) {
    check_provenance(meter + ", free allowance", allowance.provenance);
    if (allowance.quantity < Decimal{}) add(FindingKind::wrong, meter, "has an allowance below 0");
  }

  void check_provenance(const std::string& place, const Provenance& provenance) {
    if (provenance.source.empty()) add(FindingKind::wrong, place, "names no source");
    if (provenance.as_of.empty()) add(FindingKind::wrong, place, "names no date; say \"unknown\" if it is not known");
    if (std::ranges::find(known_confidences, provenance.confidence) == known_confidences.end()) {
      add(FindingKind::wrong, place, "has confidence '" + provenance.confidence + "', which is not known");
    }
  }

  void check_meters() {
    std::set<std::string, std::less<>> priced;
    for (const auto& [key, price] : book_.prices) priced.insert(key.meter);
    for (const std::string& meter : known_meters()) {
      const CapacityUnitDimension* dimension = find_capacity_unit_dimension(meter);
      const std::string billed = dimension == nullptr ? meter : std::string(dimension->capacity_unit_meter);
      if (!priced.insert(billed).second) continue;
      add(FindingKind::lacking, billed, "has no price");
    }
  }

  void check_instance_types() {
    for (const auto& [name, type] : book_.instance_types) {
      const Price* on_demand = find("on_demand", name);
      const Price* spot = find("spot", name);
      if (on_demand == nullptr) add(FindingKind::lacking, name, "has no on-demand price");
      if (spot == nullptr) add(FindingKind::lacking, name, "has no spot price");
      if (on_demand == nullptr || spot == nullptr) continue;
      const Money spot_price = spot->tiers.front().price;
      if (spot_price <= on_demand->tiers.front().price) continue;
      add(FindingKind::wrong, name,
          "costs more on the spot market, " + spot_price.to_string() + " USD, than on demand");
    }
    check_listed(meter::ec2_instance_seconds, book_.instance_types);
  }

  template <class Catalogue>
  void check_catalogue(std::string_view meter, const Catalogue& catalogue) {
    std::set<std::string> priced;
    for (const auto& [key, price] : book_.prices) {
      if (key.meter == meter) priced.insert(family_of(key.pool));
    }
    for (const auto& [name, type] : catalogue) {
      if (!priced.contains(name)) add(FindingKind::lacking, name, "has no price");
    }
    check_listed(meter, catalogue);
  }

  template <class Catalogue>
  void check_listed(std::string_view meter, const Catalogue& catalogue) {
    for (const auto& [key, price] : book_.prices) {
      if (key.meter != meter || catalogue.contains(family_of(key.pool))) continue;
      add(FindingKind::wrong, name_of(key), "is a price of a type that the catalogue does not hold");
    }
  }

  static std::string family_of(const std::string& pool) { return pool.substr(0, pool.find('/')); }

  [[nodiscard]] const Price* find(const char* purchase_option, const std::string& pool) const {
    return book_.find_price({std::string(meter::ec2_instance_seconds), pool, purchase_option});
  }

  const PriceBook& book_;
  std::vector<BookFinding> findings_;
};

}  // namespace

std::string name_of(const PriceKey& key) {
  std::string name = key.meter;
  if (!key.purchase_option.empty()) name += ", " + key.purchase_option;
  if (!key.pool.empty()) name += ", '" + key.pool + "'";
  return name;
}

std::vector<BookFinding> check_book(const PriceBook& book) { return BookCheck(book).findings(); }

}  // namespace fleetcast::pricing
