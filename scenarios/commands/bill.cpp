#include "scenarios/commands/bill.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <stdexcept>

#include "pricing/bill.hpp"
#include "pricing/focus/descriptions.hpp"
#include "pricing/focus/focus_csv.hpp"
#include "pricing/ledger_io.hpp"
#include "pricing/sla_credits.hpp"
#include "pricing/uncertain_prices.hpp"
#include "scenarios/documents/json.hpp"
#include "scenarios/documents/parse_json.hpp"
#include "scenarios/documents/price_books.hpp"
#include "scenarios/prices/contract.hpp"
#include "scenarios/prices/spot_prices.hpp"
#include "scenarios/results/uncertain_prices.hpp"
#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::commands {
namespace {

using terminal::Align;
using terminal::Table;

using documents::OrderedJson;
using pricing::Money;

pricing::UsageFile read_usage(const std::string& path) {
  const documents::Json document = documents::parse_json_file(path);
  if (!document.is_object()) throw documents::InvalidDocument(path, {{"", "must be a usage file or a result file"}});
  // A result file holds the usage of its run as a usage file of its own.
  if (const auto usage = document.find("usage"); usage != document.end()) {
    return pricing::parse_usage(usage->dump(), path + "#/usage");
  }
  if (document.contains("availability") && document.contains("cost_usd")) {
    throw documents::InvalidDocument(path, {{"/usage", "is missing: this result holds no usage to be priced"}});
  }
  return pricing::parse_usage(document.dump(), path);
}

std::optional<pricing::HourlySpotPrices> spot_prices_of(const pricing::UsageLedger& usage, const std::string& region,
                                                        const BillCommandOptions& options,
                                                        terminal::Terminal& terminal) {
  if (!options.spot_prices && options.spot_from) {
    throw std::invalid_argument("--spot-from needs --spot-prices, the history that it is an instant of");
  }
  if (!options.spot_prices || usage.rows().empty()) return std::nullopt;
  const auto by_hour = [](const auto& row) { return row.first.utc_hour; };
  const auto [first, last] = std::ranges::minmax_element(usage.rows(), {}, by_hour);
  const std::int64_t begin = first->first.utc_hour * 3600;
  const std::int64_t end = (last->first.utc_hour + 1) * 3600;
  const auto prices = prices::read_spot_prices({*options.spot_prices, region, begin, end, options.spot_from, {}});
  for (const std::string& gap : prices::describe_gaps(prices)) terminal.errors << "fleetcast: warning: " << gap << "\n";
  return prices;
}

pricing::Bill make_bill(const pricing::UsageFile& file, const pricing::PriceBook& book,
                        const BillCommandOptions& options, terminal::Terminal& terminal) {
  pricing::BillOptions terms;
  if (options.discounts) terms.discounts = prices::read_discounts(*options.discounts);
  if (options.commitments) terms.commitments = prices::read_commitments(*options.commitments, book);
  terms.hourly_spot_prices = spot_prices_of(file.usage, book.region, options, terminal);
  if (!options.month_hours) return pricing::bill(file.usage, book, terms);
  if (!file.horizon_seconds) {
    throw std::invalid_argument(options.usage + ": does not say its horizon_seconds, which a normalised month needs");
  }
  return pricing::bill_normalised_month(file.usage, *file.horizon_seconds, book, terms, *options.month_hours);
}

std::string what_is_billed(const pricing::Bill& bill) {
  if (!bill.normalised_month_hours) return "the usage as recorded";
  return "a normalised month of " + std::to_string(*bill.normalised_month_hours) + " hours";
}

std::string heading_of(pricing::View view) {
  switch (view) {
    case pricing::View::aws_service: return "AWS service";
    case pricing::View::meter: return "meter";
    case pricing::View::service: return "service";
    case pricing::View::zone: return "zone";
    case pricing::View::fleet: return "fleet";
    case pricing::View::purchase_option: return "purchase option";
    case pricing::View::month: return "month";
  }
  throw std::logic_error("commands::bill: unknown view");
}

std::string heading_of(pricing::Cost cost) {
  switch (cost) {
    case pricing::Cost::list: return "USD at list prices";
    case pricing::Cost::contracted: return "USD as contracted";
    case pricing::Cost::billed: return "USD";
    case pricing::Cost::effective: return "USD amortised";
  }
  throw std::logic_error("commands::bill: unknown cost");
}

void print_table(const pricing::Bill& bill, const BillCommandOptions& options, terminal::Terminal& terminal) {
  terminal.out << "Bill for " << what_is_billed(bill) << "\n"
               << "at the prices of " << bill.book_name << " of " << bill.book_date << "\n\n";
  Table table({{heading_of(options.by)}, {heading_of(options.cost), Align::right}, {"share", Align::right}});
  const auto totals = pricing::totals_by(bill, options.by, options.cost);
  Money total;
  for (const auto& [name, cost] : totals) total += cost;
  const auto share = [&](Money part) {
    return total == Money{} ? std::string("-")
                            : std::to_string(static_cast<int>(part.to_double() / total.to_double() * 100 + 0.5)) + " %";
  };
  for (const auto& [name, cost] : totals) {
    table.add_row({name.empty() ? "(none)" : name, cost.to_string(2), share(cost)});
  }
  table.add_rule();
  table.add_row({"total", total.to_string(2), share(total)});
  table.print(terminal);
}

OrderedJson totals_json(const pricing::Bill& bill, pricing::View view) {
  OrderedJson totals = OrderedJson::object();
  for (const auto& [name, cost] : pricing::totals_by(bill, view)) totals[name] = cost.to_string();
  return totals;
}

OrderedJson status_of(const pricing::BillLine& line) {
  if (!line.commitment || !line.commitment->status) return nullptr;
  return *line.commitment->status == pricing::CommitmentStatus::used ? "Used" : "Unused";
}

OrderedJson line_json(const pricing::BillLine& line) {
  return {{"ServiceName", line.tariff->catalogue.service_name},
          {"ChargeDescription", pricing::focus::description_of(line)},
          {"x_Meter", line.usage.meter},
          {"RegionId", line.usage.region},
          {"AvailabilityZone", line.usage.zone},
          {"x_Service", line.usage.service},
          {"x_Fleet", line.usage.fleet},
          {"x_PurchaseOption", line.usage.purchase_option},
          {"x_Pool", line.usage.pool},
          {"x_Tier", line.tier},
          {"PricingQuantity", line.pricing_quantity.to_string()},
          {"PricingUnit", line.tariff->pricing_unit},
          {"ListUnitPrice", line.list_unit_price.to_string()},
          {"ListCost", line.list_cost.to_string()},
          {"ContractedCost", line.contracted_cost.to_string()},
          {"BilledCost", line.billed_cost.to_string()},
          {"EffectiveCost", line.effective_cost.to_string()},
          {"CommitmentDiscountId", line.commitment ? OrderedJson(line.commitment->id) : OrderedJson(nullptr)},
          {"CommitmentDiscountStatus", status_of(line)}};
}

// Amounts are decimal text, since a JSON number would pass through binary floating point in most readers.
void print_json(const pricing::Bill& bill, terminal::Terminal& terminal) {
  OrderedJson json = {
      {"schema_version", 1},
      {"price_book", {{"name", bill.book_name}, {"date", bill.book_date}, {"digest", bill.book_digest}}},
      {"billed", bill.normalised_month_hours ? "normalised_month" : "horizon"},
      {"total_usd", bill.total.to_string()},
      {"amortised_total_usd", bill.effective_total.to_string()},
      {"by_aws_service_usd", totals_json(bill, pricing::View::aws_service)},
      {"by_service_usd", totals_json(bill, pricing::View::service)},
      {"by_zone_usd", totals_json(bill, pricing::View::zone)},
      {"by_fleet_usd", totals_json(bill, pricing::View::fleet)},
      {"by_purchase_option_usd", totals_json(bill, pricing::View::purchase_option)},
      {"by_month_usd", totals_json(bill, pricing::View::month)},
      {"lines", OrderedJson::array()}};
  if (bill.normalised_month_hours) json["month_hours"] = *bill.normalised_month_hours;
  for (const pricing::BillLine& line : bill.lines) json["lines"].push_back(line_json(line));
  terminal.out << json.dump(2) << "\n";
}

std::vector<pricing::MonthlyUptime> uptimes_of(const std::vector<std::string>& given) {
  std::vector<pricing::MonthlyUptime> uptimes;
  for (const std::string& one : given) {
    const std::size_t sign = one.find('=');
    if (sign == std::string::npos) {
      throw std::invalid_argument("--uptime must be SERVICE=PERCENT, such as 'Amazon CloudFront=99.5', not '" + one +
                                  "'");
    }
    uptimes.push_back({one.substr(0, sign), pricing::Decimal::parse(one.substr(sign + 1))});
  }
  return uptimes;
}

}  // namespace

ExitCode bill_usage(const BillCommandOptions& options, terminal::Terminal& terminal) {
  const pricing::UsageFile usage = read_usage(options.usage);
  const pricing::PriceBook book = documents::read_named_price_book(options.book);
  pricing::Bill bill = make_bill(usage, book, options, terminal);
  pricing::add_sla_credits(bill, uptimes_of(options.uptimes));
  switch (options.format) {
    case BillFormat::table:
      print_table(bill, options, terminal);
      terminal.out << results::uncertain_prices_table(pricing::uncertain_prices(bill, book), bill.total,
                                                      terminal.width);
      break;
    case BillFormat::json: print_json(bill, terminal); break;
    case BillFormat::focus: pricing::focus::write_focus_csv(terminal.out, bill); break;
  }
  return ExitCode::done;
}

}  // namespace fleetcast::scenarios::commands
