// @ts-check
// How states and attempts are called; `static_html.py` says the same.

/** @typedef {import("./activity_view.js").Head} Head @typedef {import("./activity_view.js").Info} Info */

export const LABELS = {
  queued: "Queued",
  running: "Running",
  waiting_input: "Needs an answer",
  cancelling: "Cancelling",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
};

export const isOver = (/** @type {string} */ state) => ["completed", "failed", "cancelled"].includes(state);

/** @param {Info|undefined} info @param {number} n */
export function attemptName(info, n) {
  const why = info?.attempts?.find((one) => one.n === n)?.why;
  return why ? `attempt ${n} · ${why}` : `attempt ${n}`;
}

/** What the job itself says or does. @param {Head} head */
export function noteOf({ state, message, step, info }) {
  const why = info.reason ? ` (${info.reason})` : "";
  switch (state) {
    case "queued":
      return info.pending ? "Waiting for the server" : "Waiting for a worker";
    case "waiting_input":
      return message || step || ""; // the question stands below
    case "completed":
      return message || "Done";
    case "failed":
      return message || `Failed${why}`;
    case "cancelled":
      return `Stopped before the end${why}`;
    default:
      return message || step || "Working";
  }
}
