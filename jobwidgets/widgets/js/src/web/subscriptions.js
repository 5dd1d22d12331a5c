// @ts-check
import { Tracker } from "../model/tracker.js";

/**
 * The subscriptions of one connection: which job is watched, asking for it, routing what comes. The twin of
 * client/subscriptions.py, with one watch per job.
 *
 * @typedef {import("../model/fold.js").Snapshot} Snapshot
 * @typedef {(event: string, payload: any, onAnswer: (answer?: any) => void) => void} Send
 * @typedef {{applied: (snapshot: Snapshot) => void, refused: (message: string) => void}} Listener
 * @typedef {{job: string, tracker: Tracker, listener: Listener, timer: ReturnType<typeof setTimeout>|undefined,
 *   retry: ReturnType<typeof setTimeout>|undefined}} Watch
 */

const WINDOW = 32; // unanswered requests at a time
const ANSWER_TIMEOUT = 10_000; // ms until an unanswered request is sent again
const UNKNOWN = new Set(["not-found", "invalid-id"]);

export class Subscriptions {
  constructor() {
    /** @type {Map<string, Watch>} */
    this.watches = new Map();
    /** @type {Send|null} */
    this.send = null;
    /** @type {Set<Watch>} */
    this.waiting = new Set();
    /** @type {Set<Watch>} */
    this.asked = new Set();
    this.heard = 0; // packets received: proof that the server lives
  }

  /** Keep a job up to date, from this snapshot on. @param {Snapshot} snapshot @param {Listener} listener @returns {() => void} what ends it */
  add(snapshot, listener) {
    /** @type {Watch} */
    const watch = { job: snapshot.job, tracker: new Tracker(snapshot), listener, timer: undefined, retry: undefined };
    this.watches.set(watch.job, watch);
    this.want(watch);
    return () => this.remove(watch);
  }

  /** @param {Watch} watch */
  remove(watch) {
    if (this.watches.get(watch.job) !== watch) return;
    this.watches.delete(watch.job);
    this.waiting.delete(watch);
    clearTimeout(watch.retry);
    this.settle(watch);
    this.send?.("unsubscribe", { job: watch.job }, () => {});
  }

  /** There is a connection: subscribe everything. @param {Send} send */
  opened(send) {
    this.send = send;
    for (const watch of this.watches.values()) this.want(watch);
  }

  /** The connection is gone. */
  closed() {
    this.send = null;
    this.waiting.clear();
    for (const watch of this.watches.values()) {
      clearTimeout(watch.timer);
      clearTimeout(watch.retry);
      watch.tracker.lost();
    }
    this.asked.clear();
  }

  /** A `job:event` or `job:batch`. @param {any} events */
  onEvents(events) {
    this.heard++;
    const all = [events].flat();
    for (const job of new Set(all.map((event) => event?.job))) {
      const watch = this.watches.get(job);
      if (watch) this.take(watch, watch.tracker.received(all.filter((event) => event.job === job)));
    }
  }

  /** A `job:part`: they come in order, after the answer they belong to. @param {any} part */
  onPart(part) {
    this.heard++;
    const watch = this.watches.get(part?.job);
    if (!watch) return;
    this.take(watch, watch.tracker.part(String(part.data)));
    this.settleIfAnswered(watch);
  }

  /** @param {Watch} watch */
  want(watch) {
    if (!this.send) return;
    this.waiting.add(watch);
    this.pump();
  }

  pump() {
    for (const watch of this.waiting) {
      if (!this.send || this.asked.size >= WINDOW) return;
      this.waiting.delete(watch);
      if (this.asked.has(watch) || !watch.tracker.wantsRequest) continue;
      this.asked.add(watch);
      const { ticket, ...request } = watch.tracker.request();
      watch.timer = setTimeout(() => this.unanswered(watch, ticket), ANSWER_TIMEOUT);
      this.send("subscribe", request, (answer) => this.answered(watch, ticket, answer));
    }
  }

  /** @param {Watch} watch @param {number} ticket @param {any} answer */
  answered(watch, ticket, answer) {
    this.heard++;
    if (!this.asked.has(watch)) return;
    if (answer?.ok) this.take(watch, watch.tracker.acknowledged(ticket, answer));
    else if (UNKNOWN.has(answer?.error?.code)) {
      watch.tracker.lost(ticket);
      watch.listener.refused(answer.error.message); // asked again at the next connection only
    } else this.take(watch, watch.tracker.lost(ticket));
    this.settleIfAnswered(watch);
  }

  /** @param {Watch} watch @param {number} ticket */
  unanswered(watch, ticket) {
    const outcome = watch.tracker.lost(ticket);
    this.settle(watch);
    this.take(watch, outcome);
  }

  /** @param {Watch} watch */
  settleIfAnswered(watch) {
    if (watch.tracker.phase !== "asked" && watch.tracker.phase !== "assembling") this.settle(watch);
  }

  /** @param {Watch} watch */
  settle(watch) {
    clearTimeout(watch.timer);
    this.asked.delete(watch);
    this.pump();
  }

  /** @param {Watch} watch @param {import("../model/tracker.js").Outcome} outcome */
  take(watch, { changed, retry }) {
    if (retry !== null && this.send) watch.retry = setTimeout(() => this.want(watch), retry * 1000);
    if (changed) watch.listener.applied(watch.tracker.snapshot);
  }
}
