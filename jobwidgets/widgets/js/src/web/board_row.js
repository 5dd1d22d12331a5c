// @ts-check
import { currentStep, fraction, isOver } from "../model/fold.js";
import { duration, h, setText } from "../views/dom.js";
import { LABELS } from "../views/words.js";
import { jobUrl, serverNow } from "./api.js";
import { ago, brief, moment } from "./words.js";

/**
 * One job of the board.
 *
 * @typedef {import("../model/fold.js").Snapshot} Snapshot
 * @typedef {{state: string, created: number, started: number|null, ended: number|null, progress: number|null,
 *   note: string}} Shown
 */

/** From a list's record. @param {any} record @returns {Shown} */
export function fromRecord(record) {
  const { state, created = 0, started = null, ended = null, progress, step, reason, error, input } = record;
  const share = progress?.value == null || !(progress.total ?? 1) ? null : progress.value / (progress.total ?? 1);
  return { state, created, started, ended, progress: share, note: note(state, progress?.message, step, reason, error, input) };
}

/** From what is live. @param {Snapshot} snapshot @returns {Shown} */
export function fromSnapshot(snapshot) {
  const { state, created, started, ended, progress, reason, error, input } = snapshot;
  const step = currentStep(snapshot)?.name;
  return { state, created, started, ended, progress: fraction(snapshot), note: note(state, progress?.message, step, reason, error, input) };
}

/** @param {string} state @param {string|null} [message] @param {string|null} [step] @param {string|null} [reason] @param {{type: string, message: string}|null} [error] @param {{prompt: string}|null} [input] */
function note(state, message, step, reason, error, input) {
  if (state === "waiting_input" && input) return input.prompt;
  if (error) return `${error.type}: ${error.message}`;
  if (isOver(state)) return reason ?? "";
  return message ?? step ?? "";
}

/** @param {any} record */
export function createRow(record) {
  const pill = h("span", "jww-pill");
  const params = brief(record.params);
  const note = h("span", "jww-note jw-cut", { dir: "auto" });
  const fill = h("span", "jww-fill");
  const bar = h("span", "jww-bar", { "aria-hidden": "true" }, fill);
  const percent = h("span", "jw-num jww-percent");
  const when = h("time", "jw-num jww-when");
  const took = h("span", "jw-num jww-took");
  const link = h(
    "a",
    "jww-row",
    { href: jobUrl(record.id) },
    h("span", "jww-mark", {}, h("span", "jw-dot"), pill),
    h("span", "jww-what", {}, h("strong", "jww-type", { dir: "auto" }, record.type), " ", h("span", "jww-brief", { dir: "auto", title: params }, params)),
    note,
    h("span", "jww-share", {}, bar, percent),
    took,
    when,
  );
  const el = h("li", "", {}, link);
  let shown = fromRecord(record);

  function tick() {
    const begin = shown.started;
    const over = isOver(shown.state);
    setText(took, begin ? duration((over ? (shown.ended ?? begin) : serverNow()) - begin, !over) : "");
    setText(when, ago(shown.created, serverNow()));
  }

  /** @param {Shown} now */
  function set(now) {
    shown = now;
    const { state, progress } = now;
    link.dataset.state = state;
    setText(pill, LABELS[/** @type {keyof typeof LABELS} */ (state)] ?? state);
    setText(note, now.note.replace(/\s+/g, " ").slice(0, 300));
    note.title = note.textContent ?? "";
    const share = progress === null ? null : Math.min(1, Math.max(0, progress));
    bar.hidden = isOver(state) || share === null;
    fill.style.width = `${((share ?? 0) * 100).toFixed(1)}%`;
    setText(percent, bar.hidden ? "" : `${Math.round((share ?? 0) * 100)} %`);
    tick();
  }
  when.title = moment(record.created);
  when.setAttribute("datetime", new Date(record.created * 1000).toISOString());
  set(shown);
  return {
    el,
    set,
    tick,
    /** Ends the watching, while the job is watched. @type {(() => void)|null} */
    unwatch: null,
    get over() {
      return isOver(shown.state);
    },
  };
}
