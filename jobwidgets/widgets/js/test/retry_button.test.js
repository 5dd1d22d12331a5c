// @ts-nocheck: what is under test is checked where it is written
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { RetryButton } from "../src/kernel/retry_button.js";

vi.mock("../src/styles/install.js", () => ({ installStyles() {} })); // jsdom has no constructed style sheets

let asked, retry;
const form = () => {
  const el = document.createElement("div");
  el.dataset.jobwidgetsEnd = "key";
  el.innerHTML = "<div><strong>job</strong><span>1 s</span><code>id</code></div>";
  document.body.append(el);
  return el;
};
const buttons = () => [...document.querySelectorAll(".jw-at-end button")];

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
  asked = [];
  retry = new RetryButton("key", () => asked.push(1));
});
afterEach(() => vi.useRealTimers());

it("appears with the saved form, before time and id, and is not looked for without end", () => {
  retry.offer();
  vi.advanceTimersByTime(2000);
  const el = form();
  vi.advanceTimersByTime(500);
  expect([...el.firstElementChild.children].map((one) => one.tagName)).toEqual(["STRONG", "SPAN", "SPAN", "CODE"]);
  expect(el.querySelector("button").textContent).toBe("Retry");
  expect(vi.getTimerCount()).toBe(0);
  el.remove();
  retry.offer();
  vi.advanceTimersByTime(60_000);
  expect(vi.getTimerCount()).toBe(0);
});

it("asks once at a time and says why it was refused", () => {
  const el = form();
  retry.offer();
  retry.offer();
  expect(buttons()).toHaveLength(1);
  buttons()[0].click();
  buttons()[0].click();
  expect(asked).toHaveLength(1);
  vi.advanceTimersByTime(2500);
  expect(el.querySelector("[role=status]").textContent).toContain("The kernel is busy");
  retry.acknowledge({ ok: true });
  expect(buttons()[0].textContent).toBe("Launching…");
  retry.acknowledge({ ok: false, error: "<b>no</b>" });
  expect(el.querySelector("[role=status]").textContent).toBe("<b>no</b>");
  buttons()[0].click();
  expect(asked).toHaveLength(2);
});

it("goes away when nobody is there to be asked", () => {
  retry.ask = () => {
    throw new Error("gone");
  };
  form();
  retry.offer();
  buttons()[0].click();
  expect(buttons()).toEqual([]);
});

it("lets no key out to the notebook", () => {
  form();
  retry.offer();
  const heard = vi.fn();
  document.body.addEventListener("keydown", heard);
  buttons()[0].dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }));
  expect(heard).not.toHaveBeenCalled();
});
