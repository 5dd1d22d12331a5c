// @ts-check
import { completed } from "../model/markdown_tail.js";
import { BlockSplitter, parseCode } from "../model/markdown_blocks.js";
import { TextCleaner } from "../model/clean_text.js";
import { h } from "./dom.js";
import { ROWS, codeRows, renderBlock } from "./markdown.js";
import { patch } from "./patch.js";

/**
 * Markdown that grows. Finished blocks are drawn once; of the last one only what changes is replaced. However the text
 * was cut into pieces, in the end there stands what rendering all of it at once gives.
 *
 * @typedef {import("../model/markdown_blocks.js").Block} Block
 */

const SKIPPED = 2_000; // characters the browser may skip as one while they are out of sight
const COLOURED = 4_000; // characters of code that are coloured again while it grows
const REST = 10; // the last block is not drawn again before that many times what it took

/** Lines of text to be expected for so many characters, in px. @param {string} text */
const guessedHeight = (text) => (text.length / 80 + text.split("\n").length) * 16;

export class MarkdownText {
  /** @param {HTMLElement} el where to draw */
  constructor(el) {
    this.el = el;
    this.cleaner = new TextCleaner();
    this.splitter = new BlockSplitter();
    /** @type {Block[]} not drawn yet */
    this.waiting = [];
    /** @type {HTMLElement|undefined} what the browser may skip as one */
    this.box = undefined;
    this.size = 0; // characters in it
    this.height = 0; // of what is in it, about
    this.kept = 0; // nodes in it that belong to finished blocks
    this.changed = false; // since the last block was drawn
    this.complete = false; // the last block is drawn as it is, not as it will presumably go on
    this.notBefore = 0;
    /** @type {GrowingCode|undefined} */
    this.code = undefined;
  }

  /** @param {string} piece */
  append(piece) {
    this.waiting.push(...this.splitter.push(this.cleaner.push(piece)));
    this.changed = true;
    this.complete = false;
  }

  /** @param {number} until time at which to stop @returns {boolean} whether everything is drawn */
  paint(until) {
    while (this.waiting.length) {
      this.finish(/** @type {Block} */ (this.waiting.shift()));
      if (performance.now() >= until) return false;
    }
    const now = performance.now();
    if (!this.changed) return true;
    if (now < this.notBefore) return false;
    this.drawOpen(false);
    this.notBefore = performance.now() + REST * (performance.now() - now);
    return true;
  }

  /** Draw all of it, and the last block as if nothing followed. */
  settle() {
    while (this.waiting.length) this.finish(/** @type {Block} */ (this.waiting.shift()));
    if (this.complete) return;
    this.drawOpen(true);
    this.complete = true;
  }

  /** @param {Block} block */
  finish(block) {
    const box = this.boxFor(block);
    patch(box, this.kept, renderBlock(block));
    this.kept = box.childNodes.length;
    this.size += block.source.length;
    this.height += guessedHeight(block.source);
    box.style.containIntrinsicSize = `auto ${Math.ceil(this.height)}px`;
    this.code = undefined;
    this.changed = true;
    this.notBefore = 0;
    if (this.size >= SKIPPED) this.box = undefined;
  }

  /** @param {boolean} complete */
  drawOpen(complete) {
    this.changed = false;
    const block = this.splitter.open;
    if (!block) return;
    if (block.kind === "code" && !complete && this.drawCode(block)) return;
    this.code = undefined;
    const source = complete || block.kind === "code" ? block.source : completed(block.source);
    patch(this.boxFor(block), this.kept, renderBlock({ ...block, source }));
  }

  /** Long code is appended to, not drawn again. @param {Block} block @returns {boolean} whether it is long */
  drawCode(block) {
    const text = withoutFence(block.source);
    if (text.length <= COLOURED) {
      patch(this.boxFor(block), this.kept, renderBlock({ ...block, source: text }));
      return true;
    }
    if (!this.code) {
      const box = this.boxFor(block);
      patch(box, this.kept, renderBlock({ ...block, source: text }));
      this.code = new GrowingCode(/** @type {HTMLElement} */ (box.lastElementChild?.querySelector("code")));
    }
    this.code.show(parseCode(text).code);
    return true;
  }

  /** @param {Block} block */
  boxFor(block) {
    if (this.box) return this.box;
    this.box = h("div", "jw-block", { dir: "auto" });
    this.size = this.kept = this.height = 0;
    this.el.append(this.box);
    return this.box;
  }
}

/** What is behind the last line end may be half of the closing fence. @param {string} source */
const withoutFence = (source) => source.replace(/\n {0,3}(?:`+|~+) *$/, "\n");

/** Code too long to be coloured for each word: what comes is appended plainly until the block is finished. */
class GrowingCode {
  /** @param {HTMLElement} el with the first part */
  constructor(el) {
    this.el = el;
    this.shown = el.textContent?.length ?? 0;
    /** @type {Text} */
    this.last = new Text();
    this.addRows();
  }

  /** @param {string} code all of it */
  show(code) {
    for (const rows of codeRows(code.slice(this.shown))) {
      if (this.last.length >= ROWS && this.last.data.endsWith("\n")) this.addRows();
      this.last.appendData(rows);
    }
    this.shown = code.length;
  }

  addRows() {
    this.last = new Text();
    this.el.append(h("span", "jw-rows", {}, this.last));
  }
}
