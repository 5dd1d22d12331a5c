// @ts-nocheck: what is under test is checked where it is written
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ActivityStore } from "../src/model/activity_store.js";

let store, sent, view;
const span = (seg, at, text) => ({ seg, ch: "answer", attempt: 1, at, to: at + text.length, text });
const artifact = (id, version) => ({ id, name: id, mediaType: "text/plain", data: "x", version, superseded: false });

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  store = new ActivityStore((message) => sent.push(message));
  const told = (name) => (...args) => view.calls.push([name, ...args]);
  const names = ["setHead", "setSteps", "setArtifacts", "addText", "supersede", "clear", "acknowledge", "setDetached"];
  view = { calls: [], ...Object.fromEntries(names.map((name) => [name, told(name)])) };
});
afterEach(() => vi.useRealTimers());

describe("one page's copy of a job", () => {
  it("asks again until everything comes, then not any more", () => {
    store.hello();
    vi.advanceTimersByTime(3500);
    expect(sent.filter((m) => m.type === "hello")).toHaveLength(3);
    store.receive({ type: "snapshot", n: 1, steps: [], text: [] });
    vi.advanceTimersByTime(60_000);
    expect(sent.filter((m) => m.type === "hello")).toHaveLength(3);
  });

  it("notices a message that did not arrive, and what is behind the end", () => {
    store.receive({ type: "snapshot", n: 1, steps: [], text: [span(0, 0, "ab")] });
    store.receive({ type: "delta", n: 2, text: [span(0, 2, "c")] });
    expect(sent).toEqual([]);
    store.receive({ type: "delta", n: 4, text: [span(0, 9, "x")] });
    expect(sent.map((m) => m.type)).toEqual(["hello"]);
    store.receive({ type: "snapshot", n: 4, steps: [], text: [] });
    store.receive({ type: "end", n: 5 });
    expect(sent.map((m) => m.type)).toEqual(["hello", "hello"]);
  });

  it("notices that a part of a snapshot did not arrive, also when nothing follows", () => {
    const asked = () => sent.filter((m) => m.type === "hello").length;
    store.receive({ type: "snapshot", n: 3, more: 2, steps: [], text: [] });
    store.receive({ type: "more", text: [], artifacts: [artifact("p", 1)] });
    vi.advanceTimersByTime(4000);
    expect(asked()).toBe(0);
    vi.advanceTimersByTime(1500); // the job says nothing more: it waits for an answer, say
    expect(asked()).toBe(1);
    store.receive({ type: "more", text: [], artifacts: [artifact("q", 1)] }); // it was only late
    vi.advanceTimersByTime(60_000);
    expect(asked()).toBe(1);
    expect([...store.artifacts.keys()]).toEqual(["p", "q"]);
    store.receive({ type: "snapshot", n: 4, more: 1, steps: [], text: [] });
    store.receive({ type: "delta", n: 5, steps: [{ id: "a" }] });
    expect(asked()).toBe(2);
    store.receive({ type: "snapshot", n: 5, more: 1, steps: [], text: [] });
    store.receive({ type: "end", n: 5 });
    expect(asked()).toBe(3);
    store.receive({ type: "snapshot", n: 5, more: 0, steps: [], text: [] });
    store.receive({ type: "more", text: [], artifacts: [artifact("r", 1)] }); // of a snapshot that was lost
    expect(asked()).toBe(4);
  });

  it("gives a late view all there is, artifacts in their last version", () => {
    store.receive({ type: "snapshot", n: 1, steps: [{ id: "a" }], text: [span(0, 0, "ab")], old: [0], artifacts: [artifact("p", 1)] });
    store.receive({ type: "delta", n: 2, text: [span(0, 2, "c")], artifacts: [artifact("p", 2)] });
    store.receive({ type: "head", job_id: "j", state: "running" });
    store.attach(view);
    expect(view.calls).toEqual([
      ["setHead", { job_id: "j", state: "running" }],
      ["setSteps", [{ id: "a" }]],
      ["setArtifacts", [artifact("p", 2)]],
      ["supersede", new Set([0])],
      ["addText", [{ seg: 0, ch: "answer", attempt: 1, at: 0, to: 3, text: "abc" }]],
    ]);
  });

  it("starts over with another snapshot, and hands on what it does not know", () => {
    const other = [];
    store.onOther = (message) => other.push(message);
    store.attach(view);
    store.receive({ type: "snapshot", n: 7, steps: [], text: [span(0, 0, "x")] });
    store.receive({ type: "snapshot", n: 8, steps: [], text: [] });
    expect(store.texts.size).toBe(0);
    expect(view.calls.filter(([name]) => name === "clear")).toHaveLength(2);
    store.receive({ type: "retried", job: "k" });
    store.receive({ type: "ack", to: "somebody else", ok: true });
    expect(other).toEqual([{ type: "retried", job: "k" }]);
    expect(view.calls.some(([name]) => name === "acknowledge")).toBe(false);
  });
});
