#pragma once
#include <string_view>

// Files that the build puts into the program as they are.
namespace fleetcast::scenarios::pages {

/// Returns the JavaScript of Vega, Vega-Lite and Vega-Embed, without a closing tag of HTML in it.
[[nodiscard]] std::string_view chart_library();

/// Returns the style sheet of the pages, page.css.
[[nodiscard]] std::string_view page_style();

/// Returns the JavaScript that hands the specifications of charts in a page to the library, page.js.
[[nodiscard]] std::string_view page_script();

}  // namespace fleetcast::scenarios::pages
