#include "scenarios/results/coverable_usage.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "pricing/billing_month.hpp"
#include "pricing/commitments/eligibility.hpp"

namespace fleetcast::scenarios::results {
namespace {

using documents::Json;
using documents::OrderedJson;
using pricing::UsageKey;
using pricing::UsageLedger;

constexpr std::size_t most_replications = 1'000'000;

OrderedJson row_of(std::size_t replication, const UsageKey& key) {
  OrderedJson row = {{"replication", replication}, {"meter", key.meter}, {"account", key.account},
                     {"region", key.region}};
  if (!key.zone.empty()) row["zone"] = key.zone;
  if (!key.purchase_option.empty()) row["purchase_option"] = key.purchase_option;
  if (!key.pool.empty()) row["pool"] = key.pool;
  row["first_hour"] = pricing::to_iso(key.utc_hour);
  row["amounts"] = OrderedJson::array();
  return row;
}

void write_ledger(std::size_t replication, const UsageLedger& ledger, std::string& text) {
  const UsageKey* previous = nullptr;
  OrderedJson row;
  const auto end_row = [&] {
    if (previous != nullptr) text += (text.empty() ? "" : ",\n    ") + row.dump();
  };
  std::int64_t hour = 0;
  for (const auto& [key, amount] : ledger.rows()) {
    if (previous == nullptr || !key.equals_but_for_hour(*previous)) {
      end_row();
      row = row_of(replication, key);
      hour = key.utc_hour;
    }
    for (; hour < key.utc_hour; ++hour) row["amounts"].push_back(0);
    row["amounts"].push_back(amount.billable);
    ++hour;
    previous = &key;
  }
  end_row();
}

UsageKey key_of(const Json& row) {
  UsageKey key;
  row.at("meter").get_to(key.meter);
  row.at("account").get_to(key.account);
  row.at("region").get_to(key.region);
  key.zone = row.value("zone", "");
  key.purchase_option = row.value("purchase_option", "");
  key.pool = row.value("pool", "");
  key.utc_hour = pricing::utc_hour_from_iso(row.at("first_hour").get<std::string>());
  return key;
}

void read_row(const Json& row, std::vector<UsageLedger>& replications) {
  const auto replication = row.at("replication").get<std::size_t>();
  if (replication >= most_replications) throw std::invalid_argument("there are at most a million replications");
  if (replication >= replications.size()) replications.resize(replication + 1);
  UsageKey key = key_of(row);
  for (const Json& amount : row.at("amounts")) {
    replications[replication].add(key, amount.get<std::int64_t>());
    ++key.utc_hour;
  }
}

}  // namespace

std::vector<UsageLedger> coverable_usage_of(std::span<const RunResult> results) {
  std::vector<UsageLedger> replications;
  for (const RunResult& result : results) {
    UsageLedger& coverable = replications.emplace_back();
    for (const auto& [key, amount] : result.ledger.rows()) {
      if (!pricing::commitments::is_coverable(key)) continue;
      UsageKey name = key;
      name.service = name.fleet = name.tags = name.peer_zone = "";
      coverable.add(name, amount.raw, amount.billable);
    }
  }
  return replications;
}

std::string coverable_usage_json(std::span<const UsageLedger> replications) {
  std::string text;
  for (std::size_t i = 0; i < replications.size(); ++i) write_ledger(i, replications[i], text);
  return text.empty() ? "[]" : "[\n    " + text + "\n  ]";
}

std::vector<UsageLedger> read_coverable_usage(const Json& list, const std::string& pointer,
                                              documents::Problems& problems) {
  std::vector<UsageLedger> replications;
  if (!list.is_array()) problems.add(pointer, "must be a list");
  for (std::size_t i = 0; list.is_array() && i < list.size(); ++i) {
    try {
      read_row(list[i], replications);
    } catch (const Json::exception& error) {
      problems.add(documents::child_pointer(pointer, i), std::string("is no row of usage: ") + error.what());
    } catch (const std::invalid_argument& error) {
      problems.add(documents::child_pointer(pointer, i), error.what());
    }
  }
  return replications;
}

}  // namespace fleetcast::scenarios::results
