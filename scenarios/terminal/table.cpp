#include "scenarios/terminal/table.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <ostream>
#include <stdexcept>

namespace fleetcast::scenarios::terminal {
namespace {

constexpr std::string_view gap = "  ";
// Cutting a text shorter than this says nothing any more.
constexpr std::size_t least_width = 8;

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Combining marks and joiners take no column of their own.
constexpr std::array zero_width = {Range{0x0300, 0x036F}, Range{0x200B, 0x200F}, Range{0x20D0, 0x20FF},
                                   Range{0xFE00, 0xFE0F}};
// East Asian wide characters and emoji take two (Unicode Standard Annex 11).
constexpr std::array double_width = {Range{0x1100, 0x115F},   Range{0x2E80, 0xA4CF},  Range{0xAC00, 0xD7A3},
                                     Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},  Range{0xFF00, 0xFF60},
                                     Range{0x1F300, 0x1FAFF}, Range{0x20000, 0x3FFFD}};

template <std::size_t count>
bool is_in(const std::array<Range, count>& ranges, std::uint32_t character) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return character >= range.first && character <= range.last; });
}

// Takes one character off the front of UTF-8 text; a wrong byte counts as one character.
std::uint32_t take_character(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const std::size_t wanted = first < 0xC0 || first >= 0xF8 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  std::size_t length = 1;
  while (length < std::min(wanted, text.size()) && (byte(length) & 0xC0U) == 0x80U) ++length;
  std::uint32_t character = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) character = (character << 6U) | (byte(i) & 0x3FU);
  text.remove_prefix(length);
  return character;
}

std::size_t character_width(std::uint32_t character) {
  if (is_in(zero_width, character)) return 0;
  return is_in(double_width, character) ? 2 : 1;
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string made;
  for (std::size_t i = 0; i < count; ++i) made += text;
  return made;
}

}  // namespace

std::size_t text_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) width += character_width(take_character(text));
  return width;
}

std::string cut_to_width(std::string_view text, std::size_t width) {
  if (text_width(text) <= width) return std::string(text);
  std::string_view rest = text;
  std::size_t taken = 0;
  std::size_t end = 0;
  while (!rest.empty()) {
    taken += character_width(take_character(rest));
    if (taken + 1 > width) break;
    end = text.size() - rest.size();
  }
  return std::string(text.substr(0, end)) + "…";
}

void Table::add_row(std::vector<std::string> cells) {
  if (cells.size() != columns_.size()) throw std::logic_error("table: a row has not one cell per column");
  rows_.push_back(std::move(cells));
}

void Table::add_rule() { rows_.emplace_back(); }

std::vector<std::size_t> Table::widths(std::size_t width) const {
  std::vector<std::size_t> widths;
  for (const Column& column : columns_) widths.push_back(text_width(column.heading));
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], text_width(row[i]));
  }
  std::size_t total = gap.size() * (widths.empty() ? 0 : widths.size() - 1);
  for (const std::size_t column : widths) total += column;
  while (total > width) {
    // The widest text gives way first.
    std::size_t widest = columns_.size();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].align == Align::right || widths[i] <= least_width) continue;
      if (widest == columns_.size() || widths[i] > widths[widest]) widest = i;
    }
    if (widest == columns_.size()) break;
    --widths[widest];
    --total;
  }
  return widths;
}

std::string Table::line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const {
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string cell = columns_[i].align == Align::left ? cut_to_width(cells[i], widths[i]) : cells[i];
    const std::string padding(widths[i] - std::min(widths[i], text_width(cell)), ' ');
    if (i > 0) text += gap;
    text += columns_[i].align == Align::right ? padding + cell : cell + padding;
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::string Table::format(std::size_t width, std::string_view before_heading, std::string_view after_heading) const {
  const std::vector<std::size_t> columns = widths(width);
  std::size_t total = gap.size() * (columns.empty() ? 0 : columns.size() - 1);
  for (const std::size_t column : columns) total += column;
  const std::string rule = repeated("─", total) + "\n";
  std::vector<std::string> headings;
  for (const Column& column : columns_) headings.push_back(column.heading);
  std::string text(before_heading);
  text += line(headings, columns);
  text += after_heading;
  text += "\n" + rule;
  for (const auto& row : rows_) text += row.empty() ? rule : line(row, columns) + "\n";
  return text;
}

std::string Table::to_string(std::size_t width) const { return format(width, "", ""); }

void Table::print(Terminal& terminal) const {
  terminal.out << (terminal.is_out_watched ? format(terminal.width, "\x1b[1m", "\x1b[0m") : to_string(terminal.width));
}

}  // namespace fleetcast::scenarios::terminal
