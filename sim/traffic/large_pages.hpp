#pragma once
#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace fleetcast::sim::traffic {

/// Allocates large arrays that are visited at random from the system's large pages, and small ones as usual.
///
/// Most of the cost of such a visit would otherwise be finding its page. The system is asked before anything is
/// written, since pages already in use stay as they are; where it refuses, that costs speed and nothing else.
template <class T>
struct LargePageAllocator {
  using value_type = T;
  static constexpr std::size_t page = std::size_t{1} << 21;

  LargePageAllocator() = default;
  /// Allocates from the same place whatever the type is.
  template <class Other>
  explicit LargePageAllocator(const LargePageAllocator<Other>&) {}

  /// Returns room for `count` elements; throws std::bad_alloc where there is none.
  [[nodiscard]] T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    const std::size_t rounded = (bytes + page - 1) / page * page;
    void* room = bytes < page ? std::malloc(bytes) : std::aligned_alloc(page, rounded);
    if (room == nullptr) throw std::bad_alloc();
    if (bytes >= page) madvise(room, rounded, MADV_HUGEPAGE);
    return static_cast<T*>(room);
  }
  void deallocate(T* room, std::size_t) { std::free(room); }

  template <class Other>
  bool operator==(const LargePageAllocator<Other>&) const {
    return true;
  }
};

}  // namespace fleetcast::sim::traffic
