#include "pricing/focus_csv.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

namespace fleetcast::pricing {
namespace {

constexpr std::array<std::string_view, 50> columns{
    "AvailabilityZone", "BilledCost", "BillingAccountId", "BillingAccountName", "BillingAccountType",
    "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargeClass",
    "ChargeDescription", "ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart", "ConsumedQuantity",
    "ConsumedUnit", "ContractedCost", "ContractedUnitPrice", "EffectiveCost", "InvoiceIssuerName",
    "ListCost", "ListUnitPrice", "PricingCategory", "PricingQuantity", "PricingUnit",
    "ProviderName", "PublisherName", "RegionId", "RegionName", "ResourceId",
    "ResourceName", "ResourceType", "ServiceCategory", "ServiceName", "ServiceSubcategory",
    "SkuId", "SkuMeter", "SkuPriceDetails", "SkuPriceId", "SubAccountId",
    "SubAccountName", "SubAccountType", "Tags", "x_BillKind", "x_Direction",
    "x_Fleet", "x_PeerZone", "x_Pool", "x_PurchaseOption", "x_Service"};

std::string json_quoted(std::string_view text) {
  std::string quoted(1, '"');
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted.push_back('\\');
    if (static_cast<unsigned char>(c) < 0x20) {
      constexpr std::string_view digits = "0123456789abcdef";
      quoted += "\\u00";
      quoted += {digits[static_cast<unsigned char>(c) >> 4U], digits[static_cast<unsigned char>(c) & 15U]};
    } else {
      quoted.push_back(c);
    }
  }
  quoted.push_back('"');
  return quoted;
}

// "team=web;tier=1" as a JSON object.
std::string tags_of(std::string_view tags) {
  std::string object = "{";
  while (!tags.empty()) {
    const std::string_view tag = tags.substr(0, tags.find(';'));
    tags.remove_prefix(std::min(tags.size(), tag.size() + 1));
    if (tag.empty()) continue;
    const std::size_t equals = std::min(tag.find('='), tag.size());
    const std::string_view value = tag.substr(std::min(equals + 1, tag.size()));
    if (object.size() > 1) object.push_back(',');
    object.append(json_quoted(tag.substr(0, equals))).append(":").append(json_quoted(value));
  }
  return object + "}";
}

std::string_view direction_of(const BillLine& line) {
  if (line.direction == Direction::out) return "out";
  return line.direction == Direction::in ? "in" : "";
}

std::string description_of(const BillLine& line) {
  std::string text(line.tariff->description);
  if (line.direction != Direction::none) text += ", " + std::string(direction_of(line));
  if (!line.usage.pool.empty()) text += ", " + line.usage.pool;
  if (!line.usage.purchase_option.empty()) text += ", " + line.usage.purchase_option;
  if (line.tier == "free") text += ", free allowance";
  if (!line.tier.empty() && line.tier != "free") text += ", tier " + line.tier;
  return text;
}

std::string sku_of(const BillLine& line) {
  const PriceKey key = price_key(*line.tariff, line.usage);
  std::string sku = key.meter;
  if (!key.purchase_option.empty()) sku += "/" + key.purchase_option;
  if (!key.pool.empty()) sku += "/" + key.pool;
  return sku;
}

std::string_view category_of(const BillLine& line) {
  if (line.pricing_category == PricingCategory::committed) return "Committed";
  return line.pricing_category == PricingCategory::dynamic ? "Dynamic" : "Standard";
}

class Row {
 public:
  explicit Row(std::ostream& out) : out_(out) {}

  Row& operator<<(std::string_view field) {
    if (!is_first_) out_ << ',';
    is_first_ = false;
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
      out_ << field;
      return *this;
    }
    out_ << '"';
    for (const char c : field) out_ << (c == '"' ? "\"\"" : std::string_view(&c, 1));
    out_ << '"';
    return *this;
  }
  void end() { out_ << "\r\n"; }

 private:
  std::ostream& out_;
  bool is_first_ = true;
};

void write_line(std::ostream& out, const BillLine& line, std::string_view bill_kind) {
  const UsageKey& usage = line.usage;
  const std::string list_cost = line.list_cost.to_string();
  const std::string list_price = line.list_unit_price.to_string();
  const std::string sku = sku_of(line);
  const CataloguePlace& place = line.tariff->catalogue;
  constexpr std::string_view null{};
  Row row(out);
  row << usage.zone << line.billed_cost.to_string() << usage.account << usage.account << "AWS account";
  row << "USD" << to_iso(line.billing_period.end_hour) << to_iso(line.billing_period.first_hour) << "Usage" << null;
  row << description_of(line) << "Usage-Based" << to_iso(line.charge_period_end) << to_iso(line.charge_period_start)
      << line.consumed_quantity.to_string();
  row << line.tariff->consumed_unit << list_cost << list_price << line.effective_cost.to_string()
      << "Amazon Web Services";
  row << list_cost << list_price << category_of(line)
      << line.pricing_quantity.to_string() << line.tariff->pricing_unit;
  row << "AWS" << "Amazon Web Services" << usage.region << usage.region << null;
  row << null << null << place.service_category << place.service_name << place.service_subcategory;
  row << sku << line.tariff->meter << null << (line.tier.empty() ? sku : sku + "/tier-" + line.tier) << usage.account;
  row << usage.account << "AWS account" << tags_of(usage.tags) << bill_kind << direction_of(line);
  row << usage.fleet << usage.peer_zone << usage.pool << usage.purchase_option << usage.service;
  row.end();
}

}  // namespace

void write_focus_csv(std::ostream& out, const Bill& bill) {
  Row header(out);
  for (const std::string_view column : columns) header << column;
  header.end();
  const std::string kind = bill.normalised_month_hours
                               ? "normalised month of " + std::to_string(*bill.normalised_month_hours) + " h"
                               : "horizon";
  for (const BillLine& line : bill.lines) write_line(out, line, kind);
}

}  // namespace fleetcast::pricing
