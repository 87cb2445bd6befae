#pragma once
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "pricing/focus/focus_csv.hpp"

namespace fleetcast::pricing::testdata {

/// Holds the fields of one row of a FOCUS file by their columns.
using FocusRecord = std::map<std::string, std::string>;

/// Splits comma-separated values by RFC 4180, with a reader written for tests alone.
inline std::vector<std::vector<std::string>> parse_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows{{""}};
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back() += text[++i];
    } else if (c == '"') {
      is_quoted = !is_quoted;
    } else if (c == ',' && !is_quoted) {
      rows.back().emplace_back();
    } else if (c == '\r' && !is_quoted) {
      continue;
    } else if (c == '\n' && !is_quoted) {
      rows.push_back({""});
    } else {
      rows.back().back() += c;
    }
  }
  rows.pop_back();
  return rows;
}

/// Returns the rows of a bill's FOCUS file, read back.
inline std::vector<FocusRecord> focus_records(const Bill& bill, const focus::Forecast& forecast = {}) {
  std::ostringstream out;
  focus::write_focus_csv(out, bill, forecast);
  const auto rows = parse_csv(out.str());
  std::vector<FocusRecord> records;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].size() != rows[0].size()) throw std::logic_error("a row does not fit its header");
    FocusRecord record;
    for (std::size_t column = 0; column < rows[0].size(); ++column) record[rows[0][column]] = rows[i][column];
    records.push_back(record);
  }
  return records;
}

}  // namespace fleetcast::pricing::testdata
