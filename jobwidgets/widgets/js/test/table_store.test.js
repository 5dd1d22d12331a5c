// @ts-check
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TableStore } from "../src/model/table_store.js";

/** @typedef {import("../src/model/table_store.js").RowHead} RowHead */
/** @typedef {import("../src/model/table_store.js").RowBody} RowBody */

/** @param {number} n @returns {RowHead} */
const head = (n) => [n, `id${n}`, "crawl", "", ""];
/** @param {number} n @returns {RowBody} */
const body = (n, state = "queued") => [n, state, null, "", null, null, 0];

function make() {
  const send = vi.fn();
  const store = new TableStore(send);
  const view = { load: vi.fn(), update: vi.fn(), setClock: vi.fn(), acknowledge: vi.fn(), setDetached: vi.fn() };
  store.attach(view);
  store.hello();
  const hellos = () => send.mock.calls.filter(([message]) => message.type === "hello").length;
  const part = (/** @type {number} */ at, /** @type {number} */ n) =>
    store.receive({ type: "table", to: store.client, n, at, total: 4, heads: [head(at), head(at + 1)], rows: [body(at), body(at + 1)] });
  const rows = (/** @type {number} */ n, /** @type {RowBody[]} */ ...changed) =>
    store.receive({ type: "rows", n, heads: [], rows: changed });
  return { send, store, view, hellos, part, rows };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("asks until all parts are there, then follows", () => {
  const { store, view, hellos, part, rows } = make();
  vi.advanceTimersByTime(3000);
  expect(hellos()).toBe(3);
  part(0, 5);
  expect(view.load).not.toHaveBeenCalled();
  part(2, 5);
  expect(view.load).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(60_000);
  expect(hellos()).toBe(3);
  rows(5, body(1, "failed")); // told before the whole was
  expect(store.bodies[1][1]).toBe("queued");
  rows(6, body(1, "running"));
  expect([store.bodies[1][1], view.update.mock.calls.length]).toEqual(["running", 1]);
});

test("a gap, a missed end and a lost part ask for everything again", () => {
  const { store, hellos, part, rows } = make();
  part(0, 1);
  part(2, 1);
  rows(3, body(0));
  expect([hellos(), store.n]).toEqual([2, -1]);
  part(0, 3);
  part(2, 3);
  store.receive({ type: "end", n: 3 });
  expect(hellos()).toBe(2);
  store.receive({ type: "end", n: 4 });
  expect(hellos()).toBe(3);
  part(0, 4);
  rows(5, body(0));
  expect(hellos()).toBe(4);
});

test("what is for another page is not heard; what is no row goes on", () => {
  const { store, view } = make();
  store.onOther = vi.fn();
  store.receive({ type: "ack", to: "another", of: "cancel", job: "id0", ok: true });
  expect(view.acknowledge).not.toHaveBeenCalled();
  store.receive({ type: "activity", job: "id0", message: {} });
  expect(store.onOther).toHaveBeenCalledTimes(1);
});

test("a kernel that is gone is asked a few times; one that answers all the same is followed", () => {
  const { store, view, hellos, part } = make();
  part(0, 1);
  part(2, 1);
  store.lost(true);
  expect(view.setDetached).toHaveBeenLastCalledWith(true);
  vi.advanceTimersByTime(120_000);
  expect(hellos()).toBeLessThan(9);
  part(0, 1);
  expect(view.setDetached).toHaveBeenLastCalledWith(false);
});
