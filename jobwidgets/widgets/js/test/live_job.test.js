// @ts-check
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "../src/web/api.js";
import { LiveJob } from "../src/web/live_job.js";
import { Subscriptions } from "../src/web/subscriptions.js";

/** @type {any[]} what the view is told */
let told;
/** @type {any[]} what the server is asked */
let asked;
/** @type {LiveJob} */
let job;
const retried = vi.fn();

/** @param {ApiError} [refusal] */
function begin(refusal) {
  const ask = async (/** @type {any[]} */ ...request) => {
    asked.push(request);
    if (refusal) throw refusal;
    return { id: "new" };
  };
  const snapshot = { job: "j", type: "search", epoch: 1, seq: 3, state: "waiting_input", input: { key: "q1", prompt: "?" } };
  job = new LiveJob({ id: "j", type: "search", snapshot }, /** @type {any} */ (ask), new Subscriptions(), { onChange() {}, onRetried: retried });
  const hear = (/** @type {any} */ ack) => told.push(ack);
  job.store.views.add(/** @type {any} */ ({ setHead: (/** @type {any} */ head) => told.push({ answering: head.info.answering }), acknowledge: hear }));
}

beforeEach(() => {
  vi.useFakeTimers();
  [told, asked] = [[], []];
});
afterEach(() => {
  job.close();
  vi.useRealTimers();
});

test("a wish is acknowledged at once and passed on", async () => {
  begin();
  job.hear({ type: "cancel" });
  expect(told).toEqual([{ type: "ack", ok: true }]);
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toEqual([["POST", "jobs/j/cancel", {}]]);
});

test("an answer is sent under an id of its own, and shown as on its way", async () => {
  begin();
  job.hear({ type: "answer", key: "q1", value: 7 });
  await vi.advanceTimersByTimeAsync(100);
  expect(asked[0]).toMatchObject(["POST", "jobs/j/input", { answer: 7, key: "q1", command: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
  expect(told).toContainEqual({ answering: true });
});

test("an answer that is refused says what is wrong with it, and may be given again", async () => {
  begin(new ApiError(422, "invalid-answer", "It does not fit.", { problems: ["7 is not a text", "too short"] }));
  job.hear({ type: "answer", key: "q1", value: 7 });
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toContainEqual({ type: "ack", of: "answer", key: "q1", ok: false, error: "7 is not a text; too short" });
  expect(told.at(-1)).toEqual({ answering: false });
});

test.each(["cancel", "retry"])("%s that is refused is told", async (type) => {
  begin(new ApiError(0, "unreachable", "The server does not answer."));
  job.hear({ type });
  await vi.advanceTimersByTimeAsync(0);
  expect(told.at(-1)).toMatchObject({ ok: false, error: "The server does not answer." });
  expect(retried).not.toHaveBeenCalled();
});

test("a retry leads to the new job", async () => {
  begin();
  job.hear({ type: "retry" });
  await vi.advanceTimersByTimeAsync(0);
  expect(retried).toHaveBeenCalledWith("new");
});
