#include "scenarios/regression/recorded_usage.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "pricing/billing_month.hpp"

namespace fleetcast::scenarios::regression {
namespace {

using documents::Json;
using pricing::UsageKey;
using pricing::UsageLedger;

constexpr std::int64_t most_hours = 1'000'000;
constexpr std::int64_t most_used = std::numeric_limits<std::int64_t>::max();

/// Lists the parts of a key that a row may leave out where they are empty.
struct KeyPart {
  const char* name;
  std::string UsageKey::*member;
};
constexpr KeyPart optional_parts[] = {
    {"zone", &UsageKey::zone},   {"peer_zone", &UsageKey::peer_zone},
    {"fleet", &UsageKey::fleet}, {"purchase_option", &UsageKey::purchase_option},
    {"pool", &UsageKey::pool},   {"service", &UsageKey::service},
    {"tags", &UsageKey::tags}};

/// Returns a whole number from 0 to a limit; throws std::invalid_argument for anything else.
std::int64_t whole(const Json& number, std::int64_t most) {
  // A negative number is far above the limit as an unsigned one.
  if (!number.is_number_integer() || number.get<std::uint64_t>() > static_cast<std::uint64_t>(most)) {
    throw std::invalid_argument("must hold [hour, raw, billable] in whole numbers, not " + number.dump());
  }
  return number.get<std::int64_t>();
}

void read_row(const Json& row, std::vector<UsageLedger>& ledgers) {
  UsageKey key;
  row.at("meter").get_to(key.meter);
  row.at("account").get_to(key.account);
  row.at("region").get_to(key.region);
  for (const KeyPart& part : optional_parts) key.*part.member = row.value(part.name, "");
  const std::int64_t first_hour = pricing::utc_hour_from_iso(row.at("first_hour").get<std::string>());
  const Json& by_replication = row.at("by_replication");
  if (by_replication.size() != ledgers.size()) {
    throw std::invalid_argument("must be by replication, of which there are " + std::to_string(ledgers.size()));
  }
  for (std::size_t i = 0; i < ledgers.size(); ++i) {
    for (const Json& amount : by_replication.at(i)) {
      key.utc_hour = first_hour + whole(amount.at(0), most_hours);
      ledgers[i].add(key, whole(amount.at(1), most_used), whole(amount.at(2), most_used));
    }
  }
}

}  // namespace

Json usage_to_json(std::span<const UsageLedger> ledgers) {
  std::map<UsageKey, std::vector<Json>> rows;
  std::map<UsageKey, std::int64_t> first_hours;
  for (const UsageLedger& ledger : ledgers) {
    for (const auto& [row, amount] : ledger.rows()) {
      UsageKey key = row;
      key.utc_hour = 0;
      const auto [first, is_new] = first_hours.try_emplace(key, row.utc_hour);
      if (!is_new) first->second = std::min(first->second, row.utc_hour);
    }
  }
  for (std::size_t i = 0; i < ledgers.size(); ++i) {
    for (const auto& [row, amount] : ledgers[i].rows()) {
      UsageKey key = row;
      key.utc_hour = 0;
      std::vector<Json>& by_replication = rows[key];
      by_replication.resize(ledgers.size(), Json::array());
      by_replication[i].push_back({row.utc_hour - first_hours.at(key), amount.raw, amount.billable});
    }
  }
  Json usage = Json::array();
  for (auto& [key, by_replication] : rows) {
    Json row = {{"meter", key.meter},
                {"account", key.account},
                {"region", key.region},
                {"first_hour", pricing::to_iso(first_hours.at(key))},
                {"by_replication", by_replication}};
    for (const KeyPart& part : optional_parts) {
      if (!(key.*part.member).empty()) row[part.name] = key.*part.member;
    }
    usage.push_back(std::move(row));
  }
  return usage;
}

std::vector<UsageLedger> usage_from_json(const Json& usage, std::size_t replications, const std::string& pointer,
                                         documents::Problems& problems) {
  std::vector<UsageLedger> ledgers(replications);
  if (!usage.is_array()) problems.add(pointer, "must be a list");
  for (std::size_t i = 0; usage.is_array() && i < usage.size(); ++i) {
    try {
      read_row(usage[i], ledgers);
    } catch (const Json::exception& error) {
      problems.add(documents::child_pointer(pointer, i), std::string("is no row of usage: ") + error.what());
    } catch (const std::invalid_argument& error) {
      problems.add(documents::child_pointer(pointer, i), error.what());
    }
  }
  return ledgers;
}

}  // namespace fleetcast::scenarios::regression
