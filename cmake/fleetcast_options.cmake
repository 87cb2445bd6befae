# Compiler flags every target shares. Floating-point contraction is off so that results do not depend on the
# instruction set; see sim/README.md.
add_library(fleetcast_options INTERFACE)
target_compile_options(fleetcast_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -ffp-contract=off
  # g++ 12 warns of overlapping copies wherever text is put together (GCC bug 105329).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
option(FLEETCAST_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
if(FLEETCAST_SANITIZE)
  target_compile_options(fleetcast_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
    # With sanitizers g++ 12 takes members of std::regex for uninitialised (GCC bug 105562).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(fleetcast_options INTERFACE -fsanitize=address,undefined)
  target_compile_definitions(fleetcast_options INTERFACE FLEETCAST_SANITIZED=1)
endif()

option(FLEETCAST_FUZZ "Build the fuzz targets as fuzzers (needs clang 16)" OFF)
if(FLEETCAST_FUZZ)
  target_compile_options(fleetcast_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Optimised builds keep assertions (no NDEBUG) and the baseline instruction set: the same inputs give the same bytes on
# every machine.
set(CMAKE_CXX_FLAGS_RELEASE "-O3")
# A program at a fixed address jumps through tables without computing addresses, 3 % of a long run.
target_compile_options(fleetcast_options INTERFACE
  $<$<AND:$<CONFIG:Release>,$<NOT:$<BOOL:$<TARGET_PROPERTY:POSITION_INDEPENDENT_CODE>>>>:-fno-pie>)
target_link_options(fleetcast_options INTERFACE
  $<$<AND:$<CONFIG:Release>,$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>>:-no-pie>)
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
