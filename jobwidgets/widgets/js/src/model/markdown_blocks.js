// @ts-check
/**
 * Cuts Markdown that is still being written into blocks that can be rendered each by itself. Where the cuts are
 * depends on the text alone, not on the pieces in which it came. There are fewer cuts than Markdown has blocks: one
 * is only made where nothing that follows can change what is above it.
 *
 * Long blocks are cut as well, or each word would cost more than the one before: a paragraph between two lines, a
 * list between two items, a table between two rows (the next part has the head again). Only far above that a cut may
 * be seen.
 *
 * @typedef {"text"|"heading"|"list"|"table"|"code"} Kind
 * @typedef {{kind: Kind, source: string, continues: boolean, start: number|null}} Block
 *   continues: cut off from the block before; start: the number of the first item of such a list
 */

const SOFT = 2_000; // characters from which on a block is cut where that cannot be seen
const TABLE = 8_000;
const HARD = 12_000; // and where it can
const LINE = 8_000; // characters in a line
const SLACK = 500; // characters in which a place between two words is looked for

// Each of these says yes to the start of a line only if it says so to every longer start.
const HEADING = /^#{1,6}[ \t\n]/;
const FENCE = /^ {0,3}(?:`{3,}[^`\n]*\n|~{3})/;
const CONTENT = /^[ \t]*[^\s]/;
const FLUSH = /^ {0,3}[^\s]/;
const NO_ITEM = /^(?:[^-*+0-9\s]|[-*+][^\s]|\d{1,9}[^\d.)\s]|\d{1,9}[.)][^\s]|\d{1,9}\s|\d{10})/;
const PROSE = /^(?:[\p{L}("'[<>]|\d{1,9}[^\d.)\n]|\d{10})/u;
const ITEM = /^(?:[-*+]|\d{1,9}[.)])[ \t]+[^\s]/;
const ROW = /^\|/;

const ANY_ITEM = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;
const FLUSH_ITEM = /^(?:([-*+])|(\d{1,9})([.)]))(?:[ \t]|$)/;
const DELIMITER = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const OPENING = /^ {0,3}(`{3,}|~{3,})/;

export class BlockSplitter {
  constructor() {
    /** @type {Block[]} finished, to be taken */
    this.done = [];
    this.line = ""; // the last one, not finished
    this.decided = false; // that it starts a block
    /** @type {Kind|null} of the open block; null: nothing in it yet */
    this.kind = null;
    this.source = "";
    this.head = ""; // of a table
    this.lines = 0;
    this.blank = false; // the last finished line was blank
    this.continues = false;
    /** @type {number|null} */
    this.start = null;
    /** @type {{mark: string, first: number, count: number}|null} the items at the margin; first: -1 without numbers */
    this.items = null;
    this.closing = /$^/; // of a code block
  }

  /** @param {boolean} continues @param {string} [head] of a table @param {number|null} [start] */
  begin(continues, head = "", start = null) {
    this.kind = head ? "table" : null;
    this.source = this.head = head;
    this.lines = 0;
    this.blank = false;
    this.continues = continues;
    this.start = start;
    this.items = null;
  }

  /** @param {string} text cleaned @returns {Block[]} the blocks that are finished now */
  push(text) {
    let from = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
      this.line += text.slice(from, end);
      this.cutLine();
      this.look(`${this.line}\n`);
      this.take();
      from = end + 1;
    }
    this.line += text.slice(from);
    this.cutLine();
    if (this.line) this.look(this.line);
    return this.done.splice(0);
  }

  /** The block that is not finished; undefined if there is nothing in it. @returns {Block|undefined} */
  get open() {
    if (this.kind === null && !this.line.trim()) return undefined;
    return this.block(this.source + this.line);
  }

  /** @param {string} source @returns {Block} */
  block(source) {
    return { kind: this.kind ?? "text", source, continues: this.continues, start: this.start };
  }

  /**
   * End the block before the line that begins like this, if so it is.
   * @param {string} line with its end, if it is there
   */
  look(line) {
    if (this.decided || this.kind === null || this.kind === "code") return;
    const long = this.isLong(line);
    if (!long && !this.startsBlock(line)) return;
    this.decided = true;
    const { head, items } = this;
    this.finish();
    if (!long) return this.begin(false);
    this.begin(true, head, items && items.first >= 0 ? items.first + items.count : null);
  }

  /** @param {string} line */
  startsBlock(line) {
    if (HEADING.test(line)) return true;
    if (this.kind === "list") return FENCE.test(line) && line[0] !== " " ? true : this.blank && NO_ITEM.test(line);
    if (FENCE.test(line)) return true;
    return this.kind === "heading" ? CONTENT.test(line) : this.blank && FLUSH.test(line);
  }

  /** @param {string} line */
  isLong(line) {
    const size = this.source.length;
    if (size >= HARD) return CONTENT.test(line);
    if (this.kind === "list") return size >= SOFT && this.items !== null && ITEM.test(line);
    if (this.blank || this.kind === "heading") return false;
    return this.kind === "table" ? size >= TABLE && ROW.test(line) : size >= SOFT && PROSE.test(line);
  }

  /** A line is finished. */
  take() {
    const line = this.line;
    this.line = "";
    this.decided = false;
    if (this.kind === "code") {
      this.source += `${line}\n`;
      if (this.closing.test(line)) this.end();
      return;
    }
    this.blank = !line.trim();
    if (this.blank && this.kind === null) return;
    if (!this.blank) this.classify(line);
    this.source += `${line}\n`;
    this.lines++;
  }

  /** @param {string} line */
  classify(line) {
    const fence = this.kind === null && FENCE.test(`${line}\n`) && OPENING.exec(line);
    if (fence) {
      this.kind = "code";
      this.closing = new RegExp(`^ {0,3}${fence[1]}${fence[1][0]}* *$`);
    } else if (this.kind === null) {
      this.kind = ANY_ITEM.test(line) ? "list" : HEADING.test(`${line}\n`) ? "heading" : "text";
    } else if (this.kind === "text") {
      if (ANY_ITEM.test(line)) this.kind = "list";
      else if (this.lines === 1 && DELIMITER.test(line) && this.source.includes("|")) {
        this.kind = "table";
        this.head = `${this.source}${line}\n`;
      }
    }
    if (this.kind === "list") this.count(line);
  }

  /** @param {string} line */
  count(line) {
    const item = FLUSH_ITEM.exec(line);
    if (!item) return;
    const mark = item[1] ?? item[3];
    if (this.items?.mark === mark) this.items.count++;
    else this.items = { mark, first: this.firstNumber(item[2]), count: 1 };
  }

  /** @param {string|undefined} written the number of an item, if its list has numbers */
  firstNumber(written) {
    if (written === undefined) return -1;
    return this.lines === 0 && this.start !== null ? this.start : Number(written);
  }

  finish() {
    this.done.push(this.block(this.source));
  }

  end() {
    this.finish();
    this.begin(false);
  }

  /** A very long line is cut between two words, if there are words. */
  cutLine() {
    while (this.kind !== "code" && this.line.length > LINE + SLACK) {
      this.look(this.line.slice(0, LINE + SLACK)); // not more: as if it had come in small pieces
      const word = this.line.slice(LINE, LINE + SLACK).search(/(?<=\s)\p{L}/u);
      const half = /[\udc00-\udfff]/.test(this.line[LINE + SLACK]) ? 1 : 0;
      const cut = word < 0 ? LINE + SLACK + half : LINE + word;
      const rest = this.line.slice(cut);
      this.kind ??= "text";
      this.source += this.line.slice(0, cut);
      this.finish();
      this.begin(true);
      this.line = rest;
      this.decided = true;
    }
  }
}

/** @param {string} text cleaned @returns {Block[]} */
export function splitBlocks(text) {
  const splitter = new BlockSplitter();
  const blocks = splitter.push(text);
  return splitter.open ? [...blocks, splitter.open] : blocks;
}

/**
 * What a code block says. Its last line may be half of the closing fence.
 * @param {string} source of a block of the kind "code", or one that is going to be
 */
export function parseCode(source) {
  const end = source.indexOf("\n");
  const [, indent, fence] = /** @type {RegExpExecArray} */ (/^( {0,3})(`{3,}|~{3,})/.exec(source));
  const lang = source.slice(indent.length + fence.length, end).trim().split(/\s+/)[0] ?? "";
  const closing = new RegExp(`(?:^|\\n) {0,3}${fence}${fence[0]}* *\\n?$`);
  let code = source.slice(end + 1);
  const closed = closing.exec(code);
  if (closed) code = code.slice(0, closed.index);
  else if (code.endsWith("\n")) code = code.slice(0, -1);
  if (indent) code = code.replace(new RegExp(`^ {1,${indent.length}}`, "gm"), "");
  return { lang, code };
}
