// @ts-check
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createArtifacts } from "../src/views/artifacts.js";

/** @typedef {import("../src/views/artifact_data.js").ArtifactRow} ArtifactRow */

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const PLOTLY = "application/vnd.plotly.v1+json";
/** @type {Blob[]} */
let saved = [];
/** @type {string[]} */
let names = [];
/** @type {string[]} */
let revoked = [];

/** @param {string} mediaType @param {any} data @param {Partial<ArtifactRow>} [more] @returns {ArtifactRow} */
const row = (mediaType, data, more = {}) => ({ id: "a", name: "a name", mediaType, data, version: 1, ...more });

/** @param {ArtifactRow[]} rows */
function shown(...rows) {
  const artifacts = createArtifacts({});
  document.body.replaceChildren(artifacts.el);
  artifacts.set(rows);
  return artifacts;
}
/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
/** @param {string} selector */
const texts = (selector) => [...document.querySelectorAll(selector)].map((one) => one.textContent);

beforeEach(() => {
  vi.useFakeTimers();
  [saved, names, revoked] = [[], [], []];
  URL.createObjectURL = (blob) => `blob:${saved.push(/** @type {Blob} */ (blob))}`;
  URL.revokeObjectURL = (url) => void revoked.push(url);
  HTMLAnchorElement.prototype.click = function () {
    names.push(this.download);
  };
  globalThis.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
});
afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

test("an image is an <img> of a data: address that keeps its place", () => {
  shown(row("image/png", PIXEL));
  const image = /** @type {HTMLImageElement} */ (find("img"));
  expect(image.getAttribute("src")).toBe(`data:image/png;base64,${PIXEL}`);
  expect([image.getAttribute("width"), image.alt]).toEqual(["1", "a name"]);
});

test("an image that would be gigabytes of pixels is not decoded", () => {
  const head = atob(PIXEL).split("");
  head.splice(16, 8, "\x00", "\x01", "\x00", "\x00", "\x00", "\x01", "\x00", "\x00");
  shown(row("image/png", btoa(head.join(""))));
  expect(find("img").getAttribute("src")).toBeNull();
  expect(texts(".jw-artifact-note")).toEqual(["It cannot be shown. 65536 × 65536 pixels are too many to show."]);
});

test("an image whose data is none is explained and can be downloaded", () => {
  shown(row("image/png", 'x" onerror="alert(1)'));
  expect(find("img").getAttribute("src")).toBeNull();
  expect(find(".jw-artifact-note").textContent).toMatch("no image of that kind");
  expect(find(".jw-download").hidden).toBe(false);
});

test("an SVG is only ever the source of an <img>", () => {
  shown(row("image/svg+xml", "<svg onload='alert(1)'><script>1</script></svg>"));
  expect(document.querySelector("svg, script")).toBeNull();
  expect(find("img").getAttribute("src")).toMatch(/^data:image\/svg\+xml;charset=utf-8,%3Csvg/);
});

test.each([
  ["text/html", "<script>window.hit = 1</script>"],
  ["application/xhtml+xml", "<script/>"],
  ["application/javascript", "hit()"],
  ["application/pdf", "JVBERi0="],
  ["nonsense", "x"],
])("%s is a line with a download, whatever its name", (mediaType, data) => {
  shown(row(mediaType, data, { name: "picture.png" }));
  expect(find(".jw-artifact-body").childElementCount).toBe(0);
  expect(find(".jw-artifact").dataset.kind).toBe("file");
  expect(texts(".jw-download")).toEqual(["Download"]);
});

test("names are text", () => {
  shown(row("text/plain", "x", { name: "<img src=x onerror=alert(1)>" }));
  expect(document.querySelector("img")).toBeNull();
  expect(find(".jw-artifact-name").textContent).toBe("<img src=x onerror=alert(1)>");
});

test.each([
  ["../../etc/pass\u202ewd", "text/plain", "passwd.txt"],
  ["report", "text/markdown", "report.md"],
  ["plot", PLOTLY, "plot.json"],
  ["rows", "application/vnd.jobwidgets.table+json", "rows.csv"],
  ["a\\b\\c?.csv", "text/csv", "c_.csv"],
  [".", "application/octet-stream", "artifact.bin"],
])("%s of type %s is saved as %s", (name, mediaType, file) => {
  shown(row(mediaType, {}, { name, data: mediaType.includes("table") ? { columns: [], rows: [] } : "e30=" }));
  find(".jw-download").click();
  expect(names).toEqual([file]);
});

test("a download holds the bytes, has no type a browser opens, and its address is given back", async () => {
  shown(row("application/x-thing", btoa("\x00\xffab")), row("text/html", "<b>", { id: "b" }));
  for (const button of document.querySelectorAll("button")) button.click();
  expect(saved.map((blob) => [blob.type, blob.size])).toEqual([
    ["application/octet-stream", 4],
    ["application/octet-stream", 3],
  ]);
  vi.runAllTimers();
  expect(revoked).toEqual(["blob:1", "blob:2"]);
});

test("a table has numbers on the right and sorts up, down and back", () => {
  shown(row("application/vnd.jobwidgets.table+json", { columns: ["who", "n"], rows: [["b", 9], ["c", null], ["a", 10]] }));
  const cells = () => texts("tbody td:nth-child(2)");
  expect(texts("th")).toEqual(["who", "n"]);
  expect(find("td:nth-child(2)").className).toBe("jw-right");
  const sort = () => /** @type {HTMLElement} */ (document.querySelectorAll(".jw-sort")[1]).click();
  sort();
  expect(cells()).toEqual(["9", "10", ""]);
  expect(find("th:nth-child(2)").getAttribute("aria-sort")).toBe("ascending");
  sort();
  expect(cells()).toEqual(["10", "9", ""]);
  sort();
  expect(cells()).toEqual(["9", "", "10"]);
  expect(document.querySelector("[aria-sort]")).toBeNull();
});

test("of a long table the first 200 rows are shown, and it says so", () => {
  shown(row("application/vnd.jobwidgets.table+json", { columns: ["i"], rows: Array.from({ length: 1234 }, (_, i) => [i]) }));
  expect(document.querySelectorAll("tbody tr").length).toBe(200);
  expect(texts(".jw-artifact-note:not([hidden])")).toEqual(["The first 200 of 1,234 rows."]);
});

test("what is no table is explained", () => {
  shown(row("application/vnd.jobwidgets.table+json", { columns: 3 }));
  expect(find(".jw-artifact > .jw-artifact-note").textContent).toMatch("A table is {columns");
});

test("CSV may hold quotes, commas and lines in its cells", () => {
  shown(row("text/csv", '\ufeffcity,"say"\r\n"Paris, FR","a ""b"""\n"two\nlines",<b>x</b>\n\n'));
  expect(texts("th")).toEqual(["city", "say"]);
  expect(texts("td")).toEqual(["Paris, FR", 'a "b"', "two\nlines", "<b>x</b>"]);
});

test("JSON is a tree whose folds are filled when they are opened", async () => {
  shown(row("application/json", { deep: { "<b>": [1, null] }, text: "x" }));
  expect(texts(".jw-json-line")).toEqual(['text: "x"']);
  /** @type {HTMLDetailsElement} */ (find(".jw-json details details")).open = true;
  await vi.runAllTimersAsync();
  expect(find(".jw-json").textContent).toMatch("<b>");
});

test("an update takes the place of what was shown, a new one comes below", () => {
  const artifacts = shown(row("text/plain", "one"));
  const before = find(".jw-artifact");
  vi.advanceTimersByTime(5000);
  artifacts.set([row("text/plain", "two", { version: 2 }), row("text/plain", "new", { id: "b" })]);
  vi.advanceTimersByTime(5000);
  expect(find(".jw-artifact")).toBe(before);
  expect(texts("pre")).toEqual(["two", "new"]);
});

test("what an attempt superseded is struck out", () => {
  const artifacts = shown(row("text/plain", "one"));
  artifacts.set([row("text/plain", "one", { superseded: true })]);
  expect(find(".jw-artifact.jw-superseded del").textContent).toBe("a name");
});

test("one that was too large to keep has its line and no download", () => {
  shown(row("image/png", null, { left: 250_000 }));
  expect(find(".jw-artifact-line .jw-num").textContent).toBe("250 kB, not kept");
  expect(find(".jw-download").hidden).toBe(true);
});

test("a plot whose library does not come is explained and can be downloaded", async () => {
  const artifacts = createArtifacts({ library: () => Promise.reject(new Error("the kernel is gone")) });
  document.body.append(artifacts.el);
  artifacts.set([row(PLOTLY, { data: [] })]);
  expect(find("[role=status]").textContent).toBe("Loading the plot library…");
  await vi.runAllTimersAsync();
  expect(find(".jw-artifact > .jw-artifact-note").textContent).toBe(
    "It cannot be shown. The plot library did not come: the kernel is gone",
  );
  find(".jw-download").click();
  expect(names).toEqual(["a name.json"]);
});

test("updates of a plot that come faster than it is drawn are drawn once", async () => {
  /** @type {any[]} */
  const drawn = [];
  const figure = {
    draw: async (/** @type {any} */ spec) => {
      await new Promise((done) => setTimeout(done, 100));
      drawn.push(spec.n);
      return "";
    },
    picture: async () => "data:image/png;base64,",
    destroy: vi.fn(),
  };
  Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, get: () => 600 });
  const artifacts = createArtifacts({ library: async () => ({ createFigure: () => figure }) });
  document.body.append(artifacts.el);
  for (let n = 0; n < 20; n++) artifacts.set([row(PLOTLY, { n }, { version: n })]);
  const pictures = artifacts.pictures();
  await vi.runAllTimersAsync();
  expect(drawn.at(-1)).toBe(19);
  expect(drawn.length).toBeLessThan(4);
  expect(await pictures).toEqual([{ id: "a", data: "data:image/png;base64," }]);
  artifacts.destroy();
  expect(figure.destroy).toHaveBeenCalledOnce();
});

test("told everything anew, what is still there stays in its place and the rest goes", async () => {
  const artifacts = shown(row("text/plain", "one"), row("text/plain", "two", { id: "b" }));
  const before = find(".jw-artifact");
  artifacts.clear();
  artifacts.set([row("text/plain", "one")]);
  await Promise.resolve();
  expect([...artifacts.el.children]).toEqual([before]);
  artifacts.clear();
  await Promise.resolve();
  expect(artifacts.el.hidden).toBe(true);
});
