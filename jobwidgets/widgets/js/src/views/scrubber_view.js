// @ts-check
import { duration, h, setText } from "./dom.js";

/**
 * The row of controls above a job's past: play or pause, a slider over its events, its speed. Knows neither protocol
 * nor transport.
 *
 * @typedef {{at: number, kind: string, label: string}} Mark  `at` is a position
 * @typedef {{title: string, position: number, length: number, at: number, created: number, playing: boolean,
 *   speed: number, marks: Mark[], loading: boolean, problem: string|null}} Scrub  times in seconds since 1970
 * @typedef {{seek: (position: number) => void, play: () => void, pause: () => void, speed: (value: number) => void}}
 *   ScrubActions
 */

const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16];
const HOLD = 400; // ms after the reader moved the slider during which it stays where they put it
const SEND_EVERY = 50; // ms between two positions sent while it is dragged

const STATES = {
  queued: "queued",
  running: "running",
  waiting_input: "needs an answer",
  cancelling: "cancelling",
  completed: "completed",
  failed: "failed",
  cancelled: "cancelled",
};

/** @param {HTMLElement} el @param {ScrubActions} actions */
export function createScrubberView(el, actions) {
  /** @type {Scrub|undefined} */
  let now;
  let state = "";
  let moved = -Infinity; // when the reader moved the slider
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let sending;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let settling;

  const toggle = h("button", "jw-play", { type: "button", "aria-label": "Play" }, "▶");
  const slider = /** @type {HTMLInputElement} */ (h("input", "jw-slider", { type: "range", min: "0", step: "1" }));
  const ticks = h("div", "jw-ticks", { "aria-hidden": "true" });
  const where = h("span", "jw-num jw-where");
  const speed = /** @type {HTMLSelectElement} */ (h("select", "jw-speed", { "aria-label": "Speed" }));
  const note = h("div", "jw-scrub-note", { role: "status", hidden: "" });
  const row = h("div", "jw-scrub-row", {}, toggle, h("div", "jw-track", {}, ticks, slider), where, speed);
  const root = h("div", "jw jw-scrubber", { role: "group", "data-lm-suppress-shortcuts": "true" }, row, note);
  el.append(root);

  // Nothing typed in here is a shortcut of the page around it.
  const stop = (/** @type {Event} */ event) => event.stopPropagation();
  for (const type of ["keydown", "keypress", "keyup"]) root.addEventListener(type, stop);

  /** @param {number} value */
  function offerSpeed(value) {
    const all = SPEEDS.includes(value) ? SPEEDS : [...SPEEDS, value].sort((a, b) => a - b);
    if (speed.options.length !== all.length || ![...speed.options].some((one) => Number(one.value) === value)) {
      speed.replaceChildren(...all.map((one) => h("option", "", { value: String(one) }, `${one}×`)));
    }
    if (document.activeElement !== speed || speed.value === "") speed.value = String(value);
  }

  /** @param {number} position */
  function describe(position) {
    if (!now) return;
    const seconds = duration(Math.max(0, now.at - now.created));
    const label = STATES[/** @type {keyof typeof STATES} */ (state)] ?? state;
    const here = now.marks.find((mark) => mark.at === position);
    const told = [`event ${position} of ${now.length}`, seconds, label, here?.label].filter(Boolean).join(", ");
    slider.setAttribute("aria-valuetext", told);
    slider.title = told;
    setText(where, `${position.toLocaleString()} / ${now.length.toLocaleString()} · ${seconds}`);
  }

  let drawn = "";
  function drawMarks() {
    if (!now) return;
    const { marks, length } = now;
    const key = `${length} ${marks.length}`;
    if (key === drawn) return;
    drawn = key;
    ticks.replaceChildren(
      ...marks.map((mark) => {
        const tick = h("span", "jw-tick", { "data-kind": mark.kind });
        tick.style.left = `${(100 * mark.at) / Math.max(1, length)}%`;
        return tick;
      }),
    );
  }

  function draw() {
    if (!now) return;
    const held = performance.now() - moved < HOLD;
    slider.max = String(now.length);
    if (!held) slider.value = String(now.position);
    slider.disabled = now.length === 0;
    slider.setAttribute("aria-label", `Events of job ${now.title}`);
    root.setAttribute("aria-label", `Past of job ${now.title}`);
    toggle.setAttribute("aria-label", now.playing ? "Pause" : "Play");
    toggle.toggleAttribute("disabled", now.length === 0);
    setText(toggle, now.playing ? "❚❚" : "▶");
    offerSpeed(now.speed);
    drawMarks();
    describe(Number(slider.value));
    const gone = !now.loading && !now.problem && now.length === 0;
    setText(note, now.problem ?? (now.loading ? "Loading events…" : gone ? "No events of this job are kept" : ""));
    note.hidden = !note.textContent;
    if (held) {
      clearTimeout(settling);
      settling = setTimeout(draw, HOLD);
    }
  }

  const send = () => {
    sending = undefined;
    actions.seek(Number(slider.value));
  };
  function move() {
    moved = performance.now();
    describe(Number(slider.value));
    sending ??= setTimeout(send, SEND_EVERY);
  }
  /** @param {number} direction */
  function toMark(direction) {
    const here = Number(slider.value);
    const all = (now?.marks ?? []).map((mark) => mark.at).filter((at) => (at - here) * direction > 0);
    if (!all.length) return;
    slider.value = String(direction > 0 ? Math.min(...all) : Math.max(...all));
    move();
  }
  const flip = () => (now?.playing ? actions.pause() : actions.play());

  slider.addEventListener("input", move);
  slider.addEventListener("keydown", (event) => {
    if (event.key === " ") flip();
    else if (event.shiftKey && event.key === "ArrowRight") toMark(1);
    else if (event.shiftKey && event.key === "ArrowLeft") toMark(-1);
    else return;
    event.preventDefault();
  });
  toggle.addEventListener("click", flip);
  speed.addEventListener("change", () => actions.speed(Number(speed.value)));

  return {
    root,
    /** @param {Scrub} scrub */
    set(scrub) {
      now = scrub;
      draw();
    },
    /** The job's state at the position. @param {string} what */
    setState(what) {
      state = what;
      describe(Number(slider.value));
    },
    destroy() {
      clearTimeout(sending);
      clearTimeout(settling);
      root.remove();
    },
  };
}
