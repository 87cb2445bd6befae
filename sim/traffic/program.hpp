#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/chance/distribution.hpp"
#include "sim/traffic/kernel.hpp"

namespace fleetcast::sim::traffic {

/// Describes a try: what limits it and what happens when it fails.
struct AttemptConfig {
  /// Longest time from the beginning of each try to its end; zero for none.
  Duration time_out{};
  /// Tries in all, the first included.
  std::uint32_t max_attempts = 1;
  /// Seconds between a failed try and the next.
  chance::Distribution backoff{};
  std::optional<BudgetId> budget{};
  /// Cause with which a try that runs out of time fails.
  CauseId time_out_cause{};
  /// Retries only where no answer came at all (see Kernel::mark_unanswered), not on an error that was answered.
  bool retries_unanswered_only = false;
  /// Stops the work of a try that was given up; otherwise it goes on for nobody.
  bool cancels_work = false;
  /// Probability that a client whose try failed makes another one, if it may.
  double persistence = 1;
  std::string_view purpose{};
};

/// Describes how long a request waits in a queue before it leaves.
struct PatienceConfig {
  chance::Distribution time{};
  CauseId cause{};  ///< with which it then fails
  std::string_view purpose{};
};

/// Writes the programs of request classes into a kernel, instruction by instruction.
///
/// Labels are made first, used freely and placed once. After all programs are written, call finish().
class ProgramWriter {
 public:
  struct Label {
    std::uint32_t index = 0;
  };

  explicit ProgramWriter(Kernel& kernel) : kernel_(kernel) {}

  [[nodiscard]] Kernel& kernel() { return kernel_; }
  /// Returns the position of the next instruction, e.g. the entry of a class.
  [[nodiscard]] std::uint32_t here() const;
  [[nodiscard]] Label label();
  void place_label(Label label);
  /// Resolves labels; throws std::logic_error if one was used but not placed.
  void finish();

  /// Adds seconds to the client's latency without an event.
  void lag(const chance::Distribution& time, std::string_view purpose);
  /// Adds seconds scaled by the knob `place` positions after the first: latency by edge location.
  void lag_by_place(const chance::Distribution& time, std::string_view purpose, KnobId first_scale);
  /// Waits some seconds, and more for each byte of the response size, scaled by a knob if one is given.
  void delay(const chance::Distribution& time, std::string_view purpose, std::optional<KnobId> scale = {},
             double seconds_per_byte = 0);
  /// Crosses the network to the picked member and back; fails with `lost` where a zone's network loses connections.
  void travel(std::string_view purpose, CauseId lost, Duration time_out);
  void jump(Label to);
  void jump_if(double probability, Label to, std::string_view purpose);
  void jump_if(KnobId probability, Label to, std::string_view purpose);
  /// Jumps with the probability of the request's zone: knobs made one after another, `first` being zone 0's.
  void jump_if_by_zone(KnobId first, Label to, std::string_view purpose);
  /// Goes back to a label until the instructions between ran `times` times; loops may not nest.
  void repeat(std::uint32_t times, Label back);
  void count(CounterId counter, std::uint32_t amount = 1);
  void count_size(CounterId counter, std::uint32_t extra_bytes = 0);
  /// Adds to the counter `place` positions after the first: one per edge location.
  void count_by_place(CounterId first, std::uint32_t amount = 1);
  void count_size_by_place(CounterId first, std::uint32_t extra_bytes = 0);
  /// Adds a constant to the counter of the request's zone: counters made one after another from `first` on.
  void count_by_zone(CounterId first, std::uint32_t amount);
  /// Adds the response size to the counter of the request's zone, likewise.
  void count_size_by_zone(CounterId first);
  /// Adds bytes that flow from the request's zone to the picked member's (or back, if `is_reply`).
  void flow(FlowId flow, std::uint32_t bytes, bool is_reply);
  void flow_size(FlowId flow, bool is_reply);
  /// Picks an edge location.
  void place(PlacesId places, std::string_view purpose);
  /// Picks the zone whose entry node handles the request.
  void entry_zone(PlacesId zones, std::string_view purpose);
  /// Picks an object by popularity, or the next of the list if there is one.
  void object(PopularityId popularity, std::string_view purpose);
  /// Lets requests of the programs written from here on ask for the objects of a list; none to go by popularity.
  void list_objects(std::optional<ObjectListId> list) { object_list_ = list; }
  void size(SizesId sizes);
  /// Sets the response size to a fixed number of bytes.
  void fixed_size(std::uint32_t bytes);
  struct LookUp {
    StoreId store{};
    /// Uses the store `place` positions further on: one store per edge location.
    bool is_by_place = false;
    /// Lets only one request fetch a missing object while others wait for it.
    bool collapses = false;
    CauseId error{};  ///< cause of failure when a remembered error is found
    /// Leaves the filling to whoever fetched: a fetch whose try was given up then fills nothing.
    bool is_filled_by_caller = false;
  };
  /// Finds the object; goes to `hit` if a fresh copy is there and falls through to fetch it otherwise.
  void look_up(const LookUp& where, Label hit);
  /// Stores the object, weighing its size or 1; fresh for the store's time to live or one of its own, but no longer
  /// than the copy in `source` from which it was taken.
  void fill(const LookUp& where, bool weighs_size, std::optional<Duration> time_to_live = {},
            std::optional<LookUp> source = {});
  void fill_error(const LookUp& where, Duration time);
  void serve_stale(const LookUp& where, Label stale);
  void invalidate(const LookUp& where);
  void admit(GateId gate, std::string_view purpose);
  void balance(PoolId pool, std::string_view purpose);
  void leave();
  /// Reaches the entry node of the request's zone; the knob `zone` positions after the first is the share of attempts
  /// that no node answers, which fail with `lost` after the time-out.
  void reach(KnobId first_lost_share, std::string_view purpose, CauseId lost, Duration time_out);
  void connect(std::string_view purpose);
  /// Is served; patience, if there is any, counts at first-come stations only.
  void enter(StationId station, const chance::Distribution& work, std::string_view purpose, CauseId full,
             const std::optional<PatienceConfig>& patience = {});
  void enter_member(const chance::Distribution& work, std::string_view purpose, CauseId full,
                    const std::optional<PatienceConfig>& patience = {});
  void hold(StationId station, CauseId full);
  void hold_member(CauseId full);
  void release();
  /// Begins a try that ends at the matching end_attempt; when it fails for good, goes to `on_error` or fails further.
  /// A try begins and ends with the object it was begun with, whatever it asked for in between.
  void attempt(const AttemptConfig& config, std::optional<Label> on_error = {});
  void end_attempt();
  void mark();
  void measure(StageId stage);
  void emit(TopicId topic);
  void reply();
  void fail(CauseId cause);
  /// In an error handler: goes on failing with the cause at hand.
  void rethrow();

 private:
  Instruction& add(Opcode opcode);
  void refer(Instruction& instruction, Label label);
  void foretell();
  void limit(Instruction& instruction, const std::optional<PatienceConfig>& patience);

  static constexpr std::uint32_t unplaced = 0xFFFFFFFFu;
  struct Reference {
    std::uint32_t instruction;
    std::uint32_t label;
  };
  Kernel& kernel_;
  std::optional<ObjectListId> object_list_;
  std::vector<std::uint32_t> labels_;
  std::vector<Reference> references_;
};

}  // namespace fleetcast::sim::traffic
