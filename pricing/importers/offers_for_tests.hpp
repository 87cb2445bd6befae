#pragma once
#include <gmock/gmock.h>

#include <sstream>
#include <string>
#include <utility>

#include "pricing/importers/price_list.hpp"
#include "pricing/problems.hpp"

namespace fleetcast::pricing::importers {

/// Returns a request for prices of us-east-1 in a file called "offer".
inline ImportRequest request() { return {"offer", "us-east-1", {}}; }

/// Reads a text with an importer and returns what is wrong with it; an empty text if nothing is.
template <class Read>
std::string problems_of(Read read, const std::string& text) {
  std::istringstream input(text);
  try {
    static_cast<void>(read(input));
    return "";
  } catch (const InvalidDocument& error) {
    return error.what();
  }
}

/// Returns a text with one part replaced; fails the test where the part is not there.
inline std::string with(std::string text, const std::string& part, const std::string& replacement) {
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return at == std::string::npos ? text : text.replace(at, part.size(), replacement);
}

/// Holds the fields that differ between the instances of an offer file.
struct InstanceOffer {
  std::string sku;
  std::string type;
  std::string price;
};

/// Fills the fields of an instance into a text that names them in angle brackets.
inline std::string filled(std::string text, const InstanceOffer& one) {
  const std::pair<std::string, std::string> fields[] = {
      {"<sku>", one.sku}, {"<type>", one.type}, {"<price>", one.price}};
  for (const auto& [name, value] : fields) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size())) {
      text.replace(at, name.size(), value);
    }
  }
  return text;
}

/// Writes the product of an instance as the JSON form does.
inline std::string product_json(const InstanceOffer& one) {
  return filled(R"json("<sku>": {"sku": "<sku>", "productFamily": "Compute Instance", "attributes": {
    "servicecode": "AmazonEC2", "location": "US East (N. Virginia)", "locationType": "AWS Region",
    "instanceType": "<type>", "tenancy": "Shared", "operatingSystem": "Linux",
    "licenseModel": "No License required", "usagetype": "BoxUsage:<type>", "operation": "RunInstances",
    "preInstalledSw": "NA", "capacitystatus": "Used", "regionCode": "us-east-1"}})json",
                one);
}

/// Writes its on-demand term.
inline std::string on_demand_json(const InstanceOffer& one) {
  return filled(R"json("<sku>": {"<sku>.JRTCKXETXF": {"offerTermCode": "JRTCKXETXF", "sku": "<sku>",
    "effectiveDate": "2025-09-01T00:00:00Z", "priceDimensions": {"<sku>.JRTCKXETXF.6YS6EN2CT7": {
      "rateCode": "<sku>.JRTCKXETXF.6YS6EN2CT7", "description": "On Demand", "beginRange": "0", "endRange": "Inf",
      "unit": "Hrs", "pricePerUnit": {"USD": "<price>"}, "appliesTo": []}}, "termAttributes": {}}})json",
                one);
}

/// Writes an offer file of two instances; only their figures are made up.
inline std::string offer_json() {
  const InstanceOffer large{"AAAA", "m5.large", "0.0960000000"};
  const InstanceOffer medium{"BBBB", "t3.medium", "0.0416000000"};
  return R"({"formatVersion": "v1.0", "disclaimer": "...", "offerCode": "AmazonEC2", "version": "20250912225308",
  "publicationDate": "2025-09-12T22:53:08Z", "products": {)" +
         product_json(large) + ", " + product_json(medium) + R"(}, "terms": {"OnDemand": {)" + on_demand_json(large) +
         ", " + on_demand_json(medium) + "}}}";
}

/// Writes the head of the CSV form, as of 2025, with the columns that importers look at and some that they do not.
inline std::string csv_head() {
  return "\"FormatVersion\",\"v1.0\"\n"
         "\"Disclaimer\",\"This pricing list is for informational purposes only, \"\"as is\"\".\"\n"
         "\"Publication Date\",\"2025-09-12T22:53:08Z\"\n"
         "\"Version\",\"20250912225308\"\n"
         "\"OfferCode\",\"AmazonEC2\"\n"
         "\"SKU\",\"OfferTermCode\",\"RateCode\",\"TermType\",\"PriceDescription\",\"EffectiveDate\",\"StartingRange\","
         "\"EndingRange\",\"Unit\",\"PricePerUnit\",\"Currency\",\"RelatedTo\",\"LeaseContractLength\","
         "\"PurchaseOption\",\"OfferingClass\",\"Product Family\",\"serviceCode\",\"Location\",\"Location Type\","
         "\"Instance Type\",\"Tenancy\",\"Operating System\",\"License Model\",\"usageType\",\"operation\","
         "\"CapacityStatus\",\"Pre Installed S/W\",\"Region Code\"\n";
}

/// Writes one row of it: an on-demand price of an instance.
inline std::string csv_row(const InstanceOffer& one) {
  return filled(
      "\"<sku>\",\"JRTCKXETXF\",\"<sku>.JRTCKXETXF.6YS6EN2CT7\",\"OnDemand\",\"On "
      "Demand\",\"2025-09-01\",\"0\",\"Inf\","
      "\"Hrs\",\"<price>\",\"USD\",,,,,\"Compute Instance\",\"AmazonEC2\",\"US East (N. Virginia)\",\"AWS Region\","
      "\"<type>\",\"Shared\",\"Linux\",\"No License required\",\"BoxUsage:<type>\",\"RunInstances\",\"Used\",\"NA\","
      "\"us-east-1\"\n",
      one);
}

}  // namespace fleetcast::pricing::importers
