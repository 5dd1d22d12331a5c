// @ts-check
import { h, setText } from "./dom.js";

const SHOWN = 200; // rows
const MAX_COLUMNS = 60;
const MAX_CELL = 300; // characters

/** @param {any} value */
function isNumber(value) {
  return typeof value === "number" || (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)));
}

/** @param {any} value */
function cellText(value) {
  if (value == null) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : typeof value === "number" ? numberText(value) : String(value);
  return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL)}…` : text;
}

/** Fifteen digits hide what binary fractions add. @param {number} value */
const numberText = (value) => String(Number.isInteger(value) ? value : Number(value.toPrecision(15)));

/** Empty ones last, numbers by value, others as a reader sorts. @param {any} a @param {any} b */
function compare(a, b) {
  const [none, nothing] = [a == null || a === "", b == null || b === ""];
  if (none || nothing) return Number(none) - Number(nothing);
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b);
  return String(a).localeCompare(String(b), undefined, { numeric: true });
}

/**
 * A table that scrolls, its head stays; a click on a column's name sorts, up, down, and as it came.
 * @param {string} label
 */
export function createTable(label) {
  const head = h("tr");
  const body = h("tbody");
  const table = h("table", "jw-sheet", { "aria-label": label }, h("thead", "", {}, head), body);
  const scroller = h("div", "jw-artifact-scroll", { tabindex: "0", role: "group", "aria-label": label }, table);
  const note = h("div", "jw-artifact-note", { hidden: "" });
  const el = h("div", "", {}, scroller, note);
  /** @type {string[]} */
  let columns = [];
  /** @type {any[][]} */
  let rows = [];
  let sorted = -1;
  let down = false;

  /** @param {number} column */
  function sort(column) {
    if (sorted !== column) [sorted, down] = [column, false];
    else if (!down) down = true;
    else sorted = -1;
    drawRows();
  }

  function drawHead() {
    const numeric = columns.map((_, i) => rows.some((row) => row[i] != null) && rows.every((row) => row[i] == null || row[i] === "" || isNumber(row[i])));
    head.replaceChildren(
      ...columns.map((name, i) => {
        const button = h("button", "jw-sort", { type: "button" }, h("bdi", "", {}, cellText(name)));
        button.addEventListener("click", () => sort(i));
        return h("th", numeric[i] ? "jw-right" : "", { scope: "col" }, button);
      }),
    );
  }

  function drawRows() {
    const order = sorted < 0 ? rows : rows.toSorted((a, b) => compare(a[sorted], b[sorted]) * (down && a[sorted] != null && b[sorted] != null ? -1 : 1));
    const cells = [...head.children];
    cells.forEach((th, i) => (i === sorted ? th.setAttribute("aria-sort", down ? "descending" : "ascending") : th.removeAttribute("aria-sort")));
    const right = cells.map((th) => th.className);
    body.replaceChildren(
      ...order.slice(0, SHOWN).map((row) => h("tr", "", {}, ...columns.map((_, i) => h("td", right[i], { dir: "auto" }, cellText(row[i]))))),
    );
  }

  return {
    el,
    /** @param {{columns: string[], rows: any[][], more?: boolean}} next */
    draw(next) {
      const same = next.columns.join("\n") === columns.join("\n");
      columns = next.columns.slice(0, MAX_COLUMNS);
      rows = next.rows;
      if (!same) sorted = -1;
      drawHead();
      drawRows();
      const left = [];
      if (rows.length > SHOWN) left.push(`The first ${SHOWN} of ${rows.length.toLocaleString()} rows.`);
      if (next.columns.length > MAX_COLUMNS) left.push(`The first ${MAX_COLUMNS} of ${next.columns.length} columns.`);
      note.hidden = !left.length;
      setText(note, left.join(" "));
    },
  };
}
