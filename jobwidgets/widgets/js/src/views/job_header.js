// @ts-check
import { copyIcon, createIdCopier, shortId } from "./clipboard.js";
import { NO_ANSWER, duration, h, setText } from "./dom.js";
import { LABELS, attemptName, isOver } from "./words.js";

/**
 * The first line of a job: its name and state, Cancel and Retry, how long it takes, its id.
 *
 * @typedef {import("./activity_view.js").Head} Head
 * @typedef {import("./activity_view.js").Ack} Ack
 * @typedef {""|"asking"|"late"|"asked"} Phase  of a wish: told, unanswered for two seconds, taken
 */

const RETRIED = ["failed", "cancelled"];

/**
 * @param {{cancel: () => void, retry?: () => void}} actions
 * @param {{announce: (text: string) => void, later: (job: () => void, ms: number) => void, changed: () => void}} page
 *   `changed`: the note of the job is another
 */
export function createJobHeader(actions, { announce, later, changed }) {
  const title = h("strong", "jw-title jw-cut");
  const pill = h("span", "jw-pill");
  const attempt = h("span", "jw-num jw-again jw-cut", { hidden: "" });
  const cancel = /** @type {HTMLButtonElement} */ (h("button", "jw-cancel", { type: "button" }, "Cancel"));
  const retry = /** @type {HTMLButtonElement} */ (h("button", "jw-cancel jw-retry", { type: "button", hidden: "" }, "Retry"));
  const elapsed = h("span", "jw-num jw-elapsed");
  const idText = h("span");
  const id = h("button", "jw-id", { type: "button" }, h("span", "jw-said", {}, "Copy the job id "), idText, copyIcon());
  const el = h("div", "jw-header", {}, h("span", "jw-dot"), title, pill, attempt, h("span", "jw-space"), cancel, retry, elapsed, id);
  const copyId = createIdCopier(announce, later);

  /** @type {Head|undefined} */
  let head;
  /** @type {{cancel: Phase, retry: Phase}} */
  const phase = { cancel: "", retry: "" };
  const refusal = { cancel: "", retry: "" };
  let detached = false;

  /** Ask for it, once at a time, and say so if nobody answers. @param {"cancel"|"retry"} what @param {() => void} ask */
  function wish(what, ask) {
    phase[what] = "asking";
    refusal[what] = "";
    draw();
    ask();
    later(() => {
      if (phase[what] !== "asking") return;
      phase[what] = "late";
      draw();
    }, NO_ANSWER);
  }
  cancel.addEventListener("click", () => {
    if (head && !phase.cancel && head.state !== "cancelling") wish("cancel", actions.cancel);
  });
  retry.addEventListener("click", () => {
    if (actions.retry && !phase.retry) wish("retry", actions.retry);
  });
  id.addEventListener("click", () => head && copyId(head.job_id, idText));

  /** @param {HTMLButtonElement} button @param {boolean} hidden @param {boolean} busy @param {string} text @param {string} label */
  function drawButton(button, hidden, busy, text, label) {
    // Whoever is on a button that goes away stays in this line.
    if (hidden && document.activeElement === button) id.focus({ preventScroll: true });
    button.hidden = hidden;
    button.setAttribute("aria-disabled", String(busy));
    setText(button, text);
    button.setAttribute("aria-label", busy ? `${text}: job ${label}` : `${text} job ${label}`);
  }

  function draw() {
    if (!head) return;
    const { state } = head;
    const stopping = state === "cancelling";
    const cancelText = stopping ? "Cancelling" : phase.cancel === "asked" ? "Asked" : phase.cancel ? "Asking…" : "Cancel";
    drawButton(cancel, isOver(state) || detached, stopping || phase.cancel !== "", cancelText, head.title);
    const retryText = phase.retry === "asked" ? "Launching…" : phase.retry ? "Asking…" : "Retry";
    drawButton(retry, !actions.retry || !RETRIED.includes(state) || detached, phase.retry !== "", retryText, head.title);
    changed();
  }

  return {
    el,
    copyId,
    /** @param {Head} next */
    set(next) {
      const before = head;
      head = next;
      const { state, info } = next;
      if (before && before.job_id !== next.job_id) [phase.cancel, phase.retry, refusal.retry] = ["", "", ""];
      setText(title, next.title);
      title.title = next.title;
      setText(pill, LABELS[/** @type {keyof typeof LABELS} */ (state)] ?? state);
      attempt.hidden = next.attempt < 2;
      setText(attempt, attemptName(info, next.attempt));
      attempt.title = attempt.textContent ?? "";
      if (before?.job_id !== next.job_id) setText(idText, shortId(next.job_id));
      id.title = `Copy the id ${next.job_id}`;
      if (before?.state !== state) {
        if (state === "cancelling" || isOver(state)) refusal.cancel = "";
        if (state !== "running" && state !== "queued") phase.cancel = "";
        if (!isOver(state)) phase.retry = "";
      }
      draw();
    },
    /** What became of a wish. @param {Ack} ack */
    acknowledge({ of, ok, error }) {
      const what = of === "retry" ? "retry" : "cancel";
      phase[what] = ok && phase[what] ? "asked" : "";
      refusal[what] = error ?? "";
      draw();
    },
    /** What must be said of a wish in place of what the job says; null if nothing. @returns {[string, boolean]|null} text, and whether it is urgent */
    get note() {
      if (!head) return null;
      if (isOver(head.state)) {
        if (refusal.retry) return [`Not launched again: ${refusal.retry}`, true];
        return phase.retry === "late" ? ["The kernel is busy: the wish to retry is queued there", true] : null;
      }
      if (refusal.cancel) return [`Not cancelled: ${refusal.cancel}`, true];
      if (head.state === "cancelling") return ["Waiting for the job to stop", false];
      if (phase.cancel === "asking") return ["Asking to cancel…", false];
      if (phase.cancel === "late") return ["The kernel is busy: the wish to cancel is queued there", true];
      return phase.cancel === "asked" ? ["Asked to cancel; waiting for the server", false] : null;
    },
    /** @param {boolean} gone whether nobody feeds this view any more */
    setDetached(gone) {
      detached = gone;
      draw();
    },
    /** @param {number} now seconds since 1970 */
    tick(now) {
      if (!head) return;
      const { created, started, ended } = head.info;
      const begin = started || created;
      const over = isOver(head.state);
      setText(elapsed, begin ? duration((over && ended ? ended : now) - begin, !over) : "");
    },
    /** Leave the focus here: where it was goes away. */
    focus: () => id.focus({ preventScroll: true }),
  };
}
