#include "pricing/commitments/offers_io.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "pricing/commitments/words.hpp"
#include "pricing/tariff.hpp"

namespace fleetcast::pricing::commitments {
namespace {

using nlohmann::json;

template <class Value, std::size_t size>
Value read_word(const JsonFields& fields, std::string_view name,
                const std::array<std::pair<std::string_view, Value>, size>& words) {
  const std::string word = fields.text(name);
  const std::optional<Value> value = value_of(words, word);
  if (value) return *value;
  if (!word.empty()) fields.report(name, "'" + word + "' is not known" + suggestion(word, names_of(words)));
  return words.front().second;
}

std::int64_t read_years(const JsonFields& fields) {
  const std::int64_t years = fields.whole("years");
  if (years != 1 && years != 3) fields.report("years", "must be 1 or 3");
  return years;
}

std::string read_meter(const JsonFields& fields) {
  const std::string meter = fields.text("meter");
  if (find_tariff(meter) == nullptr) {
    fields.report("meter", "'" + meter + "' is not billed" + suggestion(meter, known_meters()));
  }
  return meter;
}

Money read_price(const JsonFields& fields, std::string_view name) {
  const Money price = fields.decimal(name);
  if (price < Money{}) fields.report(name, "must not be negative");
  return price;
}

class OffersReader {
 public:
  OffersReader(std::vector<Problem>& problems, const std::function<Provenance(const JsonFields&)>& read_provenance)
      : problems_(problems), read_provenance_(read_provenance) {}

  void read_rate(const json& row, const std::string& at, CommitmentOffers& offers) {
    const JsonFields fields(row, at, problems_,
                            {"plan", "years", "payment", "meter", "pool", "unit", "price", "source", "as_of",
                             "confidence", "note"});
    if (!row.is_object()) return;
    SavingsPlanOfferKey key{read_word(fields, "plan", savings_plan_words), read_years(fields),
                            read_word(fields, "payment", payment_words), read_meter(fields), fields.text("pool")};
    const Tariff* tariff = find_tariff(key.meter);
    if (tariff != nullptr && fields.text("unit") != tariff->pricing_unit) {
      fields.report("unit", "must be \"" + std::string(tariff->pricing_unit) + "\" for " + key.meter);
    }
    SavingsPlanOffer offer{read_price(fields, "price"), read_provenance_(fields)};
    if (!offers.savings_plans.emplace(std::move(key), std::move(offer)).second) {
      fields.report("pool", "has a rate of this plan, term and payment already");
    }
  }

  void read_reservation(const json& row, const std::string& at, CommitmentOffers& offers) {
    const JsonFields fields(row, at, problems_,
                            {"years", "payment", "meter", "pool", "upfront_usd", "usd_per_hour", "source", "as_of",
                             "confidence", "note"});
    if (!row.is_object()) return;
    ReservationOfferKey key{read_years(fields), read_word(fields, "payment", payment_words), read_meter(fields),
                            fields.text("pool")};
    ReservationOffer offer{read_price(fields, "upfront_usd"), read_price(fields, "usd_per_hour"),
                           read_provenance_(fields)};
    if (!offers.reservations.emplace(std::move(key), std::move(offer)).second) {
      fields.report("pool", "has a reservation of this term and payment already");
    }
  }

 private:
  std::vector<Problem>& problems_;
  const std::function<Provenance(const JsonFields&)>& read_provenance_;
};

template <class Read>
void each(const json& document, const std::string& name, std::vector<Problem>& problems, Read read_row) {
  const auto rows = document.find(name);
  if (rows == document.end()) return;
  if (!rows->is_array()) {
    problems.push_back({"/" + name, "must be an array"});
    return;
  }
  std::size_t index = 0;
  for (const json& row : *rows) read_row(row, "/" + name + "/" + std::to_string(index++));
}

}  // namespace

CommitmentOffers read_commitment_offers(const json& document, std::vector<Problem>& problems,
                                        const std::function<Provenance(const JsonFields&)>& read_provenance) {
  CommitmentOffers offers;
  OffersReader reader(problems, read_provenance);
  each(document, "savings_plan_rates", problems,
       [&](const json& row, const std::string& at) { reader.read_rate(row, at, offers); });
  each(document, "reservations", problems,
       [&](const json& row, const std::string& at) { reader.read_reservation(row, at, offers); });
  return offers;
}

}  // namespace fleetcast::pricing::commitments
