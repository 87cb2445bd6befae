#include "pricing/importers/spot_price_history.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <stdexcept>

#include "pricing/billing_month.hpp"
#include "pricing/importers/csv_stream.hpp"
#include "pricing/importers/file_form.hpp"
#include "pricing/importers/json_stream.hpp"
#include "pricing/importers/money_text.hpp"
#include "pricing/importers/problem_list.hpp"
#include "pricing/importers/product.hpp"
#include "pricing/problems.hpp"

namespace fleetcast::pricing::importers {
namespace {

/// Holds one record as texts of the file.
struct SpotRecord {
  std::string zone;
  std::string instance_type;
  std::string product;
  std::string price;
  std::string time;
};

/// Gathers records by pool.
class HistoryCollector {
 public:
  HistoryCollector(const std::string& region, ProblemList& problems) : region_(region), problems_(problems) {}

  void add(const SpotRecord& record, const std::string& place) {
    ++records_;
    // Linux is listed as of EC2-Classic and of a VPC, which cost the same; files without the column are of Linux.
    const bool is_linux = record.product.empty() || record.product.starts_with("Linux/UNIX");
    if (!is_linux || !is_of_region(record.zone)) return;
    if (record.instance_type.empty() || !is_plain_name(record.instance_type)) {
      problems_.add(place, "instance type " + quoted(record.instance_type) + " is no name of a type");
      return;
    }
    const std::optional<Money> price = read_price(record.price, place, problems_);
    if (!price) return;
    if (*price == Money{}) {
      problems_.add(place, "spot price of " + record.instance_type + " is zero, which no capacity costs");
      return;
    }
    try {
      history_[{record.instance_type, record.zone}].push_back({utc_second_of(record.time), *price});
    } catch (const std::invalid_argument& error) {
      problems_.add(place, error.what());
    }
  }

  SpotPriceHistory finish() {
    for (auto& [pool, changes] : history_) {
      std::ranges::sort(changes);
      changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
      const auto same = std::ranges::adjacent_find(changes, {}, &SpotPriceChange::utc_second);
      if (same == changes.end()) continue;
      problems_.add(pool.instance_type + " in " + pool.zone,
                    "has two prices at " + to_iso(same->utc_second / 3600).substr(0, 10) + ", second " +
                        std::to_string(same->utc_second) + ": " + same->usd_per_hour.to_string() + " and " +
                        (same + 1)->usd_per_hour.to_string());
    }
    if (problems_.empty() && history_.empty()) {
      problems_.add("", "holds no spot price of Linux in region " + region_ + ", among " + std::to_string(records_) +
                            " records");
    }
    return std::move(history_);
  }

 private:
  // Zones are named after their region, "us-east-1a", or by ids, "use1-az1", which name it shortened.
  [[nodiscard]] bool is_of_region(const std::string& zone) const {
    if (zone.starts_with(region_)) return zone.size() == region_.size() + 1;
    return zone.starts_with(zone_id_prefix() + "-az");
  }

  /// Returns "use1" for "us-east-1", "apne1" for "ap-northeast-1".
  [[nodiscard]] std::string zone_id_prefix() const {
    const std::size_t first = region_.find('-');
    const std::size_t last = region_.rfind('-');
    if (first == std::string::npos || last <= first) return region_;
    const std::string place = region_.substr(first + 1, last - first - 1);
    std::string shortened = place.substr(0, 1);
    for (const std::string_view compound : {"northeast", "northwest", "southeast", "southwest"}) {
      if (place == compound) shortened = {compound[0], compound[5]};
    }
    return region_.substr(0, first) + shortened + region_.substr(last + 1);
  }

  const std::string& region_;
  ProblemList& problems_;
  SpotPriceHistory history_;
  std::int64_t records_ = 0;
};

/// Takes "/SpotPriceHistory/0/{AvailabilityZone,...}".
class HistoryVisitor : public JsonVisitor {
 public:
  explicit HistoryVisitor(HistoryCollector& collector) : collector_(collector) {}

  bool enter(const JsonPath& path) override {
    if (path.size() == 2) record_ = {};
    return path.size() == 0 || path[0] == "SpotPriceHistory";
  }

  void leaf(const JsonPath& path, std::string_view text) override {
    if (path.size() != 3) return;
    if (path[2] == "AvailabilityZone") record_.zone = text;
    if (path[2] == "InstanceType") record_.instance_type = text;
    if (path[2] == "ProductDescription") record_.product = text;
    if (path[2] == "SpotPrice") record_.price = text;
    if (path[2] == "Timestamp") record_.time = text;
  }

  void leave(const JsonPath& path) override {
    if (path.size() == 2) collector_.add(record_, path.pointer());
  }

 private:
  HistoryCollector& collector_;
  SpotRecord record_;
};

/// Finds the columns of a table by their names, or takes those of the command's text form.
class HistoryColumns {
 public:
  /// Returns whether the row was a header.
  bool read(const CsvStream& rows, const std::string& document) {
    if (rows.fields().front() == "SPOTPRICEHISTORY") {
      zone_ = 1, type_ = 2, product_ = 3, price_ = 4, time_ = 5;
      return false;
    }
    const std::vector<std::string>& names = rows.fields();
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string name = attribute_name(names[i]);
      if (name == "availabilityzone" || name == "az" || name == "zone") zone_ = i;
      if (name == "instancetype") type_ = i;
      if (name == "productdescription") product_ = i;
      if (name == "spotprice") price_ = i;
      if (name == "timestamp" || name == "time") time_ = i;
    }
    if (zone_ && type_ && price_ && time_) return true;
    throw InvalidDocument(document, {{rows.place(), "is no row of column names: AvailabilityZone, InstanceType, "
                                                    "SpotPrice and Timestamp are needed"}});
  }

  [[nodiscard]] std::optional<SpotRecord> record_of(const std::vector<std::string>& fields) const {
    for (const auto& column : {zone_, type_, price_, time_, product_}) {
      if (column && *column >= fields.size()) return std::nullopt;
    }
    return SpotRecord{fields[*zone_], fields[*type_], product_ ? fields[*product_] : "", fields[*price_],
                      fields[*time_]};
  }

 private:
  std::optional<std::size_t> zone_, type_, product_, price_, time_;
};

void read_table(std::istream& input, const ImportRequest& request, HistoryCollector& collector,
                ProblemList& problems) {
  std::string first_line;
  std::getline(input, first_line);
  input.clear();
  input.seekg(0);
  const char separator = first_line.find('\t') == std::string::npos ? ',' : '\t';
  CsvStream rows(input, request.document, request.progress, separator);
  HistoryColumns columns;
  bool is_first = true;
  while (rows.next()) {
    if (is_first && columns.read(rows, request.document)) {
      is_first = false;
      continue;
    }
    is_first = false;
    const std::optional<SpotRecord> record = columns.record_of(rows.fields());
    if (record) {
      collector.add(*record, rows.place());
    } else {
      problems.add(rows.place(), "has " + std::to_string(rows.fields().size()) + " fields, too few: cut off?");
    }
  }
}

/// Reads a number of so many digits and moves on.
std::int64_t take_digits(std::string_view& rest, std::size_t digits) {
  std::int64_t value = -1;
  const std::string_view text = rest.substr(0, digits);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + digits || value < 0) throw std::invalid_argument("");
  rest.remove_prefix(digits);
  return value;
}

void take_one_of(std::string_view& rest, std::string_view characters) {
  if (rest.empty() || characters.find(rest.front()) == std::string_view::npos) throw std::invalid_argument("");
  rest.remove_prefix(1);
}

}  // namespace

std::int64_t utc_second_of(std::string_view text) {
  try {
    std::string_view rest = text;
    const std::int64_t year = take_digits(rest, 4);
    take_one_of(rest, "-");
    const auto month = static_cast<int>(take_digits(rest, 2));
    take_one_of(rest, "-");
    const auto day = static_cast<int>(take_digits(rest, 2));
    take_one_of(rest, "T ");
    const std::int64_t hour = take_digits(rest, 2);
    take_one_of(rest, ":");
    const std::int64_t minute = take_digits(rest, 2);
    take_one_of(rest, ":");
    const std::int64_t second = take_digits(rest, 2);
    if (!rest.empty() && rest.front() == '.') {
      rest.remove_prefix(1);
      while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') rest.remove_prefix(1);
    }
    const bool is_utc = rest.empty() || rest == "Z" || rest == "+00:00" || rest == "+0000";
    if (!is_utc || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) throw std::invalid_argument("");
    const std::int64_t first_hour = utc_hour_of(year, month, day);
    // A day that the month lacks would be one of the next.
    if (day < 1 || calendar_month(first_hour) != calendar_month(utc_hour_of(year, month, 1))) {
      throw std::invalid_argument("");
    }
    return (first_hour + hour) * 3600 + minute * 60 + second;
  } catch (const std::invalid_argument&) {
    throw std::invalid_argument("time " + quoted(text) + " is no UTC instant such as 2021-05-31T01:20:05Z");
  }
}

SpotPriceHistory read_spot_price_history(std::istream& input, const ImportRequest& request) {
  ProblemList problems;
  HistoryCollector collector(request.region, problems);
  if (form_of(input, request.document) == FileForm::json) {
    HistoryVisitor visitor(collector);
    read_json_stream(input, request.document, request.progress, visitor);
  } else {
    read_table(input, request, collector, problems);
  }
  SpotPriceHistory history = collector.finish();
  problems.throw_if_any(request.document);
  return history;
}

}  // namespace fleetcast::pricing::importers
