// @ts-check
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createScrubberView } from "../src/views/scrubber_view.js";

/** @typedef {import("../src/views/scrubber_view.js").Scrub} Scrub */

/** @type {Scrub} */
const SCRUB = {
  title: "search",
  position: 12,
  length: 90,
  at: 1003.2,
  created: 1000,
  playing: false,
  speed: 1,
  marks: [
    { at: 20, kind: "error", label: "fetch failed" },
    { at: 60, kind: "question", label: "Go on?" },
  ],
  loading: false,
  problem: null,
};

/** @param {Partial<Scrub>} [more] */
function make(more = {}) {
  const el = document.createElement("div");
  document.body.append(el);
  const actions = { seek: vi.fn(), play: vi.fn(), pause: vi.fn(), speed: vi.fn() };
  const view = createScrubberView(el, actions);
  view.set({ ...SCRUB, ...more });
  view.setState("running");
  const find = (/** @type {string} */ what) => /** @type {any} */ (el.querySelector(what));
  return { el, view, actions, slider: find("input"), toggle: find(".jw-play"), speed: find("select"), find };
}

/** @param {any} slider @param {number} value */
function drag(slider, value) {
  slider.value = String(value);
  slider.dispatchEvent(new Event("input"));
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

test("says in words where one is", () => {
  const { slider, find } = make();
  expect(slider.getAttribute("aria-valuetext")).toBe("event 12 of 90, 3.2 s, running");
  expect(slider.getAttribute("aria-label")).toBe("Events of job search");
  expect(find(".jw-where").textContent).toBe("12 / 90 · 3.2 s");
});

test("sends the last position of a quick drag, and few of those before", () => {
  const { slider, actions } = make();
  for (let n = 13; n <= 40; n++) drag(slider, n);
  vi.advanceTimersByTime(60);
  expect(actions.seek.mock.calls).toEqual([[40]]);
});

test("the slider stays where it was put until the kernel has followed", () => {
  const { slider, view } = make();
  drag(slider, 40);
  view.set({ ...SCRUB, position: 20 });
  expect(slider.value).toBe("40");
  vi.advanceTimersByTime(1000);
  expect(slider.value).toBe("20");
});

test("the button and the space bar play and pause", () => {
  const { toggle, slider, actions, view } = make();
  toggle.click();
  expect(actions.play).toHaveBeenCalledOnce();
  view.set({ ...SCRUB, playing: true });
  expect(toggle.getAttribute("aria-label")).toBe("Pause");
  slider.dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true }));
  expect(actions.pause).toHaveBeenCalledOnce();
});

test("shift and an arrow go to the next and the last mark, which is told", () => {
  const { slider, actions } = make({ position: 30 });
  const press = (/** @type {string} */ key) =>
    slider.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey: true, bubbles: true }));
  press("ArrowRight");
  vi.advanceTimersByTime(60);
  press("ArrowLeft");
  vi.advanceTimersByTime(60);
  expect(actions.seek.mock.calls).toEqual([[60], [20]]);
  expect(slider.getAttribute("aria-valuetext")).toContain("fetch failed");
});

test("keys pressed in it reach nothing around it", () => {
  const { el, slider } = make();
  const heard = vi.fn();
  el.addEventListener("keydown", heard);
  slider.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }));
  expect(heard).not.toHaveBeenCalled();
});

test("a speed that Python set is offered; another one is passed on", () => {
  const { speed, actions } = make({ speed: 3 });
  expect(speed.value).toBe("3");
  speed.value = "8";
  speed.dispatchEvent(new Event("change"));
  expect(actions.speed).toHaveBeenCalledWith(8);
});

test("marks stand where they are, and are only ever text", () => {
  const { el, find } = make({ marks: [{ at: 45, kind: "error", label: "<img src=x onerror=alert(1)>" }] });
  expect(find(".jw-tick").style.left).toBe("50%");
  expect(el.querySelector("img")).toBeNull();
});

test("says why there is nothing to move through", () => {
  const { view, slider, toggle, find } = make({ length: 0, position: 0, loading: true });
  expect(slider.disabled && toggle.disabled).toBe(true);
  expect(find(".jw-scrub-note").textContent).toBe("Loading events…");
  view.set({ ...SCRUB, length: 0, position: 0 });
  expect(find(".jw-scrub-note").textContent).toBe("No events of this job are kept");
  view.set({ ...SCRUB, problem: "There is no such job." });
  expect(find(".jw-scrub-note").textContent).toBe("There is no such job.");
  view.set(SCRUB);
  expect(find(".jw-scrub-note").hidden).toBe(true);
});

test("nothing is left of it", () => {
  const { el, view, slider, actions } = make();
  drag(slider, 50);
  view.destroy();
  vi.advanceTimersByTime(1000);
  expect(el.children.length).toBe(0);
  expect(actions.seek).not.toHaveBeenCalled();
});
