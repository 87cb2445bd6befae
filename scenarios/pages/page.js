"use strict";
// Hands every specification in the page to Vega-Lite. Colours are variables of the page, so that dark mode and print
// need no second drawing. Charts over time are read with the arrow keys as well as with the pointer.
(() => {
  const twoDigits = (number) => String(number).padStart(2, "0");
  // As the tables of the page write them: days, hours, minutes and seconds since the start of the measured span.
  const instant = (seconds) => {
    const whole = Math.floor(seconds);
    const clock = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60].map(twoDigits);
    return `${Math.floor(whole / 86400)} d ${clock.join(":")}`;
  };
  const short = (number) => Number(number.toPrecision(3)).toLocaleString("en-US", { maximumSignificantDigits: 3 });
  const latency = (seconds) => {
    if (seconds >= 1) return `${short(seconds)} s`;
    return seconds >= 1e-3 ? `${short(seconds * 1e3)} ms` : `${short(seconds * 1e6)} µs`;
  };

  const soft = "var(--soft)";
  const faint = "var(--faint)";
  const config = {
    aria: false, // the element around a chart carries its text alternative
    background: null,
    font: "system-ui, sans-serif",
    view: { stroke: null },
    axis: {
      domainColor: soft, gridColor: faint, tickColor: soft, labelColor: soft, titleColor: soft,
      labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelPadding: 6, tickSize: 4,
    },
    axisY: { domain: false, ticks: false, tickCount: 5 },
    axisX: { labelOverlap: true, labelFlush: false },
    text: { fill: "var(--ink)", fontSize: 12 },
  };
  const options = {
    mode: "vega-lite", renderer: "svg", actions: false, config, expressionFunctions: { instant, latency },
  };

  // Says under a chart what it shows at one time, and moves the chart's rule there.
  const readWithKeys = (plot, view, tooltip, rows) => {
    const readout = document.createElement("p");
    readout.className = "readout";
    readout.setAttribute("aria-live", "polite");
    plot.after(readout);
    let at = -1;
    const moves = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };
    plot.addEventListener("focus", () => {
      if (at < 0) readout.textContent = "Arrow keys read the values.";
    });
    plot.addEventListener("keydown", (event) => {
      if (!(event.key in moves)) return;
      event.preventDefault();
      at = Math.min(Math.max(at + moves[event.key], 0), rows.length - 1);
      const row = rows[at];
      const values = tooltip.filter(({ field }) => field !== "at")
        .map(({ field, title }) => `${title} ${row[field] === null ? "unknown" : short(row[field])}`);
      readout.textContent = `${instant(row.t)}: ${values.join(", ")}`;
      view.data("pointed_store", [{ unit: "", fields: [{ type: "E", field: "t" }], values: [row.t] }]).runAsync();
    });
    plot.addEventListener("blur", () => {
      at = -1;
      readout.textContent = "";
      view.data("pointed_store", []).runAsync();
    });
  };

  const draw = async (plot) => {
    const spec = JSON.parse(plot.parentElement.querySelector("script.spec").textContent);
    const { view } = await vegaEmbed(plot, spec, options);
    const pointed = spec.layer?.find(({ params }) => params?.[0].name === "pointed");
    if (pointed) {
      const [head, ...lines] = spec.data.values.split("\n").map((line) => line.split(","));
      const number = (text) => (text === "" ? null : Number(text));
      const rows = lines.map((line) => Object.fromEntries(line.map((text, i) => [head[i], number(text)])));
      readWithKeys(plot, view, pointed.encoding.tooltip, rows);
    }
    plot.dataset.drawn = "yes";
  };
  const plots = [...document.querySelectorAll(".plot")];
  window.chartsDrawn = Promise.all(plots.map((plot) => draw(plot).catch((error) => console.error(error))))
    .then(() => performance.now());
})();
