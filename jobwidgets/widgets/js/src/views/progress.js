// @ts-check
import { Rate } from "../model/rate.js";
import { h, setText } from "./dom.js";

/**
 * The bar, and the line below it: what the job says or does, how fast, how far.
 *
 * @typedef {import("./activity_view.js").Head} Head
 */

const RUNS = ["running", "cancelling"];

export function createProgress() {
  const fill = h("div", "jw-fill");
  const bar = h("div", "jw-bar", { role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100", "aria-label": "Progress" }, fill);
  const note = h("span", "jw-note jw-cut", { dir: "auto" });
  const pace = h("span", "jw-num jw-pace");
  const percent = h("span", "jw-num jw-percent");
  const line = h("div", "jw-status", {}, note, pace, percent);
  let rate = new Rate();
  let attempt = 0;
  /** @type {Head|undefined} */
  let head;

  /** @param {number} now seconds since 1970 */
  function tick(now) {
    setText(pace, head?.state === "running" ? rate.text(now) : "");
  }

  return {
    bar,
    line,
    tick,
    /** @param {Head} next @param {number} now seconds since 1970 */
    set(next, now) {
      head = next;
      const { state, progress, message, info } = next;
      if (attempt !== next.attempt) rate = new Rate();
      attempt = next.attempt;
      if (state === "running") rate.add(now, progress, info.done ?? null);
      const busy = progress === null && RUNS.includes(state);
      const share = state === "completed" ? 1 : (progress ?? 0);
      bar.classList.toggle("jw-busy", busy);
      fill.style.width = busy ? "" : `${(share * 100).toFixed(1)}%`;
      if (busy) bar.removeAttribute("aria-valuenow");
      else bar.setAttribute("aria-valuenow", String(Math.round(share * 100)));
      if (message) bar.setAttribute("aria-valuetext", busy ? message : `${Math.round(share * 100)} %, ${message}`);
      else bar.removeAttribute("aria-valuetext");
      setText(percent, progress === null || state === "completed" ? "" : `${Math.round(progress * 100)} %`);
      tick(now);
    },
    /** @param {string} text @param {boolean} urgent whether all of it must be read */
    say(text, urgent) {
      setText(note, text);
      note.title = text;
      line.classList.toggle("jw-urgent", urgent);
      line.hidden = !text && !percent.textContent;
    },
  };
}
