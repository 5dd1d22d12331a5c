// @ts-check
import { beforeEach, expect, test, vi } from "vitest";
import { createChannels } from "../src/views/channels.js";

globalThis.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

/** @type {Set<() => void>} */
let work;
/** @type {HTMLElement} */
let el;
/** @type {import("../src/views/channels.js").Channels} */
let channels;
/** @type {Map<number, number>} */
let lengths;

beforeEach(() => {
  work = new Set();
  lengths = new Map();
  el = document.createElement("div");
  document.body.replaceChildren(el);
  channels = createChannels(el, { nameOf: (n) => `attempt ${n}`, schedule: (job) => work.add(job) });
});

function frame() {
  const now = [...work];
  work.clear();
  for (const job of now) job();
}

/** @param {string} ch @param {string} text */
function say(ch, text, { seg = ch.length, attempt = 1 } = {}) {
  const at = lengths.get(seg) ?? 0;
  lengths.set(seg, at + text.length);
  channels.addText([{ seg, ch, attempt, at, to: at + text.length, text }], new Set());
  frame();
}

const tabs = () => /** @type {HTMLElement[]} */ ([...el.querySelectorAll("[role=tab]")]);
const names = () => tabs().map((tab) => tab.querySelector("bdi")?.textContent);
const chosen = () => el.querySelector("[aria-selected=true] bdi")?.textContent;
/** @param {string} name */
const tab = (name) => /** @type {HTMLElement} */ (tabs()[names().indexOf(name)]);
const shown = () => el.querySelectorAll(".jw-panel:not([hidden])");
/** @param {string} name */
const hasNews = (name) => tab(name).querySelector(".jw-news:not([hidden])") !== null;
/** @param {string} key */
function press(key) {
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

test("the answer is the first tab, the log the last, the others as they spoke", () => {
  for (const ch of ["log", "zeta", "reasoning", "answer"]) say(ch, "x");
  expect(names()).toEqual(["Answer", "Zeta", "Reasoning", "Log"]);
  const panels = [...el.querySelectorAll(".jw-panel")].map((panel) => panel.getAttribute("data-channel"));
  expect(panels).toEqual(["answer", "zeta", "reasoning", "log"]);
});

test("one channel has no tabs; if it is not the answer it has its name", () => {
  say("log", "INFO x\n");
  const [list, caption] = [el.querySelector("[role=tablist]"), el.querySelector(".jw-caption")];
  expect(list).toHaveProperty("hidden", true);
  expect(caption).toHaveProperty("hidden", false);
  expect(caption?.textContent).toBe("Log");
  expect(el.querySelector("[role=tabpanel]")).toBeNull();
  say("answer", "x");
  expect(list).toHaveProperty("hidden", false);
  expect(caption).toHaveProperty("hidden", true);
});

test("the tabs follow the pattern of WAI-ARIA: one stop, arrows, Home and End", () => {
  for (const ch of ["answer", "reasoning", "log"]) say(ch, "x");
  expect(tabs().map((one) => one.tabIndex)).toEqual([0, -1, -1]);
  for (const one of tabs()) {
    const panel = document.getElementById(one.getAttribute("aria-controls") ?? "");
    expect(panel?.getAttribute("aria-labelledby")).toBe(one.id);
    expect(panel?.getAttribute("role")).toBe("tabpanel");
  }
  tab("Answer").focus();
  for (const move of ["ArrowRight Reasoning", "End Log", "ArrowRight Answer", "ArrowLeft Log", "Home Answer"]) {
    const [key, name] = move.split(" ");
    press(key);
    expect(chosen()).toBe(name);
    expect(document.activeElement).toBe(tab(name));
    expect(shown()).toHaveLength(1);
  }
});

test("the tab that was chosen stays chosen, whatever comes", () => {
  say("answer", "x");
  say("log", "x");
  tab("Log").click();
  say("reasoning", "y");
  say("answer", "more");
  channels.clear();
  say("answer", "x");
  expect(chosen()).toBe("Log");
});

test("until one is chosen the answer is shown as soon as there is one", () => {
  say("log", "x");
  say("answer", "x");
  expect(chosen()).toBe("Answer");
});

test("a tab that is not shown tells that it has news, until it is chosen", () => {
  say("answer", "x");
  say("log", "x");
  expect(hasNews("Log")).toBe(true);
  expect(hasNews("Answer")).toBe(false);
  tab("Log").click();
  expect(hasNews("Log")).toBe(false);
  say("answer", "y");
  expect(hasNews("Answer")).toBe(true);
});

test("the text of a tab is drawn when it is shown", () => {
  say("answer", "x");
  say("log", "INFO one\n");
  const log = el.querySelector("[data-channel=log] .jw-flow");
  expect(log?.textContent).toBe("");
  tab("Log").click();
  frame();
  expect(log?.textContent).toBe("INFO one\n");
});

test("levels of a log are marked, also when their word comes in pieces, and its lines are no Markdown", () => {
  for (const piece of ["INFO *a*\nWAR", "NING b\nERROR", " <b>c</b>\n  INFORMAL\nDEBUG", "GING\n"]) say("log", piece);
  const log = el.querySelector(".jw-flow");
  expect(log?.textContent).toBe("INFO *a*\nWARNING b\nERROR <b>c</b>\n  INFORMAL\nDEBUGGING\n");
  const levels = [...(log?.querySelectorAll(".jw-level") ?? [])].map((level) => level.getAttribute("data-level"));
  expect(levels).toEqual(["info", "warning", "error"]);
  expect(log?.querySelector("b, em")).toBeNull();
});

test("what an attempt wrote in vain is struck out, also for who cannot see it, and the next is named", () => {
  say("answer", "kept **text**, ", { seg: 0 });
  say("answer", "lost *text*\n\n- lost item", { seg: 1 });
  channels.supersede([1]);
  say("answer", "new text", { seg: 2, attempt: 2 });
  const flow = /** @type {HTMLElement} */ (el.querySelector(".jw-flow"));
  expect([...flow.children].map((node) => node.tagName)).toEqual(["DIV", "DEL", "DIV", "DIV"]);
  expect(flow.querySelector("del")?.textContent).toBe("Superseded, attempt 1: lost textlost item");
  expect(flow.querySelector("del li")?.textContent).toBe("lost item");
  expect(flow.querySelector(".jw-attempt")?.textContent).toBe("attempt 2");
  expect(flow.firstElementChild?.classList).toContain("jw-goes-on");
  expect(flow.lastElementChild?.textContent).toBe("new text");
});

test("a checkpoint in the middle of a list changes nothing to be seen", async () => {
  say("answer", "- one\n- t", { seg: 0 });
  say("answer", "wo **b", { seg: 1 });
  say("answer", "old**", { seg: 2 });
  await vi.waitFor(() => {
    frame(); // the last block is not drawn again and again without a pause
    expect(el.querySelector("strong")?.textContent).toBe("bold");
  });
  expect(el.querySelectorAll("li")).toHaveLength(2);
});

test("text that comes late for an earlier segment stands where it belongs", () => {
  say("answer", "one ", { seg: 0 });
  say("answer", "three", { seg: 1 });
  say("answer", "two ", { seg: 0 });
  frame();
  expect(el.querySelector(".jw-flow")?.textContent).toBe("one two three");
});

test("when no more comes, the last words are as they were written", () => {
  say("answer", "not **bold");
  expect(el.querySelector("strong")?.textContent).toBe("bold");
  channels.settle();
  frame();
  expect(el.querySelector(".jw-flow")?.textContent).toBe("not **bold");
});

test("after a second without a word the last words are as they were written", () => {
  vi.useFakeTimers();
  say("answer", "not **bold");
  vi.advanceTimersByTime(1100);
  frame();
  expect(el.querySelector(".jw-flow")?.textContent).toBe("not **bold");
  vi.useRealTimers();
});

test("a button copies the code it stands on", async () => {
  const written = vi.fn(async () => {});
  Object.defineProperty(navigator, "clipboard", { value: { writeText: written }, configurable: true });
  say("answer", "```python\nprint('<b>')\n```\n");
  /** @type {HTMLElement} */ (el.querySelector(".jw-copy")).click();
  await vi.waitFor(() => expect(el.querySelector(".jw-copy")?.textContent).toBe("Copied"));
  expect(written).toHaveBeenCalledWith("print('<b>')");
});

test("where the reader was is told and gone back to, also before the text is there", () => {
  say("answer", "x");
  say("log", "x");
  tab("Log").click();
  const state = channels.readingState();
  const end = { following: true, top: 0 };
  expect(state).toEqual({ chosen: "log", panes: { answer: end, log: end } });
  channels.destroy();
  expect(el.childElementCount).toBe(0);
  channels = createChannels(el, { nameOf: String, schedule: (job) => work.add(job) });
  channels.restore(state);
  lengths.clear();
  say("answer", "x");
  say("log", "x");
  expect(chosen()).toBe("Log");
});
