#include "scenarios/pages/page.hpp"

#include <fmt/format.h>

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

}  // namespace fleetcast::scenarios::pages
