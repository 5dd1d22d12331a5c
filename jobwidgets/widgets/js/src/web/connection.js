// @ts-check
import { io } from "socket.io-client";
import { delays } from "../model/tracker.js";
import { BASE } from "./api.js";
import { Subscriptions } from "./subscriptions.js";

/**
 * The page's one Socket.IO connection, supervised, for ever coming back. The library reconnects after a lost
 * transport, but not after the server disconnected or refused us; so its reconnection is off, as in
 * client/connection.py. A token that is refused ends it: then the reader has to sign in again.
 *
 * @typedef {{state: "connecting"|"connected"|"reconnecting"|"offline"|"refused", since: number, retryAt: number|null,
 *   error: string}} Status  times in milliseconds as `Date.now()` gives them
 */

const OFFLINE_AFTER = 15_000; // ms without success until "reconnecting" is called "offline"
const CONNECT_TIMEOUT = 10_000;
const PING_EVERY = 10_000;
const PING_TIMEOUT = 10_000;
const STABLE_AFTER = 5_000; // a connection that lasted so long was good: the next loss starts with short waits

export class Connection {
  /** @param {string} token @param {(status: Status) => void} onStatus */
  constructor(token, onStatus) {
    this.subscriptions = new Subscriptions();
    this.onStatus = onStatus;
    this.token = token;
    /** @type {Status} */
    this.status = { state: "connecting", since: Date.now(), retryAt: null, error: "" };
    this.delays = delays();
    /** @type {import("socket.io-client").Socket|null} */
    this.socket = null;
    /** @type {Set<ReturnType<typeof setTimeout>>} */
    this.timers = new Set();
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.retry = undefined;
    // A laptop that wakes up, a phone that is unlocked: now is better than in ten seconds.
    this.wake = () => !document.hidden && this.status.retryAt !== null && this.open();
    addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.wake);
  }

  /** Try to connect now. */
  open() {
    clearTimeout(this.retry);
    this.tell({ retryAt: null });
    const socket = io(BASE.origin, {
      path: `${BASE.pathname}socket.io/`,
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
      timeout: CONNECT_TIMEOUT,
      auth: { token: this.token },
    });
    this.socket = socket;
    const opened = Date.now();
    // The library gives a transport its time, but not a server that never says that we are in.
    const patience = setTimeout(() => lost("no answer in time"), CONNECT_TIMEOUT);
    const lost = (/** @type {string} */ why) => {
      if (this.socket !== socket) return;
      clearTimeout(patience);
      this.drop();
      if (Date.now() - opened > STABLE_AFTER) this.delays = delays();
      this.wait(why);
    };
    socket.on("connect", () => {
      clearTimeout(patience);
      this.connected(socket, lost);
    });
    socket.on("disconnect", (reason) => lost(reason === "io server disconnect" ? "the server said goodbye" : "the connection was lost"));
    socket.on("connect_error", (/** @type {Error & {data?: any}} */ why) => {
      if (why.data?.code === "unauthorized") this.refused(why.message);
      else lost(why.message);
    });
    for (const name of ["job:event", "job:batch"]) socket.on(name, (events) => this.subscriptions.onEvents(events));
    socket.on("job:part", (part) => this.subscriptions.onPart(part));
  }

  /** @param {import("socket.io-client").Socket} socket @param {(why: string) => void} lost */
  connected(socket, lost) {
    this.tell({ state: "connected", since: Date.now(), error: "" });
    this.subscriptions.opened((event, payload, onAnswer) => socket.emit(event, payload, onAnswer));
    const ping = () => {
      const heard = this.subscriptions.heard;
      let answered = false;
      // The cheapest request that every relay acknowledges: to unsubscribe from nothing.
      socket.emit("unsubscribe", { job: "" }, () => (answered = true));
      this.later(PING_TIMEOUT, () => {
        if (!answered && this.subscriptions.heard === heard) lost("the server does not answer");
      });
      this.later(PING_EVERY, ping);
    };
    ping();
  }

  /** @param {string} why */
  refused(why) {
    this.drop();
    this.tell({ state: "refused", since: Date.now(), error: why });
  }

  /** @param {string} why */
  wait(why) {
    if (this.status.state === "connected") this.tell({ state: "reconnecting", since: Date.now() });
    const ms = /** @type {number} */ (this.delays.next().value) * 1000;
    const away = Date.now() - this.status.since > OFFLINE_AFTER;
    this.tell({ state: away ? "offline" : this.status.state, error: why, retryAt: Date.now() + ms });
    this.retry = setTimeout(() => this.open(), ms);
  }

  drop() {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    const socket = this.socket;
    this.socket = null;
    socket?.removeAllListeners();
    socket?.disconnect();
    this.subscriptions.closed();
  }

  /** @param {number} ms @param {() => void} work until this connection is lost */
  later(ms, work) {
    const timer = setTimeout(() => (this.timers.delete(timer), work()), ms);
    this.timers.add(timer);
  }

  /** @param {Partial<Status>} changes */
  tell(changes) {
    this.status = { ...this.status, ...changes };
    this.onStatus(this.status);
  }

  close() {
    clearTimeout(this.retry);
    removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
    this.drop();
  }
}
