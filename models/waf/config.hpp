#pragma once
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::waf {

/// Says what a web ACL protects.
enum class Scope { cloudfront, regional };
inline constexpr sim::Choices<Scope, 2> scopes{{{"CLOUDFRONT", Scope::cloudfront}, {"REGIONAL", Scope::regional}}};

/// Says what the rate-based rule does with a key over its limit.
enum class RuleAction { block, count };
inline constexpr sim::Choices<RuleAction, 2> rule_actions{{{"block", RuleAction::block}, {"count", RuleAction::count}}};

/// Configures a rate-based rule: a limit to what one key (an address) may send within a window.
struct RateBasedStatement {
  RuleAction action = RuleAction::block;
  sim::Parameter limit = 2000;
  sim::Parameter evaluation_window_sec = 300;
  sim::Parameter check_period = 10;
  sim::Parameter visibility_lag = 20;
};

template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, RateBasedStatement>
void describe(Visitor& visit, Config& config) {
  visit.choice("action", config.action, rule_actions,
               {.help = "Whether a key over the limit is blocked or only counted."});
  visit.field("limit", config.limit,
              {.unit = "requests", .at_least = 10, .at_most = 2e9, .whole = true,
               .help = "Requests that one key may send within the window.",
               .source = "[doc: WAF rate-based-high-level-settings]; default assumed", .mark = sim::Mark::assumed});
  visit.field("evaluation_window_sec", config.evaluation_window_sec,
              {.unit = "s", .at_least = 60, .at_most = 600, .help = "Look-back window: 60, 120, 300 or 600 s.",
               .source = "[doc: WAF rate-based-high-level-settings]"});
  visit.field("check_period", config.check_period,
              {.unit = "s", .at_least = 1, .help = "Time between two checks, not aligned to the window.",
               .source = "[doc: WAF rate-based-high-level-settings]"});
  visit.field("visibility_lag", config.visibility_lag,
              {.unit = "s", .at_least = 0, .help = "Longest time until a request is seen by a check; uniform from 0.",
               .source = "usually < 30 s delay in all [doc: WAF rate-based caveats]; 20 s [derived]",
               .mark = sim::Mark::assumed});
}

/// Describes those who send a class of requests: how many keys share it, and what the rules make of it.
struct KeyGroup {
  sim::Parameter keys = 100000;
  sim::Parameter blocked_share = 0;
};

template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, KeyGroup>
void describe(Visitor& visit, Config& config) {
  visit.field("keys", config.keys,
              {.unit = "keys", .at_least = 1, .whole = true,
               .help = "Client addresses among which the group's requests are spread evenly.",
               .mark = sim::Mark::assumed});
  visit.field("blocked_share", config.blocked_share,
              {.unit = "ratio", .at_least = 0, .at_most = 1,
               .help = "Share of the group's requests that rules other than the rate-based one block.",
               .mark = sim::Mark::assumed});
}

/// Configures a web ACL.
struct WebAclConfig {
  Scope scope = Scope::cloudfront;
  sim::Parameter rules = 3;
  std::optional<RateBasedStatement> rate_based_statement{};
  sim::chance::Distribution inspection_time = sim::chance::Distribution::uniform(0.001, 0.003);
  std::map<std::string, KeyGroup> key_groups{};
  bool fail_open = false;
  sim::Parameter error_share = 0;
};

template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, WebAclConfig>
void describe(Visitor& visit, Config& config) {
  visit.choice("scope", config.scope, scopes, {.help = "Whether it stands before CloudFront or the load balancer."});
  visit.field("rules", config.rules,
              {.unit = "rules", .at_least = 0, .whole = true,
               .help = "Rules and managed rule groups, the rate-based one not included; billed by the hour."});
  visit.field("rate_based_statement", config.rate_based_statement, {.help = "A limit to what one address may send."});
  visit.field("inspection_time", config.inspection_time,
              {.unit = "s", .at_least = 0, .help = "Latency that inspection adds.", .source = "1-3 ms typical [memory]",
               .mark = sim::Mark::assumed});
  visit.field("key_groups", config.key_groups, {.help = "Groups of senders by name; classes of requests name theirs."});
  visit.field(
      "fail_open", config.fail_open,
      {.help = "Whether a load balancer lets requests pass that could not be inspected, rather than answer 500.",
       .source = "[doc: ALB/application-load-balancers.md]"});
  visit.field("error_share", config.error_share,
              {.unit = "ratio", .at_least = 0, .at_most = 1,
               .help = "Share of requests to a load balancer that cannot be inspected.", .mark = sim::Mark::assumed});
}

}  // namespace fleetcast::models::waf
