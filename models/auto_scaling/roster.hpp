#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "models/messages.hpp"
#include "sim/control/ids.hpp"

namespace fleetcast::models::auto_scaling {

/// Tells where an instance of a group is in its life; `lost` is gone but not yet noticed by the group.
enum class MemberState { pending, in_service, lost, terminating };
/// Tells why an instance no longer counts towards the desired capacity although it still runs.
enum class Replacement { none, at_risk, interrupted, zone_balance, give_back };

/// Holds what a group knows of one of its instances.
struct Member {
  InstanceId id = 0;
  Pool pool;
  PurchaseOption purchase = PurchaseOption::on_demand;
  MemberState state = MemberState::pending;
  Replacement replacement = Replacement::none;
  bool is_protected = false;
  std::optional<Instant> in_service_at;
  std::optional<sim::control::TimerId> drain_timer;

  /// Tells whether the instance counts towards the desired capacity.
  [[nodiscard]] bool counts() const { return state != MemberState::terminating && replacement == Replacement::none; }
  /// Tells whether scale-in may take the instance.
  [[nodiscard]] bool is_removable() const { return counts() && state == MemberState::in_service && !is_protected; }
};

/// Keeps a group's instances and the launches it waits for, and counts them.
class Roster {
 public:
  using Ask = std::pair<Pool, PurchaseOption>;

  /// Returns the member with an id, or null if the group has none.
  [[nodiscard]] Member* find(InstanceId id);
  [[nodiscard]] const std::map<InstanceId, Member>& members() const { return members_; }
  /// Adds a member under its id.
  Member& add(Member member);
  /// Removes a member, if there is one with this id.
  void remove(InstanceId id) { members_.erase(id); }

  /// Notes that one more launch was asked for.
  void ask(const Ask& ask) { ++asked_[ask]; }
  /// Takes back one launch that was asked for; throws std::logic_error if there is none.
  void answer(const Ask& ask);
  [[nodiscard]] std::int64_t asked(const Ask& ask) const;
  [[nodiscard]] std::int64_t asked() const;

  /// Counts what counts towards the desired capacity, launches under way included.
  [[nodiscard]] std::int64_t counted() const;
  [[nodiscard]] std::int64_t counted(PurchaseOption purchase) const;
  [[nodiscard]] std::int64_t counted_in(ZoneIndex zone) const;
  [[nodiscard]] std::int64_t counted_in(ZoneIndex zone, PurchaseOption purchase) const;
  [[nodiscard]] std::int64_t counted_in(const Pool& pool, PurchaseOption purchase) const;
  /// Counts members in a state, whether or not they count towards the desired capacity.
  [[nodiscard]] std::int64_t in_state(MemberState state) const;
  /// Counts members that run but are being replaced.
  [[nodiscard]] std::int64_t replaced() const;

 private:
  template <class Matches>
  [[nodiscard]] std::int64_t count(Matches matches) const;

  std::map<InstanceId, Member> members_;
  std::map<Ask, std::int64_t> asked_;
};

}  // namespace fleetcast::models::auto_scaling
