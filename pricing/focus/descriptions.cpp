#include "pricing/focus/descriptions.hpp"

#include <stdexcept>

namespace fleetcast::pricing::focus {
namespace {

bool is_unused(const BillLine& line) { return line.commitment && line.commitment->status == CommitmentStatus::unused; }

[[noreturn]] void refuse(const char* what) {
  throw std::logic_error(std::string("pricing::focus: unknown ") + what);
}

}  // namespace

bool concerns_commitment_alone(const BillLine& line) {
  return line.commitment && (line.charge_category == ChargeCategory::purchase || is_unused(line));
}

bool is_consumption(const BillLine& line) { return line.charge_category == ChargeCategory::usage && !is_unused(line); }

std::string_view charge_category_of(const BillLine& line) {
  switch (line.charge_category) {
    case ChargeCategory::usage: return "Usage";
    case ChargeCategory::purchase: return "Purchase";
    case ChargeCategory::tax: return "Tax";
    case ChargeCategory::credit: return "Credit";
    case ChargeCategory::adjustment: return "Adjustment";
  }
  refuse("charge category");
}

std::string_view charge_frequency_of(const BillLine& line) {
  switch (line.charge_frequency) {
    case ChargeFrequency::one_time: return "One-Time";
    case ChargeFrequency::recurring: return "Recurring";
    case ChargeFrequency::usage_based: return "Usage-Based";
  }
  refuse("charge frequency");
}

std::string_view pricing_category_of(const BillLine& line) {
  switch (line.pricing_category) {
    case PricingCategory::standard: return "Standard";
    case PricingCategory::committed: return "Committed";
    case PricingCategory::dynamic: return "Dynamic";
  }
  refuse("pricing category");
}

std::string_view commitment_category_of(const BillLine& line) {
  if (!line.commitment) return {};
  return line.commitment->category == CommitmentCategory::spend ? "Spend" : "Usage";
}

std::string_view commitment_status_of(const BillLine& line) {
  if (!line.commitment || !line.commitment->status) return {};
  return is_unused(line) ? "Unused" : "Used";
}

std::string_view direction_of(const BillLine& line) {
  if (line.direction == Direction::out) return "out";
  return line.direction == Direction::in ? "in" : "";
}

std::string description_of(const BillLine& line) {
  if (concerns_commitment_alone(line)) {
    const std::string& name = line.commitment->name;
    if (is_unused(line)) return name + ", unused part";
    return name + (line.charge_frequency == ChargeFrequency::one_time ? ", upfront fee" : ", hourly fee");
  }
  std::string text(line.tariff->description);
  if (line.credit) {
    return text + ", " + line.credit->credited_percent.to_string() + " % for an uptime of " +
           line.credit->uptime_percent.to_string() + " %";
  }
  if (line.direction != Direction::none) text += ", " + std::string(direction_of(line));
  if (!line.usage.pool.empty()) text += ", " + line.usage.pool;
  if (!line.usage.purchase_option.empty()) text += ", " + line.usage.purchase_option;
  if (line.tier == "free") text += ", free allowance";
  if (!line.tier.empty() && line.tier != "free") text += ", tier " + line.tier;
  if (line.commitment) text += ", covered by " + line.commitment->name;
  return text;
}

}  // namespace fleetcast::pricing::focus
