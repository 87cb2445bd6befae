#include "scenarios/results/html_report.hpp"

namespace fleetcast::scenarios::results {

std::string report_style() {
  return R"(:root { color-scheme: light dark; --page: #fcfcfb; --card: #ffffff; --ink: #1b1f24; --soft: #5b6470;
  --faint: #e2e5e9; --good: #1a7f4b; --bad: #b3261e; --mark: #b3261e; --series-1: #0067b1;
  --series-2: #c2410c; --series-3: #0f8a63;
  --series-4: #a8467f; --series-5: #6d5bd0; --series-6: #8a6d00; }
@media (prefers-color-scheme: dark) { :root { --page: #14171a; --card: #1c2024; --ink: #e8eaed; --soft: #a3abb5;
  --faint: #353b42; --good: #5ed39b; --bad: #ff8a80; --mark: #ff8a80; --series-1: #5aaef0; --series-2: #ff9a62;
  --series-3: #4fd1a5; --series-4: #e59cc6; --series-5: #a99cf5; --series-6: #dcc15a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 1060px; margin: 0 auto; padding: 24px 16px 48px; }
h1 { margin: 0; font-size: 1.6rem; overflow-wrap: anywhere; }
h2 { margin: 36px 0 12px; font-size: 1.15rem; }
.soft, footer { color: var(--soft); }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin-top:
  20px; }
.answer, figure { background: var(--card); border: 1px solid var(--faint); border-radius: 8px; padding: 12px
  14px; margin: 0; }
.answer b { display: block; font-size: 1.45rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
.answer span { display: block; color: var(--soft); font-size: .9rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 12px;
  align-items: start; }
figcaption { font-weight: 600; margin-bottom: 6px; }
svg { display: block; width: 100%; height: auto; font: 12px system-ui, sans-serif; }
svg text { fill: var(--ink); }
svg .axis text { fill: var(--soft); }
svg .axis path { stroke: var(--faint); }
svg .line { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
svg .mark { stroke: var(--mark); stroke-width: 1.2; stroke-dasharray: 2 3; }
svg .bar { fill: var(--series-1); }
.line.series-1 { stroke: var(--series-1); } .line.series-2 { stroke: var(--series-2); }
.line.series-3 { stroke: var(--series-3); } .line.series-4 { stroke: var(--series-4); }
.line.series-5 { stroke: var(--series-5); } .line.series-6 { stroke: var(--series-6); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 6px 0 0; padding: 0;
  font-size: .85rem; }
.legend li::before { content: ""; display: inline-block; width: 14px; height: 3px; margin-right: 6px;
  vertical-align: middle; background: var(--ink); }
.legend .series-1::before { background: var(--series-1); } .legend .series-2::before { background:
  var(--series-2); }
.legend .series-3::before { background: var(--series-3); } .legend .series-4::before { background:
  var(--series-4); }
.legend .series-5::before { background: var(--series-5); } .legend .series-6::before { background:
  var(--series-6); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; padding: 5px 14px 5px 0; border-bottom: 1px solid var(--faint); vertical-align: top;
  }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
code { font-size: .9em; overflow-wrap: anywhere; }
footer { margin-top: 40px; font-size: .88rem; }
@media print { :root { --page: #fff; --card: #fff; --ink: #000; --soft: #444; --faint: #ccc; } figure, .answer,
  tr { break-inside: avoid; }
  main { max-width: none; padding: 0; } }
)";
}

}  // namespace fleetcast::scenarios::results
