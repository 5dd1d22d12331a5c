// @ts-check
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Connection } from "../src/web/connection.js";
import { createConnectionLine } from "../src/web/connection_line.js";

/** What the library gives for each try; the test plays the server. */
class FakeSocket {
  /** @param {any} options */
  constructor(options) {
    this.options = options;
    /** @type {Map<string, (what?: any) => void>} */
    this.handlers = new Map();
    /** @type {[string, any, (answer?: any) => void][]} */
    this.sent = [];
    this.closed = false;
  }
  /** @param {string} name @param {(what?: any) => void} handler */
  on(name, handler) {
    this.handlers.set(name, handler);
  }
  /** @param {string} event @param {any} payload @param {() => void} answer */
  emit(event, payload, answer) {
    this.sent.push([event, payload, answer]);
  }
  removeAllListeners() {
    this.handlers.clear();
  }
  disconnect() {
    this.closed = true;
  }
  /** @param {string} name @param {any} [what] */
  play(name, what) {
    this.handlers.get(name)?.(what);
  }
}

/** @type {FakeSocket[]} */
const sockets = vi.hoisted(() => []);
vi.mock("socket.io-client", () => ({
  io: (/** @type {string} */ _url, /** @type {any} */ options) => {
    sockets.push(new FakeSocket(options));
    return sockets.at(-1);
  },
}));

/** @type {import("../src/web/connection.js").Status[]} */
let told;
/** @type {Connection} */
let connection;
const state = () => told.at(-1)?.state;
const socket = () => /** @type {FakeSocket} */ (sockets.at(-1));

beforeEach(() => {
  vi.useFakeTimers();
  sockets.length = 0;
  told = [];
  connection = new Connection("t", (status) => told.push(status));
  connection.open();
});
afterEach(() => {
  connection.close();
  vi.useRealTimers();
});

test("it says who it is, over a websocket, and does not leave reconnecting to the library", () => {
  expect(socket().options).toMatchObject({ auth: { token: "t" }, transports: ["websocket"], reconnection: false });
  socket().play("connect");
  expect(state()).toBe("connected");
});

test.each([
  ["disconnect", "io server disconnect"],
  ["disconnect", "transport close"],
  ["connect_error", new Error("refused")],
])("after %s (%s) it comes back by itself", (event, why) => {
  socket().play("connect");
  socket().play(event, why);
  expect(state()).toBe("reconnecting");
  expect(told.at(-1)?.retryAt).toBeGreaterThan(Date.now());
  vi.advanceTimersByTime(300);
  expect(sockets).toHaveLength(2);
  expect(sockets[0].closed).toBe(true);
  socket().play("connect");
  expect(state()).toBe("connected");
});

test("a token that is refused ends it", () => {
  socket().play("connect_error", Object.assign(new Error("The token has expired."), { data: { code: "unauthorized" } }));
  expect(told.at(-1)).toMatchObject({ state: "refused", error: "The token has expired." });
  vi.advanceTimersByTime(60_000);
  expect(sockets).toHaveLength(1);
});

test("waits grow, and after 15 seconds without success it is offline, since the loss", () => {
  socket().play("connect");
  vi.advanceTimersByTime(1);
  const since = Date.now();
  socket().play("disconnect", "transport close");
  let tries = 0;
  while (Date.now() < since + 40_000) {
    vi.advanceTimersByTime(50);
    if (sockets.length > 1 + tries) {
      tries++;
      socket().play("connect_error", new Error("refused"));
    }
  }
  expect(told.at(-1)).toMatchObject({ state: "offline", since });
  expect(tries).toBeGreaterThan(6);
  expect(tries).toBeLessThan(16);
});

test("a server that does not answer is left, one that answers something else is not", () => {
  socket().play("connect");
  vi.advanceTimersByTime(9_000);
  socket().play("job:event", { job: "other", kind: "text" });
  vi.advanceTimersByTime(2_000);
  expect(state()).toBe("connected");
  vi.advanceTimersByTime(10_000);
  expect(state()).toBe("reconnecting");
});

test("a server that never lets it in is given up after ten seconds", () => {
  vi.advanceTimersByTime(10_000);
  expect(told.at(-1)?.error).toBe("no answer in time");
});

test("when the machine is online again it does not wait any longer", () => {
  socket().play("connect_error", new Error("refused"));
  dispatchEvent(new Event("online"));
  expect(sockets).toHaveLength(2);
  dispatchEvent(new Event("online"));
  expect(sockets).toHaveLength(2);
});

test("the line says how it stands, counts down, and offers to try now", () => {
  const retry = vi.fn();
  const line = createConnectionLine(retry);
  const now = Date.now();
  line.set({ state: "reconnecting", since: now, retryAt: now + 4_000, error: "lost" });
  expect(line.el.textContent).toContain("Reconnectingnext try in 4 s");
  vi.advanceTimersByTime(3_000);
  expect(line.el.textContent).toContain("next try in 1 s");
  line.set({ state: "offline", since: new Date(2026, 0, 5, 14, 3).getTime(), retryAt: now + 9_000, error: "lost" });
  expect(line.el.querySelector("[role=status]")?.textContent).toMatch(/^Offline since (2:03 PM|14:03)/);
  line.el.querySelector("button")?.click();
  expect(retry).toHaveBeenCalled();
  line.set({ state: "connected", since: now, retryAt: null, error: "" });
  expect(line.el.querySelector("button")?.hidden).toBe(true);
  line.destroy();
});
