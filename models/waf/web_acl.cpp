#include "models/waf/web_acl.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace fleetcast::models::waf {

namespace {

constexpr std::uint64_t order_base = std::uint64_t{620} << 32;

}  // namespace

WebAcl::WebAcl(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering,
               sim::traffic::Kernel& kernel, WebAclConfig config, std::string name)
    : simulation_(simulation),
      metering_(metering),
      kernel_(kernel),
      config_(std::move(config)),
      name_(std::move(name)),
      check_phase_(chance.stream("waf.check_phase/" + name_)),
      visibility_lag_(chance.stream("waf.visibility_lag/" + name_)),
      blocked_(kernel.add_cause("waf_403", false, true)) {
  if (config_.scope == Scope::regional && !config_.fail_open && config_.error_share.value() > 0) {
    const auto failed = kernel.add_cause("waf_500", true);
    error_gate_ = kernel.add_gate({name_ + "/errors", 0, 0, config_.error_share.value(), failed});
  }
  Duration memory = sim::seconds(60);
  if (const auto& rule = config_.rate_based_statement) {
    memory = rule->evaluation_window_sec.duration() + rule->visibility_lag.duration() + rule->check_period.duration();
  }
  for (const auto& [group, senders] : config_.key_groups) {
    const double share = senders.blocked_share.value();
    groups_.push_back({group, senders.keys.value(), share,
                       kernel.add_gate({name_ + "/" + group, 0, 0, share, blocked_}), SlidingCount(memory)});
  }
}

WebAcl::Group& WebAcl::find(const std::string& group) {
  const auto found = std::find_if(groups_.begin(), groups_.end(), [&](const Group& one) { return one.name == group; });
  if (found == groups_.end()) {
    throw std::invalid_argument("waf/key_groups: there is no group '" + group + "'; add it or name another");
  }
  return *found;
}

void WebAcl::write(sim::traffic::ProgramWriter& writer, const std::string& group, std::string_view purpose) {
  const Group& senders = find(group);
  const std::string prefix(purpose);
  writer.lag(config_.inspection_time, prefix + "/inspection_time");
  if (error_gate_) writer.admit(*error_gate_, prefix + "/inspection_error");
  // A load balancer that fails open lets uninspected requests pass the rules too.
  const auto passed = writer.label();
  if (config_.scope == Scope::regional && config_.fail_open && config_.error_share.value() > 0) {
    writer.jump_if(config_.error_share.value(), passed, prefix + "/inspection_error");
  }
  writer.admit(senders.gate, prefix + "/rules");
  writer.place_label(passed);
}

void WebAcl::start() {
  const Instant now = simulation_.now();
  if (const auto& rule = config_.rate_based_statement) {
    const Duration period = rule->check_period.duration();
    const double u = sim::chance::uniform(check_phase_, 0, 0);
    simulation_.every(period, now + sim::seconds(u * period.seconds()), order_base, [this] { check_rates(); });
  }
  simulation_.every(sim::minutes(1), now + sim::minutes(1), order_base + 1, [this] { publish_metrics(); });
}

std::uint64_t WebAcl::inspected(const Group& group) const {
  const sim::traffic::Gate& gate = kernel_.gate(group.gate);
  return gate.admitted + gate.rejected;
}

void WebAcl::check_rates() {
  kernel_.advance_to(simulation_.now());
  for (std::size_t index = 0; index < groups_.size(); ++index) check_rate(index);
  ++checks_;
}

void WebAcl::check_rate(std::size_t index) {
  const RateBasedStatement& rule = *config_.rate_based_statement;
  const Instant now = simulation_.now();
  Group& group = groups_[index];
  // Requests count whether they were blocked or not, so that whoever goes on flooding stays blocked.
  group.sent.add(now, group.checked.take(kernel_, inspected(group)));
  const double lag = rule.visibility_lag.value() * sim::chance::uniform(visibility_lag_, index, checks_);
  const double sent = group.sent.in_window(now - sim::seconds(lag), rule.evaluation_window_sec.duration());
  const double by_one_key = sent / group.keys;
  const bool is_over_limit = by_one_key > rule.limit.value();
  if (is_over_limit != group.over_limit_since.has_value()) set_over_limit(group, is_over_limit, by_one_key);
}

void WebAcl::set_over_limit(Group& group, bool is_over_limit, double count) {
  const Instant now = simulation_.now();
  const bool blocks = config_.rate_based_statement->action == RuleAction::block;
  const std::string effect = std::string(blocks ? "blocks" : "counts") + " the keys of " + group.name;
  if (is_over_limit) {
    group.over_limit_since = now;
    ++group.rate_blocks;
    incidents.send({now, "waf_rate_limit",
                    std::to_string(static_cast<std::int64_t>(count)) + " requests by one key within the window",
                    name_ + " " + effect, {}});
  } else {
    const Duration length = now - *group.over_limit_since;
    group.rate_blocked_s += length.seconds();
    group.over_limit_since.reset();
    incidents.send({now, "waf_rate_limit_lifted", "keys of " + group.name + " are back at the limit",
                    name_ + " no longer " + effect, length});
  }
  if (blocks) kernel_.set_gate(group.gate, 0, 0, is_over_limit ? 1.0 : group.blocked_share);
}

bool WebAcl::is_rate_blocked(const std::string& group) const {
  const auto found = std::find_if(groups_.begin(), groups_.end(), [&](const Group& one) { return one.name == group; });
  const auto& rule = config_.rate_based_statement;
  return found != groups_.end() && found->over_limit_since && rule && rule->action == RuleAction::block;
}

void WebAcl::publish_metrics() {
  const Instant now = simulation_.now();
  kernel_.advance_to(now);
  std::uint64_t allowed = 0;
  std::uint64_t blocked = 0;
  for (Group& group : groups_) {
    const sim::traffic::Gate& gate = kernel_.gate(group.gate);
    allowed += group.published_admitted.take(kernel_, gate.admitted);
    blocked += group.published_rejected.take(kernel_, gate.rejected);
  }
  metrics.send({"AWS/WAFV2/AllowedRequests{" + name_ + "}", now, static_cast<double>(allowed)});
  metrics.send({"AWS/WAFV2/BlockedRequests{" + name_ + "}", now, static_cast<double>(blocked)});
}

void WebAcl::settle(Instant now) {
  if (now <= settled_at_) return;
  kernel_.advance_to(now);
  std::uint64_t requests = 0;
  for (Group& group : groups_) requests += group.settled.take(kernel_, inspected(group));
  const auto in_ledger = [this](std::string_view meter) {
    auto key = metering_.key(meter);
    key.service = name_;
    return key;
  };
  // What was used up to a full hour belongs to the hour before.
  metering_.add_at(in_ledger(pricing::meter::waf_requests), now - Duration{1}, static_cast<std::int64_t>(requests));
  metering_.add_started_hours(in_ledger(pricing::meter::waf_web_acl_hours), Instant{}, settled_at_, now);
  const std::int64_t rules = config_.rules.count() + (config_.rate_based_statement ? 1 : 0);
  for (std::int64_t rule = 0; rule < rules; ++rule) {
    metering_.add_started_hours(in_ledger(pricing::meter::waf_rule_hours), Instant{}, settled_at_, now);
  }
  settled_at_ = now;
}

std::vector<KeyGroupFigures> WebAcl::figures() const {
  std::vector<KeyGroupFigures> all;
  for (const Group& group : groups_) {
    const sim::traffic::Gate& gate = kernel_.gate(group.gate);
    const double acting = group.over_limit_since ? (simulation_.now() - *group.over_limit_since).seconds() : 0.0;
    all.push_back({group.name, gate.admitted + gate.rejected, gate.rejected, group.rate_blocks,
                   group.rate_blocked_s + acting});
  }
  return all;
}

}  // namespace fleetcast::models::waf
