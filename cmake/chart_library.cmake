# Makes the file of JavaScript that draws the charts of reports, named by FLEETCAST_CHART_LIBRARY in the folder that
# includes this. All presets share it: it is fetched once, and later builds need no network.
set(FLEETCAST_CHART_LIBRARY ${CMAKE_SOURCE_DIR}/build/chart_library/vega.js)
add_custom_command(
  OUTPUT ${FLEETCAST_CHART_LIBRARY}
  COMMAND ${CMAKE_SOURCE_DIR}/cmake/chart_library ${FLEETCAST_CHART_LIBRARY}
  DEPENDS ${CMAKE_SOURCE_DIR}/cmake/chart_library
  COMMENT "Fetching the chart library of reports"
  VERBATIM)
