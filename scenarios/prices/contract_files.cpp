#include <nlohmann/json.hpp>

#include "scenarios/documents/document.hpp"
#include "scenarios/documents/parse_json.hpp"
#include "scenarios/prices/contract.hpp"

namespace fleetcast::scenarios::prices {
namespace {

constexpr int schema_version = 1;

/// Holds a file of commitments.
struct CommitmentsFile {
  sim::Parameter schema_version = 1;
  std::vector<CommitmentSpec> commitments;
};

/// Holds a file of discounts.
struct DiscountsFile {
  sim::Parameter schema_version = 1;
  DiscountSpec discounts;
};

template <class Visitor>
void describe_version(Visitor& visit, sim::Parameter& version) {
  visit.field("schema_version", version,
              {.at_least = schema_version, .at_most = schema_version, .required = true, .whole = true,
               .help = "Version of the file's form."});
}

template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, CommitmentsFile>
void describe(Visitor& visit, Config& config) {
  describe_version(visit, config.schema_version);
  visit.field("commitments", config.commitments, {.required = true, .help = "Reservations and Savings Plans."});
}

template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, DiscountsFile>
void describe(Visitor& visit, Config& config) {
  describe_version(visit, config.schema_version);
  describe(visit, config.discounts);
}

template <class File>
File read_file(const std::string& path, documents::Problems& problems) {
  File file;
  documents::read_into(documents::parse_json_file(path), file, problems);
  return file;
}

}  // namespace

pricing::Discounts read_discounts(const std::string& path) {
  documents::Problems problems;
  const auto file = read_file<DiscountsFile>(path, problems);
  pricing::Discounts discounts = to_discounts(file.discounts, "", problems);
  problems.throw_if_any(path);
  return discounts;
}

pricing::commitments::Commitments read_commitments(const std::string& path, const pricing::PriceBook& book) {
  documents::Problems problems;
  const auto file = read_file<CommitmentsFile>(path, problems);
  pricing::commitments::Commitments commitments =
      to_commitments(file.commitments, "/commitments", "main", book, problems);
  problems.throw_if_any(path);
  return commitments;
}

}  // namespace fleetcast::scenarios::prices
