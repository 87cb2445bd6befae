#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <stdexcept>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/chance/purpose.hpp"
#include "sim/chance/sampler.hpp"
#include "sim/chance/zipf.hpp"
#include "sim/measures/fingerprint.hpp"
#include "sim/measures/histogram.hpp"
#include "sim/traffic/arrivals.hpp"
#include "sim/traffic/choices.hpp"
#include "sim/traffic/deadlines.hpp"
#include "sim/traffic/event_queue.hpp"
#include "sim/traffic/draws.hpp"
#include "sim/traffic/gate.hpp"
#include "sim/traffic/instruction.hpp"
#include "sim/traffic/outcomes.hpp"
#include "sim/traffic/pace.hpp"
#include "sim/traffic/pool.hpp"
#include "sim/traffic/request.hpp"
#include "sim/traffic/slots.hpp"
#include "sim/traffic/sources.hpp"
#include "sim/traffic/station.hpp"
#include "sim/traffic/store.hpp"

namespace fleetcast::sim::traffic {

class ProgramWriter;

/// Moves requests through stations: the traffic plane.
///
/// Build everything first (add_*, programs, sources), then alternate advance_to with control calls. Every control
/// call and reading refers to the instant of the last advance_to, so callers advance first. Results do not depend on
/// how often advance_to is called. Nothing here allocates per request once the peak in flight has been seen.
class Kernel {
 public:
  /// Takes the run's chance and the number of zones (at most 32); both outlive nothing, chance is copied.
  Kernel(const chance::Chance& chance, std::uint32_t zones);

  // --- Building ---------------------------------------------------------------------------------------------------
  /// Adds what requests meet, as described; throws std::invalid_argument for what cannot be.
  StationId add_station(const StationConfig& config);
  PoolId add_pool(const PoolConfig& config);
  StoreId add_store(const StoreConfig& config);
  GateId add_gate(const GateConfig& config);
  /// Adds a retry budget: each first attempt earns `ratio` of a retry, at most `burst` are saved up.
  BudgetId add_budget(double ratio, double burst);
  CounterId add_counter();
  FlowId add_flow();
  /// Adds a cause of failure. Excluded causes (intended rejections) do not count for availability.
  CauseId add_cause(std::string name, bool is_retryable, bool is_excluded = false);
  /// Says that a cause means that no answer came (time-out, lost connection), not that an error was answered.
  void mark_unanswered(CauseId cause) { causes_.at(cause.value).is_unanswered = true; }
  /// Adds popularity of `objects` objects after Zipf's law, which take the numbers first_object and up.
  PopularityId add_popularity(std::uint32_t objects, double exponent, std::uint32_t first_object = 0);
  /// Adds a list of objects that requests ask for one after another, counted from the first of a popularity.
  ///
  /// Throws std::invalid_argument if the list is empty.
  ObjectListId add_object_list(std::vector<std::uint32_t> objects);
  /// Adds sizes in bytes, a fixed one for each object; drawn from 4096 quantiles of the distribution.
  SizesId add_sizes(const chance::Distribution& bytes, std::string_view purpose);
  /// Adds a weighted choice of places (edge locations, entry zones).
  PlacesId add_places(std::vector<double> weights);
  KnobId add_knob(double value);
  StageId add_stage(std::string name);
  TopicId add_topic();
  /// Adds a request class; its program begins at `entry`. A good reply after the deadline counts as late.
  ClassId add_class(std::string name, std::uint32_t entry, Duration deadline);
  SourceId add_open_source(const OpenSourceConfig& config);
  SourceId add_closed_source(const ClosedSourceConfig& config);
  [[nodiscard]] chance::Stream stream(std::string_view purpose) { return chance_.stream(purpose); }
  [[nodiscard]] chance::Sampler compile(const chance::Distribution& law) { return tables_.compile(law); }

  // --- Running ----------------------------------------------------------------------------------------------------
  /// Brings traffic up to an instant: handles everything up to and including it, unless a pace decides otherwise.
  void advance_to(Instant until, Pace::Purpose purpose = Pace::Purpose::anything);
  [[nodiscard]] Instant now() const { return {now_}; }
  /// Forgets all measures so far: the measured span begins now.
  void begin_measuring();

  // --- Control (at the instant last advanced to) --------------------------------------------------------------------
  /// Changes a number from now on; first-come services that have begun end as planned.
  void set_servers(StationId station, std::uint32_t servers);
  void set_speed(StationId station, double units_per_second);
  void set_knob(KnobId knob, double value);
  void set_place_weight(PlacesId places, std::uint32_t place, double weight);
  void set_gate(GateId gate, double rate, double burst, double blocked_share);
  /// Sets network latencies for travel: mean one-way seconds within a zone and between zones.
  void set_network(double same_zone_seconds, double cross_zone_seconds);
  /// Makes a zone's network worse: extra one-way seconds and a share of connections lost.
  void set_zone_impairment(std::uint32_t zone, double extra_seconds, double lost_share);
  MemberId add_member(PoolId pool, const MemberConfig& config);
  /// Stops sending requests to a member; those it has may finish.
  void drain_member(MemberId member);
  /// Takes a member out; requests it still has fail with the pool's `refused` cause.
  void remove_member(MemberId member);
  /// Changes how a member answers. Refusing resets what it has in hand; silent leaves it to time-outs; failing lets it
  /// end.
  void set_reachability(MemberId member, Reachability reachability);
  void set_member_speed(MemberId member, double units_per_second);
  /// Sets a member's weight where its pool picks by weight; 1 when it joins.
  void set_member_weight(MemberId member, double weight);
  /// Moves a member to another zone, e.g. because a replica there took over.
  void set_member_zone(MemberId member, std::uint32_t zone);
  /// Makes the entry nodes in other zones leave a zone's members alone, or use them again.
  void set_zone_shift(PoolId pool, std::uint32_t zone, bool is_away);
  /// Returns the present member with the owner's number, or nothing if it left.
  [[nodiscard]] std::optional<MemberId> find_member(PoolId pool, std::uint64_t key) const;
  /// Loses every copy in one part of a store.
  void drop_store_part(StoreId store, std::uint32_t part);
  [[nodiscard]] Store& store(StoreId store) { return stores_.at(store.value); }

  /// A thing that happened in traffic and that the control plane wants to know.
  struct Signal {
    enum class Kind : std::uint8_t { member_healthy, member_unhealthy, topic };
    Kind kind = Kind::topic;
    Instant at;
    std::uint32_t subject = 0;  ///< pool, or topic
    std::uint64_t key = 0;      ///< the member's key, or the request's number
  };
  /// Returns the signals since the last call, in order of time; deliver each at least `signal_delay` after its instant.
  [[nodiscard]] std::vector<Signal> take_signals();
  /// Tells whether signals may come soon, so that advance_to should be called often.
  [[nodiscard]] bool is_watching() const { return watched_members_ > 0 || has_topics_; }

  // --- Reading (at the instant last advanced to) ------------------------------------------------------------------
  /// Returns what a station measured.
  [[nodiscard]] const StationMeasures& measures(StationId station);
  /// Returns for every station how long those present have been there, found out from the requests one by one.
  [[nodiscard]] std::vector<StationAges> ages() const;
  /// Returns the account of every station and, under the pool's name, of every pool's processors and "/slots".
  [[nodiscard]] std::vector<TimeAccount> time_accounts();
  [[nodiscard]] const StationRecord* record(StationId id) const { return stations_.at(id.value).record.get(); }
  /// Returns the sum over a pool's members, those that left included, of what their processors measured.
  [[nodiscard]] StationMeasures processor_measures(PoolId pool);
  /// Returns the sum over a pool's members, those that left included, of what their worker slots measured.
  [[nodiscard]] StationMeasures slot_measures(PoolId pool);
  [[nodiscard]] const StationRecord* record(PoolId pool) const { return pools_.at(pool.value).record.get(); }
  [[nodiscard]] const PoolMeasures& measures(PoolId pool) const { return pools_.at(pool.value).measures; }
  /// Returns the size in bytes that an object has under a rule of sizes.
  [[nodiscard]] std::uint32_t object_size(SizesId id, std::uint32_t object) const { return size_of(id.value, object); }
  [[nodiscard]] const chance::Zipf& zipf(PopularityId id) const { return popularities_.at(id.value).zipf; }
  [[nodiscard]] const Gate& gate(GateId gate) const { return gates_.at(gate.value); }
  /// Returns how often begin_measuring was called: readings of different epochs cannot be subtracted.
  [[nodiscard]] std::uint64_t measuring_epoch() const { return measuring_epoch_; }
  [[nodiscard]] std::uint64_t counter(CounterId counter) const { return counters_.at(counter.value); }
  [[nodiscard]] std::uint64_t flow(FlowId flow, std::uint32_t from, std::uint32_t to) const {
    return flows_.at((flow.value * zones_ + from) * zones_ + to);
  }
  /// Returns the integral, in processor-seconds, of busy processors of a pool's members since the beginning.
  [[nodiscard]] double busy_processor_seconds(PoolId pool);
  /// Returns the integral, in slot-seconds, of taken worker slots of a pool's members since the beginning.
  [[nodiscard]] double busy_slot_seconds(PoolId pool);
  /// Returns the load of each present member of a pool, in order of joining.
  [[nodiscard]] std::vector<MemberLoad> member_loads(PoolId pool) const;
  [[nodiscard]] std::uint32_t registered_members(PoolId pool) const;
  [[nodiscard]] std::uint32_t healthy_members(PoolId pool) const;
  /// Returns how many registered members of a zone some node sees as healthy.
  [[nodiscard]] std::uint32_t healthy_members(PoolId pool, std::uint32_t zone) const;
  /// Returns the work units per second of one of a member's processors.
  [[nodiscard]] double member_speed(MemberId member) const {
    return stations_.at(members_.at(member.value).processor).speed;
  }
  [[nodiscard]] const Member& member(MemberId member) const { return members_.at(member.value); }
  /// Returns how many requests a member has in hand.
  [[nodiscard]] std::uint32_t outstanding(MemberId member) const { return outstanding_.at(member.value); }
  [[nodiscard]] const Outcomes& outcomes() const { return outcomes_; }
  /// Returns how many requests are at a station, or in the hands of a pool's present members.
  [[nodiscard]] std::uint32_t present(StationId station) const { return stations_.at(station.value).present(); }
  [[nodiscard]] std::uint32_t present(PoolId pool) const;
  /// Returns how many requests clients are waiting for right now.
  [[nodiscard]] std::uint64_t in_flight() const { return in_flight_; }
  [[nodiscard]] std::uint64_t events_handled() const { return events_; }
  [[nodiscard]] const measures::Fingerprint& fingerprint() const { return fingerprint_; }

 private:
  friend class ProgramWriter;
  friend class TrafficState;
  enum class Step : bool { blocked, ready };
  static constexpr std::size_t entries_ahead = 24;  ///< arrivals by which entries of stores are fetched early
  enum class EventKind : std::uint8_t {
    resume, hung, deadline, shared_departure, think, health_check, health_result, impatience, server_ready
  };
  struct Cause {
    bool is_retryable = false;
    bool is_excluded = false;
    bool is_unanswered = false;
  };

  // run.cpp: the loop
  void handle_until(Instant until);
  void dispatch(const EventQueue::Event& event);
  void arrive(std::size_t source);
  void find_next_source();
  std::uint32_t begin_request(std::uint32_t class_index, std::uint32_t source, std::uint64_t number,
                              std::uint64_t ordinal);
  void run(std::uint32_t slot);
  void wake(std::uint32_t slot) { ready_.push_back({slot, slots_[slot].version}); }
  void run_ready();
  void schedule(std::uint32_t slot, std::int64_t tick, EventKind kind = EventKind::resume);
  void schedule_other(std::uint32_t subject, std::uint32_t version, std::int64_t tick, EventKind kind,
                      std::uint64_t order);
  void think_again(const Request& request);
  void turn_minute();
  MinuteOutcomes& minute() {
    if (now_ >= minute_end_) turn_minute();
    return outcomes_.minutes[minute_];
  }
  void finish(std::uint32_t slot, bool is_good, std::uint16_t cause);
  void free_slot(std::uint32_t slot);

  // foresight.cpp: what follows from a request's number alone
  void foresee(RequestClass& request_class) const;
  void look_ahead(OpenSource& source, std::uint64_t number);
  void prefetch(const OpenSource& source, std::size_t within) const;

  // interpret.cpp: one function per kind of instruction
  const Instruction* run_plain(Request& request, const Instruction* at);
  Step interpret(std::uint32_t slot, Request& request, const Instruction& instruction);
  Step interpret_visit(std::uint32_t slot, Request& request, const Instruction& instruction);
  Step do_delay(std::uint32_t slot, Request& request, const Instruction& instruction);
  Step do_travel(std::uint32_t slot, Request& request, const Instruction& instruction);
  Step do_repeat(Request& request, const Instruction& instruction);
  void do_flow(Request& request, const Instruction& instruction);
  [[nodiscard]] std::uint8_t chosen_place(const Instruction& instruction, double u) const;
  Step do_look_up(std::uint32_t slot, Request& request, const Instruction& instruction);
  [[nodiscard]] static bool is_given_up(const Request& request);
  void do_fill(Request& request, const Instruction& instruction);
  Step do_serve_stale(Request& request, const Instruction& instruction);
  Step do_admit(std::uint32_t slot, Request& request, const Instruction& instruction);
  Step do_balance(std::uint32_t slot, Request& request, const Instruction& instruction);
  Step do_reach(std::uint32_t slot, Request& request, const Instruction& instruction);
  Step do_connect(std::uint32_t slot, Request& request, const Instruction& instruction);
  /// Returns what an instruction draws for a request.
  [[nodiscard]] double draw(const Request& request, const Instruction& instruction) {
    return draws_[instruction.draws].at(request.ordinal, request.draw);
  }
  [[nodiscard]] static std::uint32_t store_index(const Request& request, const Instruction& instruction) {
    return instruction.a + instruction.b * request.place;
  }
  /// Returns the first operand, or the one `zone` or `place` further on where the instruction has one for each.
  [[nodiscard]] static std::uint32_t by_zone_or_place(const Request& request, const Instruction& instruction) {
    if (instruction.small == 0) return instruction.a;
    return instruction.a + (instruction.small == 1 ? request.zone : request.place);
  }
  [[nodiscard]] std::uint32_t size_of(std::uint32_t sizes, std::uint32_t object) const {
    const std::uint64_t mixed = (object + 1) * 0x9E3779B97F4A7C15u ^ size_keys_[sizes];
    return sizes_[sizes][(mixed * 0xBF58476D1CE4E5B9u) >> 52];
  }
  [[nodiscard]] static std::uint32_t picked_index(const Request& request) {
    std::uint32_t frame = request.depth - 1u;
    while (request.frames[frame].kind != Frame::Kind::member) --frame;
    return request.frames[frame].resource;
  }
  [[nodiscard]] const Member& picked_member(const Request& request) const { return members_[picked_index(request)]; }

  // visit.cpp: stations
  Step enter(std::uint32_t slot, Request& request, std::uint32_t station, double work, std::uint32_t full_cause);
  Step enter_shared(std::uint32_t slot, Request& request, Station& station, std::uint32_t index, double work);
  Step hold(std::uint32_t slot, Request& request, std::uint32_t station, std::uint32_t full_cause);
  void begin_service(std::uint32_t slot, Request& request, Station& station, double work);
  void queue(std::uint32_t slot, Request& request, Station& station);
  void unqueue(Request& request, Station& station);
  [[nodiscard]] std::int64_t end_of_patience(const Request& request, const Instruction& instruction);
  void lose_patience(std::uint32_t slot);
  void depart(std::uint32_t slot, Request& request);
  static void record_sojourn(StationRecord& record, std::int64_t sojourn);
  void keep_server(Request& request, Station& station, std::uint32_t index);
  void release_server(const Frame& frame, bool succeeded);
  void start_next(std::uint32_t station);
  // cold_start.cpp: servers that are started on demand
  void make_cold(std::uint32_t station, const StationConfig& config);
  void adjust_servers(std::uint32_t station);
  void finish_start(std::uint32_t station, std::uint32_t ordinal);
  void measure_starts(Station& station);
  void plan_departure(std::uint32_t station);
  void depart_shared(std::uint32_t station, std::uint32_t version);
  void remove_shared(std::uint32_t slot, std::uint32_t station);

  // failure.cpp: failing, giving up, coming back
  Step fail(std::uint32_t slot, Request& request, std::uint32_t cause);
  bool retry(std::uint32_t slot, Request& request, std::uint32_t cause);
  void push_frame(Request& request, const Frame& frame) {
    if (request.depth == Request::max_frames) [[unlikely]] refuse_depth();
    request.frames[request.depth++] = frame;
  }
  [[noreturn]] void refuse_depth() const;
  void pop_frame(Request& request, bool succeeded);
  void detach(std::uint32_t slot, Request& request);
  void expire(std::uint32_t slot, std::uint32_t frame);
  std::uint32_t split_off_client(std::uint32_t slot, std::uint32_t frame);
  void do_attempt(Request& request, const Instruction& instruction, std::uint32_t pc);
  [[nodiscard]] static std::int64_t deadline_of(const Instruction& instruction, std::int64_t begin);
  void arm(std::uint32_t slot, Request& request);
  void meet_deadline(std::uint32_t slot);
  void reversion(std::uint32_t slot);
  void expire_deadline(const Deadlines::Entry& entry);
  void wake_waiters(std::uint32_t store, std::uint32_t object);
  void interrupt_member(std::uint32_t member, bool is_reset);
  void hang(std::uint32_t slot, Request& request, Duration time_out, CauseId cause);

  // balance.cpp and health.cpp: pools
  std::uint32_t pick(PoolState& pool, std::uint32_t node, const Request& request, const Instruction& instruction);
  std::uint32_t pick_least(const std::vector<std::uint32_t>& candidates, double u) const;
  std::uint32_t pick_weighted(const std::vector<std::uint32_t>& candidates, double u) const;
  void rebuild(PoolId pool);
  void watch(std::uint32_t member);
  void check_health(std::uint32_t member, std::uint32_t tag);
  enum class CheckResult : std::uint8_t { passed, failed, timed_out };
  void note_health(std::uint32_t member, std::uint32_t tag, CheckResult result);
  void count_verdict(const Member& member, CheckResult result);
  [[nodiscard]] bool is_overloaded(const Member& member) const;
  void unwatch(Member& member);
  void plan_check(std::uint32_t member, std::uint32_t node, std::int64_t tick);
  void turn_healthy(Member& member, std::uint32_t bit);
  void turn_unhealthy(Member& member, std::uint32_t bit);
  void calm_down(Member& member);
  [[nodiscard]] bool is_held_back(const PoolState& pool, std::uint32_t member, double u) const;
  void retire_usage(PoolState& pool, const Member& member);

  // build.cpp
  [[nodiscard]] std::uint32_t add_draws(std::string_view purpose);
  [[nodiscard]] std::uint32_t add_draws(std::string_view purpose, const chance::Distribution& law);
  [[nodiscard]] std::uint32_t add_draws(std::string_view purpose, PopularityId popularity);
  [[nodiscard]] std::uint32_t add_draws(ObjectListId list, PopularityId popularity);
  Station& new_station(std::uint32_t& index);
  void reset_station(std::uint32_t index, const StationConfig& config, std::shared_ptr<StationRecord> record);
  [[nodiscard]] std::uint32_t take_member();

  chance::Chance chance_;
  chance::SamplerTables tables_;
  std::uint32_t zones_;
  std::int64_t now_ = 0;
  EventQueue events_queue_;
  Deadlines deadlines_;
  Slots slots_;
  std::vector<Ready> ready_;
  std::vector<Instruction> code_;
  std::vector<Station> stations_;
  std::vector<std::pair<std::uint32_t, std::string>> named_stations_;  ///< those that belong to no pool
  std::vector<PoolState> pools_;
  std::vector<chance::Stream> pool_streams_;
  std::vector<Member> members_;
  std::vector<std::uint32_t> outstanding_;  ///< requests that each of them has in hand, side by side to be compared
  std::vector<std::uint32_t> free_members_;
  std::vector<Store> stores_;
  std::vector<Gate> gates_;
  std::vector<Budget> budgets_;
  std::vector<std::uint64_t> counters_;
  std::vector<std::uint64_t> flows_;
  std::vector<Cause> causes_;
  std::deque<Popularity> popularities_;  ///< a deque, since draws refer to its elements
  std::deque<std::vector<std::uint32_t>> object_lists_;  ///< likewise
  std::vector<std::vector<std::uint32_t>> sizes_;
  std::vector<std::uint64_t> size_keys_;
  std::vector<Places> places_;
  std::vector<double> knobs_;
  std::vector<RequestClass> classes_;
  std::vector<Draws> draws_;
  std::vector<OpenSource> open_sources_;
  std::vector<ClosedSource> closed_sources_;
  std::vector<double> zone_extra_seconds_;
  std::vector<double> zone_lost_share_;
  double same_zone_seconds_ = 0;
  double cross_zone_seconds_ = 0;
  bool is_network_impaired_ = false;
  std::uint32_t topics_ = 0;
  std::size_t next_source_ = 0;
  std::int64_t next_arrival_ = Arrivals::exhausted_tick;
  std::vector<Signal> signals_;
  std::uint32_t watched_members_ = 0;
  bool has_topics_ = false;
  bool has_foresight_ = false;  ///< some class's first look-up is foreseen
  Outcomes outcomes_;
  std::size_t minute_ = 0;
  std::int64_t minute_end_ = 0;
  std::uint64_t in_flight_ = 0;
  std::uint64_t measuring_epoch_ = 0;
  std::uint64_t events_ = 0;
  measures::Fingerprint fingerprint_;
  Pacing pacing_;
};

}  // namespace fleetcast::sim::traffic
