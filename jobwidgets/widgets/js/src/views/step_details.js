// @ts-check
import { copy } from "./clipboard.js";
import { h, setText } from "./dom.js";

/** What a step's row opens to. @typedef {import("./steps_tree.js").StepRow} StepRow */

const LONG = 60; // characters of a detail that may not fit into its row

/** Labels and texts. @param {StepRow} row @returns {[string, string][]} */
export function detailsOf(row) {
  /** @type {[string, string][]} */
  const all = [
    ["Detail", row.detail.length > LONG ? row.detail : ""],
    ["Arguments", row.arguments ?? ""],
    ["Result", row.result ?? ""],
    ["Error", row.error ?? ""],
  ];
  return all.filter(([, text]) => text);
}

/** JSON on several lines reads better; anything else stays as it is. @param {string} text */
export function spread(text) {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // cut, or no JSON
  }
}

/** @param {HTMLElement} panel @param {StepRow} row */
export function drawDetails(panel, row) {
  const all = detailsOf(row);
  const boxes = /** @type {HTMLElement[]} */ ([...panel.children]);
  if (boxes.length !== all.length || all.some(([label], i) => boxes[i].dataset.label !== label)) {
    panel.replaceChildren(...all.map(([label]) => box(label)));
  }
  all.forEach(([, text], i) => setText(/** @type {Node} */ (panel.children[i].querySelector("pre")), spread(text)));
}

/** @param {string} label */
function box(label) {
  const pre = h("pre", "", { dir: "auto", tabindex: "0", role: "region", "aria-label": label });
  const button = h("button", "jw-copy", { type: "button", "aria-label": `Copy: ${label}` }, "Copy");
  button.addEventListener("click", async () => {
    await copy(pre.textContent ?? "");
    setText(button, "Copied");
    setTimeout(() => setText(button, "Copy"), 1200);
  });
  return h("div", "jw-value", { "data-label": label }, h("span", "jw-label", {}, label), pre, button);
}
