// @ts-check
import { decodeSnapshot, fold, isOver } from "./fold.js";

/**
 * What this page knows of one job: snapshot, duplicates, gaps, epochs, parts. The twin of client/tracker.py; pure.
 *
 *     request()            → send `subscribe` with it
 *     acknowledged(...)    the answer came          part(...)   a piece of an answer too large for one packet
 *     received([...])      live events came         lost()      the connection went away, or no answer came
 *
 * @typedef {import("./fold.js").Event} Event
 * @typedef {import("./fold.js").Snapshot} Snapshot
 * @typedef {{changed: boolean, retry: number|null}} Outcome  `retry`: call `request` again in so many seconds, if
 *   `wantsRequest` still says so then
 * @typedef {{ticket: number, job: string, epoch: number, seq: number}} Request
 */

const MAX_HELD = 5000; // events held back while a subscription is under way or after a gap
/** @type {Outcome} */
const NOTHING = { changed: false, retry: null };

/** Seconds to wait before each further try: exponential, half of it random. @param {number} first @param {number} cap @param {() => number} [random] */
export function* delays(first = 0.2, cap = 10, random = Math.random) {
  for (let ceiling = first; ; ceiling = Math.min(cap, ceiling * 2)) yield ceiling * (0.5 + random() / 2);
}

/** @param {any} event @returns {event is Event} */
const isEvent = (event) => typeof event === "object" && event !== null && typeof event.kind === "string";
/** @param {Event} event @returns {[number, number]} */
const placeOf = (event) => [event.epoch ?? 0, event.seq ?? 0];
/** @param {[number, number]} a @param {[number, number]} b */
const compare = (a, b) => a[0] - b[0] || a[1] - b[1];

export class Tracker {
  /** @param {Snapshot} snapshot */
  constructor(snapshot) {
    this.snapshot = snapshot;
    /** @type {"idle"|"asked"|"assembling"|"live"} */
    this.phase = "idle";
    this.wantsRequest = true;
    this.ticket = 0;
    this.distrust = false;
    /** @type {Map<string, Event>} */
    this.held = new Map();
    /** @type {any} */
    this.answer = null;
    /** @type {string[]} */
    this.parts = [];
    this.delays = delays(0.1, 5);
  }

  /** The job is over and nothing says that there is more to know. */
  get atEnd() {
    return this.phase === "live" && !this.wantsRequest && isOver(this.snapshot.state);
  }

  /** Start a subscription; whatever an older one still answers is ignored from now on. @returns {Request} */
  request() {
    this.ticket++;
    this.phase = "asked";
    this.wantsRequest = false;
    this.parts = [];
    const { job, epoch, seq } = this.snapshot;
    return this.distrust ? { ticket: this.ticket, job, epoch: 0, seq: 0 } : { ticket: this.ticket, job, epoch, seq };
  }

  /** The connection is gone, or request `ticket` was not answered in time. @param {number} [ticket] @returns {Outcome} */
  lost(ticket) {
    if (ticket !== undefined && (ticket !== this.ticket || this.phase === "live")) return NOTHING;
    this.phase = "idle";
    this.parts = [];
    if (ticket === undefined) this.held.clear(); // nothing of the old connection is of use to the next one
    return this.again();
  }

  /** @param {any[]} events live ones @returns {Outcome} */
  received(events) {
    if (!events.every(isEvent)) return this.startOver();
    if (this.phase !== "live") {
      this.hold(events);
      return NOTHING;
    }
    return this.advance(events);
  }

  /** The answer to request `ticket`, its `ok` being true. @param {number} ticket @param {any} answer @returns {Outcome} */
  acknowledged(ticket, answer) {
    if (ticket !== this.ticket || this.phase !== "asked") return NOTHING;
    if (!answer.parts) return this.adopt(answer);
    this.phase = "assembling";
    this.answer = answer;
    return NOTHING;
  }

  /** The next piece of an answer in parts. @param {string} data @returns {Outcome} */
  part(data) {
    if (this.phase !== "assembling") return NOTHING; // of an answer that is no longer waited for
    this.parts.push(data);
    if (this.parts.length < this.answer.parts) return NOTHING;
    const whole = this.parts.join("");
    this.parts = [];
    try {
      return this.adopt({ ...this.answer, ...JSON.parse(whole) });
    } catch (why) {
      if (why instanceof SyntaxError) return this.startOver();
      throw why;
    }
  }

  /** @param {{epoch?: number, seq?: number, snapshot?: any, events?: any[]}} ack @returns {Outcome} */
  adopt(ack) {
    const known = this.snapshot;
    const events = ack.events ?? [];
    const snapshot = ack.snapshot ? decodeSnapshot(ack.snapshot) : null;
    const epoch = snapshot ? snapshot.epoch : (ack.epoch ?? 0);
    if (!events.every(isEvent) || (!snapshot && epoch > known.epoch)) return this.startOver();
    if (epoch < known.epoch) {
      // A relay that has not heard of our epoch yet: what it shows is the past.
      this.phase = "idle";
      return this.again();
    }
    if (snapshot) {
      // Redis lost writes: what it lost did not happen, nor what was held back on top of it.
      if (epoch === known.epoch && snapshot.seq < known.seq) this.held.clear();
      this.snapshot = snapshot;
    }
    this.sift();
    this.distrust = false;
    this.phase = "live";
    const outcome = this.advance(events);
    let { retry } = outcome;
    if (retry === null) {
      const here = /** @type {[number, number]} */ ([this.snapshot.epoch, this.snapshot.seq]);
      if (compare(here, [epoch, ack.seq ?? 0]) < 0) retry = this.again().retry; // the answer itself has a hole
      else this.delays = delays(0.1, 5);
    }
    return { changed: outcome.changed || snapshot !== null, retry };
  }

  /** Fold what continues the snapshot, from these and from what was held back; hold the rest. @param {Event[]} events @returns {Outcome} */
  advance(events) {
    let { epoch, seq } = this.snapshot;
    /** @type {Event[]} */
    const fresh = [];
    /** @type {Event[]} */
    const beyond = [];
    for (const event of events) {
      const place = placeOf(event);
      if (place[0] === epoch && place[1] === seq + 1) {
        fresh.push(event);
        seq++;
      } else if (compare(place, [epoch, seq]) > 0) beyond.push(event);
    }
    this.hold(beyond);
    for (let next; (next = this.held.get(`${epoch}:${seq + 1}`)); seq++) {
      this.held.delete(`${epoch}:${seq + 1}`);
      fresh.push(next);
    }
    if (fresh.length) {
      this.snapshot = fold(this.snapshot, fresh);
      this.sift();
    }
    const changed = fresh.length > 0;
    if (!this.held.size) {
      this.wantsRequest = false;
      return { changed, retry: null };
    }
    return { changed, retry: this.wantsRequest ? null : this.again().retry };
  }

  /** @param {Event[]} events */
  hold(events) {
    for (const event of events) this.held.set(placeOf(event).join(":"), event);
    for (const key of this.held.keys()) {
      if (this.held.size <= MAX_HELD) return;
      this.held.delete(key); // the oldest: the answer covers them
    }
  }

  /** Let go of what was held back and is known by now. */
  sift() {
    const { epoch, seq } = this.snapshot;
    for (const [key, event] of this.held) if (compare(placeOf(event), [epoch, seq]) <= 0) this.held.delete(key);
  }

  /** @returns {Outcome} */
  again() {
    this.wantsRequest = true;
    return { changed: false, retry: /** @type {number} */ (this.delays.next().value) };
  }

  /** Something cannot be understood: a whole snapshot is the only thing to build on. */
  startOver() {
    this.distrust = true;
    this.phase = "idle";
    return this.again();
  }
}
