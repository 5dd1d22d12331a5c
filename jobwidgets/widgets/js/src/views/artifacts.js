// @ts-check
import { contentOf, fileName, imageSize, kindOf, sizeOf, sizeText, tableOf, bare } from "./artifact_data.js";
import { createFigureHost } from "./artifact_figure.js";
import { createJson } from "./artifact_json.js";
import { createTable } from "./artifact_table.js";
import { parseCsv } from "./csv.js";
import { h, setText } from "./dom.js";
import { onCopy, renderMarkdown } from "./markdown.js";

/**
 * What a job made for its reader: images, plots, tables, texts, files. What is shown is decided by the media type;
 * names and contents are only ever text, images only ever `<img src="data:…">`, and HTML is only ever a download.
 *
 * @typedef {import("./artifact_data.js").ArtifactRow} ArtifactRow
 * @typedef {import("./artifact_data.js").Kind} Kind
 * @typedef {import("./artifact_figure.js").Library} Library
 * @typedef {{el: HTMLElement, draw(row: ArtifactRow): void|Promise<void>, picture?(): Promise<string>|undefined,
 *   destroy?(): void}} Painter
 * @typedef {{id: string, data: string}} Picture  a plot as a PNG data URL, "" if it cannot be drawn
 */

const MAX_PIXELS = 40_000_000; // an image of a few kilobytes may be gigabytes when it is drawn
const MAX_TEXT = 200_000; // characters shown
const REST = 4; // times what drawing took passes before the next drawing
const LONGEST_REST = 2000; // ms
const REVOKE_AFTER = 30_000; // ms, until then the browser has read the file

/** @param {ArtifactRow} row */
function download(row) {
  // No type that a browser would rather open, whatever the name ends in.
  const url = URL.createObjectURL(new Blob([contentOf(row)], { type: "application/octet-stream" }));
  const link = /** @type {HTMLAnchorElement} */ (h("a", "", { href: url, download: fileName(row) }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER);
}

/** @param {ArtifactRow} row @returns {Painter} */
function imagePainter(row) {
  const image = /** @type {HTMLImageElement} */ (h("img", "jw-artifact-image", { alt: row.name, decoding: "async" }));
  return {
    el: h("div", "jw-artifact-pad", {}, image),
    draw({ data, mediaType }) {
      const bytes = contentOf({ id: "", name: "", mediaType, data, version: 0 });
      const size = typeof bytes === "string" ? null : imageSize(bytes);
      if (!size) throw new TypeError("This is no image of that kind.");
      if (size[0] * size[1] > MAX_PIXELS) throw new RangeError(`${size[0]} × ${size[1]} pixels are too many to show.`);
      [image.width, image.height] = size; // its place is kept before it is decoded
      image.src = `data:${bare(mediaType)};base64,${data.replace(/[^A-Za-z0-9+/=]/g, "")}`;
    },
  };
}

/** In an `<img>` an SVG runs no script and loads nothing. @param {ArtifactRow} row @returns {Painter} */
function svgPainter(row) {
  const image = /** @type {HTMLImageElement} */ (h("img", "jw-artifact-image", { alt: row.name }));
  return {
    el: h("div", "jw-artifact-pad", {}, image),
    draw: ({ data }) => void (image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(String(data))}`),
  };
}

/** @param {ArtifactRow} row @returns {Painter} */
function textPainter(row) {
  const el = h("pre", "jw-artifact-scroll jw-artifact-text", { tabindex: "0", role: "group", "aria-label": row.name, dir: "auto" });
  return { el, draw: ({ data }) => setText(el, cut(String(data))) };
}

/** @param {ArtifactRow} row @returns {Painter} */
function markdownPainter(row) {
  const el = h("div", "jw-artifact-scroll jw-markdown", { tabindex: "0", role: "group", "aria-label": row.name, dir: "auto" });
  el.addEventListener("click", onCopy);
  return { el, draw: ({ data }) => el.replaceChildren(renderMarkdown(cut(String(data)))) };
}

/** @param {string} text */
const cut = (text) => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}\n… (the rest is in the download)` : text);

/** @param {ArtifactRow} row @returns {Painter} */
function tablePainter(row) {
  const table = createTable(row.name);
  return { el: table.el, draw: ({ data }) => table.draw(tableOf(data)) };
}

/** @param {ArtifactRow} row @returns {Painter} */
function csvPainter(row) {
  const table = createTable(row.name);
  const delimiter = bare(row.mediaType) === "text/csv" ? "," : "\t";
  return {
    el: table.el,
    draw({ data }) {
      const [columns = [], ...rows] = parseCsv(String(data), delimiter);
      table.draw({ columns, rows });
    },
  };
}

/** @param {ArtifactRow} row @returns {Painter} */
function jsonPainter(row) {
  const tree = createJson(row.name);
  return { el: tree.el, draw: ({ data }) => tree.draw(data) };
}

/** @param {string} library @param {ArtifactRow} row @param {Library|undefined} load @param {() => void} again @returns {Painter} */
function plotPainter(library, row, load, again) {
  const host = createFigureHost(library, row.name, load, again);
  const specOf = (/** @type {any} */ data) => (typeof data === "string" ? JSON.parse(data) : data);
  return { el: host.el, draw: ({ data }) => host.draw(specOf(data)), picture: host.picture, destroy: host.destroy };
}

/** @type {Record<Kind, ((row: ArtifactRow, load: Library|undefined, again: () => void) => Painter)|null>} */
const PAINTERS = {
  image: imagePainter,
  svg: svgPainter,
  plotly: (row, load, again) => plotPainter("plotly", row, load, again),
  vega: (row, load, again) => plotPainter("vega", row, load, again),
  table: tablePainter,
  csv: csvPainter,
  json: jsonPainter,
  markdown: markdownPainter,
  text: textPainter,
  file: null,
};

/** One artifact: a line with its name and its download, and below it what can be shown. */
class Card {
  /** @param {ArtifactRow} row @param {Library|undefined} load */
  constructor(row, load) {
    this.row = row;
    this.load = load;
    this.name = h("bdi", "jw-artifact-name jw-cut");
    this.about = h("span", "jw-num");
    this.button = /** @type {HTMLButtonElement} */ (h("button", "jw-download", { type: "button" }, "Download"));
    this.body = h("div", "jw-artifact-body");
    this.problem = h("div", "jw-artifact-note", { hidden: "" });
    const line = h("div", "jw-artifact-line", {}, this.name, this.about, h("span", "jw-space"), this.button);
    this.el = h("div", "jw-artifact", { role: "group" }, line, this.body, this.problem);
    this.button.addEventListener("click", () => download(this.row));
    /** @type {Painter|undefined} */
    this.painter = undefined;
    /** @type {Kind|undefined} */
    this.kind = undefined;
    this.busy = false;
    this.wanted = false;
    this.over = false;
    /** @type {(() => void)[]} */
    this.waiting = [];
    this.rested = 0; // when it may be drawn again
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    this.set(row);
  }

  /** @param {ArtifactRow} row */
  set(row) {
    this.row = row;
    this.el.setAttribute("aria-label", `Artifact ${row.name}`);
    this.el.classList.toggle("jw-superseded", Boolean(row.superseded));
    if (this.name.textContent !== row.name || Boolean(row.superseded) !== (this.name.firstElementChild !== null)) {
      this.name.replaceChildren(row.superseded ? h("del", "", {}, row.name) : row.name);
    }
    this.name.title = row.superseded ? `${row.name} (superseded by a later attempt)` : row.name;
    setText(this.about, row.left === undefined ? sizeText(sizeOf(row)) : `${sizeText(row.left)}, not kept`);
    this.button.hidden = row.data == null;
    this.button.setAttribute("aria-label", `Download ${row.name}`);
    this.draw();
  }

  /** Draw it now, or as soon as what was drawn before has been paid for. */
  draw() {
    this.wanted = true;
    if (this.busy || this.timer !== undefined || this.over) return;
    const wait = this.rested - performance.now();
    if (wait <= 0) return void this.paint();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.paint();
    }, wait);
  }

  async paint() {
    this.busy = true;
    this.wanted = false;
    const begin = performance.now();
    // Whatever happens meanwhile, what is below does not move.
    this.body.style.minHeight = `${this.body.offsetHeight}px`;
    try {
      const drawing = this.painterFor(this.row)?.draw(this.row);
      if (drawing) await drawing;
      this.explain("");
    } catch (why) {
      // Whatever a job sends: it is explained, and can be downloaded.
      this.explain(`It cannot be shown. ${/** @type {Error} */ (why).message}`);
    }
    this.body.style.minHeight = "";
    this.rested = performance.now() + Math.min(LONGEST_REST, REST * (performance.now() - begin));
    this.busy = false;
    if (this.wanted) this.draw();
    else for (const done of this.waiting.splice(0)) done();
  }

  /** When what is known of it is drawn. @returns {Promise<void>} */
  drawn() {
    return this.busy || this.wanted ? new Promise((done) => this.waiting.push(done)) : Promise.resolve();
  }

  /** As a PNG data URL; "" if it is none or cannot be drawn. */
  async picture() {
    await this.drawn();
    try {
      return (await this.painter?.picture?.()) ?? "";
    } catch {
      return ""; // the file is there instead
    }
  }

  /** @param {ArtifactRow} row */
  painterFor(row) {
    const kind = kindOf(row);
    if (kind !== this.kind) {
      this.painter?.destroy?.();
      this.kind = kind;
      this.el.dataset.kind = kind;
      this.painter = PAINTERS[kind]?.(row, this.load, () => this.draw());
      this.body.replaceChildren(...(this.painter ? [this.painter.el] : []));
    }
    return this.painter;
  }

  /** @param {string} text */
  explain(text) {
    this.problem.hidden = !text;
    this.body.hidden = Boolean(text) || !this.painter;
    setText(this.problem, text);
  }

  destroy() {
    this.over = true;
    clearTimeout(this.timer);
    this.painter?.destroy?.();
  }
}

/** @param {{library?: Library}} actions `library(name)` brings the module "plotly" or "vega" */
export function createArtifacts(actions) {
  const el = h("div", "jw-artifacts", { role: "group", "aria-label": "Artifacts", hidden: "" });
  /** @type {Map<string, Card>} */
  const cards = new Map();

  /** @type {Set<string>} ids that are forgotten, unless they come again at once */
  const stale = new Set();

  function sweep() {
    for (const id of stale) {
      cards.get(id)?.destroy();
      cards.get(id)?.el.remove();
      cards.delete(id);
    }
    stale.clear();
    el.hidden = cards.size === 0;
  }

  return {
    el,
    /** New and changed ones. @param {ArtifactRow[]} rows */
    set(rows) {
      for (const row of rows) {
        stale.delete(row.id);
        const known = cards.get(row.id);
        if (known) known.set(row);
        else {
          const card = new Card(row, actions.library);
          cards.set(row.id, card);
          el.append(card.el);
        }
      }
      el.hidden = cards.size === 0;
    },
    /** All of them follow: those that do so at once stay where they are. */
    clear() {
      for (const id of cards.keys()) stale.add(id);
      queueMicrotask(sweep);
    },
    /** The plots as they are drawn now, for what is kept of the job. @returns {Promise<Picture[]>} */
    pictures() {
      const plots = [...cards.values()].filter((card) => card.painter?.picture);
      return Promise.all(plots.map(async (card) => ({ id: card.row.id, data: await card.picture() })));
    },
    destroy() {
      for (const id of cards.keys()) stale.add(id);
      sweep();
    },
  };
}
