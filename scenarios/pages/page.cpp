#include "scenarios/pages/page.hpp"

#include <fmt/format.h>

#include <string_view>

#include "scenarios/pages/embedded.hpp"
#include "scenarios/pages/table.hpp"

namespace fleetcast::scenarios::pages {
namespace {

// The licence asks for its notice wherever the library goes.
constexpr const char* notice =
    "/* Vega, Vega-Lite and Vega-Embed: Copyright (c) 2015-2025, University of Washington Interactive Data Lab and "
    "contributors.\nLicensed under the BSD 3-Clause License, https://opensource.org/license/bsd-3-clause */\n";

}  // namespace

std::string html_page(const std::string& title, const std::string& body) {
  std::string page = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n"
      "<style>\n{}</style>\n</head>\n<body>\n<main id=\"main\">\n{}</main>\n",
      html_escaped(title), page_style(), body);
  if (body.find("class=\"spec\"") != std::string::npos) {
    page += fmt::format("<script>\n{}{}\n</script>\n<script>\n{}</script>\n", notice, chart_library(), page_script());
  }
  return page + "</body>\n</html>\n";
}

std::string section(const char* id, const char* title, const std::string& body) {
  if (body.empty()) return "";
  return fmt::format("<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n{2}</section>\n", id, title, body);
}

std::string contents_of(const std::string& sections) {
  constexpr std::string_view before_id = "<h2 id=\"";
  std::string text = "<nav aria-label=\"Sections\">";
  for (std::size_t at = sections.find(before_id); at != std::string::npos; at = sections.find(before_id, at)) {
    at += before_id.size();
    const std::size_t id_end = sections.find('"', at);
    const std::size_t title_end = sections.find('<', id_end);
    text += fmt::format("<a href=\"#{}\">{}</a> ", sections.substr(at, id_end - at),
                        sections.substr(id_end + 2, title_end - id_end - 2));
  }
  return text + "</nav>\n";
}

}  // namespace fleetcast::scenarios::pages
