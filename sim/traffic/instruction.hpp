#pragma once
#include <cstdint>
#include <string_view>

namespace fleetcast::sim::traffic {

/// Names what an instruction of a request's program does. None of these words knows what is being modelled.
enum class Opcode : std::uint8_t {
  lag,          ///< adds a sampled time to what the client sees, without an event, scaled by place if asked
  delay,        ///< waits for a sampled time
  travel,       ///< crosses the network to the picked member and back, at its zone's latency
  jump,         ///< goes to target
  jump_if,      ///< goes to target with a probability, fixed or from a knob
  repeat,       ///< goes back to target until the loop ran `a` times
  count,        ///< adds a constant or the response size to a counter, by place if asked
  flow,         ///< adds bytes to a matrix by zone of the request and zone of the member
  place,        ///< picks a place (edge location or entry zone) by weight
  object,       ///< picks an object by popularity
  size,         ///< looks up the object's size
  look_up,      ///< finds the object in a store: goes to target if it is there, waits if it is being fetched
  fill,         ///< puts the fetched object into the store and wakes those who wait for it
  fill_error,   ///< remembers in the store that fetching failed, for a time
  serve_stale,  ///< goes to target if an expired copy is there
  invalidate,   ///< drops the object from a store
  admit,        ///< passes a gate or fails with the gate's cause
  balance,      ///< picks a member of a pool
  leave,        ///< lets go of the picked member
  reach,        ///< reaches the entry node of the request's zone: lost, or through
  connect,      ///< reaches the picked member: refused, lost, or through
  enter,        ///< is served by a station, unless it waits longer than its patience
  enter_member, ///< is served by the picked member's processor, likewise
  hold,         ///< takes a server of a station and keeps it
  hold_member,  ///< takes one of the picked member's worker slots and keeps it
  release,      ///< gives back the server it keeps
  attempt,      ///< begins a try with a time-out, retries and a handler
  end_attempt,  ///< ends the try: it succeeded
  mark,         ///< notes the time
  measure,      ///< records the time since the mark under a stage
  emit,         ///< tells the control plane, on a topic
  reply,        ///< ends well
  fail,         ///< ends badly, with a cause
  rethrow,      ///< goes on failing with the cause being handled
};

/// Says how an instruction behaves in stream mode, where blocks of time-sorted requests pass one stage at a time.
enum class StreamRule : std::uint8_t {
  always,        ///< it neither waits nor feels other requests
  feed_forward,  ///< it may run in stream mode while nothing can interrupt the request inside the block
  never,         ///< it depends on the state other requests leave behind at that very instant
};

/// Declares for each instruction whether it may run in stream mode.
constexpr StreamRule stream_rule(Opcode opcode) {
  switch (opcode) {
    case Opcode::lag:
    case Opcode::jump:
    case Opcode::jump_if:
    case Opcode::repeat:
    case Opcode::count:
    case Opcode::flow:
    case Opcode::place:
    case Opcode::object:
    case Opcode::size:
    case Opcode::mark:
    case Opcode::measure:
    case Opcode::reply:
      return StreamRule::always;
    case Opcode::delay:
    case Opcode::travel:
    case Opcode::enter:
    case Opcode::enter_member:
    case Opcode::balance:
    case Opcode::leave:
    case Opcode::look_up:
    case Opcode::fill:
      return StreamRule::feed_forward;
    default:
      return StreamRule::never;
  }
}

/// One step of a program. The meaning of the operands is written at the emitter, in program.hpp.
struct Instruction {
  /// Bit of a try's operand b that lets it retry only where no answer came.
  static constexpr std::uint32_t unanswered_only = 0x80000000u;

  Opcode opcode = Opcode::reply;
  bool flag = false;
  std::uint16_t small = 0;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t target = 0;
  std::uint32_t ring = 0;      ///< attempt: ring of deadlines for its time-out
  /// object, look_up: one more than the store used next; attempt: one more than what the wish to go on draws from
  std::uint32_t foretold = 0;
  std::uint32_t draws = 0;     ///< what it draws from, if it draws
  double number = 0;
};

}  // namespace fleetcast::sim::traffic
