// @ts-check
import { h, setText } from "../views/dom.js";
import { ApiError, boardUrl } from "./api.js";
import { createRow, fromRecord, fromSnapshot } from "./board_row.js";
import { snapshotOf } from "./live_job.js";
import { LABELS } from "../views/words.js";

/**
 * The board: the user's jobs, newest first, as the record has them; those that are not over are live. What is not
 * heard of otherwise, new jobs above all, is looked up every few seconds.
 *
 * @typedef {import("./main.js").Place} Place
 * @typedef {ReturnType<typeof createRow>} Row
 */

const PAGE = 50;
const LOOK_EVERY = 3000; // ms
const TYPED = 250; // ms without a key until the words are looked for
const FILTERS = /** @type {const} */ (["state", "type", "text"]);
const UNFINISHED = "queued,running,waiting_input,cancelling";

/** @param {Place} place */
export async function showBoard(place) {
  document.title = "Jobs · jobwidgets";
  const board = new Board(place);
  await board.look();
  board.begin();
  return () => board.close();
}

class Board {
  /** @param {Place} place */
  constructor({ main, ask, connection }) {
    this.ask = ask;
    this.subscriptions = connection.subscriptions;
    /** @type {Map<string, Row>} in the order shown */
    this.rows = new Map();
    /** @type {string|undefined} */
    this.cursor = undefined;
    this.pages = 0; // read beyond the first
    this.filter = new URLSearchParams();
    this.looking = 0; // a number for each look: an answer that is overtaken is dropped
    /** @type {Set<ReturnType<typeof setInterval>>} */
    this.clocks = new Set();
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.typing = undefined;

    this.state = select("State", [["", "All states"], [UNFINISHED, "Not over"], ...Object.entries(LABELS)]);
    this.type = select("Type", [["", "All types"]]);
    this.text = /** @type {HTMLInputElement} */ (h("input", "jww-field jww-search", { type: "search", placeholder: "Search", "aria-label": "Search in parameters and results" }));
    this.list = h("ul", "jww-board", { "aria-label": "Jobs" });
    this.empty = h("div", "jww-empty", { hidden: "" });
    this.trouble = h("p", "jww-wrong", { role: "alert" });
    this.more = /** @type {HTMLButtonElement} */ (h("button", "jww-plain jww-more", { type: "button", hidden: "" }, "Show more"));
    this.more.addEventListener("click", () => this.lookFurther());
    this.fromAddress();
    main.append(
      h("div", "jww-head", {}, h("h1", "", {}, "Jobs"), h("form", "jww-filters", { role: "search" }, this.state, this.type, this.text)),
      this.trouble,
      this.list,
      this.empty,
      this.more,
    );
    this.fields = { state: this.state, type: this.type, text: this.text };
    for (const field of [this.state, this.type]) field.addEventListener("change", () => this.refilter());
    this.text.addEventListener("input", () => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.refilter(), TYPED);
    });
    this.text.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      this.refilter();
    });
  }

  /** The filters stand in the address, so that a reload and the way back keep them. */
  fromAddress() {
    const given = new URLSearchParams(location.search);
    const [state, type, text] = FILTERS.map((name) => given.get(name) ?? "");
    this.state.value = state;
    if (this.state.selectedIndex < 0) this.state.value = "";
    this.offerTypes([type]);
    this.type.value = type;
    this.text.value = text;
    this.filter = this.wanted();
  }

  wanted() {
    const filter = new URLSearchParams();
    if (this.state.value) filter.set("state", this.state.value);
    if (this.type.value) filter.set("type", this.type.value);
    if (this.text.value.trim()) filter.set("text", this.text.value.trim());
    return filter;
  }

  refilter() {
    clearTimeout(this.typing);
    const filter = this.wanted();
    if (filter.toString() === this.filter.toString()) return;
    this.filter = filter;
    history.replaceState(null, "", boardUrl(filter));
    this.cursor = undefined;
    this.pages = 0;
    this.lookAgain();
  }

  begin() {
    this.clocks.add(setInterval(() => !document.hidden && this.lookAgain(), LOOK_EVERY));
    this.clocks.add(setInterval(() => this.tick(), 1000));
    this.lookForTypes();
  }

  tick() {
    for (const row of this.rows.values()) row.tick();
  }

  /** `look`, telling of trouble beside what is shown. */
  async lookAgain() {
    try {
      await this.look();
      setText(this.trouble, "");
    } catch (why) {
      if (!(why instanceof ApiError)) throw why;
      // That nobody answers, the line on the connection says.
      setText(this.trouble, why.status ? `The list may be old: ${why.message}` : "");
    }
  }

  /** The first page. Raises `ApiError`. */
  async look() {
    const turn = ++this.looking;
    const page = await this.ask("GET", this.path());
    if (turn !== this.looking) return;
    /** @type {Map<string, Row>} */
    const rows = new Map();
    for (const record of page.jobs) rows.set(record.id, this.row(record));
    // Older pages that were read stay below; without them, what is not on the first page is gone.
    const older = this.pages ? [...this.rows].filter(([id]) => !rows.has(id)) : [];
    if (!this.pages) this.cursor = page.cursor;
    this.show(new Map([...rows, ...older]));
  }

  async lookFurther() {
    const filter = this.filter;
    this.more.disabled = true;
    try {
      const page = await this.ask("GET", this.path(this.cursor));
      if (filter !== this.filter) return;
      this.pages++;
      this.cursor = page.cursor;
      const rows = new Map(this.rows);
      /** @type {string|undefined} */
      let first;
      for (const record of page.jobs) {
        if (!rows.has(record.id)) first ??= record.id;
        rows.set(record.id, this.row(record));
      }
      this.show(rows);
      if (first) rows.get(first)?.el.querySelector("a")?.focus();
    } catch (why) {
      if (!(why instanceof ApiError)) throw why;
      setText(this.trouble, why.message);
    } finally {
      this.more.disabled = false;
    }
  }

  /** @param {string} [cursor] */
  path(cursor) {
    const query = new URLSearchParams(this.filter);
    query.set("limit", String(PAGE));
    if (cursor) query.set("cursor", cursor);
    return `jobs?${query}`;
  }

  /** The row of a record, known or new, as the record has it unless it is live. @param {any} record @returns {Row} */
  row(record) {
    const row = this.rows.get(record.id) ?? createRow(record);
    if (!row.unwatch) {
      row.set(fromRecord(record));
      if (!row.over) this.watch(record, row);
    }
    return row;
  }

  /** @param {any} record @param {Row} row */
  watch(record, row) {
    const end = () => {
      row.unwatch?.();
      row.unwatch = null;
    };
    row.unwatch = this.subscriptions.add(snapshotOf(record), {
      applied: (snapshot) => {
        row.set(fromSnapshot(snapshot));
        if (row.over) end();
      },
      refused: end,
    });
  }

  /** @param {Map<string, Row>} rows */
  show(rows) {
    for (const [id, row] of this.rows) {
      if (rows.has(id)) continue;
      row.unwatch?.();
      row.el.remove();
    }
    /** @type {Element|null} */
    let before = this.list.firstElementChild;
    for (const { el } of rows.values()) {
      if (el === before) before = before.nextElementSibling;
      else this.list.insertBefore(el, before);
    }
    this.rows = rows;
    this.more.hidden = !this.cursor;
    this.list.hidden = rows.size === 0;
    this.showEmpty(rows.size === 0);
  }

  /** @param {boolean} empty */
  showEmpty(empty) {
    this.empty.hidden = !empty;
    if (!empty) return;
    const filtered = this.filter.size > 0;
    if (this.empty.dataset.filtered === String(filtered)) return;
    this.empty.dataset.filtered = String(filtered);
    if (!filtered) {
      const call = h("pre", "", {}, 'import jobwidgets as jw\n\njw.launch("search", query="What does functools.lru_cache do?")');
      this.empty.replaceChildren(h("p", "", {}, "No jobs yet. In a notebook:"), call);
      return;
    }
    const clear = h("button", "jww-plain", { type: "button" }, "Show all jobs");
    clear.addEventListener("click", () => {
      for (const field of [this.state, this.type, this.text]) field.value = "";
      this.refilter();
      this.state.focus();
    });
    this.empty.replaceChildren(h("p", "", {}, "No job is like that."), clear);
  }

  async lookForTypes() {
    try {
      const { types } = await this.ask("GET", "types");
      this.offerTypes(types.map((/** @type {{name: string}} */ type) => type.name));
    } catch (why) {
      if (!(why instanceof ApiError)) throw why; // without them one cannot filter by type, and that is all
    }
  }

  /** @param {string[]} names */
  offerTypes(names) {
    const known = new Set([...this.type.options].map((option) => option.value));
    for (const name of names) if (!known.has(name)) this.type.append(h("option", "", { value: name }, name));
  }

  close() {
    clearTimeout(this.typing);
    for (const clock of this.clocks) clearInterval(clock);
    for (const row of this.rows.values()) row.unwatch?.();
  }
}

/** @param {string} label @param {[string, string][]} options value and name */
function select(label, options) {
  const items = options.map(([value, name]) => h("option", "", { value }, name));
  return /** @type {HTMLSelectElement} */ (h("select", "jww-field", { "aria-label": label }, ...items));
}
