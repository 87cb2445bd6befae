// On-demand instances that stand in for spot, and leave again.
#include <algorithm>

#include "models/auto_scaling/auto_scaling_group.hpp"

namespace fleetcast::models::auto_scaling {

void AutoScalingGroup::note_shortage() {
  fallback_.note_shortage(simulation_.now(), roster_.counted() - roster_.asked() < desired_);
}

void AutoScalingGroup::stand_in_for(std::int64_t unplaced) {
  // What was to be exchanged for spot stays, since there is none.
  undo_give_back(unplaced);
  const std::int64_t missing = target_size() - roster_.counted();
  const std::int64_t count = fallback_.stand_in_for(simulation_.now(), std::min(unplaced, missing));
  if (count == 0) return;
  report_.stand_ins += count;
  const std::string instances = count == 1 ? " on-demand instance stands in" : " on-demand instances stand in";
  incidents.send({simulation_.now(),
                  "spot_fallback",
                  "group " + name_ + " is short of spot",
                  std::to_string(count) + instances,
                  {}});
  must_reconcile_again_ = true;
}

void AutoScalingGroup::replace_by_on_demand(InstanceId id) {
  Member* member = roster_.find(id);
  if (member == nullptr || !member->counts()) return;
  fallback_.stand_in(simulation_.now());
  ++report_.stand_ins;
  incidents.send({simulation_.now(),
                  "spot_fallback",
                  "a spot instance of group " + name_ + " has notice",
                  "an on-demand instance stands in",
                  {}});
  replace(*member, Replacement::interrupted);
}

void AutoScalingGroup::give_back() {
  const Instant now = simulation_.now();
  if (!fallback_.gives_back(now) || roster_.counted() - roster_.asked() < desired_) return;
  std::int64_t count = std::min(fallback_.stand_ins(), size_limit() - roster_.counted() - roster_.replaced());
  std::vector<InstanceId> chosen;
  const auto& members = roster_.members();
  for (auto newest = members.rbegin(); newest != members.rend() && count > 0; ++newest) {
    const Member& member = newest->second;
    if (member.purchase != PurchaseOption::on_demand || !member.counts() || member.state != MemberState::in_service) {
      continue;
    }
    chosen.push_back(newest->first);
    --count;
  }
  for (const InstanceId id : chosen) roster_.find(id)->replacement = Replacement::give_back;
  fallback_.release(now, static_cast<std::int64_t>(chosen.size()));
  must_reconcile_again_ = must_reconcile_again_ || !chosen.empty();
}

void AutoScalingGroup::undo_give_back(std::int64_t count) {
  std::vector<InstanceId> marked;
  for (const auto& [id, member] : roster_.members()) {
    if (member.replacement == Replacement::give_back && member.state == MemberState::in_service) marked.push_back(id);
  }
  for (const InstanceId id : marked) {
    if (count-- <= 0) break;
    roster_.find(id)->replacement = Replacement::none;
    fallback_.stand_in(simulation_.now());
  }
}

}  // namespace fleetcast::models::auto_scaling
