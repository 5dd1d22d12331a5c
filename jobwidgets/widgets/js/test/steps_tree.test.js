// @ts-nocheck: what is under test is checked where it is written
import { beforeEach, describe, expect, it } from "vitest";
import { createStepsTree } from "../src/views/steps_tree.js";

let order = 0;
const row = (id, more = {}) => ({
  id, parent: null, order: order++, name: id, status: "completed", detail: "", arguments: "", result: "", error: "",
  started: 10, ended: 12, superseded: false, replayed: false, ...more,
});
let tree;
const item = (id) => [...tree.el.querySelectorAll("[role=treeitem]")].find((one) => one.querySelector(".jw-name").textContent === id);
const shown = () => [...tree.el.querySelectorAll("[role=treeitem]")].filter((one) => !one.closest("[hidden]")).map((one) => one.querySelector(".jw-name").textContent);
const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
const focused = () => document.activeElement.querySelector(".jw-name")?.textContent;

beforeEach(() => {
  Element.prototype.scrollIntoView = () => {};
  document.body.replaceChildren();
  tree = createStepsTree((job) => job());
  document.body.append(tree.el);
});

describe("the tree of steps", () => {
  it("nests by parent, whatever comes first, and keeps the order they began in", () => {
    const [a, b, c, d] = [row("a"), row("b", { parent: "a" }), row("c", { parent: "a" }), row("d")];
    tree.set([d, c]);
    tree.set([b, a]);
    expect(shown()).toEqual(["a", "b", "c", "d"]);
    expect([item("a"), item("c")].map((one) => one.getAttribute("aria-level"))).toEqual(["1", "2"]);
  });

  it("survives steps that are each other's parent", () => {
    tree.set([row("a", { parent: "b" }), row("b", { parent: "a" }), row("c", { parent: "c" })]);
    expect(shown().sort()).toEqual(["a", "b", "c"]);
  });

  it("opens what runs and folds a large branch at its end, unless the reader opened it", () => {
    const children = Array.from({ length: 25 }, (_, i) => row(`child ${i}`, { parent: "a" }));
    const a = row("a", { status: "running" });
    tree.set([a, ...children, row("b")]);
    expect(shown()).toHaveLength(27);
    tree.set([{ ...a, status: "completed" }]);
    expect(shown()).toEqual(["a", "b"]);
    expect(item("a").getAttribute("aria-expanded")).toBe("false");
    expect(item("a").textContent).toContain("(25)");
    item("a").querySelector(".jw-twist").click();
    tree.set([{ ...a, status: "completed", detail: "again" }]);
    expect(shown()).toHaveLength(27);
  });

  it("leaves a small branch open, and a plain list without anything to open", () => {
    tree.set([row("a"), row("b", { parent: "a" }), row("c")]);
    expect(shown()).toEqual(["a", "b", "c"]);
    expect(item("c").hasAttribute("aria-expanded")).toBe(false);
  });

  it("opens a row to arguments, result and error, as text only", () => {
    const hostile = "<img src=x onerror=boom()>";
    tree.set([row("a", { arguments: '{"query": "x"}', result: hostile, error: hostile, status: "failed" })]);
    expect(tree.el.querySelector(".jw-step-more")).toBe(null);
    item("a").querySelector(".jw-row").click();
    const [args, result, error] = [...tree.el.querySelectorAll(".jw-value pre")].map((pre) => pre.textContent);
    expect([args, result, error]).toEqual(['{\n  "query": "x"\n}', hostile, hostile]);
    expect(tree.el.querySelector("img")).toBe(null);
    tree.set([row("a", { arguments: '{"query": "x"}', result: "other" })]);
    expect([...tree.el.querySelectorAll(".jw-value pre")].map((pre) => pre.textContent)[1]).toBe("other");
  });

  it("strikes out what is superseded and says what was kept", () => {
    tree.set([row("a", { superseded: true }), row("b", { replayed: true })]);
    expect(item("a").querySelector("del").textContent).toBe("a");
    expect(item("a").querySelector("[role=img]").getAttribute("aria-label")).toBe("completed, superseded");
    expect(item("b").textContent).toContain("kept from an earlier attempt");
  });

  it("tells how long a step takes until the job is over", () => {
    const run = row("a", { status: "running", ended: null });
    tree.set([run, row("b")]);
    tree.tick(75, false);
    expect(item("a").textContent).toContain("1:05");
    expect(item("b").textContent).toContain("2.0 s");
    tree.tick(80, true);
    expect(item("a").textContent).not.toContain("1:");
  });

  it("is walked with the keyboard", () => {
    tree.set([row("a"), row("b", { parent: "a" }), row("c", { parent: "b", arguments: "x" }), row("d")]);
    expect(tree.el.querySelectorAll("[tabindex='0']")).toHaveLength(1);
    item("a").focus();
    const walk = (keys) => keys.map((key) => (press(key), focused()));
    expect(walk(["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"])).toEqual(["b", "c", "d", "c"]);
    press("ArrowRight");
    expect(item("c").getAttribute("aria-expanded")).toBe("true");
    expect(walk(["ArrowLeft", "ArrowLeft", "ArrowLeft"])).toEqual(["c", "b", "b"]);
    expect(shown()).toEqual(["a", "b", "d"]);
    expect(walk(["End", "Home", "ArrowRight", "ArrowRight"])).toEqual(["d", "a", "b", "b"]);
    expect(shown()).toContain("c");
    expect(tree.el.querySelectorAll("[role=treeitem][tabindex='0']")).toHaveLength(1);
  });

  it("keeps the focus on what is shown when a branch folds", () => {
    const children = Array.from({ length: 25 }, (_, i) => row(`child ${i}`, { parent: "a" }));
    const a = row("a", { status: "running" });
    tree.set([a, ...children]);
    item("child 3").focus();
    tree.set([{ ...a, status: "completed" }]);
    expect(focused()).toBe("a");
  });

  it("takes in a step at a time of thousands without looking at all of them", () => {
    tree.set(Array.from({ length: 2000 }, (_, i) => row(`s${i}`)));
    const begin = performance.now();
    for (let i = 2000; i < 2100; i++) tree.set([row(`s${i}`)]);
    expect(performance.now() - begin).toBeLessThan(1000);
    expect(tree.el.children).toHaveLength(2100);
    tree.clear();
    expect([tree.el.children.length, tree.el.hidden]).toEqual([0, true]);
  });
});
