#pragma once
#include <compare>
#include <cstdint>

namespace fleetcast::sim::traffic {

/// Identifies one thing of a kernel by its position; ids of different kinds do not mix.
template <class Tag>
struct Id {
  std::uint32_t value = 0;
  constexpr auto operator<=>(const Id&) const = default;
};

using StationId = Id<struct StationTag>;
using PoolId = Id<struct PoolTag>;
using MemberId = Id<struct MemberTag>;
using StoreId = Id<struct StoreTag>;
using GateId = Id<struct GateTag>;
using BudgetId = Id<struct BudgetTag>;
using CounterId = Id<struct CounterTag>;
/// Identifies a matrix of byte counters, one for each pair of zones.
using FlowId = Id<struct FlowTag>;
using CauseId = Id<struct CauseTag>;
using ClassId = Id<struct ClassTag>;
using SourceId = Id<struct SourceTag>;
using PopularityId = Id<struct PopularityTag>;
/// Identifies a list of the objects that requests ask for, one after another.
using ObjectListId = Id<struct ObjectListTag>;
using SizesId = Id<struct SizesTag>;
using PlacesId = Id<struct PlacesTag>;
using KnobId = Id<struct KnobTag>;
using StageId = Id<struct StageTag>;
using TopicId = Id<struct TopicTag>;

}  // namespace fleetcast::sim::traffic
