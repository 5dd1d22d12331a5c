// @ts-check
// @ts-ignore: its types leave `formats` out
import { View, changeset, formats, parse, read } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";
import { parseCsv } from "../views/csv.js";
import { COLOURS, LOCAL_IMAGE, PAPER } from "./look.js";
import { apart, fillsWidth, safeSpec, withoutEvents } from "./vega_safe.js";

/**
 * Plots described by Vega's or Vega-Lite's JSON: drawn on a canvas, where nothing can name a remote resource;
 * expressions are interpreted, not compiled, for the sake of a strict CSP.
 *
 * @typedef {import("./figure.d.ts").Figure} Figure
 * @typedef {import("./figure.d.ts").Theme} Theme
 */

const WIDEST = 640;
const MOVES = ["mousemove", "mouseup", "pointermove", "pointerup", "touchmove", "touchend", "resize"];
const EVENTS = { bind: "container", selector: false, timer: false, window: MOVES };

// d3's readers make a function of the header, which a strict CSP forbids.
const reader = (/** @type {string|undefined} */ fixed) => (/** @type {any} */ data, /** @type {any} */ format) => {
  const rows = parseCsv(String(data), fixed ?? format?.delimiter);
  const header = format?.header ?? rows.shift() ?? [];
  return rows.map((row) => Object.fromEntries(header.map((/** @type {string} */ name, /** @type {number} */ i) => [name, row[i]])));
};
formats("csv", reader(","));
formats("tsv", reader("\t"));
formats("dsv", reader(undefined));

/** @param {Theme} theme */
function configOf({ foreground, dim, line, accent, font }) {
  const words = { labelColor: dim, titleColor: foreground, labelFont: font, titleFont: font, titleFontWeight: 500 };
  return {
    background: "transparent",
    font,
    axis: { ...words, domainColor: line, gridColor: line, tickColor: line, labelFontSize: 11, titleFontSize: 12 },
    legend: words,
    header: words,
    title: { color: foreground, subtitleColor: dim, font, subtitleFont: font, fontSize: 14, fontWeight: 600 },
    style: { "guide-label": { fill: dim, font }, "guide-title": { fill: foreground, font } },
    text: { fill: foreground, font },
    mark: { color: accent },
    rule: { stroke: foreground },
    range: { category: COLOURS },
    view: { stroke: line },
  };
}

/** Vega-Lite has two of its own words for the mark's colour. @param {any} spec */
const isLite = (spec) => !Array.isArray(spec.marks) && (/vega-lite/.test(spec.$schema ?? "") || !/\/vega\//.test(spec.$schema ?? ""));

/** @param {any} spec a safe one @param {Theme} theme @param {number|"container"} width of a plot that may have any */
function compiled(spec, theme, width) {
  if (!isLite(spec)) return { spec, config: configOf(theme) };
  const sized = fillsWidth(spec) ? { ...spec, width } : spec;
  const quiet = { level: () => quiet, error: () => quiet, warn: () => quiet, info: () => quiet, debug: () => quiet };
  const lite = compile(sized, { config: /** @type {any} */ (configOf(theme)), logger: /** @type {any} */ (quiet) }).spec;
  return { spec: withoutEvents(lite), config: {} };
}

/** The end of what a view asks for, and what went wrong in it. */
class Asked {
  refused = false;
  /** @type {string[]} */
  errors = [];

  get loader() {
    const refuse = () => {
      this.refused = true;
      return Promise.reject(new Error("nothing remote is fetched"));
    };
    /** @param {string} uri @param {any} options */
    const sanitize = (uri, options) => (options?.context === "image" && LOCAL_IMAGE.test(uri) ? Promise.resolve({ href: uri }) : refuse());
    return { load: refuse, http: refuse, file: refuse, sanitize };
  }

  get logger() {
    const logger = {
      level: () => logger,
      error: (/** @type {any[]} */ ...said) => (this.errors.push(said.map((one) => one?.message ?? one).join(" ")), logger),
      warn: () => logger,
      info: () => logger,
      debug: () => logger,
    };
    return logger;
  }
}

/** @param {{spec: any, config: any}} what @param {Asked} asked @param {any} options */
function viewOf({ spec, config }, asked, options) {
  const runtime = parse(spec, { ...config, events: EVENTS }, { ast: true });
  const more = { expr: expressionInterpreter, loader: asked.loader, logger: asked.logger };
  return new View(runtime, /** @type {any} */ ({ ...more, ...options }));
}

/** @param {HTMLElement} el @param {string} label @returns {Figure} */
export function createFigure(el, label) {
  /** @type {View|undefined} */
  let view;
  /** @type {HTMLElement|undefined} */
  let plot;
  /** @type {Asked} */
  let asked = new Asked();
  let key = "";
  /** @type {any} */
  let drawn;

  /** @param {{spec: any, config: any}} what */
  async function make(what) {
    const before = { view, plot };
    asked = new Asked();
    plot = document.createElement("div");
    plot.className = "jw-vega";
    plot.classList.toggle("jw-fills", what.spec.signals?.some?.((/** @type {any} */ signal) => signal.name === "width" && signal.init));
    // The one before stays until this one is drawn.
    el.append(plot);
    view = viewOf(what, asked, { renderer: "canvas", container: plot, hover: true });
    view.description(label);
    await view.runAsync();
    before.view?.finalize();
    before.plot?.remove();
  }

  /** @param {View} shown @param {ReturnType<typeof apart>["data"]} data */
  async function change(shown, data) {
    for (const { name, values, format } of data) {
      shown.change(name, changeset().remove(() => true).insert(read(values, format)));
    }
    await shown.runAsync();
  }

  return {
    async draw(spec, theme, width) {
      const safe = safeSpec(spec);
      if (typeof safe.width === "number" && safe.width > width && safe.mark) safe.width = "container";
      const what = compiled(safe, theme, "container");
      const now = apart(what.spec);
      const nowKey = now.key + JSON.stringify(what.config);
      if (view && nowKey === key) await change(view, now.data);
      else await make(what);
      key = nowKey;
      drawn = safe;
      if (asked.errors.length) throw new Error(asked.errors[0]);
      return asked.refused ? "Remote data and images are not loaded." : "";
    },
    async picture() {
      if (!drawn) throw new Error("nothing was drawn");
      const shot = viewOf(compiled(drawn, PAPER, WIDEST), new Asked(), { renderer: "none" });
      shot.background("#fff");
      try {
        return await shot.toImageURL("png", 1);
      } finally {
        shot.finalize();
      }
    },
    destroy() {
      view?.finalize();
      plot?.remove();
    },
  };
}
