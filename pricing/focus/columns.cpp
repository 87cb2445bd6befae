#include "pricing/focus/columns.hpp"

#include <array>

#include "pricing/billing_month.hpp"
#include "pricing/focus/descriptions.hpp"
#include "pricing/focus/region_names.hpp"
#include "pricing/focus/sku.hpp"
#include "pricing/focus/tags.hpp"

namespace fleetcast::pricing::focus {
namespace {

using Field = std::optional<std::string>;

constexpr std::string_view account_type = "AWS Account";
// FOCUS takes a charge whose provider and invoice issuer differ for one that a third party is paid for.
constexpr std::string_view provider = "Amazon Web Services";
constexpr std::string_view currency = "USD";

Field text(std::string_view value) { return value.empty() ? std::nullopt : Field(value); }
Field null(const Source&) { return std::nullopt; }
Field dollars(const Source&) { return Field(currency); }
Field issuer(const Source&) { return Field(provider); }

// FOCUS's metrics are decimals: with a decimal point even a whole number is read as one, whatever guesses at its type.
std::string decimal(Decimal value) {
  std::string digits = value.to_string();
  return digits.find('.') == std::string::npos ? digits + ".0" : digits;
}

Field account(const Source& source) { return text(source.line.usage.account); }
Field type_of_account(const Source&) { return Field(account_type); }

template <Decimal BillLine::*Member>
Field amount(const Source& source) {
  return decimal(source.line.*Member);
}

// A credit is no price times a quantity: FOCUS lets both be null, and with them the SKU.
template <Decimal BillLine::*Member>
Field price_or_quantity(const Source& source) {
  return source.line.credit ? std::nullopt : amount<Member>(source);
}

template <auto Tell>
Field of_sku(const Source& source) {
  return source.line.credit ? std::nullopt : Field(Tell(source.line));
}

template <std::string UsageKey::*Member>
Field key(const Source& source) {
  return text(source.line.usage.*Member);
}

template <std::string_view CataloguePlace::*Member>
Field place(const Source& source) {
  return text(source.line.tariff->catalogue.*Member);
}

template <std::string CommitmentShare::*Member>
Field commitment(const Source& source) {
  return source.line.commitment ? text(&*source.line.commitment->*Member) : std::nullopt;
}

// The commitment itself is the resource of its purchase and of its unused part. Other rows add up many resources, and
// in a forecast none of them exists: their fleet, service and pool say which they are.
template <std::string CommitmentShare::*Member>
Field resource(const Source& source) {
  return concerns_commitment_alone(source.line) ? commitment<Member>(source) : std::nullopt;
}

Field commitment_quantity(const Source& source) {
  return source.line.commitment ? Field(decimal(source.line.commitment->quantity)) : std::nullopt;
}

Field consumed_quantity(const Source& source) {
  return is_consumption(source.line) ? Field(decimal(source.line.consumed_quantity)) : std::nullopt;
}

Field consumed_unit(const Source& source) {
  return is_consumption(source.line) ? text(source.line.tariff->consumed_unit) : std::nullopt;
}

Field pricing_unit(const Source& source) {
  return source.line.credit ? std::nullopt : text(source.line.tariff->pricing_unit);
}

Field bill_kind(const Source& source) {
  const std::optional<std::int64_t>& hours = source.bill.normalised_month_hours;
  return hours ? "normalised month of " + std::to_string(*hours) + " h" : "horizon";
}

Field replications(const Source& source) {
  const std::optional<std::int64_t>& count = source.forecast.replications;
  return count ? Field(std::to_string(*count)) : std::nullopt;
}

constexpr std::array table{
    Column{"AvailabilityZone", key<&UsageKey::zone>},
    Column{"BilledCost", amount<&BillLine::billed_cost>},
    Column{"BillingAccountId", account},
    Column{"BillingAccountName", account},
    Column{"BillingAccountType", type_of_account},
    Column{"BillingCurrency", dollars},
    Column{"BillingPeriodEnd",
           [](const Source& source) -> Field { return to_iso(source.line.billing_period.end_hour); }},
    Column{"BillingPeriodStart",
           [](const Source& source) -> Field { return to_iso(source.line.billing_period.first_hour); }},
    Column{"CapacityReservationId", null},
    Column{"CapacityReservationStatus", null},
    Column{"ChargeCategory", [](const Source& source) -> Field { return Field(charge_category_of(source.line)); }},
    Column{"ChargeClass", null},
    Column{"ChargeDescription", [](const Source& source) -> Field { return description_of(source.line); }},
    Column{"ChargeFrequency", [](const Source& source) -> Field { return Field(charge_frequency_of(source.line)); }},
    Column{"ChargePeriodEnd", [](const Source& source) -> Field { return to_iso(source.line.charge_period_end); }},
    Column{"ChargePeriodStart", [](const Source& source) -> Field { return to_iso(source.line.charge_period_start); }},
    Column{"CommitmentDiscountCategory",
           [](const Source& source) { return text(commitment_category_of(source.line)); }},
    Column{"CommitmentDiscountId", commitment<&CommitmentShare::id>},
    Column{"CommitmentDiscountName", commitment<&CommitmentShare::name>},
    Column{"CommitmentDiscountQuantity", commitment_quantity},
    Column{"CommitmentDiscountStatus", [](const Source& source) { return text(commitment_status_of(source.line)); }},
    Column{"CommitmentDiscountType", commitment<&CommitmentShare::type>},
    Column{"CommitmentDiscountUnit", commitment<&CommitmentShare::unit>},
    Column{"ConsumedQuantity", consumed_quantity},
    Column{"ConsumedUnit", consumed_unit},
    Column{"ContractedCost", amount<&BillLine::contracted_cost>},
    Column{"ContractedUnitPrice", price_or_quantity<&BillLine::contracted_unit_price>},
    Column{"EffectiveCost", amount<&BillLine::effective_cost>},
    Column{"InvoiceId", null},
    Column{"InvoiceIssuerName", issuer},
    Column{"ListCost", amount<&BillLine::list_cost>},
    Column{"ListUnitPrice", price_or_quantity<&BillLine::list_unit_price>},
    Column{"PricingCategory", of_sku<pricing_category_of>},
    Column{"PricingCurrency", dollars},
    Column{"PricingCurrencyContractedUnitPrice", price_or_quantity<&BillLine::contracted_unit_price>},
    Column{"PricingCurrencyEffectiveCost", amount<&BillLine::effective_cost>},
    Column{"PricingCurrencyListUnitPrice", price_or_quantity<&BillLine::list_unit_price>},
    Column{"PricingQuantity", price_or_quantity<&BillLine::pricing_quantity>},
    Column{"PricingUnit", pricing_unit},
    Column{"ProviderName", issuer},
    Column{"PublisherName", issuer},
    Column{"RegionId", key<&UsageKey::region>},
    Column{"RegionName", [](const Source& source) { return text(region_name(source.line.usage.region)); }},
    Column{"ResourceId", resource<&CommitmentShare::id>},
    Column{"ResourceName", resource<&CommitmentShare::name>},
    Column{"ResourceType", resource<&CommitmentShare::type>},
    Column{"ServiceCategory", place<&CataloguePlace::service_category>},
    Column{"ServiceName", place<&CataloguePlace::service_name>},
    Column{"ServiceSubcategory", place<&CataloguePlace::service_subcategory>},
    Column{"SkuId", of_sku<sku_id>},
    Column{"SkuMeter", of_sku<sku_meter>},
    Column{"SkuPriceDetails", of_sku<sku_price_details>},
    Column{"SkuPriceId", of_sku<sku_price_id>},
    Column{"SubAccountId", account},
    Column{"SubAccountName", account},
    Column{"SubAccountType", type_of_account},
    Column{"Tags", [](const Source& source) { return tags_as_json(source.line.usage.tags); }},
    Column{"x_BillKind", bill_kind},
    Column{"x_Direction", [](const Source& source) { return text(direction_of(source.line)); }},
    Column{"x_EffectiveUnitPrice", price_or_quantity<&BillLine::effective_unit_price>},
    Column{"x_Fleet", key<&UsageKey::fleet>},
    Column{"x_Forecast", [](const Source&) -> Field { return "true"; }},
    Column{"x_PeerZone", key<&UsageKey::peer_zone>},
    Column{"x_Pool", key<&UsageKey::pool>},
    Column{"x_PriceBook", [](const Source& source) { return text(source.bill.book_name); }},
    Column{"x_PriceBookDate", [](const Source& source) { return text(source.bill.book_date); }},
    Column{"x_PriceBookDigest", [](const Source& source) { return text(source.bill.book_digest); }},
    Column{"x_PurchaseOption", key<&UsageKey::purchase_option>},
    Column{"x_Replications", replications},
    Column{"x_Service", key<&UsageKey::service>},
    Column{"x_Tier", [](const Source& source) { return text(source.line.tier); }},
};

}  // namespace

std::span<const Column> columns() { return table; }

}  // namespace fleetcast::pricing::focus
