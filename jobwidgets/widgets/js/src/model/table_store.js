// @ts-check
/**
 * One page's copy of a table of jobs: rows by their number, gaps noticed, everything asked for again.
 *
 * @typedef {[number, string, string, string, string]} RowHead  number, id, type, name, parameters
 * @typedef {[number, string, number|null, string, number|null, number|null, number]} RowBody  number, state,
 *   progress in thousandths, step or result, begin and end in seconds since 1970, attempt
 * @typedef {{of: string, job: string|null, ok: boolean, error?: string}} TableAck
 * @typedef {{load: (heads: RowHead[], bodies: RowBody[]) => void, update: (heads: RowHead[], bodies: RowBody[]) => void,
 *   setClock: (skew: number) => void, acknowledge: (ack: TableAck) => void, setDetached: (gone: boolean) => void}} TableSink
 */

const HELLO_AGAIN = [1000, 2000, 4000, 8000];
const GIVE_UP = 6; // tries to reach a kernel that is said to be gone

export class TableStore {
  /** @param {(message: Record<string, unknown>) => void} send */
  constructor(send) {
    this.client = Array.from({ length: 4 }, () => Math.random().toString(36).slice(2, 8)).join("");
    this.send = (/** @type {Record<string, unknown>} */ message) => send({ ...message, client: this.client });
    /** @type {Set<TableSink>} */
    this.views = new Set();
    /** @type {RowHead[]} */
    this.heads = [];
    /** @type {RowBody[]} */
    this.bodies = [];
    this.total = -1; // rows there are; -1: not known yet
    this.n = -1; // number of the last delta; -1: no rows yet
    this.skew = 0; // seconds the kernel's clock is ahead of this one
    this.tries = 0;
    this.detached = false;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    /** @type {(message: any) => void} what is not about rows */
    this.onOther = () => {};
  }

  /** Ask for everything, again and again until it comes. */
  hello() {
    clearTimeout(this.timer);
    this.send({ type: "hello" });
    const wait = HELLO_AGAIN[Math.min(this.tries++, HELLO_AGAIN.length - 1)];
    if (!this.detached || this.tries < GIVE_UP) this.timer = setTimeout(() => this.hello(), wait);
  }

  /** @param {TableSink} view */
  attach(view) {
    view.setClock(this.skew);
    if (this.complete) view.load(this.heads, this.bodies);
    if (this.detached) view.setDetached(true);
    this.views.add(view);
    this.send({ type: "views", count: this.views.size });
  }

  /** @param {TableSink} view */
  detach(view) {
    this.views.delete(view);
    this.send({ type: "views", count: this.views.size });
  }

  get complete() {
    return this.total >= 0 && this.heads.length === this.total;
  }

  /** @param {boolean} detached */
  setDetached(detached) {
    if (this.detached === detached) return;
    this.detached = detached;
    for (const view of this.views) view.setDetached(detached);
  }

  /** @param {any} message */
  receive(message) {
    if (message.to && message.to !== this.client) return;
    if (message.now) this.setClock(message.now - Date.now() / 1000);
    switch (message.type) {
      case "table":
        return this.load(message);
      case "rows":
        if (this.n < 0 || message.n <= this.n) return;
        if (message.n > this.n + 1 || !this.complete) return this.lost();
        this.n = message.n;
        return this.update(message.heads, message.rows);
      case "end":
        if (this.n >= 0 && (message.n > this.n || !this.complete)) this.lost();
        return;
      case "ack":
        for (const view of this.views) view.acknowledge(message);
        return;
      default:
        this.onOther(message);
    }
  }

  /** @param {number} skew */
  setClock(skew) {
    this.skew = skew;
    for (const view of this.views) view.setClock(skew);
  }

  /** A part of all rows; the first begins at 0. @param {{at: number, total: number, n: number, heads: RowHead[], rows: RowBody[]}} part */
  load({ at, total, n, heads, rows }) {
    if (at === 0) {
      this.setDetached(false);
      [this.heads, this.bodies, this.total, this.n] = [[], [], total, n];
    } else if (at !== this.heads.length || this.n < 0) return this.lost();
    this.heads.push(...heads);
    this.bodies.push(...rows);
    if (!this.complete) return;
    this.tries = 0;
    clearTimeout(this.timer);
    for (const view of this.views) view.load(this.heads, this.bodies);
  }

  /** @param {RowHead[]} heads @param {RowBody[]} rows */
  update(heads, rows) {
    for (const head of heads) this.heads[head[0]] = head;
    for (const row of rows) this.bodies[row[0]] = row;
    for (const view of this.views) view.update(heads, rows);
  }

  /** A message did not arrive, or nobody is there any more: only all rows help. @param {boolean} [gone] */
  lost(gone = false) {
    if (gone) this.setDetached(true);
    else if (this.n < 0) return; // asked already
    this.n = -1;
    this.tries = 0;
    this.hello();
  }

  close() {
    clearTimeout(this.timer);
    this.send({ type: "bye" });
  }
}
