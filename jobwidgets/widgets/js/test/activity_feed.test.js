// @ts-check
import { expect, test } from "vitest";
import { ActivityFeed } from "../src/model/activity_feed.js";
import { ActivityStore } from "../src/model/activity_store.js";
import { decodeSnapshot, fold } from "../src/model/fold.js";

let seq = 0;
/** @param {string} kind @param {Record<string, any>} more @returns {import("../src/model/fold.js").Event} */
const event = (kind, more) => ({ kind, job: "j", epoch: 1, seq: ++seq, attempt: 1, at: seq, ...more });
const begin = () => ((seq = 0), decodeSnapshot({ job: "j", epoch: 1 }));

test("a store that is fed change by change holds what one fed at the end holds", () => {
  const [feed, store] = [new ActivityFeed(), new ActivityStore(() => {})];
  let snapshot = begin();
  const batches = [
    [event("attempt", { attempt: 1 })],
    [event("text", { delta: "one 🙂 " }), event("text", { delta: "hm", channel: "reasoning" })],
    [event("step", { id: "s", name: "look" }), event("text", { delta: "two" })],
    [event("artifact", { id: "a", name: "n", media_type: "text/plain", data: "1" })],
    [event("attempt", { attempt: 2 }), event("text", { attempt: 2, delta: "again" })],
    [event("step", { id: "s", name: "look", status: "completed" })],
  ];
  for (const batch of batches) {
    snapshot = fold(snapshot, batch);
    store.receive(feed.advance(snapshot));
    expect(feed.advance(snapshot)).toBeNull();
  }
  const late = new ActivityStore(() => {});
  late.receive(new ActivityFeed().advance(snapshot));
  const texts = (/** @type {ActivityStore} */ one) => [...one.texts].map(([seg, { parts, ...rest }]) => ({ seg, text: parts.join(""), ...rest }));
  expect(texts(store)).toEqual(texts(late));
  expect(texts(store)[0]).toMatchObject({ text: "one 🙂 two", to: 9 });
  expect(store.steps).toEqual(late.steps);
  expect([...store.old]).toEqual([...late.old]);
  expect(store.old.size).toBe(2);
  store.close();
  late.close();
});

test("a history that is another one is told from the start", () => {
  const feed = new ActivityFeed();
  const first = fold(begin(), [event("text", { delta: "lost" })]);
  feed.advance(first);
  const other = decodeSnapshot({ job: "j", epoch: 2, text: [{ channel: "answer", attempt: 1, checkpoint: 0, text: "new" }] });
  expect(feed.advance(other)).toMatchObject({ type: "snapshot", text: [{ at: 0, text: "new" }] });
});

test("an artifact is told again when it changed, and not when only its object is new", () => {
  const feed = new ActivityFeed();
  const wire = (/** @type {string} */ data) => ({ job: "j", epoch: 1, seq: 1, artifacts: { a: { id: "a", name: "n", media_type: "text/plain", data } } });
  expect(feed.advance(decodeSnapshot(wire("1")))?.artifacts).toMatchObject([{ version: 1 }]);
  expect(feed.advance(decodeSnapshot(wire("1")))).toBeNull();
  expect(feed.advance(decodeSnapshot(wire("2")))?.artifacts).toMatchObject([{ version: 2, data: "2" }]);
});
