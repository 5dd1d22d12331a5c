// @ts-check
import { describe, expect, test } from "vitest";
import { cleanText } from "../src/model/clean_text.js";
import { splitBlocks } from "../src/model/markdown_blocks.js";
import { renderBlock, renderMarkdown } from "../src/views/markdown.js";
import { MarkdownText } from "../src/views/markdown_text.js";
import { DOCUMENTS, LONG } from "./markdown_corpus.js";

/** A generator of numbers in [0, 1) that gives the same ones every time. @param {number} seed */
function random(seed) {
  return () => {
    seed = (seed * 1664525 + 1013904223) % 2 ** 32;
    return seed / 2 ** 32;
  };
}

/** @param {string} text @param {number} seed @param {number} longest */
function* chunks(text, seed, longest) {
  const next = random(seed);
  for (let at = 0; at < text.length; ) {
    const size = 1 + Math.floor(next() * next() * longest);
    yield text.slice(at, at + size);
    at += size;
  }
}

/** @param {Iterable<string>} pieces @param {number} [paintEvery] */
function streamed(pieces, paintEvery = 1) {
  const text = new MarkdownText(document.createElement("div"));
  let n = 0;
  for (const piece of pieces) {
    text.append(piece);
    text.notBefore = 0;
    if (n++ % paintEvery === 0) text.paint(Infinity);
  }
  text.settle();
  return text.el;
}

/** @param {Node} node */
function html(node) {
  const box = document.createElement("div");
  box.append(node);
  return box.innerHTML;
}

/** What is rendered, without the boxes the browser may skip. @param {HTMLElement} el */
const unboxed = (el) => [...el.children].map((box) => box.innerHTML).join("");

describe.each(Object.entries(DOCUMENTS))("the document %s", (_, text) => {
  test("rendered in pieces is what it is in one go, for any pieces", () => {
    const whole = streamed([text]).innerHTML;
    expect(streamed(text, 3).innerHTML).toBe(whole); // character by character
    for (let seed = 0; seed < 12; seed++) {
      expect(streamed(chunks(text, seed, 40), 1 + (seed % 3)).innerHTML, `seed ${seed}`).toBe(whole);
    }
    expect(unboxed(streamed([text]))).toBe(html(renderMarkdown(text)));
  });

  test("is cut into blocks only where that changes nothing", () => {
    const clean = cleanText(text);
    const whole = renderBlock({ kind: "text", source: clean, continues: false, start: null });
    expect(html(renderMarkdown(text))).toBe(html(whole));
  });
});

test.each(Object.entries(LONG))("the long document %s is the same in pieces as in one go", (_, text) => {
  const whole = streamed([text]).innerHTML;
  for (let seed = 0; seed < 3; seed++) {
    expect(streamed(chunks(text, seed, 3000), 1 + seed * 2).innerHTML, `seed ${seed}`).toBe(whole);
  }
});

test.each(Object.entries(LONG))("no block of the long document %s is long", (_, text) => {
  const blocks = splitBlocks(text).filter(({ kind }) => kind !== "code");
  const longest = Math.max(...blocks.map(({ source }) => source.length));
  expect(longest).toBeLessThan(21_000);
});
