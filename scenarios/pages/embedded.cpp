#include "scenarios/pages/embedded.hpp"

// A literal of a megabyte would be more than C++ promises to take; the assembler takes files.
asm(".section .rodata\n"
    ".globl fleetcast_chart_library, fleetcast_page_style, fleetcast_page_script, fleetcast_pages_end\n"
    ".hidden fleetcast_chart_library, fleetcast_page_style, fleetcast_page_script, fleetcast_pages_end\n"
    "fleetcast_chart_library: .incbin \"" FLEETCAST_CHART_LIBRARY "\"\n"
    "fleetcast_page_style: .incbin \"" FLEETCAST_PAGE ".css\"\n"
    "fleetcast_page_script: .incbin \"" FLEETCAST_PAGE ".js\"\n"
    "fleetcast_pages_end:\n"
    ".text\n");

extern "C" {
extern const char fleetcast_chart_library[];
extern const char fleetcast_page_style[];
extern const char fleetcast_page_script[];
extern const char fleetcast_pages_end[];
}

namespace fleetcast::scenarios::pages {

std::string_view chart_library() { return {fleetcast_chart_library, fleetcast_page_style}; }
std::string_view page_style() { return {fleetcast_page_style, fleetcast_page_script}; }
std::string_view page_script() { return {fleetcast_page_script, fleetcast_pages_end}; }

}  // namespace fleetcast::scenarios::pages
