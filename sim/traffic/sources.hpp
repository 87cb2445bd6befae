#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/chance/distribution.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/chance/sampler.hpp"
#include "sim/time.hpp"
#include "sim/traffic/arrivals.hpp"
#include "sim/traffic/ids.hpp"
#include "sim/traffic/request.hpp"

namespace fleetcast::sim::traffic {

/// Describes a source that requests arrive from at a given rate, whatever happens to them.
struct OpenSourceConfig {
  std::string name;
  std::vector<RateSegment> segments;
  std::vector<ClassId> classes;
  std::vector<double> shares;  ///< of the classes; need not add up to 1
};

/// Describes a population of clients that each wait for the answer, think, and ask again.
struct ClosedSourceConfig {
  std::string name;
  std::uint32_t population = 1;
  chance::Distribution think_time;  ///< seconds
  ClassId request_class{};
  Instant begin;
};

/// Arrivals of a source that are looked at together before they come.
inline constexpr std::size_t arrivals_at_once = 64;

/// An arrival to come: its class, its ordinal in it, and the look-up it will make first.
struct Foreseen {
  std::uint64_t ordinal = 0;
  std::uint32_t class_index = 0;
  std::uint32_t store = Request::none;
  std::uint32_t object = 0;
};

/// An open source's state.
struct OpenSource {
  Arrivals arrivals;
  std::vector<std::uint32_t> classes;
  std::vector<double> cumulative;  ///< running sums of the classes' shares
  chance::Stream class_stream{};
  std::uint64_t next_number = 0;
  std::array<Foreseen, arrivals_at_once> foreseen{};  ///< the arrivals around the next
};

/// A closed source's state.
struct ClosedSource {
  std::uint32_t class_index = 0;
  chance::Sampler think_time;
  chance::Stream think_stream{};
  std::uint64_t next_number = 0;
};

/// Holds where the program of a class of requests begins, and what of it is known before a request comes.
struct RequestClass {
  std::uint32_t entry = 0;
  std::uint64_t next_ordinal = 0;
  bool is_foreseen = false;      ///< the first look-up of a request is known when it arrives, and before
  std::uint32_t place_at = 0;    ///< instruction that picks the place, or Request::none
  std::uint32_t object_at = 0;   ///< instruction that picks the object
  std::uint32_t look_up_at = 0;  ///< instruction that looks it up
};

}  // namespace fleetcast::sim::traffic
