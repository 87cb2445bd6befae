#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/chance/purpose.hpp"
#include "sim/chance/sampler.hpp"
#include "sim/chance/zipf.hpp"

namespace fleetcast::sim::traffic {

/// Draws what one instruction needs: a uniform variate, a variate of a distribution, or an object by popularity
/// or from a list.
///
/// A value follows from the request's ordinal within its class and the count of its draws alone. First draws of
/// neighbouring requests are made together, which takes a fraction of the time, as long as enough of them are asked
/// for; that is a matter of speed alone.
class alignas(64) Draws {
 public:
  /// Requests whose first draws are made together.
  static constexpr std::uint64_t at_once = 64;
  /// Draws asked for per group passed from which on drawing the next group as a whole takes less time.
  static constexpr std::uint64_t worth_while = 12;

  /// Draws uniform variates.
  explicit Draws(const chance::Stream& stream) : law_(Law::uniform), stream_(stream) {}
  /// Draws from a distribution.
  Draws(const chance::Stream& stream, const chance::Sampler& sampler)
      : law_(sampler.is_constant() ? Law::constant : Law::sampled), stream_(stream), sampler_(sampler) {}
  /// Draws objects, of which the most popular is `first_object`; the popularity must outlive it.
  Draws(const chance::Stream& stream, const chance::Zipf& popularity, std::uint32_t first_object)
      : law_(Law::object), first_object_(first_object), stream_(stream), popularity_(&popularity) {}
  /// Takes objects from a list, one for each request in order of ordinals, over and over; the list, which must not be
  /// empty, must outlive it.
  Draws(const std::vector<std::uint32_t>& list, std::uint32_t first_object)
      : law_(Law::listed), first_object_(first_object), list_(&list) {}

  /// Returns what the request with an ordinal draws after `draw` other draws.
  [[nodiscard, gnu::always_inline]] double at(std::uint64_t ordinal, std::uint64_t draw) {
    if (law_ == Law::constant) return sampler_.sample(0.5);
    if (draw != 0) [[unlikely]] return alone(ordinal, draw);
    ++asked_;
    const std::uint64_t group = ordinal / at_once;
    if (groups_[group % groups_kept] == group) [[likely]] {
      return values_[ordinal % values_.size()];
    }
    return first_of(ordinal, group);
  }
  /// Tells whether the first draw of a request was made with its group and is at hand.
  [[nodiscard]] bool has_at_hand(std::uint64_t ordinal) const {
    return groups_[ordinal / at_once % groups_kept] == ordinal / at_once;
  }

 private:
  enum class Law : std::uint8_t { constant, uniform, sampled, object, listed };
  static constexpr std::uint64_t groups_kept = 2;
  static constexpr std::uint64_t none = ~std::uint64_t{0};

  /// Draws the group of a request, or that request's value alone if few of the group are likely to be asked for.
  [[nodiscard, gnu::noinline]] double first_of(std::uint64_t ordinal, std::uint64_t group) {
    if (newest_ != none && group <= newest_) return alone(ordinal, 0);
    const std::uint64_t passed = newest_ == none ? 1 : group - newest_;
    const bool is_worth_while = newest_ == none || asked_ >= worth_while * passed;
    newest_ = group;
    asked_ = 0;
    if (!is_worth_while) return alone(ordinal, 0);
    groups_[group % groups_kept] = group;
    if (law_ == Law::listed) return list_group(ordinal, group);
    const auto values = std::span(values_).subspan(group % groups_kept * at_once, at_once);
    chance::uniforms(stream_, group * at_once, 0, values);
    if (law_ == Law::sampled) sampler_.transform(values);
    if (law_ == Law::object) {
      for (double& value : values) value = object_of(value);
    }
    return values_[ordinal % values_.size()];
  }
  [[nodiscard]] double list_group(std::uint64_t ordinal, std::uint64_t group) {
    for (std::uint64_t i = group * at_once; i < (group + 1) * at_once; ++i) values_[i % values_.size()] = listed(i);
    return values_[ordinal % values_.size()];
  }
  [[nodiscard, gnu::noinline]] double alone(std::uint64_t ordinal, std::uint64_t draw) const {
    // A request that asks again asks for the same object.
    if (law_ == Law::listed) return listed(ordinal);
    const double u = chance::uniform(stream_, ordinal, draw);
    if (law_ == Law::sampled) return sampler_.sample(u);
    return law_ == Law::object ? object_of(u) : u;
  }
  [[nodiscard]] double object_of(double u) const { return first_object_ + popularity_->rank(u); }

  [[nodiscard]] double listed(std::uint64_t ordinal) const {
    return first_object_ + (*list_)[ordinal % list_->size()];
  }

  // What every draw reads comes first, in one line of the processor's cache.
  Law law_;
  std::uint32_t first_object_ = 0;
  std::array<std::uint64_t, groups_kept> groups_{none, none};
  std::uint64_t asked_ = 0;      ///< first draws since the newest group began
  std::uint64_t newest_ = none;  ///< group of the latest request that drew
  chance::Stream stream_{};
  chance::Sampler sampler_{};
  const chance::Zipf* popularity_ = nullptr;
  const std::vector<std::uint32_t>* list_ = nullptr;
  std::array<double, groups_kept * at_once> values_{};
};

}  // namespace fleetcast::sim::traffic
