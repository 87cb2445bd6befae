#include "pricing/ledger_io.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "pricing/billing_month.hpp"
#include "pricing/json_fields.hpp"
#include "pricing/tariff.hpp"

namespace fleetcast::pricing {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::int64_t read_hour(const JsonFields& fields) {
  const std::string text = fields.text("hour");
  if (text.empty()) return 0;
  try {
    return utc_hour_from_iso(text);
  } catch (const std::invalid_argument& error) {
    fields.report("hour", error.what());
    return 0;
  }
}

UsageAmount read_amount(const JsonFields& fields) {
  if (fields.has("amount")) {
    if (fields.has("raw") || fields.has("billable")) {
      fields.report("amount", "stands for 'raw' and 'billable'; give one or the other");
    }
    const std::int64_t amount = fields.whole("amount");
    return {amount, amount};
  }
  return {fields.whole("raw"), fields.whole("billable")};
}

void read_row(const json& row, const std::string& at, const std::vector<std::string>& meters, UsageLedger& ledger,
              std::vector<Problem>& problems) {
  const JsonFields fields(row, at, problems,
                          {"meter", "account", "region", "zone", "peer_zone", "service", "fleet", "purchase_option",
                           "pool", "tags", "hour", "amount", "raw", "billable"});
  if (!row.is_object()) return;
  UsageKey key;
  key.meter = fields.text("meter");
  if (!key.meter.empty() && std::ranges::find(meters, key.meter) == meters.end()) {
    fields.report("meter", "'" + key.meter + "' is not a meter" + suggestion(key.meter, meters));
  }
  key.account = fields.text_or("account", key.account);
  key.region = fields.text("region");
  key.zone = fields.text_or("zone", "");
  key.peer_zone = fields.text_or("peer_zone", "");
  key.service = fields.text_or("service", "");
  key.fleet = fields.text_or("fleet", "");
  key.purchase_option = fields.text_or("purchase_option", "");
  key.pool = fields.text_or("pool", "");
  key.tags = fields.text_or("tags", "");
  key.utc_hour = read_hour(fields);
  const UsageAmount amount = read_amount(fields);
  try {
    ledger.add(key, amount.raw, amount.billable);
  } catch (const std::invalid_argument& error) {
    problems.push_back({at, error.what()});
  }
}

void write_text(ordered_json& row, const char* name, const std::string& text) {
  if (!text.empty()) row[name] = text;
}

ordered_json row_of(const UsageKey& key, const UsageAmount& amount) {
  ordered_json row;
  row["meter"] = key.meter;
  row["account"] = key.account;
  row["region"] = key.region;
  write_text(row, "zone", key.zone);
  write_text(row, "peer_zone", key.peer_zone);
  write_text(row, "service", key.service);
  write_text(row, "fleet", key.fleet);
  write_text(row, "purchase_option", key.purchase_option);
  write_text(row, "pool", key.pool);
  write_text(row, "tags", key.tags);
  row["hour"] = to_iso(key.utc_hour);
  if (amount.raw == amount.billable) {
    row["amount"] = amount.raw;
  } else {
    row["raw"] = amount.raw;
    row["billable"] = amount.billable;
  }
  return row;
}

}  // namespace

UsageFile parse_usage(std::string_view text, const std::string& document) {
  const json parsed = parse_json(text, document);
  std::vector<Problem> problems;
  UsageFile file;
  const JsonFields fields(parsed, "", problems, {"schema_version", "horizon_s", "rows"});
  if (parsed.is_object()) {
    if (fields.whole("schema_version") != usage_schema_version) {
      fields.report("schema_version", "must be " + std::to_string(usage_schema_version));
    }
    if (fields.has("horizon_s")) file.horizon_seconds = fields.whole("horizon_s");
    const std::vector<std::string> meters = known_meters();
    std::size_t index = 0;
    for (const json& row : fields.array("rows")) {
      read_row(row, "/rows/" + std::to_string(index++), meters, file.usage, problems);
    }
  }
  if (!problems.empty()) throw InvalidDocument(document, std::move(problems));
  return file;
}

UsageFile read_usage(const std::filesystem::path& path) {
  std::ifstream input(path, std::ios::binary);
  if (!input) throw InvalidDocument(path.string(), {{"", "cannot be read; give the path of a usage file"}});
  const std::string text(std::istreambuf_iterator<char>(input), {});
  return parse_usage(text, path.filename().string());
}

void write_usage(std::ostream& out, const UsageFile& file) {
  out << "{\"schema_version\":" << usage_schema_version << ",\n";
  if (file.horizon_seconds) out << "\"horizon_s\":" << *file.horizon_seconds << ",\n";
  out << "\"rows\":[";
  const char* separator = "\n";
  for (const auto& [key, amount] : file.usage.rows()) {
    out << separator << row_of(key, amount).dump();
    separator = ",\n";
  }
  out << "\n]}\n";
}

}  // namespace fleetcast::pricing
