#include "scenarios/regression/baseline.hpp"

#include <utility>

#include "scenarios/documents/parse_json.hpp"
#include "scenarios/documents/problems.hpp"
#include "scenarios/regression/readable_json.hpp"
#include "scenarios/regression/recorded_usage.hpp"

namespace fleetcast::scenarios::regression {
namespace {

using documents::child_pointer;
using documents::Json;
using experiment::Figures;

constexpr int schema_version = 1;

Json to_json(const Recording& one) {
  std::vector<pricing::UsageLedger> usage;
  Json fingerprints = Json::array();
  Json figures = Json::object();
  for (const Figures& run : one.replications) {
    usage.push_back(run.usage);
    fingerprints.push_back(run.fingerprint);
    for (const auto& [name, value] : run.metrics) figures[name].push_back(value);
  }
  return {{"document", one.document},
          {"resolved", one.resolved},
          {"seed", one.runs.seed},
          {"replications", one.runs.replications},
          {"horizon_s", one.horizon_seconds},
          {"digest", one.digest},
          {"traces_digest", one.traces_digest},
          {"price_book", {{"name", one.book.name}, {"date", one.book.date}, {"digest", one.book.digest}}},
          {"unit_prices", one.unit_prices},
          {"fingerprints", fingerprints},
          {"figures", figures},
          {"usage", usage_to_json(usage)}};
}

/// Reads members one by one, so that everything that is wrong is told at once.
class Members {
 public:
  Members(const Json& object, std::string pointer, documents::Problems& problems)
      : object_(object), pointer_(std::move(pointer)), problems_(problems) {}

  /// Reads a member into a value; adds a problem and leaves the value alone if it is missing or of another type.
  template <class Value>
  void read(const char* name, Value& value) const {
    try {
      object_.at(name).get_to(value);
    } catch (const Json::exception& error) {
      problems_.add(child_pointer(pointer_, name), std::string("cannot be read: ") + error.what());
    }
  }

 private:
  const Json& object_;
  std::string pointer_;
  documents::Problems& problems_;
};

Recording recording_from(const Json& json, const std::string& pointer, documents::Problems& problems) {
  const Members members(json, pointer, problems);
  Recording one;
  members.read("document", one.document);
  members.read("resolved", one.resolved);
  members.read("seed", one.runs.seed);
  members.read("replications", one.runs.replications);
  members.read("horizon_s", one.horizon_seconds);
  members.read("digest", one.digest);
  members.read("traces_digest", one.traces_digest);
  members.read("unit_prices", one.unit_prices);
  Json book;
  members.read("price_book", book);
  const Members book_members(book, child_pointer(pointer, "price_book"), problems);
  book_members.read("name", one.book.name);
  book_members.read("date", one.book.date);
  book_members.read("digest", one.book.digest);
  std::vector<std::string> fingerprints;
  members.read("fingerprints", fingerprints);
  std::map<std::string, std::vector<double>> figures;
  members.read("figures", figures);
  Json usage;
  members.read("usage", usage);
  std::vector<pricing::UsageLedger> ledgers =
      usage_from_json(usage, fingerprints.size(), child_pointer(pointer, "usage"), problems);
  if (fingerprints.size() < 2 || fingerprints.size() != one.runs.replications) {
    problems.add(child_pointer(pointer, "fingerprints"), "must be one for each replication, and at least two");
  }
  for (std::size_t i = 0; i < fingerprints.size(); ++i) {
    one.replications.push_back({fingerprints[i], true, {}, std::move(ledgers[i])});
  }
  if (one.horizon_seconds < 1) problems.add(child_pointer(pointer, "horizon_s"), "must be at least 1");
  if (!figures.contains(good_requests)) {
    problems.add(child_pointer(pointer, "figures"), std::string("lacks ") + good_requests);
  }
  for (const auto& [name, values] : figures) {
    if (values.size() != fingerprints.size()) {
      problems.add(child_pointer(child_pointer(pointer, "figures"), name), "must be one for each replication");
      continue;
    }
    for (std::size_t i = 0; i < values.size(); ++i) one.replications[i].metrics[name] = values[i];
  }
  return one;
}

}  // namespace

std::string baseline_text(const Baseline& baseline) {
  Json json = {{"schema_version", schema_version},
               {"program_version", baseline.program_version},
               {"suite", baseline.suite},
               {"scenarios", Json::object()}};
  for (const auto& [name, one] : baseline.scenarios) json["scenarios"][name] = to_json(one);
  return readable(json) + "\n";
}

Baseline read_baseline(const std::filesystem::path& path) {
  const Json json = documents::parse_json_file(path.string());
  documents::Problems problems;
  const Members members(json, "", problems);
  Baseline baseline;
  int version = schema_version;
  members.read("schema_version", version);
  if (version != schema_version) {
    problems.add("/schema_version", "is " + std::to_string(version) + ", this program reads " +
                                        std::to_string(schema_version) + "; make the baseline anew with --update");
  }
  members.read("program_version", baseline.program_version);
  members.read("suite", baseline.suite);
  std::map<std::string, Json> scenarios;
  members.read("scenarios", scenarios);
  for (const auto& [name, one] : scenarios) {
    baseline.scenarios[name] = recording_from(one, child_pointer("/scenarios", name), problems);
  }
  problems.throw_if_any(path.string());
  return baseline;
}

}  // namespace fleetcast::scenarios::regression
