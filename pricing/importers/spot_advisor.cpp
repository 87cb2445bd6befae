#include "pricing/importers/spot_advisor.hpp"

#include <charconv>
#include <map>
#include <set>
#include <stdexcept>

#include "pricing/billing_month.hpp"
#include "pricing/importers/file_form.hpp"
#include "pricing/importers/json_stream.hpp"
#include "pricing/importers/money_text.hpp"
#include "pricing/importers/problem_list.hpp"
#include "pricing/problems.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing::importers {
namespace {

constexpr std::int64_t highest_band = 4;
constexpr std::int64_t highest_saving = 99;

/// Holds what the file says of one instance type.
struct TypeAdvice {
  std::optional<std::int64_t> band;
  std::optional<std::int64_t> saving_percent;
  bool names_band = false;  ///< rightly or wrongly
  bool names_saving = false;
};

/// Takes "/spot_advisor/REGION/Linux/TYPE/{r,s}".
class AdvisorVisitor : public JsonVisitor {
 public:
  AdvisorVisitor(const std::string& region, ProblemList& problems) : region_(region), problems_(problems) {}

  bool enter(const JsonPath& path) override {
    if (path.size() == 0) return true;
    if (path[0] != "spot_advisor") return false;
    if (path.size() == 2 && regions_.size() < 100) regions_.insert(path[1]);
    if (path.size() == 2) return path[1] == region_;
    if (path.size() == 3) return path[2] == "Linux";
    if (path.size() == 4 && !types_.try_emplace(path[3]).second) {
      problems_.add(path.pointer(), "is listed twice; keep one of them");
    }
    return true;
  }

  void leaf(const JsonPath& path, std::string_view text) override {
    if (path.size() != 5 || path[0] != "spot_advisor") return;
    TypeAdvice& advice = types_[path[3]];
    if (path[4] == "r") {
      advice.names_band = true;
      advice.band = read(text, highest_band, "band of interruption", path);
    } else if (path[4] == "s") {
      advice.names_saving = true;
      advice.saving_percent = read(text, highest_saving, "saving in percent", path);
    }
  }

  void leave(const JsonPath& path) override {
    if (path.size() != 4 || path[0] != "spot_advisor") return;
    ++records_;
    const TypeAdvice& advice = types_[path[3]];
    if (!advice.names_band) problems_.add(path.pointer(), "lacks the number 'r', the band of interruption");
    if (!advice.names_saving) problems_.add(path.pointer(), "lacks the number 's', the saving in percent");
  }

  [[nodiscard]] const std::map<std::string, TypeAdvice>& types() const { return types_; }
  [[nodiscard]] const std::set<std::string>& regions() const { return regions_; }
  [[nodiscard]] std::int64_t records() const { return records_; }

 private:
  std::optional<std::int64_t> read(std::string_view text, std::int64_t most, std::string_view what,
                                   const JsonPath& path) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size() && value >= 0 && value <= most) return value;
    problems_.add(path.pointer(), std::string(what) + " must be a whole number from 0 to " + std::to_string(most) +
                                      ", not " + quoted(text));
    return std::nullopt;
  }

  const std::string& region_;
  ProblemList& problems_;
  std::map<std::string, TypeAdvice> types_;
  std::set<std::string> regions_;
  std::int64_t records_ = 0;
};

std::string checked_date(const std::optional<std::string>& date) {
  const std::string given = date.value_or("");
  try {
    static_cast<void>(utc_hour_from_iso(given + "T00:00:00Z"));
  } catch (const std::invalid_argument&) {
    throw std::invalid_argument("the file does not say its date: give one such as 2025-06-28, not " + quoted(given));
  }
  return given;
}

void take_spot_price(const std::string& type, std::int64_t percent, const std::string& date, const PriceBook& book,
                     ImportedFigures& figures, std::int64_t& unpriced) {
  const std::string meter(meter::ec2_instance_seconds);
  const Price* on_demand = book.find_price({meter, type, "on_demand"});
  if (on_demand == nullptr) {
    ++unpriced;
    return;
  }
  const Money price = on_demand->tiers.front().price.times_ratio(100 - percent, 100);
  figures.prices[{meter, type, "spot"}] = {{{{}, {}, price}}, date, "inferred",
                                           "on-demand price less the Spot Advisor's " + std::to_string(percent) + " %"};
}

}  // namespace

ImportedFigures read_spot_advisor(std::istream& input, const ImportRequest& request,
                                  const std::optional<std::string>& date, const PriceBook& book) {
  ImportedFigures figures;
  figures.region = request.region;
  const std::string as_of = checked_date(date);
  figures.source = {"import Spot Advisor " + as_of, "Spot Instance Advisor feed", request.document, as_of};
  ProblemList problems;
  if (form_of(input, request.document) != FileForm::json) {
    problems.add("", "is no JSON; give spot-advisor-data.json as AWS serves it");
    problems.throw_if_any(request.document);
  }
  AdvisorVisitor visitor(request.region, problems);
  read_json_stream(input, request.document, request.progress, visitor);
  std::int64_t unpriced = 0;
  for (const auto& [type, advice] : visitor.types()) {
    if (advice.band) figures.interruption_bands[type] = *advice.band;
    if (advice.saving_percent) take_spot_price(type, *advice.saving_percent, as_of, book, figures, unpriced);
  }
  if (problems.empty() && visitor.types().empty()) {
    std::string regions;
    for (const std::string& region : visitor.regions()) regions += (regions.empty() ? "" : ", ") + region;
    problems.add("/spot_advisor/" + request.region + "/Linux",
                 "is missing; " + (regions.empty() ? std::string("this is no Spot Advisor file")
                                                   : "there are " + regions));
  }
  problems.throw_if_any(request.document);
  figures.records = visitor.records();
  if (unpriced > 0) {
    figures.notes.push_back(std::to_string(unpriced) +
                            " instance types have no on-demand price in the book, so none for spot");
  }
  return figures;
}

}  // namespace fleetcast::pricing::importers
