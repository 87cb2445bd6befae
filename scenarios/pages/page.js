"use strict";
// Hands every specification in the page to Vega-Lite. Colours are variables of the page, so that dark mode and print
// need no second drawing.
(() => {
  const twoDigits = (number) => String(number).padStart(2, "0");
  // As the tables of the page write it: days, hours, minutes and seconds since the start of the measured span.
  const instant = (seconds) => {
    const whole = Math.floor(seconds);
    const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60].map(twoDigits);
    return `${Math.floor(whole / 86400)} d ${clock.join(":")}`;
  };
  const font = "system-ui, sans-serif";
  const ink = "var(--ink)";
  const soft = "var(--soft)";
  const faint = "var(--faint)";
  const config = {
    aria: false, // the element around a chart carries its text alternative
    background: null,
    font,
    view: { stroke: null },
    axis: {
      domainColor: faint, gridColor: faint, tickColor: faint, labelColor: soft, titleColor: soft,
      labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelPadding: 6, tickSize: 4,
    },
    axisY: { domain: false, ticks: false, tickCount: 5 },
    axisX: { labelOverlap: true, labelFlush: true },
    text: { fill: ink, fontSize: 12 },
    legend: { labelColor: soft, titleColor: soft, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal" },
  };
  const options = { mode: "vega-lite", renderer: "svg", actions: false, config, expressionFunctions: { instant } };

  const draw = async (plot) => {
    const spec = JSON.parse(plot.parentElement.querySelector("script.spec").textContent);
    await vegaEmbed(plot, spec, options);
    plot.dataset.drawn = "yes";
  };
  const plots = [...document.querySelectorAll(".plot")];
  window.chartsDrawn = Promise.all(plots.map((plot) => draw(plot).catch((error) => console.error(error))))
    .then(() => performance.now());
})();
