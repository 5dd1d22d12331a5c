// @ts-check
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { decodeSnapshot } from "../src/model/fold.js";
import { Subscriptions } from "../src/web/subscriptions.js";

/** @type {{event: string, payload: any, answer: (answer?: any) => void}[]} */
let sent;
/** @type {Subscriptions} */
let subscriptions;
const send = (/** @type {string} */ event, /** @type {any} */ payload, /** @type {any} */ answer) => void sent.push({ event, payload, answer });
const nobody = { applied() {}, refused() {} };
const watch = (/** @type {string} */ job, listener = /** @type {any} */ (nobody)) => subscriptions.add(decodeSnapshot({ job, epoch: 1 }), listener);
const jobs = () => sent.filter(({ event }) => event === "subscribe").map(({ payload }) => payload.job);

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  subscriptions = new Subscriptions();
});
afterEach(() => vi.useRealTimers());

test("what was added before there is a connection is asked for when there is one, and again with the next", () => {
  watch("a");
  expect(sent).toEqual([]);
  subscriptions.opened(send);
  sent[0].answer({ ok: true, epoch: 1, seq: 0 });
  subscriptions.closed();
  subscriptions.opened(send);
  expect(jobs()).toEqual(["a", "a"]);
});

test("no more than 32 questions are open at a time", () => {
  for (let n = 0; n < 40; n++) watch(`j${n}`);
  subscriptions.opened(send);
  expect(sent).toHaveLength(32);
  sent[0].answer({ ok: true, epoch: 1, seq: 0 });
  expect(sent).toHaveLength(33);
});

test("a question that is not answered is asked again", () => {
  subscriptions.opened(send);
  watch("a");
  vi.advanceTimersByTime(10_200);
  expect(jobs()).toEqual(["a", "a"]);
});

test("a job that does not exist is told, and not asked for again", () => {
  const refused = vi.fn();
  subscriptions.opened(send);
  watch("a", { applied() {}, refused });
  sent[0].answer({ ok: false, error: { code: "not-found", message: "There is no such job." } });
  expect(refused).toHaveBeenCalledWith("There is no such job.");
  vi.advanceTimersByTime(60_000);
  expect(sent).toHaveLength(1);
});

test("a server that is busy is asked again", () => {
  subscriptions.opened(send);
  watch("a");
  sent[0].answer({ ok: false, error: { code: "unavailable", message: "Redis is away." } });
  vi.advanceTimersByTime(200);
  expect(jobs()).toEqual(["a", "a"]);
});

test("events reach the listener of their job only; after the end of the watch nobody hears any", () => {
  const [a, b] = [vi.fn(), vi.fn()];
  subscriptions.opened(send);
  const end = watch("a", { applied: a, refused() {} });
  watch("b", { applied: b, refused() {} });
  for (const one of [...sent]) one.answer({ ok: true, epoch: 1, seq: 0 });
  const event = { kind: "text", job: "a", epoch: 1, seq: 1, attempt: 1, delta: "x" };
  subscriptions.onEvents([event]);
  expect(a).toHaveBeenCalledTimes(1);
  end();
  expect(sent.at(-1)).toMatchObject({ event: "unsubscribe", payload: { job: "a" } });
  subscriptions.onEvents({ ...event, seq: 2 });
  expect(a).toHaveBeenCalledTimes(1);
  expect(b).not.toHaveBeenCalled();
});
