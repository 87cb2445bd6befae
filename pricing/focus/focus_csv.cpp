#include "pricing/focus/focus_csv.hpp"

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "pricing/focus/columns.hpp"

namespace fleetcast::pricing::focus {
namespace {

/// Writes the fields of one record after another, quoted where they have to be.
class Record {
 public:
  explicit Record(std::ostream& out) : out_(out) {}

  void add(std::string_view field) {
    if (!is_first_) out_ << ',';
    is_first_ = false;
    if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
      out_ << field;
      return;
    }
    out_ << '"';
    for (const char c : field) out_ << (c == '"' ? "\"\"" : std::string_view(&c, 1));
    out_ << '"';
  }
  void end() { out_ << "\r\n"; }

 private:
  std::ostream& out_;
  bool is_first_ = true;
};

}  // namespace

void write_focus_csv(std::ostream& out, const Bill& bill, const Forecast& forecast) {
  Record header(out);
  for (const Column& column : columns()) header.add(column.name);
  header.end();
  for (const BillLine& line : bill.lines) {
    Record record(out);
    for (const Column& column : columns()) record.add(column.value({bill, line, forecast}).value_or(std::string()));
    record.end();
  }
}

}  // namespace fleetcast::pricing::focus
