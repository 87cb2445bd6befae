#pragma once
#include <array>
#include <cstdint>
#include <limits>

namespace fleetcast::sim::traffic {

/// What a request holds while it is somewhere inside its program; frames nest like calls.
struct Frame {
  static constexpr std::int64_t no_deadline = std::numeric_limits<std::int64_t>::max();
  enum class Kind : std::uint8_t {
    attempt,  ///< a try with a time-out and perhaps retries; pc is its instruction
    slot,     ///< a server of a station, held while other stations are visited
    member,   ///< a member of a pool that was picked for this request
    fetch,    ///< the duty to fill an entry of a store; others wait for it
  };
  Kind kind = Kind::attempt;
  std::uint8_t tries = 0;      ///< attempts begun so far
  std::uint8_t zone = 0;       ///< member: the zone to return to
  std::uint32_t pc = 0;        ///< attempt: its instruction
  std::uint32_t resource = 0;  ///< slot: station; member: member; fetch: store; attempt: the object at its beginning
  std::uint32_t detail = 0;    ///< member: its version; fetch: object
  std::int64_t since = 0;      ///< attempt: its deadline, or no_deadline; else the tick at which it was asked for
};
static_assert(sizeof(Frame) == 24);

/// One attempt-carrying request in flight. Slots are reused; a version tells an old reference from a new one.
struct Request {
  enum class State : std::uint8_t { idle, running, delayed, queued, in_service, waiting, hung };
  static constexpr std::uint32_t none = 0xFFFFFFFFu;
  static constexpr std::size_t max_frames = 16;

  std::uint64_t number = 0;   ///< the logical request, counted per source
  std::uint64_t ordinal = 0;  ///< the same, counted per class: the identity of its randomness
  std::int64_t arrived = 0;   ///< tick of the client's first attempt
  std::int64_t lag = 0;       ///< ticks that passed for the client without an event (network to the edge and back)
  std::int64_t mark = 0;      ///< tick of the last mark instruction
  std::int64_t entered = 0;   ///< tick at which it joined the station it is at
  std::int64_t armed = Frame::no_deadline;  ///< tick at which its deadlines are looked at next
  std::uint32_t pc = 0;
  std::uint32_t version = 0;
  std::uint32_t previous = none;  ///< in the queue or waiting list it stands in
  std::uint32_t next = none;
  std::uint32_t station = none;  ///< station it is queued at or served by; store it waits for
  std::uint32_t object = 0;
  std::uint32_t size = 0;  ///< response size in bytes
  std::uint32_t draw = 0;  ///< counted up by retries and loops, so that each draws afresh
  std::uint16_t class_index = 0;
  std::uint16_t source = 0;
  std::uint16_t cause = 0;  ///< the failure that a handler is handling
  State state = State::idle;
  std::uint8_t place = 0;  ///< edge location
  std::uint8_t zone = 0;   ///< zone in which the request is handled now
  std::uint8_t attempt = 0;
  std::uint8_t loop = 0;
  std::uint8_t depth = 0;  ///< frames in use
  std::uint8_t base = 0;   ///< first frame of its own: above zero for work that nobody waits for any more
  bool has_unarmed = false;  ///< some try's deadline comes before the armed one
  bool orphan = false;     ///< nobody waits for this work: its client gave up
  std::array<Frame, max_frames> frames{};

  [[nodiscard]] const Frame& top() const { return frames[depth - 1]; }
  [[nodiscard]] Frame& top() { return frames[depth - 1]; }
};

/// Names a request that goes on once whoever woke it waits, unless something else has become of it by then.
struct Ready {
  std::uint32_t slot = 0;
  std::uint32_t version = 0;  ///< of the request when it was woken
};

}  // namespace fleetcast::sim::traffic
