// @ts-check
import { leaveAlone } from "./plotly_alone.js";
// @ts-ignore: it has no types
import Plotly from "plotly.js-basic-dist-min";
import { COLOURS, PAPER } from "./look.js";
import { safeFigure } from "./plotly_safe.js";

leaveAlone();

/**
 * Plots described by Plotly's JSON.
 *
 * @typedef {import("./figure.d.ts").Figure} Figure
 * @typedef {import("./figure.d.ts").Theme} Theme
 */

const MIN_HEIGHT = 260;
const MAX_HEIGHT = 1200;
const USUAL_HEIGHT = 380;
const NARROW = 520; // below, the legend stands above the plot
const PICTURE_WIDTH = 720;
const CONFIG = {
  displayModeBar: false, // the artifact has its own row of buttons
  displaylogo: false,
  showTips: false, // they come up over the text of the job
  scrollZoom: false,
  plotlyServerURL: "",
};

/** The template that Plotly's Python library gives every figure: nobody's choice. @param {any} template */
const isDefault = (template) => !template || template.layout?.plot_bgcolor === "#E5ECF6";

/** @param {Theme} theme @param {number} width */
function template({ foreground, dim, line, font }, width) {
  const axis = {
    automargin: true,
    gridcolor: line,
    linecolor: line,
    zerolinecolor: line,
    tickfont: { color: dim },
    title: { font: { color: foreground, size: 13 }, standoff: 10 },
  };
  return {
    layout: {
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      colorway: COLOURS,
      font: { color: foreground, family: font, size: 12 },
      title: { font: { size: 14 }, x: 0.01, xanchor: "left" },
      legend: { bgcolor: "rgba(0,0,0,0)", ...(width < NARROW && { orientation: "h", y: 1, yanchor: "bottom" }) },
      hoverlabel: { font: { family: font, size: 12 } },
      xaxis: axis,
      yaxis: axis,
    },
  };
}

/** @param {Record<string, any>} layout @param {Theme} theme @param {number} width */
function fitted(layout, theme, width) {
  const asked = Number(layout.height) || Math.min(USUAL_HEIGHT, Math.max(MIN_HEIGHT, width * 0.56));
  const margin = { l: 52, r: 16, t: layout.title ? 44 : 24, b: 44, ...layout.margin };
  return {
    uirevision: "kept", // a reader's zoom outlives updates
    ...layout,
    autosize: false,
    width: Math.min(Number(layout.width) || width, width),
    height: Math.min(Math.max(asked, 80), MAX_HEIGHT),
    margin,
    template: isDefault(layout.template) ? template(theme, width) : layout.template,
  };
}

/** @param {HTMLElement} el @param {string} label @returns {Figure} */
export function createFigure(el, label) {
  const plot = document.createElement("div");
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", label);
  el.append(plot);
  /** @type {import("./plotly_safe.js").SafeFigure|undefined} */
  let drawn;
  return {
    async draw(spec, theme, width) {
      const figure = safeFigure(spec);
      const { data, layout, frames, removed } = figure;
      await Plotly.react(plot, { data, layout: fitted(layout, theme, width), config: CONFIG, frames });
      drawn = figure;
      return removed ? "Remote images are not shown." : "";
    },
    async picture() {
      if (!drawn) throw new Error("nothing was drawn");
      const layout = { ...fitted(drawn.layout, PAPER, PICTURE_WIDTH), paper_bgcolor: "#fff" };
      const { width, height } = layout;
      return Plotly.toImage({ data: drawn.data, layout, config: CONFIG }, { format: "png", scale: 1, width, height });
    },
    destroy() {
      Plotly.purge(plot);
      plot.remove();
    },
  };
}
