// @ts-check
import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTableView } from "../src/views/table_view.js";

/** @typedef {import("../src/views/table_view.js").RowHead} RowHead */
/** @typedef {import("../src/views/table_view.js").RowBody} RowBody */

const NONE = { queued: 0, running: 0, waiting_input: 0, cancelling: 0, completed: 0, failed: 0, cancelled: 0 };
const T = 1_700_000_000;
const STATES = ["running", "completed", "failed", "queued", "running"];

/** @param {number} n @returns {RowHead} */
const head = (n, name = `page=${n}`) => [n, `id${n}`, "crawl", name, `${name}, depth=1`];
/** @param {number} n @param {string} [state] @returns {RowBody} */
const body = (n, state = STATES[n % STATES.length]) => {
  const over = ["completed", "failed"].includes(state);
  return [n, state, (n * 230) % 1000, `step ${n}`, state === "queued" ? null : T, over ? T + 10 + n : null, 1];
};

function make(count = 5) {
  const el = document.createElement("div");
  document.body.append(el);
  const actions = { select: vi.fn(), cancel: vi.fn(), cancelAll: vi.fn(), retry: vi.fn() };
  const view = createTableView(el, actions);
  const bodies = Array.from({ length: count }, (_, n) => body(n));
  const counts = { ...NONE };
  for (const [, state] of bodies) counts[/** @type {keyof typeof NONE} */ (state)]++;
  view.set({ title: "Crawl", counts, progress: 0.5 });
  view.load(Array.from({ length: count }, (_, n) => head(n)), bodies);
  const all = (/** @type {string} */ what) => /** @type {any[]} */ ([...el.querySelectorAll(what)]);
  const lines = () => all(".jw-tbody > .jw-tr");
  const find = (/** @type {string} */ what) => /** @type {any} */ (el.querySelector(what));
  return { el, view, actions, counts, all, lines, find, names: () => lines().map((row) => row.dataset.job) };
}

/** @param {Element|null} target @param {string} key */
const press = (target, key) => target?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
/** @param {any} node @param {number} n */
const cell = (node, n) => node.querySelectorAll('[role="gridcell"]')[n];

beforeEach(() => {
  vi.useFakeTimers({ now: (T + 60) * 1000 });
  Element.prototype.scrollIntoView = () => {};
});
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

test("a row tells name, state, progress, step, time and attempt", () => {
  const { lines, view } = make();
  const [running, completed, failed] = lines();
  expect([...running.querySelectorAll('[role="gridcell"]')].map((one) => one.textContent.trim())).toEqual([
    "page=0", "Running", "0 %", "step 0", "1:00", "", "Cancel",
  ]);
  expect(running.title || cell(running, 0).title).toContain("page=0, depth=1");
  expect(cell(completed, 2).textContent).toBe("100 %");
  expect(cell(completed, 4).textContent).toBe("11 s");
  expect(failed.querySelector(".jw-act").textContent).toBe("Retry");
  view.update([], [[0, "running", null, "step two", T, null, 2]]);
  vi.advanceTimersToNextFrame();
  const bar = running.querySelector('[role="progressbar"]');
  expect(bar.hasAttribute("aria-valuenow")).toBe(false);
  expect([cell(running, 3).textContent, cell(running, 5).textContent]).toEqual(["step two", "2"]);
});

test("a header sorts up, down, and back to the order of the items", () => {
  const { all, names } = make(12);
  const [name, state, progress] = all('[role="columnheader"] button');
  const order = names();
  progress.click();
  expect(progress.parentElement.getAttribute("aria-sort")).toBe("ascending");
  const up = names();
  expect(up[0]).toBe("id0");
  progress.click();
  expect(progress.parentElement.getAttribute("aria-sort")).toBe("descending");
  expect(names()).not.toEqual(up);
  progress.click();
  expect([progress.parentElement.getAttribute("aria-sort"), names()]).toEqual(["none", order]);
  // Numbers in names are numbers.
  name.click();
  name.click();
  expect(names().slice(0, 3)).toEqual(["id11", "id10", "id9"]);
  state.click();
  expect([name.parentElement.getAttribute("aria-sort"), names()[0]]).toEqual(["none", "id3"]);
});

test("filters by state and by text; the buttons count", () => {
  const { all, names, find } = make(10);
  const shown = all(".jw-filter").filter((one) => !one.hidden);
  expect(shown.map((one) => one.textContent)).toEqual(["All 10", "Queued 2", "Running 4", "Completed 2", "Failed 2"]);
  shown[4].click();
  expect([names(), shown[4].getAttribute("aria-pressed"), shown[0].getAttribute("aria-pressed")]).toEqual([
    ["id2", "id7"], "true", "false",
  ]);
  expect(find(".jw-grid").getAttribute("aria-rowcount")).toBe("3");
  shown[4].click();
  const search = find("input");
  search.value = "PAGE=3";
  search.dispatchEvent(new Event("input"));
  expect(names()).toEqual(["id3"]);
  search.value = "nothing like it";
  search.dispatchEvent(new Event("input"));
  expect([names(), find(".jw-none").hidden]).toEqual([[], false]);
});

test("rows do not run away from under the pointer", () => {
  const { all, names, view, find } = make();
  all(".jw-filter").find((one) => one.dataset.state === "running").click();
  expect(names()).toEqual(["id0", "id4"]);
  const list = find(".jw-tbody");
  list.dispatchEvent(new Event("pointerenter"));
  view.update([], [body(0, "completed")]);
  vi.advanceTimersByTime(3000);
  expect(names()).toEqual(["id0", "id4"]);
  list.dispatchEvent(new Event("pointerleave"));
  vi.advanceTimersByTime(1000);
  expect(names()).toEqual(["id4"]);
});

test("the keyboard walks the rows, opens one and reaches its button; the page hears nothing", () => {
  const { lines, actions, find } = make(30);
  const heard = vi.fn();
  document.body.addEventListener("keydown", heard);
  const at = () => /** @type {any} */ (document.activeElement).dataset.job;
  expect(lines().map((row) => row.tabIndex).filter((n) => n === 0).length).toBe(1);
  lines()[0].focus();
  for (const [key, job] of [["ArrowDown", "id1"], ["End", "id29"], ["ArrowDown", "id29"], ["PageUp", "id19"], ["Home", "id0"], ["ArrowUp", "id0"]]) {
    press(document.activeElement, key);
    expect([key, at()]).toEqual([key, job]);
  }
  press(document.activeElement, "Enter");
  expect(actions.select).toHaveBeenLastCalledWith("id0");
  press(document.activeElement, "ArrowRight");
  expect(document.activeElement).toBe(lines()[0].querySelector(".jw-act"));
  press(document.activeElement, "ArrowLeft");
  expect(at()).toBe("id0");
  press(find("input"), "a");
  expect(heard).not.toHaveBeenCalled();
  expect(lines().filter((row) => row.tabIndex === 0).map((row) => row.dataset.job)).toEqual(["id0"]);
});

test("an open row is marked, clicked again it is closed, Escape closes it from inside", () => {
  const { lines, actions, view } = make();
  lines()[1].click();
  expect(actions.select).toHaveBeenLastCalledWith("id1");
  expect(view.panel.hidden).toBe(true);
  view.setSelected("id1");
  expect([view.panel.hidden, lines()[1].getAttribute("aria-selected")]).toEqual([false, "true"]);
  lines()[1].click();
  expect(actions.select).toHaveBeenLastCalledWith(null);
  const inside = /** @type {HTMLElement} */ (view.panel.querySelector("button"));
  inside.focus();
  press(inside, "Escape");
  expect(actions.select).toHaveBeenCalledTimes(3);
  view.setSelected(null);
  expect(document.activeElement).toBe(lines()[1]);
});

test("cancelling all takes a second click, and says how far it is", () => {
  const { find, actions, view, counts } = make();
  const all = find(".jw-cancel-all");
  all.click();
  expect([all.textContent, actions.cancelAll.mock.calls.length]).toEqual(["Really cancel 3?", 0]);
  vi.advanceTimersByTime(5001);
  expect(all.textContent).toBe("Cancel all");
  all.click();
  press(all, "Escape");
  expect(all.textContent).toBe("Cancel all");
  all.click();
  all.click();
  expect([all.textContent, actions.cancelAll.mock.calls.length]).toEqual(["Asking…", 1]);
  vi.advanceTimersByTime(2001);
  expect(find(".jw-note").textContent).toContain("The kernel is busy");
  view.acknowledge({ of: "cancel_all", job: null, ok: true });
  expect([all.textContent, find(".jw-note").hidden]).toEqual(["Asked", true]);
  view.set({ title: "Crawl", counts: { ...counts, running: 0, queued: 0, cancelling: 2 }, progress: 0.5 });
  expect(all.textContent).toBe("Cancelling 2…");
  all.click();
  expect(actions.cancelAll).toHaveBeenCalledTimes(1);
  view.set({ title: "Crawl", counts: { ...NONE, cancelled: 5 }, progress: 1 });
  expect(all.hidden).toBe(true);
  expect(find(".jw-said[role=status]").textContent).toBe("All jobs are over: none failed");
});

test("a row's button says what became of the wish", () => {
  const { lines, actions, view, find } = make();
  const cancel = lines()[0].querySelector(".jw-act");
  cancel.click();
  cancel.click();
  expect([actions.cancel.mock.calls, actions.select.mock.calls.length, cancel.textContent]).toEqual([[["id0"]], 0, "Asking…"]);
  view.acknowledge({ of: "cancel", job: "id0", ok: true });
  expect(cancel.textContent).toBe("Asked");
  view.update([], [body(0, "cancelling")]);
  vi.advanceTimersToNextFrame();
  expect(cancel.getAttribute("aria-disabled")).toBe("true");
  view.update([], [body(0, "failed")]);
  vi.advanceTimersToNextFrame();
  cancel.click();
  expect(actions.retry.mock.calls).toEqual([["id0"]]);
  view.acknowledge({ of: "retry", job: "id0", ok: false, error: "no server" });
  expect([cancel.textContent, find(".jw-note").textContent]).toEqual(["Retry", "page=0: no server"]);
});

test("what comes from a job is text", () => {
  const { view, el } = make();
  const evil = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>';
  view.update([[0, "id0", evil, evil, evil]], [[0, "running", 1, evil, T, null, 1]]);
  view.set({ title: evil, counts: NONE, progress: 0 });
  vi.advanceTimersToNextFrame();
  expect(el.querySelector("img, script")).toBeNull();
  expect(el.textContent).toContain(evil);
});

test("axe finds nothing", async () => {
  const { el, view, all } = make(12);
  all('[role="columnheader"] button')[1].click();
  view.setSelected("id1");
  vi.useRealTimers();
  // jsdom lays nothing out: colours are looked at in a browser.
  const { violations } = await axe.run(el, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
});

test("only what changed is drawn again", () => {
  const { lines, view } = make(200);
  const seen = new MutationObserver(() => {});
  for (const row of lines()) seen.observe(row, { subtree: true, childList: true, characterData: true, attributes: true });
  view.update([], [body(7, "failed")]);
  vi.advanceTimersToNextFrame();
  const touched = new Set(seen.takeRecords().map(({ target }) => /** @type {any} */ (target).closest?.(".jw-tr")?.dataset.job));
  expect([...touched]).toEqual(["id7"]);
});

test("without a kernel it says so; gone, it leaves nothing behind", () => {
  const { view, find, el, actions, lines } = make();
  view.setDetached(true);
  expect(find(".jw-note").textContent).toContain("The kernel is gone");
  expect([find(".jw-cancel-all").hidden, lines()[0].querySelector(".jw-act").hidden]).toEqual([true, true]);
  lines()[0].click();
  expect(actions.select).not.toHaveBeenCalled();
  find(".jw-filter").click();
  view.update([], [body(0, "failed")]);
  view.destroy();
  expect([el.childElementCount, vi.getTimerCount()]).toEqual([0, 0]);
});
