#include "scenarios/results/error_budget.hpp"

#include <algorithm>
#include <map>

#include "scenarios/results/loss_attribution.hpp"

namespace fleetcast::scenarios::results {

namespace {

struct RootCounts {
  std::vector<double> failed;  ///< by replication
  double red_minutes = 0;
};

}  // namespace

std::vector<RootLoss> losses_by_root(std::span<const RunResult> results) {
  std::map<std::string, RootCounts> roots;
  double all = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto add = [&](const std::string& root, std::uint64_t failed) {
      if (failed == 0) return;
      std::vector<double>& counts = roots[root].failed;
      counts.resize(results.size());
      counts[i] += static_cast<double>(failed);
      all += static_cast<double>(failed);
    };
    for (const MinuteLoss& loss : results[i].losses) {
      add(background_root, loss.background);
      add(loss.root, loss.failed - loss.background);
      if (loss.is_red) roots[loss.root].red_minutes += 1 / static_cast<double>(results.size());
    }
  }
  std::vector<RootLoss> losses;
  for (auto& [root, counts] : roots) {
    counts.failed.resize(results.size());
    double failed = 0;
    for (const double count : counts.failed) failed += count;
    losses.push_back({root, sim::measures::mean_of(counts.failed), failed / all, counts.red_minutes});
  }
  std::ranges::stable_sort(losses, std::ranges::greater(), &RootLoss::share);
  return losses;
}

std::vector<RedSpell> red_spells(std::span<const MinuteLoss> losses) {
  constexpr std::size_t longest_pause = 5;
  std::vector<RedSpell> spells;
  std::uint64_t worst = 0;
  for (const MinuteLoss& loss : losses) {
    if (!loss.is_noteworthy) continue;
    const bool goes_on = !spells.empty() && spells.back().root == loss.root &&
                         loss.minute - spells.back().last_minute <= longest_pause;
    if (!goes_on) {
      spells.push_back({.first_minute = loss.minute, .last_minute = loss.minute, .minutes = 0, .failed = 0,
                        .root = loss.root, .chain = {}});
      worst = 0;
    }
    RedSpell& spell = spells.back();
    spell.last_minute = loss.minute;
    ++spell.minutes;
    spell.failed += loss.failed;
    if (loss.failed > worst) {
      worst = loss.failed;
      spell.chain = loss.chain;
    }
  }
  return spells;
}

std::optional<BudgetUse> budget_use(const RunResult& result, double objective) {
  BudgetUse use;
  for (const MinuteResult& minute : result.minutes) {
    use.allowed += (1 - objective) * static_cast<double>(minute.good + minute.bad);
  }
  if (use.allowed <= 0) return std::nullopt;
  for (std::size_t i = 0; i < result.minutes.size(); ++i) {
    use.failed += result.minutes[i].bad;
    if (!use.used_up_in && static_cast<double>(use.failed) > use.allowed) use.used_up_in = i;
  }
  return use;
}

}  // namespace fleetcast::scenarios::results
