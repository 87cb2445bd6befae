#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fleetcast::scenarios::results {

/// Tells how directly requests feel an event; of two that are in force at once, the more direct one explains failures.
enum class Harm {
  none,      ///< a response, such as a launch: it explains nothing by itself
  indirect,  ///< the control plane is impaired, launches are refused, a service scales in
  change,    ///< a deployment
  capacity,  ///< tasks are lost, or their health checks fail
  path,      ///< a zone, a database or a cache that requests need is lost or impaired
};

/// Holds one event of a run and what set it off: a node in the graph of causes.
struct CausalEvent {
  double at_s = 0;     ///< of the measured span; below zero for what began in the pre-roll
  double until_s = 0;  ///< when requests could no longer feel it
  std::string kind;    ///< "zone_outage", "spot_reclaim", "tasks_lost", ...
  std::string text;    ///< what happened, as a part of a sentence
  Harm harm = Harm::none;
  std::optional<std::size_t> cause;  ///< position of the event that set it off, which precedes it

  bool operator==(const CausalEvent&) const = default;
};

/// Holds what one minute of a run tells about its failures.
struct MinuteFailures {
  std::uint64_t good = 0;
  std::uint64_t bad = 0;
  std::map<std::string, std::uint64_t> by_cause;           ///< bad ones by what the client saw
  std::vector<std::pair<std::string, double>> busiest;     ///< stations and the share of them that was busy
};

/// Says what one minute with failed requests is put down to.
struct MinuteLoss {
  std::size_t minute = 0;        ///< of the measured span
  std::uint64_t failed = 0;      ///< all that failed or were late
  std::uint64_t background = 0;  ///< as many of them as calm minutes lead one to expect
  bool is_red = false;           ///< more failed than the objective allows
  std::string root;              ///< kind of the event at the root; "load" or "background" where there is none
  std::string chain;             ///< from the root to what clients saw, readable
  bool is_noteworthy = false;    ///< red by more than chance makes of the rate of calm minutes; see CalmFailures

  bool operator==(const MinuteLoss&) const = default;
};

}  // namespace fleetcast::scenarios::results
