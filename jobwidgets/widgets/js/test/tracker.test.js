// @ts-check
import { expect, test } from "vitest";
import { decodeSnapshot, fold } from "../src/model/fold.js";
import { Tracker } from "../src/model/tracker.js";

/** @typedef {import("../src/model/fold.js").Event} Event */

const start = () => decodeSnapshot({ job: "j", epoch: 1 });
/** @param {number} count @param {number} [epoch] @returns {Event[]} */
const said = (count, epoch = 1) =>
  Array.from({ length: count }, (_, i) => ({ kind: "text", job: "j", epoch, seq: i + 1, attempt: 1, delta: `${i + 1} ` }));
const textOf = (/** @type {Tracker} */ tracker) => tracker.snapshot.text.map((segment) => segment.text).join("");

/** A tracker that is subscribed, with nothing said yet. */
function live() {
  const tracker = new Tracker(start());
  tracker.acknowledged(tracker.request().ticket, { ok: true, epoch: 1, seq: 0 });
  return tracker;
}

test("events in order are folded, duplicates change nothing", () => {
  const tracker = live();
  const events = said(3);
  expect(tracker.received(events.slice(0, 2)).changed).toBe(true);
  expect(tracker.received(events.slice(0, 2)).changed).toBe(false);
  tracker.received(events);
  expect(textOf(tracker)).toBe("1 2 3 ");
});

test("a gap asks again once, and what came after it is kept until the answer", () => {
  const tracker = live();
  const events = said(5);
  tracker.received([events[0]]);
  expect(tracker.received([events[3]]).retry).toBeGreaterThan(0);
  expect(tracker.received([events[4]]).retry).toBeNull();
  const { ticket, seq } = tracker.request();
  expect(seq).toBe(1);
  tracker.acknowledged(ticket, { ok: true, epoch: 1, seq: 3, events: events.slice(1, 3) });
  expect(textOf(tracker)).toBe("1 2 3 4 5 ");
  expect(tracker.wantsRequest).toBe(false);
});

test("what comes while the answer is awaited is held back", () => {
  const tracker = new Tracker(start());
  const { ticket } = tracker.request();
  const events = said(3);
  expect(tracker.received([events[2]]).changed).toBe(false);
  tracker.acknowledged(ticket, { ok: true, epoch: 1, seq: 2, events: events.slice(0, 2) });
  expect(textOf(tracker)).toBe("1 2 3 ");
});

test("an answer to an older request is ignored", () => {
  const tracker = new Tracker(start());
  const first = tracker.request();
  tracker.lost(first.ticket);
  tracker.request();
  expect(tracker.acknowledged(first.ticket, { ok: true, epoch: 1, seq: 1, events: said(1) }).changed).toBe(false);
});

test("an answer in parts is put together", () => {
  const tracker = new Tracker(start());
  const whole = JSON.stringify({ snapshot: { job: "j", epoch: 1, seq: 7, text: [{ channel: "answer", attempt: 1, checkpoint: 0, text: "all" }] }, events: [] });
  tracker.acknowledged(tracker.request().ticket, { ok: true, epoch: 1, seq: 7, parts: 2 });
  expect(tracker.part(whole.slice(0, 20)).changed).toBe(false);
  expect(tracker.part(whole.slice(20)).changed).toBe(true);
  expect([textOf(tracker), tracker.snapshot.seq]).toEqual(["all", 7]);
});

test("another epoch asks again; its snapshot takes the place of the old one; the past is not believed", () => {
  const tracker = live();
  tracker.received(said(2));
  expect(tracker.received(said(1, 2)).retry).toBeGreaterThan(0);
  tracker.acknowledged(tracker.request().ticket, { ok: true, snapshot: { job: "j", epoch: 2, seq: 0 }, epoch: 2, seq: 1, events: [] });
  expect([tracker.snapshot.epoch, textOf(tracker)]).toEqual([2, "1 "]);
  const outcome = tracker.acknowledged(tracker.request().ticket, { ok: true, snapshot: { job: "j", epoch: 1, seq: 9 }, epoch: 1, seq: 9 });
  expect(outcome.retry).toBeGreaterThan(0);
  expect(tracker.snapshot.epoch).toBe(2);
});

test("what cannot be understood makes it ask for everything", () => {
  const tracker = live();
  tracker.received(said(2));
  expect(tracker.received([7]).retry).toBeGreaterThan(0);
  expect(tracker.request()).toMatchObject({ epoch: 0, seq: 0 });
});

test("however the network behaves, it ends where the server is", () => {
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let round = 0; round < 200; round++) {
    const events = said(60);
    const wanted = fold(start(), events);
    const tracker = new Tracker(start());
    let sent = 0;
    while (tracker.snapshot.seq < 60 || tracker.wantsRequest) {
      if (tracker.wantsRequest && random() < 0.5) {
        const { ticket, seq } = tracker.request();
        if (random() < 0.3) sent = Math.min(60, sent + 3); // said while the answer is on its way: lost below, or held back
        if (random() < 0.2) tracker.lost(ticket);
        else tracker.acknowledged(ticket, { ok: true, epoch: 1, seq: sent, events: events.slice(seq, sent) });
      }
      const from = Math.max(0, sent - Math.floor(random() * 3));
      sent = Math.min(60, sent + Math.floor(random() * 4));
      if (random() < 0.8) tracker.received(events.slice(from, sent));
      if (random() < 0.05) tracker.lost();
      // Silence tells nobody that something is missing; the server's next word does.
      if (sent === 60) tracker.received(events.slice(-1));
    }
    expect(tracker.snapshot).toEqual(wanted);
  }
});
