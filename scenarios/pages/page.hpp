#pragma once
#include <string>

namespace fleetcast::scenarios::pages {

/// Returns a whole page of HTML that asks nothing of any network: `body` between the style and the scripts, both of
/// which are in the page. The title is plain text.
[[nodiscard]] std::string html_page(const std::string& title, const std::string& body);

/// Returns a section with a heading that links can lead to, or nothing for an empty body.
[[nodiscard]] std::string section(const char* id, const char* title, const std::string& body);

/// Returns links to the sections in a text, in their order.
[[nodiscard]] std::string contents_of(const std::string& sections);

}  // namespace fleetcast::scenarios::pages
