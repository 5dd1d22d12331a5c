// @ts-nocheck: what is under test is checked where it is written
import { afterEach, beforeEach, expect, it, vi } from "vitest";

let start;
const VIEWS = Symbol.for("jobwidgets.views");

function widget() {
  const sent = [];
  const heard = new Set();
  const model = {
    get: () => "IPY_MODEL_code",
    send: (message) => sent.push(message),
    on: (_, handler) => heard.add(handler),
    off: (_, handler) => heard.delete(handler),
  };
  const module = start();
  return { sent, heard, model, end: module.initialize({ model }), module };
}

beforeEach(async () => {
  vi.useFakeTimers();
  delete globalThis[VIEWS];
  ({ default: start } = await import("../src/kernel/stub.js"));
});
afterEach(() => vi.useRealTimers());

it("asks a busy kernel for the views seldom, once for all widgets of the page", () => {
  const all = Array.from({ length: 100 }, widget);
  vi.advanceTimersByTime(10 * 60_000);
  const asked = all.reduce((sum, { sent }) => sum + sent.length, 0);
  expect(asked).toBeGreaterThan(10);
  expect(asked).toBeLessThan(20);
});

it("asks through another widget where one is refused, and no more once it is gone", () => {
  const [lost, other] = [widget(), widget()];
  lost.model.send = () => {
    throw new Error("Canceled");
  };
  vi.advanceTimersByTime(120_000);
  expect(other.sent.length).toBeGreaterThan(0);
  lost.end();
  const { length } = other.sent;
  vi.advanceTimersByTime(120_000);
  expect(other.sent.length).toBeGreaterThan(length);
  other.end();
  expect([lost.heard.size, other.heard.size]).toEqual([0, 0]);
  expect(vi.getTimerCount()).toBe(0);
});

it("begins once the views are there, and ends what has begun", async () => {
  const one = widget();
  const calls = [];
  globalThis[VIEWS].get("__KEY__").resolve({ __VIEW__: { initialize: () => (calls.push("begin"), () => calls.push("end")) } });
  await vi.runAllTimersAsync();
  expect(calls).toEqual(["begin"]);
  one.end();
  expect(calls).toEqual(["begin", "end"]);
  expect(one.heard.size).toBe(0);
});
