// @ts-check
import { h } from "./dom.js";

const MAX_ITEMS = 200; // of one object or list
const MAX_TEXT = 2000;
const OPEN_BELOW = 12; // items; a small value is open from the start
const INDENT = 16; // pixels

/** @param {any} value */
const isNested = (value) => typeof value === "object" && value !== null && Object.keys(value).length > 0;

/** @param {any} value */
function leaf(value) {
  const type = value === null ? "null" : typeof value;
  const text = type === "object" ? (Array.isArray(value) ? "[]" : "{}") : JSON.stringify(value);
  return h("span", `jw-json-${type}`, {}, text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);
}

/** One line, or a fold whose inside is made when it is opened. @param {string|null} key @param {any} value @param {number} depth @param {Set<string>} open @param {string} path */
function node(key, value, depth, open, path) {
  const name = key === null ? [] : [h("bdi", "jw-json-key", {}, key), ": "];
  if (!isNested(value)) return h("div", "jw-json-line", {}, ...name, leaf(value));
  const entries = Object.entries(value);
  const count = `${entries.length.toLocaleString()} ${entries.length === 1 ? "item" : "items"}`;
  const brackets = Array.isArray(value) ? "[…]" : "{…}";
  const fold = h("details", "", {}, h("summary", "", {}, ...name, brackets, " ", h("span", "jw-num", {}, count)));
  const details = /** @type {HTMLDetailsElement} */ (fold);
  let filled = false;
  const fill = () => {
    if (filled) return;
    filled = true;
    const inside = h("div", "jw-json-inside");
    inside.style.paddingLeft = `${INDENT}px`;
    for (const [name, item] of entries.slice(0, MAX_ITEMS)) inside.append(node(name, item, depth + 1, open, `${path}/${name}`));
    if (entries.length > MAX_ITEMS) inside.append(h("div", "jw-num", {}, `and ${(entries.length - MAX_ITEMS).toLocaleString()} more`));
    fold.append(inside);
  };
  details.open = open.has(path) || (!open.has(`!${path}`) && depth === 0 && entries.length <= OPEN_BELOW);
  if (details.open) fill();
  details.addEventListener("toggle", () => {
    if (details.open) fill();
    open.delete(details.open ? `!${path}` : path);
    open.add(details.open ? path : `!${path}`);
  });
  return fold;
}

/** JSON as a tree of folds; what a reader opened stays open when it changes. @param {string} label */
export function createJson(label) {
  const el = h("div", "jw-artifact-scroll jw-json", { tabindex: "0", role: "group", "aria-label": label });
  /** @type {Set<string>} paths opened, or closed ("!") by the reader */
  const open = new Set();
  return {
    el,
    /** @param {any} value */
    draw(value) {
      el.replaceChildren(node(null, value, 0, open, ""));
    },
  };
}
