// @ts-check
import { TextCleaner } from "../model/clean_text.js";
import { h } from "./dom.js";

/** Lines of text that grow, as they are; the level at the start of a line of a log is marked. */

const SKIPPED = 2_048; // characters the browser may skip as one while they are out of sight
const LEVEL = /^(DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL|FATAL)(?=[\s:])/;
const WORDS = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "FATAL"];

export class PlainText {
  /** @param {HTMLElement} el where to draw */
  constructor(el) {
    this.el = el;
    this.cleaner = new TextCleaner();
    this.pending = "";
    /** @type {HTMLElement|undefined} */
    this.box = undefined;
    this.size = 0; // characters in it
    this.lineEnded = true;
  }

  /** @param {string} piece */
  append(piece) {
    this.pending += this.cleaner.push(piece);
  }

  /** @param {number} until time at which to stop @returns {boolean} whether everything is drawn */
  paint(until) {
    let from = 0;
    const text = this.pending;
    while (from < text.length && performance.now() < until) {
      const end = this.pieceEnd(text, from);
      const piece = text.slice(from, end);
      if (this.lineEnded && WORDS.some((word) => word.startsWith(piece))) break; // what word it is shows the next piece
      this.draw(piece);
      from = end;
    }
    this.pending = text.slice(from);
    return !this.pending.includes("\n");
  }

  /** Draw all of it. */
  settle() {
    this.paint(Infinity);
    if (this.pending) this.draw(this.pending);
    this.pending = "";
  }

  /**
   * A piece ends before a line that may have a level, and at the latest when the box is full.
   * @param {string} text @param {number} from
   */
  pieceEnd(text, from) {
    for (let end = text.indexOf("\n", from) + 1; end > 0; end = text.indexOf("\n", end) + 1) {
      if (end === text.length || end - from >= SKIPPED || /[A-Z]/.test(text[end])) return end;
    }
    return text.length;
  }

  /** @param {string} piece */
  draw(piece) {
    if (!this.box || (this.size >= SKIPPED && this.lineEnded)) this.addBox();
    const box = /** @type {HTMLElement} */ (this.box);
    const level = this.lineEnded ? LEVEL.exec(piece)?.[1] : undefined;
    if (level) box.append(h("span", "jw-level", { "data-level": level.toLowerCase() }, level));
    const rest = level ? piece.slice(level.length) : piece;
    if (box.lastChild instanceof Text) box.lastChild.appendData(rest);
    else box.append(rest);
    this.size += piece.length;
    this.lineEnded = piece.endsWith("\n");
  }

  addBox() {
    this.box = h("div", "jw-block", { dir: "auto" });
    this.size = 0;
    this.el.append(this.box);
  }
}
