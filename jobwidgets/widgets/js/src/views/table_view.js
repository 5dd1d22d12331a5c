// @ts-check
import { NO_ANSWER, duration, h, setText } from "./dom.js";

/**
 * Many jobs, one row each: a grid that is sorted, filtered, walked with the keyboard. Draws; knows neither kernel nor
 * socket. What comes from a job is only ever set as text.
 *
 * Rows change many times a second, and must not run away from under the pointer: their order, and which of them a
 * filter shows, follow the jobs once a second and only while nobody points at them.
 *
 * @typedef {import("../model/table_store.js").RowHead} RowHead
 * @typedef {import("../model/table_store.js").RowBody} RowBody
 * @typedef {import("../model/table_store.js").TableAck} TableAck
 * @typedef {{title: string, counts: Record<string, number>, progress: number}} Sums
 * @typedef {{select: (job: string|null) => void, cancel: (job: string) => void, cancelAll: () => void,
 *   retry: (job: string) => void}} TableActions
 * @typedef {{number: number, head: RowHead, body: RowBody, el: HTMLElement, name: HTMLElement, state: HTMLElement,
 *   bar: HTMLElement, fill: HTMLElement, percent: HTMLElement, step: HTMLElement, time: HTMLElement,
 *   attempt: HTMLElement, button: HTMLButtonElement, phase: string}} Row
 */

const LABELS = {
  queued: "Queued",
  running: "Running",
  waiting_input: "Needs an answer",
  cancelling: "Cancelling",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
};
const STATES = /** @type {(keyof typeof LABELS)[]} */ (Object.keys(LABELS));
const OVER = ["completed", "failed", "cancelled"];
/** @type {[string, string][]} */
const COLUMNS = [
  ["name", "Job"],
  ["state", "State"],
  ["progress", "Progress"],
  ["step", "Step or result"],
  ["time", "Time"],
  ["attempt", "Attempt"],
];
const SURE_WITHIN = 5000; // ms a second click confirms the first
const ARRANGE_EVERY = 1000; // ms
const PAGE = 10; // rows of a page up or down
const ROW_HEIGHT = 28; // as in table.css
const AROUND = 10; // rows

const isOver = (/** @type {string} */ state) => OVER.includes(state);
const labelOf = (/** @type {string} */ state) => LABELS[/** @type {keyof typeof LABELS} */ (state)] ?? state;
const button = (/** @type {string} */ cls, /** @type {string} */ text) =>
  /** @type {HTMLButtonElement} */ (h("button", cls, { type: "button" }, text));
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/**
 * @param {HTMLElement} el
 * @param {TableActions} actions
 */
export function createTableView(el, actions) {
  /** @type {Row[]} by number */
  let rows = [];
  /** @type {Row[]} those shown, in their order */
  let shown = [];
  /** @type {Sums|undefined} */
  let sums;
  let skew = 0;
  let filter = ""; // a state, or all
  let wanted = ""; // text to look for, in lower case
  let sortBy = "";
  let descending = false;
  /** @type {string|null} */
  let selected = null;
  let detached = false;
  /** @type {""|"sure"|"asking"|"late"|"asked"} */
  let phase = "";
  let refusal = "";
  let stale = false; // order or filter are behind the jobs
  let pointing = false;
  let frame = 0;
  let top = 0; // where the rows were scrolled to last
  /** @type {Element|null} */
  let host = null; // the output this view is in
  /** @type {Set<Row>} */
  const dirty = new Set();
  /** @type {Set<ReturnType<typeof setTimeout>>} */
  const timers = new Set();
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let doubt;

  // ----- structure
  const title = h("strong", "jw-title jw-cut");
  const size = h("span", "jw-num");
  const cancelAll = button("jw-cancel-all", "Cancel all");
  const fill = h("div", "jw-fill");
  const bar = h("div", "jw-bar", { role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" }, fill);
  bar.setAttribute("aria-label", "Progress of all jobs");
  const filters = h("div", "jw-filters", { role: "group", "aria-label": "Show jobs that are" });
  const search = /** @type {HTMLInputElement} */ (h("input", "jw-search", { type: "search", placeholder: "Filter" }));
  search.setAttribute("aria-label", "Show jobs with this text");
  search.setAttribute("spellcheck", "false");
  const note = h("div", "jw-note", { hidden: "" });
  const heads = COLUMNS.map(([key, label]) => {
    const sort = button("jw-sort", "");
    sort.append(h("span", "jw-word", {}, label));
    sort.addEventListener("click", () => onSort(key));
    return { key, el: h("div", `jw-th jw-c-${key}`, { role: "columnheader", "aria-sort": "none" }, sort) };
  });
  const headRow = h("div", "jw-tr jw-thead", { role: "row", "aria-rowindex": "1" }, ...heads.map((head) => head.el));
  headRow.append(h("div", "jw-th jw-c-do", { role: "columnheader" }, h("span", "jw-said", {}, "Actions")));
  const body = h("div", "jw-tbody", { role: "rowgroup" });
  const grid = h("div", "jw-grid", { role: "grid" }, h("div", "", { role: "rowgroup" }, headRow), body);
  const none = h("div", "jw-none", { hidden: "" }, "No job matches");
  const scroller = h("div", "jw-rows", {}, grid, none);
  const close = button("jw-close", "Close");
  const panel = h("div", "jw-open", { hidden: "", role: "region", "aria-label": "Job" }, close);
  const said = h("span", "jw-said", { role: "status", "aria-live": "polite" });
  const header = h("div", "jw-header", {}, title, size, h("span", "jw-space"), cancelAll);
  const card = h("div", "jw-card", {}, header, bar, h("div", "jw-tools", {}, filters, search), note, scroller, said);
  const root = h("div", "jw jw-table", { role: "group", "data-lm-suppress-shortcuts": "true" }, card, panel);
  root.setAttribute("data-jp-suppress-context-menu", "");
  el.append(root);

  // ----- keys: nothing typed in here is a shortcut of the page around it
  for (const type of ["keydown", "keypress", "keyup"]) root.addEventListener(type, (event) => event.stopPropagation());

  /** @type {Map<string, {el: HTMLButtonElement, count: HTMLElement}>} */
  const choices = new Map();
  for (const state of ["", ...STATES]) {
    const count = h("span", "jw-num");
    const choice = button("jw-filter", "");
    choice.append(`${state ? labelOf(state) : "All"} `, count);
    choice.dataset.state = state;
    choice.setAttribute("aria-pressed", String(!state));
    choice.addEventListener("click", () => onFilter(state === filter ? "" : state));
    choices.set(state, { el: choice, count });
    filters.append(choice);
  }

  // ----- rows
  /** @param {RowHead} head @param {RowBody} now @returns {Row} */
  function makeRow(head, now) {
    const cell = (/** @type {string} */ cls, /** @type {Node[]} */ ...inside) =>
      h("div", `jw-td ${cls}`, { role: "gridcell" }, ...inside);
    const name = cell("jw-c-name jw-cut");
    const state = cell("jw-c-state jw-cut");
    const done = h("div", "jw-fill");
    const share = h("div", "jw-bar", { role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" }, done);
    share.setAttribute("aria-label", "Progress");
    const percent = h("span", "jw-num");
    const step = cell("jw-c-step jw-cut");
    const time = cell("jw-c-time jw-num");
    const attempt = cell("jw-c-attempt jw-num");
    const act = button("jw-act", "Cancel");
    act.tabIndex = -1;
    const line = h("div", "jw-tr", { role: "row", tabindex: "-1", "aria-selected": "false" }, name, state);
    line.append(cell("jw-c-progress", share, percent), step, time, attempt, cell("jw-c-do", act));
    const row = { number: head[0], head, body: now, el: line, name, state, bar: share, fill: done, percent, step, time };
    const whole = { ...row, attempt, button: act, phase: "" };
    act.addEventListener("click", (event) => {
      event.stopPropagation();
      onAct(whole);
    });
    line.addEventListener("click", () => onRow(whole));
    line.addEventListener("focus", () => rove(whole));
    return whole;
  }

  /** @param {Row} row */
  function drawHead(row) {
    const [, id, type, name, params] = row.head;
    row.el.dataset.job = id;
    row.name.replaceChildren(h("bdi", "jw-what", {}, name || type));
    if (name && mixed) row.name.prepend(h("bdi", "jw-type", {}, type), " ");
    row.name.title = `${type} ${params} · ${id}`;
  }
  const nameOf = (/** @type {Row} */ row) => row.head[3] || row.head[2];
  let mixed = false; // whether there is more than one type

  /** @param {Row} row */
  function draw(row) {
    const [, state, permille, step, started, ended, attempt] = row.body;
    if (row.el.dataset.state !== state) {
      row.el.dataset.state = state;
      row.phase = "";
      row.state.replaceChildren(h("span", "jw-dot"), " ", h("span", "jw-word", {}, labelOf(state)));
      row.state.title = labelOf(state);
    }
    const busy = permille === null && (state === "running" || state === "cancelling");
    const share = state === "completed" ? 1000 : (permille ?? 0);
    row.bar.classList.toggle("jw-busy", busy);
    row.fill.style.transform = busy ? "" : `scaleX(${share / 1000})`;
    if (busy) row.bar.removeAttribute("aria-valuenow");
    else row.bar.setAttribute("aria-valuenow", String(Math.round(share / 10)));
    setText(row.percent, permille === null && state !== "completed" ? "" : `${Math.round(share / 10)} %`);
    setText(row.step, step);
    row.step.title = step;
    row.step.dir = "auto";
    setText(row.attempt, attempt > 1 ? String(attempt) : "");
    drawAct(row);
    drawTime(row, started, ended);
  }

  /** @param {Row} row @param {number|null} started @param {number|null} ended */
  function drawTime(row, started, ended) {
    const over = isOver(row.body[1]);
    const end = over ? ended : Date.now() / 1000 + skew;
    setText(row.time, started && end ? duration(end - started, !over) : "");
  }

  /** @param {Row} row */
  function drawAct(row) {
    const state = row.body[1];
    const again = state === "failed" || state === "cancelled";
    const text = again ? "Retry" : "Cancel";
    row.button.hidden = state === "completed" || detached;
    const pending = row.phase !== "" || state === "cancelling";
    setText(row.button, state === "cancelling" ? "…" : row.phase ? (row.phase === "asked" ? "Asked" : "Asking…") : text);
    row.button.setAttribute("aria-disabled", String(pending));
    row.button.setAttribute("aria-label", `${pending ? row.button.textContent : text} job ${nameOf(row)}`);
  }

  // ----- one paint per frame, whatever came in
  function schedule() {
    if (!frame) frame = requestAnimationFrame(paint);
  }
  function paint() {
    frame = 0;
    const near = nearby();
    for (const row of near.length < dirty.size ? near : [...dirty]) {
      if (dirty.delete(row)) draw(row);
    }
    if (root.isConnected) host = root.closest(".jp-OutputArea, .cell, body");
  }

  /** The rows that can be seen, and some around them; the others are drawn once a second. */
  function nearby() {
    if (!scroller.clientHeight) return shown;
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW_HEIGHT) - AROUND);
    return shown.slice(first, first + Math.ceil(scroller.clientHeight / ROW_HEIGHT) + 2 * AROUND);
  }
  function drawAll() {
    for (const row of dirty) draw(row);
    dirty.clear();
  }

  // ----- which rows, and in which order
  /** @param {Row} row */
  function matches({ head, body: now }) {
    if (filter && now[1] !== filter) return false;
    return !wanted || `${head.slice(1).join(" ")} ${now[3]}`.toLowerCase().includes(wanted);
  }

  /** @type {Record<string, (a: Row, b: Row) => number>} */
  const compare = {
    name: (a, b) => collator.compare(nameOf(a), nameOf(b)),
    state: (a, b) => STATES.indexOf(/** @type {any} */ (a.body[1])) - STATES.indexOf(/** @type {any} */ (b.body[1])),
    progress: (a, b) => progressOf(a) - progressOf(b),
    step: (a, b) => collator.compare(a.body[3], b.body[3]),
    time: (a, b) => secondsOf(a) - secondsOf(b),
    attempt: (a, b) => a.body[6] - b.body[6],
  };
  const progressOf = (/** @type {Row} */ row) => (row.body[1] === "completed" ? 1000 : (row.body[2] ?? -1));
  const secondsOf = (/** @type {Row} */ { body: [, , , , started, ended] }) =>
    started ? (ended ?? Date.now() / 1000 + skew) - started : -1;

  /** Put the rows in order and show those that match. */
  function arrange() {
    stale = false;
    drawAll();
    const order = rows.filter(matches);
    if (sortBy) {
      const by = compare[sortBy];
      const sign = descending ? -1 : 1;
      order.sort((a, b) => sign * by(a, b) || a.number - b.number);
    }
    const same = order.length === shown.length && order.every((row, at) => row === shown[at]);
    if (!same) {
      const focused = /** @type {HTMLElement|null} */ (body.contains(document.activeElement) ? document.activeElement : null);
      shown = order;
      body.replaceChildren(...order.map((row) => row.el));
      order.forEach((row, at) => row.el.setAttribute("aria-rowindex", String(at + 2)));
      if (focused?.isConnected) focused.focus({ preventScroll: true });
      if (!shown.some((row) => row.el.tabIndex === 0)) shown[0]?.el.setAttribute("tabindex", "0");
    }
    grid.setAttribute("aria-rowcount", String(shown.length + 1));
    none.hidden = shown.length > 0;
    setText(none, rows.length ? "No job matches" : "No jobs");
  }

  /** @param {string} state */
  function onFilter(state) {
    filter = state;
    for (const [key, { el: choice }] of choices) choice.setAttribute("aria-pressed", String(key === state));
    drawCounts();
    arrange();
    setText(said, `${shown.length} ${shown.length === 1 ? "job" : "jobs"} shown`);
  }

  /** Up, down, and back to the order of the items. @param {string} key */
  function onSort(key) {
    if (sortBy !== key) [sortBy, descending] = [key, false];
    else if (!descending) descending = true;
    else [sortBy, descending] = ["", false];
    for (const head of heads) {
      const how = head.key === sortBy ? (descending ? "descending" : "ascending") : "none";
      head.el.setAttribute("aria-sort", how);
    }
    arrange();
  }

  search.addEventListener("input", () => {
    wanted = search.value.trim().toLowerCase();
    arrange();
  });
  body.addEventListener("pointerenter", () => (pointing = true));
  body.addEventListener("pointerleave", () => (pointing = false));
  scroller.addEventListener("scroll", () => {
    top = scroller.scrollTop;
    if (dirty.size) schedule();
  });

  const resort = setInterval(() => {
    if (stale && !pointing && !body.contains(document.activeElement)) arrange();
  }, ARRANGE_EVERY);
  const clock = setInterval(() => {
    if (document.hidden) return;
    drawAll();
    for (const row of shown) if (!isOver(row.body[1]) && row.body[4]) drawTime(row, row.body[4], row.body[5]);
  }, 1000);

  // ----- moving between rows
  /** The row the Tab key leads to. @param {Row} row */
  function rove(row) {
    for (const other of body.querySelectorAll(':scope > [tabindex="0"]')) other.setAttribute("tabindex", "-1");
    row.el.setAttribute("tabindex", "0");
  }

  /** @param {number} at */
  function focusRow(at) {
    const row = shown[Math.max(0, Math.min(at, shown.length - 1))];
    row?.el.focus({ preventScroll: true });
    row?.el.scrollIntoView({ block: "nearest" });
  }

  body.addEventListener("keydown", (event) => {
    const line = /** @type {HTMLElement} */ (event.target).closest(".jw-tr");
    const at = shown.findIndex((row) => row.el === line);
    if (at < 0) return;
    const inside = event.target !== line;
    /** @type {Record<string, () => void>} */
    const moves = {
      ArrowDown: () => focusRow(at + 1),
      ArrowUp: () => focusRow(at - 1),
      PageDown: () => focusRow(at + PAGE),
      PageUp: () => focusRow(at - PAGE),
      Home: () => focusRow(0),
      End: () => focusRow(shown.length - 1),
      ArrowRight: () => !shown[at].button.hidden && shown[at].button.focus({ preventScroll: true }),
      ArrowLeft: () => focusRow(at),
    };
    if (!inside) Object.assign(moves, { Enter: () => onRow(shown[at]), " ": () => onRow(shown[at]) });
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  });

  // ----- opening one
  /** @param {Row} row */
  function onRow(row) {
    if (!detached) actions.select(row.head[1] === selected ? null : row.head[1]);
  }
  close.addEventListener("click", () => actions.select(null));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) actions.select(null);
  });

  function drawSelected() {
    for (const row of rows) {
      const is = row.head[1] === selected;
      if ((row.el.getAttribute("aria-selected") === "true") !== is) row.el.setAttribute("aria-selected", String(is));
    }
  }

  // ----- what the reader wants
  /** @param {() => void} work @param {number} ms */
  function later(work, ms) {
    const timer = setTimeout(() => (timers.delete(timer), work()), ms);
    timers.add(timer);
    return timer;
  }

  /** @param {Row} row */
  function onAct(row) {
    const state = row.body[1];
    if (row.phase || state === "cancelling" || detached) return;
    row.phase = "asking";
    drawAct(row);
    if (isOver(state)) actions.retry(row.head[1]);
    else actions.cancel(row.head[1]);
    later(() => {
      if (row.phase !== "asking") return;
      row.phase = ""; // the click is queued in a busy kernel, or lost: it may be made again
      drawAct(row);
    }, 4 * NO_ANSWER);
  }

  const live = () => (sums ? STATES.reduce((n, state) => (isOver(state) ? n : n + (sums?.counts[state] ?? 0)), 0) : 0);

  cancelAll.addEventListener("click", () => {
    if (detached || !["", "sure"].includes(phase)) return;
    clearTimeout(doubt);
    refusal = "";
    if (phase === "") {
      phase = "sure";
      doubt = later(() => phase === "sure" && setPhase(""), SURE_WITHIN);
      setText(said, `Press again to cancel ${live()} jobs`);
    } else {
      phase = "asking";
      actions.cancelAll();
      later(() => phase === "asking" && setPhase("late"), NO_ANSWER);
    }
    drawControls();
  });
  cancelAll.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && phase === "sure") setPhase("");
  });

  /** @param {typeof phase} now */
  function setPhase(now) {
    phase = now;
    drawControls();
  }

  function drawControls() {
    const left = live();
    const cancelling = sums?.counts.cancelling ?? 0;
    const words = {
      sure: `Really cancel ${left}?`,
      asking: "Asking…",
      late: "Asking…",
      asked: cancelling ? `Cancelling ${cancelling}…` : "Asked",
    };
    if (!left && cancelAll === document.activeElement) search.focus({ preventScroll: true });
    cancelAll.hidden = !left || detached;
    cancelAll.classList.toggle("jw-sure", phase === "sure");
    cancelAll.setAttribute("aria-disabled", String(["asking", "late", "asked"].includes(phase)));
    setText(cancelAll, phase ? words[phase] : "Cancel all");
    let text = "";
    if (detached) text = "The kernel is gone; the jobs go on. Run the cell again, or jw.jobs() finds them";
    else if (refusal) text = refusal;
    else if (phase === "late") text = "The kernel is busy: the wish to cancel is queued there";
    note.hidden = !text;
    setText(note, text);
  }

  function drawCounts() {
    if (!sums) return;
    const total = STATES.reduce((n, state) => n + (sums?.counts[state] ?? 0), 0);
    for (const [state, { el: choice, count }] of choices) {
      const n = state ? (sums.counts[state] ?? 0) : total;
      setText(count, String(n));
      choice.hidden = Boolean(state) && n === 0 && state !== filter;
    }
    setText(size, `${total} ${total === 1 ? "job" : "jobs"}`);
  }

  return {
    root,
    /** Where the job that is open is drawn. */
    panel,
    /** @param {Sums} next */
    set(next) {
      const before = sums && live();
      sums = next;
      setText(title, next.title);
      title.title = next.title;
      root.setAttribute("aria-label", `Jobs: ${next.title}`);
      grid.setAttribute("aria-label", next.title);
      const share = Math.round(next.progress * 100);
      fill.style.transform = `scaleX(${next.progress})`;
      bar.setAttribute("aria-valuenow", String(share));
      bar.dataset.failed = String(Boolean(next.counts.failed));
      drawCounts();
      if (before && !live()) setText(said, `All jobs are over: ${next.counts.failed || "none"} failed`);
      if (!live()) phase = "";
      drawControls();
    },
    /** All rows anew. @param {RowHead[]} all @param {RowBody[]} bodies */
    load(all, bodies) {
      mixed = new Set(all.map((head) => head[2])).size > 1;
      const old = rows;
      // A row that is there already keeps its place on the page, and the focus.
      rows = all.map((head, at) => {
        const row = old[at] ?? makeRow(head, bodies[at]);
        row.head = head;
        row.body = bodies[at];
        drawHead(row);
        draw(row);
        return row;
      });
      shown = [];
      arrange();
      drawSelected();
    },
    /** @param {RowHead[]} changed @param {RowBody[]} bodies */
    update(changed, bodies) {
      for (const head of changed) {
        rows[head[0]].head = head;
        rows[head[0]].phase = "";
        drawHead(rows[head[0]]);
      }
      for (const now of bodies) {
        rows[now[0]].body = now;
        dirty.add(rows[now[0]]);
      }
      if (changed.length) drawSelected();
      stale ||= Boolean(filter || wanted || sortBy);
      schedule();
    },
    /** @param {number} seconds the kernel's clock is ahead of this one */
    setClock(seconds) {
      skew = seconds;
    },
    /** @param {string|null} job */
    setSelected(job) {
      const before = selected;
      selected = job;
      drawSelected();
      panel.hidden = job === null;
      const row = rows.find(({ head }) => head[1] === before);
      if (job === null && row?.el.isConnected && panel.contains(document.activeElement)) row.el.focus({ preventScroll: true });
    },
    /** @param {TableAck} ack */
    acknowledge(ack) {
      if (ack.of === "cancel_all") {
        refusal = ack.ok ? "" : `Not cancelled: ${ack.error}`;
        if (phase) setPhase(ack.ok ? "asked" : "");
        return drawControls();
      }
      const row = rows.find(({ head }) => head[1] === ack.job);
      if (row) row.phase = ack.ok && row.phase ? "asked" : "";
      if (row) drawAct(row);
      if (!ack.ok) refusal = `${row ? `${nameOf(row)}: ` : ""}${ack.error}`;
      drawControls();
    },
    /** @param {boolean} gone whether nobody feeds this view any more */
    setDetached(gone) {
      detached = gone;
      for (const row of rows) drawAct(row);
      drawControls();
    },
    /** Where the reader was, for whoever takes this view's place. */
    readingState() {
      return { top, host };
    },
    destroy() {
      clearInterval(clock);
      clearInterval(resort);
      for (const timer of timers) clearTimeout(timer);
      if (frame) cancelAnimationFrame(frame);
      root.remove();
    },
  };
}

/** @typedef {ReturnType<typeof createTableView>} TableView */
