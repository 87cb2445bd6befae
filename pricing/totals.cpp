#include <stdexcept>

#include "pricing/bill.hpp"

namespace fleetcast::pricing {
namespace {

std::string text_of(const BillLine& line, View view) {
  switch (view) {
    case View::aws_service: return std::string(line.tariff->catalogue.service_name);
    case View::meter: return std::string(line.tariff->meter);
    case View::service: return line.usage.service;
    case View::zone: return line.usage.zone;
    case View::fleet: return line.usage.fleet;
    case View::purchase_option: return line.commitment ? line.commitment->type : line.usage.purchase_option;
    case View::month: return to_iso(line.billing_period.first_hour).substr(0, 7);
  }
  throw std::logic_error("pricing::totals_by: unknown view");
}

Money cost_of(const BillLine& line, Cost cost) {
  switch (cost) {
    case Cost::list: return line.list_cost;
    case Cost::contracted: return line.contracted_cost;
    case Cost::billed: return line.billed_cost;
    case Cost::effective: return line.effective_cost;
  }
  throw std::logic_error("pricing::totals_by: unknown cost");
}

}  // namespace

std::map<std::string, Money> totals_by(const Bill& bill, View view, Cost cost) {
  std::map<std::string, Money> totals;
  for (const BillLine& line : bill.lines) totals[text_of(line, view)] += cost_of(line, cost);
  return totals;
}

}  // namespace fleetcast::pricing
