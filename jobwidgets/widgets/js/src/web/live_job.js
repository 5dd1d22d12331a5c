// @ts-check
import { ActivityFeed } from "../model/activity_feed.js";
import { ActivityStore } from "../model/activity_store.js";
import { head } from "../model/facts.js";
import { currentStep, decodeSnapshot, fraction } from "../model/fold.js";
import { jobPath, serverNow } from "./api.js";

/**
 * One job on this page: what the socket brings is folded here and told to an `ActivityStore`, which a notebook's
 * kernel feeds in the same words; what the reader wants goes to the server over REST.
 *
 * @typedef {import("../model/fold.js").Snapshot} Snapshot
 * @typedef {import("./api.js").ApiError} ApiError
 */

const FLUSH_EVERY = 50; // ms

/** A job's record as its first snapshot. @param {any} record */
export function snapshotOf(record) {
  // Epoch 0: the state is shown, but the server is asked for everything.
  return decodeSnapshot(
    record.snapshot ?? { job: record.id, type: record.type, state: record.state, created: record.created },
  );
}

export class LiveJob {
  /**
   * @param {any} record @param {import("./api.js").Ask} ask @param {import("./subscriptions.js").Subscriptions} subscriptions
   * @param {{onChange: (snapshot: Snapshot) => void, onRetried: (id: string) => void}} page
   */
  constructor(record, ask, subscriptions, { onChange, onRetried }) {
    this.record = record;
    this.ask = ask;
    this.onChange = onChange;
    this.onRetried = onRetried;
    this.snapshot = snapshotOf(record);
    /** @type {string|null} */
    this.problem = null;
    this.answering = false;
    this.feed = new ActivityFeed();
    this.store = new ActivityStore((message) => this.hear(message));
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    this.unwatch = subscriptions.add(this.snapshot, {
      applied: (snapshot) => {
        this.snapshot = snapshot;
        this.problem = null;
        if (!snapshot.input) this.answering = false;
        this.changed();
      },
      refused: (message) => {
        this.problem = message;
        this.changed();
      },
    });
    this.flush();
  }

  changed() {
    this.timer ??= setTimeout(() => this.flush(), FLUSH_EVERY);
  }

  flush() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.store.setHead(this.head());
    const message = this.feed.advance(this.snapshot);
    if (message) this.store.receive(message);
    this.onChange(this.snapshot);
  }

  /** @returns {import("../views/activity_view.js").Head} */
  head() {
    const { snapshot } = this;
    return {
      job_id: snapshot.job,
      title: snapshot.type || this.record.type,
      state: snapshot.state,
      progress: fraction(snapshot),
      message: snapshot.progress?.message ?? null,
      step: currentStep(snapshot)?.name ?? null,
      attempt: snapshot.attempt,
      info: { ...head(snapshot), answering: this.answering, pending: false, problem: this.problem, now: serverNow() },
    };
  }

  /** What the views want. @param {Record<string, any>} message */
  hear(message) {
    switch (message.type) {
      case "hello":
        // Later: the store is still in the middle of asking.
        queueMicrotask(() => this.store.receive(this.feed.everything()));
        break;
      case "cancel":
        this.cancel();
        break;
      case "answer":
        this.answer(message.key, message.value);
        break;
      case "retry":
        this.retry();
    }
  }

  async cancel() {
    this.store.receive({ type: "ack", ok: true });
    try {
      await this.ask("POST", `${jobPath(this.snapshot.job)}/cancel`, {});
    } catch (why) {
      this.store.receive({ type: "ack", ok: false, error: /** @type {ApiError} */ (why).message });
    }
  }

  /** @param {string} key @param {any} value */
  async answer(key, value) {
    const ack = { type: "ack", of: "answer", key };
    this.store.receive({ ...ack, ok: true });
    this.answering = true;
    this.changed();
    try {
      await this.ask("POST", `${jobPath(this.snapshot.job)}/input`, { answer: value, key, command: commandId() });
    } catch (why) {
      const { message, detail } = /** @type {ApiError} */ (why);
      this.answering = false;
      this.changed();
      this.store.receive({ ...ack, ok: false, error: detail?.problems?.join("; ") || message });
    }
  }

  async retry() {
    const ack = { type: "ack", of: "retry" };
    this.store.receive({ ...ack, ok: true });
    try {
      this.onRetried((await this.ask("POST", `${jobPath(this.snapshot.job)}/retry`, { idempotency_key: commandId() })).id);
    } catch (why) {
      this.store.receive({ ...ack, ok: false, error: /** @type {ApiError} */ (why).message });
    }
  }

  close() {
    clearTimeout(this.timer);
    this.unwatch();
    this.store.close();
  }
}

/** `crypto.randomUUID` is missing where the page came over plain http from another machine. */
function commandId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
