#include "scenarios/commands/commit_input.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "pricing/ledger_io.hpp"
#include "scenarios/commands/commit_offers.hpp"
#include "scenarios/documents/parse_json.hpp"
#include "scenarios/documents/price_books.hpp"
#include "scenarios/experiment/result_file.hpp"
#include "scenarios/prices/contract.hpp"
#include "scenarios/results/coverable_usage.hpp"

namespace fleetcast::scenarios::commands {
namespace {

using pricing::BilledPeriod;

// Returns the hours that any of the replications used.
BilledPeriod hours_of(const std::vector<pricing::UsageLedger>& replications) {
  std::optional<BilledPeriod> period;
  for (const pricing::UsageLedger& ledger : replications) {
    for (const auto& [key, amount] : ledger.rows()) {
      if (!period) period = BilledPeriod{key.utc_hour, key.utc_hour + 1};
      period->first_hour = std::min(period->first_hour, key.utc_hour);
      period->end_hour = std::max(period->end_hour, key.utc_hour + 1);
    }
  }
  return period.value_or(BilledPeriod{});
}

CommitInput input_of_result(const documents::Json& document, const CommitOptions& options) try {
  const std::string& path = options.inputs.front();
  documents::Problems problems;
  if (!document.contains("coverable_usage")) {
    problems.add("/coverable_usage", "is missing: this result was made by a version that did not write it; run again");
    problems.throw_if_any(path);
  }
  CommitInput input;
  input.replications = results::read_coverable_usage(document["coverable_usage"], "/coverable_usage", problems);
  problems.throw_if_any(path);
  input.replications.resize(document.at("replications").get<std::size_t>());
  const auto book = document.at("price_book").at("name").get<std::string>();
  input.book = documents::read_named_price_book(options.book.value_or(book));
  const std::int64_t start = pricing::utc_hour_from_iso(document.at("start").get<std::string>());
  input.period = billed_period(start * 3600, document.at("horizon_s").get<double>());
  return input;
} catch (const documents::Json::exception& error) {
  throw documents::InvalidDocument(options.inputs.front(), {{"", std::string("is no whole result: ") + error.what()}});
}

CommitInput input_of_usage(const CommitOptions& options) {
  CommitInput input;
  for (const std::string& path : options.inputs) input.replications.push_back(pricing::read_usage(path).usage);
  input.book = documents::read_named_price_book(options.book.value_or("us-east-1"));
  input.period = hours_of(input.replications);
  return input;
}

}  // namespace

BilledPeriod billed_period(std::int64_t first_second, double horizon_seconds) {
  constexpr std::int64_t hour = 3600;
  return {first_second / hour, (first_second + std::llround(horizon_seconds) + hour - 1) / hour};
}

std::optional<CommitInput> read_recorded(const CommitOptions& options) {
  const documents::Json document = documents::parse_json_file(options.inputs.front());
  if (document.is_object() && document.contains("rows")) return input_of_usage(options);
  if (options.inputs.size() > 1) {
    throw std::invalid_argument("only usage files may be several, one for each replication");
  }
  if (experiment::is_result(document)) return input_of_result(document, options);
  return std::nullopt;
}

ExitCode print_commitments(CommitInput input, const CommitOptions& options, terminal::Terminal& terminal) {
  if (std::ranges::all_of(input.replications, [](const auto& ledger) { return ledger.rows().empty(); })) {
    throw std::invalid_argument("there is no usage that a commitment could cover");
  }
  if (options.commitments) input.options.commitments = prices::read_commitments(*options.commitments, input.book);
  std::vector<std::string> without_price;
  const std::vector<CommitCandidate> candidates = find_commitments(input, read_offers(options, input, without_price));
  if (options.format == ReportFormat::json) {
    print_commit_json(candidates, without_price, terminal);
  } else {
    print_commit_table(candidates, without_price, terminal);
  }
  return ExitCode::done;
}

}  // namespace fleetcast::scenarios::commands
