#include "pricing/importers/price_list.hpp"

#include <gtest/gtest.h>

#include "pricing/importers/offers_for_tests.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing::importers {
namespace {

using commitments::PaymentOption;
using ::testing::AllOf;
using ::testing::HasSubstr;

ImportedFigures read(const std::string& text) {
  std::istringstream input(text);
  return read_price_list(input, request());
}

std::string problems(const std::string& text) {
  return problems_of([](std::istream& input) { return read_price_list(input, request()); }, text);
}

std::string price_of(const ImportedFigures& figures, const PriceKey& key) {
  std::string text;
  const auto found = figures.prices.find(key);
  if (found == figures.prices.end()) return "none";
  for (const ImportedTier& tier : found->second.tiers) {
    text += (text.empty() ? "" : ", ") + tier.from.to_string() + ".." + (tier.to ? tier.to->to_string() : "any") +
            ": " + tier.price.to_string();
  }
  return text;
}

PriceKey instance(const std::string& type) { return {std::string(meter::ec2_instance_seconds), type, "on_demand"}; }

// An offer file with one product: its attributes besides the region, its prices as JSON.
std::string one_product(const std::string& attributes, const std::string& dimensions) {
  return R"json({"offerCode": "X", "publicationDate": "2025-09-12T22:53:08Z", "products": {"S": {"sku": "S",
    "productFamily": "F", "attributes": {"regionCode": "us-east-1", )json" +
         attributes + R"json(}}}, "terms": {"OnDemand": {"S": {"S.T": {"priceDimensions": {)json" + dimensions +
         "}}}}}}";
}

std::string dimension(const std::string& code, const std::string& from, const std::string& to, const std::string& unit,
                      const std::string& price) {
  return "\"" + code + R"(": {"beginRange": ")" + from + R"(", "endRange": ")" + to + R"(", "unit": ")" + unit +
         R"(", "pricePerUnit": {"USD": ")" + price + "\"}}";
}

TEST(PriceListJson, ReadsOnDemandPricesWithTheirSource) {
  const ImportedFigures figures = read(offer_json());
  EXPECT_EQ(price_of(figures, instance("m5.large")), "0..any: 0.096");
  EXPECT_EQ(price_of(figures, instance("t3.medium")), "0..any: 0.0416");
  EXPECT_EQ(figures.source.name, "import AmazonEC2 20250912225308");
  EXPECT_EQ(figures.source.where, "offer");
  EXPECT_EQ(figures.source.as_of, "2025-09-12");
  EXPECT_EQ(figures.prices.at(instance("m5.large")).confidence, "imported");
  EXPECT_EQ(figures.prices.at(instance("m5.large")).note, "SKU AAAA");
  EXPECT_EQ(figures.records, 2);
}

TEST(PriceListJson, ReadsTermsThatComeBeforeTheirProducts) {
  const std::string text = offer_json();
  const std::size_t products = text.find("\"products\"");
  const std::size_t terms = text.find("\"terms\"");
  const std::string turned = text.substr(0, products) + text.substr(terms, text.size() - terms - 1) + ", " +
                             text.substr(products, terms - products - 2) + "}";
  EXPECT_EQ(price_of(read(turned), instance("m5.large")), "0..any: 0.096");
}

TEST(PriceListJson, LeavesOtherRegionsAndMachinesWithLicencesOut) {
  EXPECT_EQ(price_of(read(with(offer_json(), "us-east-1", "us-east-1-wl1-was1")), instance("m5.large")), "none");
  EXPECT_EQ(price_of(read(with(offer_json(), "\"Linux\"", "\"Windows\"")), instance("m5.large")), "none");
  EXPECT_EQ(price_of(read(with(offer_json(), "\"Shared\"", "\"Dedicated\"")), instance("m5.large")), "none");
  EXPECT_EQ(price_of(read(with(offer_json(), "\"NA\"", "\"SQL Std\"")), instance("m5.large")), "none");
}

// The prices of cache.c7gn.large of 2025-06-24 in AWS's offer file of ElastiCache.
TEST(PriceListJson, ReadsReservations) {
  const std::string text = R"json({"offerCode": "AmazonElastiCache", "version": "20250624130639",
    "publicationDate": "2025-06-24T13:06:39Z", "products": {"4D2E7K7G4GPM84WN": {"sku": "4D2E7K7G4GPM84WN",
    "productFamily": "Cache Instance", "attributes": {"servicecode": "AmazonElastiCache",
    "location": "US East (N. Virginia)", "instanceType": "cache.c7gn.large", "cacheEngine": "Valkey",
    "usagetype": "NodeUsage:cache.c7gn.large", "regionCode": "us-east-1"}}}, "terms": {"Reserved": {
    "4D2E7K7G4GPM84WN": {"4D2E7K7G4GPM84WN.HU7G6KETJZ": {"priceDimensions": {
      "4D2E7K7G4GPM84WN.HU7G6KETJZ.6YS6EN2CT7": {"beginRange": "0", "endRange": "Inf", "unit": "Hrs",
        "pricePerUnit": {"USD": "0.0664000000"}},
      "4D2E7K7G4GPM84WN.HU7G6KETJZ.2TG2D8R56U": {"unit": "Quantity", "pricePerUnit": {"USD": "580.788"}}},
      "termAttributes": {"LeaseContractLength": "1yr", "PurchaseOption": "Partial Upfront",
        "OfferingClass": "standard"}},
    "4D2E7K7G4GPM84WN.R5XV2EPZQZ": {"priceDimensions": {"4D2E7K7G4GPM84WN.R5XV2EPZQZ.6YS6EN2CT7": {
      "unit": "Hrs", "pricePerUnit": {"USD": "0.01"}}}, "termAttributes": {"LeaseContractLength": "3yr",
        "PurchaseOption": "Partial Upfront", "OfferingClass": "convertible"}}}}}})json";
  const ImportedFigures figures = read(text);
  ASSERT_EQ(figures.reservations.size(), 1U);
  const auto& [key, imported] = *figures.reservations.begin();
  EXPECT_EQ(key.pool, "cache.c7gn.large/valkey");
  EXPECT_EQ(key.years, 1);
  EXPECT_EQ(key.payment, PaymentOption::partial_upfront);
  EXPECT_EQ(imported.offer.upfront_usd.to_string(), "580.788");
  EXPECT_EQ(imported.offer.usd_per_hour.to_string(), "0.0664");
  // As ElastiCache lists them.
  EXPECT_EQ(read(with(text, "\"Reserved\"", "\"OnDemand\"")).reservations.size(), 1U);
  EXPECT_THAT(problems(with(text, "\"580.788\"", "\"0\"")), HasSubstr("not what its payment option means"));
}

TEST(PriceListJson, ReadsAnswersOfTheQueryApi) {
  const std::string document = R"json({"product": {"productFamily": "Storage", "attributes": {
    "servicecode": "AmazonEC2", "usagetype": "EBS:VolumeUsage.piops", "location": "US East (N. Virginia)"},
    "sku": "W"}, "serviceCode": "AmazonEC2", "terms": {"OnDemand": {"W.J": {"priceDimensions": {"W.J.6": {
      "unit": "GB-Mo", "endRange": "Inf", "beginRange": "0", "pricePerUnit": {"USD": "0.1250000000"}}}, "sku": "W",
      "effectiveDate": "2017-08-01T00:00:00Z", "termAttributes": {}}}}, "version": "20170901182201",
    "publicationDate": "2017-09-01T18:22:01Z"})json";
  std::string escaped;
  for (const char c : document) escaped += c == '\n' ? " " : c == '"' ? "\\\"" : std::string(1, c);
  const std::string text = "{\"FormatVersion\": \"aws_v1\", \"PriceList\": [\"" + escaped + "\"]}";
  const ImportedFigures figures = read(text);
  EXPECT_EQ(price_of(figures, {std::string(meter::ebs_storage_mib_seconds), "io1"}), "0..any: 0.125");
  EXPECT_EQ(figures.source.as_of, "2017-09-01");
}

TEST(PriceListJson, BringsUnitsAndTiersToThoseOfTheMeter) {
  const std::string queries = R"("servicecode": "AmazonRoute53", "usagetype": "DNS-Queries")";
  EXPECT_EQ(price_of(read(one_product(queries, dimension("b", "1000000000", "Inf", "Queries", "0.0000002000") + "," +
                                                   dimension("a", "0", "1000000000", "Queries", "0.0000004000"))),
                     {std::string(meter::route53_queries)}),
            "0..1000: 0.4, 1000..any: 0.2");
  const std::string throughput = R"("servicecode": "AmazonEC2", "usagetype": "EBS:VolumeP-Throughput.gp3")";
  EXPECT_EQ(price_of(read(one_product(throughput, dimension("a", "0", "Inf", "GiBps-mo", "40.96"))),
                     {std::string(meter::ebs_throughput_mibps_seconds), "gp3"}),
            "0..any: 0.04");
  EXPECT_THAT(problems(one_product(throughput, dimension("a", "0", "Inf", "MiBps-mo", "0.04"))),
              AllOf(HasSubstr("SKU S (ebs.throughput_mibps_seconds 'gp3') is priced per 'MiBps-mo'"),
                    HasSubstr("known are GiBps-mo")));
}

TEST(PriceListJson, RefusesTiersWithGaps) {
  const std::string storage = R"("servicecode": "AmazonS3", "usagetype": "TimedStorage-ByteHrs")";
  const std::string first = dimension("a", "0", "51200", "GB-Mo", "0.023");
  EXPECT_THAT(problems(one_product(storage, first)), HasSubstr("the last tier ends at 51200"));
  EXPECT_THAT(problems(one_product(storage, first + "," + dimension("b", "51201", "Inf", "GB-Mo", "0.022"))),
              HasSubstr("one begins at 51201 where the one before ends at 51200"));
  EXPECT_THAT(problems(one_product(storage, dimension("a", "0", "x", "GB-Mo", "0.023"))),
              HasSubstr("tier bound 'x' is no plain decimal number"));
}

TEST(PriceListJson, LeavesAPriceAsItWasWhereTwoProductsDisagree) {
  const InstanceOffer other{"CCCC", "m5.large", "0.0970000000"};
  const std::string products = with(offer_json(), "\"products\": {", "\"products\": {" + product_json(other) + ", ");
  const ImportedFigures figures =
      read(with(products, "\"OnDemand\": {", "\"OnDemand\": {" + on_demand_json(other) + ", "));
  EXPECT_EQ(price_of(figures, instance("m5.large")), "none");
  EXPECT_EQ(price_of(figures, instance("t3.medium")), "0..any: 0.0416");
  EXPECT_THAT(figures.notes,
              ::testing::ElementsAre("ec2.instance_seconds 'm5.large' is priced differently by SKUs AAAA, "
                                     "CCCC: left as it was"));
}

TEST(PriceListJson, RefusesAbsurdPricesAllAtOnce) {
  for (const auto& [price, message] : std::vector<std::pair<std::string, std::string>>{
           {"-0.0960000000", "is negative"},
           {"1e30", "is no plain decimal number"},
           {"1000000000000000000000000000000", "is no plain decimal number"},
           {"20000000", "is absurd"},
           {"NaN", "is no plain decimal number"},
           {"Infinity", "is no plain decimal number"},
           {"", "is no plain decimal number"},
           {"0x10", "is no plain decimal number"},
           {"0.0960000000001", "is no plain decimal number"},
           {"0.0000000000", "costs nothing"}}) {
    const std::string found = problems(with(offer_json(), "0.0960000000", price));
    EXPECT_THAT(found, AllOf(HasSubstr("offer: 1 problem"), HasSubstr("SKU AAAA"), HasSubstr(message))) << price;
  }
  const std::string both = with(with(offer_json(), "0.0960000000", "-1"), "0.0416000000", "NaN");
  EXPECT_THAT(problems(both), AllOf(HasSubstr("offer: 2 problems"), HasSubstr("/terms/OnDemand/AAAA/AAAA.JRTCKXETXF"),
                                    HasSubstr("/terms/OnDemand/BBBB/BBBB.JRTCKXETXF")));
}

TEST(PriceListJson, RefusesOtherCurrencies) {
  EXPECT_THAT(problems(with(offer_json(), "\"USD\"", "\"CNY\"")),
              AllOf(HasSubstr("SKU AAAA is priced in 'CNY'"), HasSubstr("take the offer file in USD")));
}

TEST(PriceListJson, RefusesSkusThatAreListedTwice) {
  const InstanceOffer again{"AAAA", "m5.large", "0.0970000000"};
  const std::string products = with(offer_json(), "\"products\": {", "\"products\": {" + product_json(again) + ", ");
  EXPECT_THAT(problems(products), AllOf(HasSubstr("/products/AAAA"), HasSubstr("SKU AAAA is listed twice")));
  const std::string terms = with(offer_json(), "\"OnDemand\": {", "\"OnDemand\": {" + on_demand_json(again) + ", ");
  EXPECT_THAT(problems(terms), HasSubstr("SKU AAAA has its terms twice"));
}

TEST(PriceListJson, RefusesWhatIsNoOfferFile) {
  EXPECT_THAT(problems(""), HasSubstr("is empty"));
  EXPECT_THAT(problems("  \n"), HasSubstr("is empty"));
  EXPECT_THAT(problems(std::string("\x1f\x8b\x08\0", 4)), HasSubstr("is packed; unpack it first"));
  EXPECT_THAT(problems(std::string("\x7f"
                                   "ELF\x02\x01\0\0",
                                   8)),
              HasSubstr("holds bytes that are no text"));
  EXPECT_THAT(problems("{}"), HasSubstr("holds no price of region us-east-1"));
  EXPECT_THAT(problems("[1, 2]"), HasSubstr("holds no price of region us-east-1"));
  EXPECT_THAT(problems("{\"products\": \"none\", \"terms\": 7}"), HasSubstr("holds no price"));
  EXPECT_THAT(problems(std::string(100, '[')), HasSubstr("nested deeper than 64 levels"));
  EXPECT_THAT(problems("{\"disclaimer\": \"" + std::string(2 << 20, 'x') + "\"}"), HasSubstr("longer than 1 MiB"));
}

TEST(PriceListJson, SaysWhereAFileIsCutOff) {
  const std::string text = offer_json();
  EXPECT_THAT(problems(text.substr(0, text.size() / 2)), AllOf(HasSubstr("byte " + std::to_string(text.size() / 2 + 1)),
                                                               HasSubstr("line "), HasSubstr("column ")));
}

TEST(PriceListCsv, ReadsOnDemandPrices) {
  const ImportedFigures figures =
      read(csv_head() + csv_row({"AAAA", "m5.large", "0.0960000000"}) + csv_row({"BBBB", "t3.medium", "0.0416000000"}));
  EXPECT_EQ(price_of(figures, instance("m5.large")), "0..any: 0.096");
  EXPECT_EQ(price_of(figures, instance("t3.medium")), "0..any: 0.0416");
  EXPECT_EQ(figures.source.as_of, "2025-09-12");
}

TEST(PriceListCsv, DoesWithoutTheLinesAboveTheHeader) {
  const std::string head = csv_head();
  const ImportedFigures figures = read(head.substr(head.find("\"SKU\"")) + csv_row({"A", "m5.large", "0.0960000000"}));
  EXPECT_EQ(figures.prices.at(instance("m5.large")).as_of, "2025-09-01");
  EXPECT_EQ(figures.source.as_of, "2025-09-01");
}

TEST(PriceListCsv, NamesTheLineOfEveryProblem) {
  const std::string good = csv_row({"AAAA", "m5.large", "0.0960000000"});
  EXPECT_THAT(problems(csv_head() + good + good),
              AllOf(HasSubstr("line 8"), HasSubstr("rate AAAA.JRTCKXETXF.6YS6EN2CT7 is listed twice")));
  EXPECT_THAT(problems(csv_head() + good + "\"B\",\"x\"\n"), HasSubstr("line 8: has 2 fields, not 28"));
  EXPECT_THAT(problems(csv_head() + good + "\"B\",\"x"), HasSubstr("a quotation mark that nothing closes"));
  EXPECT_THAT(problems(csv_head() + with(good, "\"USD\"", "\"EUR\"")),
              HasSubstr("line 7: SKU AAAA is priced in 'EUR'"));
  EXPECT_THAT(problems(csv_head() + with(good, "0.0960000000", "-1")), HasSubstr("line 7: SKU AAAA"));
  EXPECT_THAT(problems(csv_head() + with(good, "\"m5.large\"", "\"m5 large; drop\"")), HasSubstr("no name of a type"));
  EXPECT_THAT(problems("a,b\n1,2\n"), HasSubstr("no row of column names that begins with SKU"));
  EXPECT_THAT(problems("SKU,Unit\n1,2\n"), HasSubstr("lacks the columns ratecode, termtype, priceperunit, currency"));
  EXPECT_THAT(problems(csv_head()), HasSubstr("holds no price of region us-east-1 that a meter uses, among 0 rows"));
  EXPECT_THAT(problems(csv_head() + good + std::string("\0\0", 2)), HasSubstr("bytes that are no text"));
}

TEST(PriceListCsv, ShowsABoundedNumberOfProblems) {
  std::string rows;
  for (int i = 0; i < 100; ++i) rows += csv_row({"S" + std::to_string(i), "m5.large", "-1"});
  EXPECT_THAT(problems(csv_head() + rows), AllOf(HasSubstr("SKU S19"), HasSubstr("and 80 more problems like these"),
                                                 ::testing::Not(HasSubstr("SKU S20"))));
}

}  // namespace
}  // namespace fleetcast::pricing::importers
