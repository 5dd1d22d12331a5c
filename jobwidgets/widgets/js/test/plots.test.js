// @ts-check
import { expect, test } from "vitest";
import { safeFigure } from "../src/libraries/plotly_safe.js";
import { apart, fillsWidth, safeSpec } from "../src/libraries/vega_safe.js";

const EVIL = "https://evil.test/x.png";
const LOCAL = "data:image/png;base64,AAAA";

test("a figure keeps the images it carries and loses remote ones", () => {
  const { layout, removed } = safeFigure({ data: [], layout: { images: [{ source: EVIL, x: 1 }, { source: LOCAL }] } });
  expect(layout.images).toEqual([{ source: LOCAL }]);
  expect(removed).toBe(true);
});

test.each([
  { layout: { template: { layout: { images: [{ source: EVIL }] } } } },
  { frames: [{ layout: { images: [{ source: EVIL }] } }] },
  { layout: { updatemenus: [{ buttons: [{ method: "relayout", args: [{ "images[0].source": EVIL }] }] }] } },
  { layout: { updatemenus: [{ buttons: [{ method: "relayout", args: ["images[0].source", EVIL] }] }] } },
  { layout: { sliders: [{ steps: [{ args2: [{ images: [{ source: EVIL }] }] }] }] } },
  { layout: { images: [{ source: { toString: EVIL } }] } },
])("no way leads to a remote image: %j", (figure) => {
  expect(JSON.stringify(safeFigure({ data: [], ...figure }))).not.toContain(`source":"${EVIL}`);
  expect(JSON.stringify(safeFigure({ data: [], ...figure }))).not.toContain("images[0]");
});

test("texts of a figure bring no styles", () => {
  const { layout } = safeFigure({ layout: { title: { text: `<span STYLE = "background:url(${EVIL})" style='x'>a</span>` } } });
  expect(layout.title.text).not.toMatch(/[\s"']style\s*=/i);
});

test("values that look like addresses stay: they are data", () => {
  expect(safeFigure({ data: [{ x: [EVIL], y: [1] }] }).data[0].x).toEqual([EVIL]);
});

test("prototypes cannot be named", () => {
  const copy = safeFigure(JSON.parse('{"data": [{"__proto__": {"polluted": 1}, "constructor": 2}]}')).data[0];
  expect(copy.polluted).toBeUndefined();
  expect(Object.keys(copy)).toEqual([]);
});

test("what is no figure is refused", () => {
  expect(() => safeFigure([1])).not.toThrow();
  expect(() => safeFigure("x")).toThrow(TypeError);
  expect(() => safeFigure({ data: 3 })).toThrow(TypeError);
  expect(() => safeSpec([])).toThrow(TypeError);
});

test("a specification says nothing about events of the page", () => {
  expect(safeSpec({ config: { events: { window: ["keydown"] }, axis: {} } }).config).toEqual({ axis: {} });
});

test("two states of a chart of Altair differ in their data only", () => {
  const chart = (/** @type {string} */ hash, /** @type {number} */ n) =>
    safeSpec({ data: { name: `data-${hash.repeat(32)}` }, datasets: { [`data-${hash.repeat(32)}`]: [{ n }] } });
  const [one, two] = [chart("a", 1), chart("b", 2)];
  expect(one.data.name).toBe(two.data.name);
  expect(one.datasets).toEqual({ data0: [{ n: 1 }] });
  const compiled = (/** @type {number} */ n) => ({ data: [{ name: "d", values: [n] }, { name: "e", source: "d" }], marks: [] });
  expect(apart(compiled(1)).key).toBe(apart(compiled(2)).key);
  expect(apart(compiled(2)).data).toEqual([{ name: "d", values: [2], format: undefined }]);
});

test("one plot over a continuous axis takes the width there is, others have their own", () => {
  const x = { type: "quantitative" };
  expect(fillsWidth({ mark: "line", encoding: { x } })).toBe(true);
  expect(fillsWidth({ layer: [{ mark: "line", encoding: { x } }] })).toBe(true);
  expect(fillsWidth({ mark: "bar", encoding: { x: { type: "nominal" } } })).toBe(false);
  expect(fillsWidth({ mark: "line", width: 200, encoding: { x } })).toBe(false);
  expect(fillsWidth({ hconcat: [{ mark: "line", encoding: { x } }] })).toBe(false);
});
