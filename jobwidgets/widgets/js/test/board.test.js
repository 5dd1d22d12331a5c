// @ts-check
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "../src/web/api.js";
import { showBoard } from "../src/web/board.js";
import { Subscriptions } from "../src/web/subscriptions.js";

/** @type {any[]} newest first */
let all;
/** @type {string[]} */
let asked;
/** @type {() => void} */
let close;
/** @type {HTMLElement} */
let main;

/** @param {number} n @param {Record<string, any>} [more] */
const record = (n, more) => ({ id: `j${n}`, type: "search", state: "completed", created: n, ...more });

/** Lists as the server does, two a page. @param {string} method @param {string} path */
async function ask(method, path) {
  asked.push(path);
  if (path === "types") return { types: [{ name: "search" }, { name: "crawl" }] };
  const query = new URLSearchParams(path.split("?")[1]);
  const found = all.filter((job) => (query.get("state") ?? job.state).split(",").includes(job.state) && (query.get("type") ?? job.type) === job.type);
  const from = Number(query.get("cursor") ?? 0);
  return { jobs: found.slice(from, from + 2), cursor: from + 2 < found.length ? String(from + 2) : undefined };
}

const shown = () => [...main.querySelectorAll("li a")].map((a) => a.getAttribute("href")?.split("/").at(-1));
const more = () => /** @type {HTMLButtonElement} */ (main.querySelector(".jww-more"));

async function begin(/** @type {any} */ place = {}) {
  const connection = /** @type {any} */ ({ subscriptions: new Subscriptions() });
  main = document.createElement("main");
  document.body.replaceChildren(main);
  close = await showBoard(/** @type {any} */ ({ main, ask, connection, ...place }));
}

beforeEach(() => {
  vi.useFakeTimers();
  history.replaceState(null, "", "/");
  all = [];
  asked = [];
});
afterEach(() => {
  close();
  vi.useRealTimers();
});

test("further pages come below, and stay when the first is looked up again", async () => {
  all = [5, 4, 3, 2, 1].map((n) => record(n));
  await begin();
  expect(shown()).toEqual(["j5", "j4"]);
  more().click();
  await vi.advanceTimersByTimeAsync(0);
  expect(shown()).toEqual(["j5", "j4", "j3", "j2"]);
  expect(document.activeElement?.getAttribute("href")).toMatch(/j3$/);
  all.unshift(record(6));
  await vi.advanceTimersByTimeAsync(4000);
  expect(shown()).toEqual(["j6", "j5", "j4", "j3", "j2"]);
  more().click();
  await vi.advanceTimersByTimeAsync(0);
  expect(shown()).toContain("j1");
  expect(more().hidden).toBe(true);
});

test("a filter asks anew and stands in the address", async () => {
  all = [record(3), record(2, { state: "failed" }), record(1)];
  await begin();
  const state = /** @type {HTMLSelectElement} */ (main.querySelector("select"));
  state.value = "failed";
  state.dispatchEvent(new Event("change"));
  await vi.advanceTimersByTimeAsync(0);
  expect(shown()).toEqual(["j2"]);
  expect(location.search).toBe("?state=failed");
});

test("with filters that nothing fits there is a way back", async () => {
  all = [record(1)];
  history.replaceState(null, "", "/?type=crawl");
  await begin();
  expect(main.textContent).toContain("No job is like that.");
  /** @type {HTMLButtonElement} */ (main.querySelector(".jww-empty button")).click();
  await vi.advanceTimersByTimeAsync(0);
  expect(shown()).toEqual(["j1"]);
});

test("where nothing was launched it says how to", async () => {
  await begin();
  expect(main.textContent).toContain("No jobs yet.");
});

test("an answer that is overtaken by another filter's is dropped", async () => {
  all = [record(2), record(1, { state: "failed" })];
  /** @type {(() => void)[]} */
  const waiting = [];
  await begin();
  let slow = true;
  close();
  await begin({
    ask: async (/** @type {string} */ method, /** @type {string} */ path) => {
      const answer = await ask(method, path);
      if (path.includes("state=completed") && slow) await new Promise((done) => waiting.push(() => done(null)));
      return answer;
    },
  });
  const state = /** @type {HTMLSelectElement} */ (main.querySelector("select"));
  for (const value of ["completed", "failed"]) {
    state.value = value;
    state.dispatchEvent(new Event("change"));
    await vi.advanceTimersByTimeAsync(0);
  }
  expect(shown()).toEqual(["j1"]);
  slow = false;
  for (const go of waiting) go();
  await vi.advanceTimersByTimeAsync(0);
  expect(shown()).toEqual(["j1"]);
});

test("a server in trouble is told beside the list, which stays", async () => {
  all = [record(1)];
  await begin({
    ask: async (/** @type {string} */ method, /** @type {string} */ path) => {
      if (asked.length > 1) throw new ApiError(503, "unavailable", "The database is away.");
      return ask(method, path);
    },
  });
  await vi.advanceTimersByTimeAsync(4000);
  expect(main.textContent).toContain("The list may be old: The database is away.");
  expect(shown()).toEqual(["j1"]);
});

test("a row follows its job: what is live counts more than the list, until it is over", async () => {
  all = [record(1, { state: "running", progress: { value: 1, total: 4 }, step: "look" })];
  const subscriptions = new Subscriptions();
  /** @type {any[]} */
  const sent = [];
  subscriptions.opened((event, payload, answer) => sent.push({ event, payload, answer }));
  await begin({ connection: { subscriptions } });
  expect(main.textContent).toContain("25 %");
  const snapshot = { job: "j1", type: "search", epoch: 1, seq: 4, state: "running", created: 1, progress: { value: 3, total: 4 } };
  sent[0].answer({ ok: true, epoch: 1, seq: 4, snapshot });
  expect(main.textContent).toContain("75 %");
  await vi.advanceTimersByTimeAsync(4000);
  expect(main.textContent).toContain("75 %");
  subscriptions.onEvents({ kind: "state", job: "j1", epoch: 1, seq: 5, at: 2, state: "failed", error: { type: "ValueError", message: "<b>no</b>" } });
  expect(main.textContent).toContain("ValueError: <b>no</b>");
  expect(sent.at(-1)).toMatchObject({ event: "unsubscribe", payload: { job: "j1" } });
});
