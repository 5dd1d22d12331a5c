// @ts-check
/**
 * @typedef {import("../views/activity_view.js").ActivityView} ActivityView
 * @typedef {import("../views/activity_view.js").Head} Head
 * @typedef {import("../views/activity_view.js").StepRow} StepRow
 * @typedef {import("../views/text_pane.js").TextSpan} TextSpan
 * @typedef {{id: string, name: string, mediaType: string, data: any, version: number, superseded: boolean}} ArtifactRow
 * @typedef {{steps?: StepRow[], text?: TextSpan[], old?: number[], artifacts?: ArtifactRow[]}} Change
 *   `old`: segments that are superseded from now on
 */

const HELLO_AGAIN = [1000, 2000, 4000, 8000];
const MORE_LATE = 5000; // ms until the rest of a snapshot is asked for; what is still on its way is not sent twice
const GIVE_UP = 6; // tries to reach a kernel that is said to be gone

/** One page's copy of a job: as many views as the page shows, one conversation with whoever feeds it. */
export class ActivityStore {
  /** @param {(message: Record<string, unknown>) => void} send */
  constructor(send) {
    this.send = send;
    this.client = Array.from({ length: 4 }, () => Math.random().toString(36).slice(2, 8)).join("");
    /** @type {Set<ActivityView>} */
    this.views = new Set();
    /** @type {Head|undefined} */
    this.head = undefined;
    /** @type {Map<string, StepRow>} */
    this.steps = new Map();
    /** @type {Map<string, ArtifactRow>} */
    this.artifacts = new Map();
    /** @type {Map<number, {ch: string, attempt: number, parts: string[], to: number}>} segments by number */
    this.texts = new Map();
    /** @type {Set<number>} superseded segments */
    this.old = new Set();
    this.n = -1; // number of the last delta; -1: no snapshot yet
    this.missing = 0; // messages that belong to the snapshot and have not come yet
    this.tries = 0;
    this.detached = false; // nobody feeds this store any more
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    /** @type {(message: any) => void} what the store has no use for: it is for whoever carries the messages */
    this.onOther = () => {};
  }

  /** Ask for everything, again and again until it comes. */
  hello() {
    clearTimeout(this.timer);
    this.send({ type: "hello", client: this.client });
    const wait = HELLO_AGAIN[Math.min(this.tries++, HELLO_AGAIN.length - 1)];
    if (!this.detached || this.tries < GIVE_UP) this.timer = setTimeout(() => this.hello(), wait);
  }

  /** @param {boolean} detached */
  setDetached(detached) {
    if (this.detached === detached) return;
    this.detached = detached;
    for (const view of this.views) view.setDetached(detached);
  }

  /** @param {ActivityView} view */
  attach(view) {
    if (this.head) view.setHead(this.head);
    view.setSteps([...this.steps.values()]);
    view.setArtifacts([...this.artifacts.values()]);
    view.supersede(this.old);
    view.addText([...this.texts].map(([seg, { parts, ...rest }]) => ({ seg, at: 0, text: parts.join(""), ...rest })));
    if (this.detached) view.setDetached(true);
    this.views.add(view);
    this.send({ type: "views", client: this.client, count: this.views.size });
  }

  /** @param {ActivityView} view */
  detach(view) {
    this.views.delete(view);
    this.send({ type: "views", client: this.client, count: this.views.size });
  }

  /** @param {Head} head */
  setHead(head) {
    this.head = head;
    for (const view of this.views) view.setHead(head);
  }

  /** @param {any} message */
  receive(message) {
    if (message.to && message.to !== this.client) return;
    switch (message.type) {
      case "snapshot":
        this.setDetached(false);
        this.load(message);
        this.n = message.n;
        this.expect(message.more ?? 0);
        break;
      case "more":
        if (this.n < 0) return;
        if (this.missing === 0) return this.lost(); // its snapshot did not arrive
        this.expect(this.missing - 1);
        this.apply(message);
        break;
      case "delta":
        if (this.n < 0 || message.n <= this.n) return;
        if (message.n > this.n + 1 || this.missing > 0) return this.lost();
        this.n = message.n;
        this.apply(message);
        break;
      case "end":
        if (this.n >= 0 && (message.n > this.n || this.missing > 0)) this.lost();
        break;
      case "head": {
        const { type: _, to: __, ...head } = message;
        this.setHead(head);
        break;
      }
      case "ack":
        for (const view of this.views) view.acknowledge(message);
        break;
      default:
        this.onOther(message);
    }
  }

  /** So many messages of the snapshot are still to come, before anything else. @param {number} count */
  expect(count) {
    clearTimeout(this.timer);
    this.tries = 0;
    this.missing = count;
    if (count > 0) this.timer = setTimeout(() => this.hello(), MORE_LATE);
  }

  /** Start over with these. @param {Change} all */
  load(all) {
    this.steps.clear();
    this.artifacts.clear();
    this.texts.clear();
    this.old.clear();
    for (const view of this.views) view.clear();
    this.apply(all);
  }

  /** @param {Change} change */
  apply({ steps = [], text = [], old = [], artifacts = [] }) {
    for (const { seg, ch, attempt, at, to, text: piece } of text) {
      const known = this.texts.get(seg);
      if (at !== (known?.to ?? 0)) return this.lost();
      if (known) {
        known.parts.push(piece);
        known.to = to;
      } else this.texts.set(seg, { ch, attempt, parts: [piece], to });
    }
    for (const number of old) this.old.add(number);
    for (const row of steps) this.steps.set(row.id, row);
    for (const row of artifacts) this.artifacts.set(row.id, row);
    for (const view of this.views) {
      if (steps.length) view.setSteps(steps);
      if (old.length) view.supersede(old);
      if (text.length) view.addText(text);
      if (artifacts.length) view.setArtifacts(artifacts);
    }
  }

  /** A message did not arrive, or nobody is there any more: only a snapshot helps. @param {boolean} [gone] */
  lost(gone = false) {
    if (gone) this.setDetached(true);
    else if (this.n < 0) return; // asked already
    this.n = -1;
    this.tries = 0;
    this.hello();
  }

  close() {
    clearTimeout(this.timer);
    this.send({ type: "bye", client: this.client });
  }
}
