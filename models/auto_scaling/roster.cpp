#include "models/auto_scaling/roster.hpp"

#include <stdexcept>

namespace fleetcast::models::auto_scaling {

Member* Roster::find(InstanceId id) {
  const auto found = members_.find(id);
  return found == members_.end() ? nullptr : &found->second;
}

Member& Roster::add(Member member) { return members_[member.id] = std::move(member); }

void Roster::answer(const Ask& ask) {
  const auto found = asked_.find(ask);
  if (found == asked_.end()) {
    throw std::logic_error("auto_scaling: EC2 answers a launch of " + ask.first.instance_type + " nobody asked for");
  }
  if (--found->second == 0) asked_.erase(found);
}

std::int64_t Roster::asked(const Ask& ask) const {
  const auto found = asked_.find(ask);
  return found == asked_.end() ? 0 : found->second;
}

std::int64_t Roster::asked() const {
  std::int64_t sum = 0;
  for (const auto& [ask, number] : asked_) sum += number;
  return sum;
}

template <class Matches>
std::int64_t Roster::count(Matches matches) const {
  std::int64_t sum = 0;
  for (const auto& [id, member] : members_) sum += member.counts() && matches(member.pool, member.purchase);
  for (const auto& [ask, number] : asked_) sum += matches(ask.first, ask.second) ? number : 0;
  return sum;
}

std::int64_t Roster::counted() const {
  return count([](const Pool&, PurchaseOption) { return true; });
}

std::int64_t Roster::counted(PurchaseOption purchase) const {
  return count([&](const Pool&, PurchaseOption other) { return other == purchase; });
}

std::int64_t Roster::counted_in(ZoneIndex zone) const {
  return count([&](const Pool& pool, PurchaseOption) { return pool.zone == zone; });
}

std::int64_t Roster::counted_in(ZoneIndex zone, PurchaseOption purchase) const {
  return count([&](const Pool& pool, PurchaseOption other) { return pool.zone == zone && other == purchase; });
}

std::int64_t Roster::counted_in(const Pool& pool, PurchaseOption purchase) const {
  return count([&](const Pool& other_pool, PurchaseOption other) { return other_pool == pool && other == purchase; });
}

std::int64_t Roster::in_state(MemberState state) const {
  std::int64_t sum = 0;
  for (const auto& [id, member] : members_) sum += member.state == state;
  return sum;
}

std::int64_t Roster::replaced() const {
  std::int64_t sum = 0;
  for (const auto& [id, member] : members_) {
    sum += member.replacement != Replacement::none && member.state != MemberState::terminating;
  }
  return sum;
}

}  // namespace fleetcast::models::auto_scaling
