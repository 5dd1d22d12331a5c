// @ts-check
import { h, setText } from "./dom.js";

/**
 * @typedef {{seg: number, ch: string, attempt: number, at: number, to: number, text: string}} TextSpan
 *   places in code points in segment `seg`; at 0: the segment starts
 * @typedef {{attempt: number, pending: string, old: boolean, parts: HTMLElement[]}} Segment
 *   what one attempt wrote between two checkpoints: a part in each block it reaches into, `pending` not painted yet
 */

const BLOCK = 2048; // characters of finished text the browser may skip as one

/** A box of growing text that follows its end until the reader scrolls away; superseded segments are struck out. */
export class TextPane {
  /** @param {string} label @param {() => void} schedule @param {(attempt: number) => string} nameOf an attempt */
  constructor(label, schedule, nameOf) {
    this.flow = h("div");
    this.scroller = h("div", "jw-scroller", { role: "log", "aria-live": "off", "aria-label": label, tabindex: "0" });
    this.scroller.append(this.flow);
    this.jump = h("button", "jw-jump", { type: "button", hidden: "" }, "↓ Jump to end");
    this.following = true;
    this.lines = 0;
    this.schedule = schedule;
    this.nameOf = nameOf;
    /** @type {Map<number, Segment>} by number, in the order of the numbers */
    this.segments = new Map();
    /** @type {Map<HTMLElement, number>} the lines that say which attempt speaks from there */
    this.marks = new Map();
    this.startBlock();
    this.last = 0; // position and height last seen
    this.height = 0;
    this.touched = -Infinity; // when the reader last did something that may scroll
    const touch = () => (this.touched = performance.now());
    for (const type of ["wheel", "touchmove", "pointerdown", "keydown"]) {
      this.scroller.addEventListener(type, touch, { passive: true });
    }
    this.scroller.addEventListener("scroll", () => this.onScroll());
    // At once: a browser scrolls smoothly, and following the end meanwhile would undo its first steps.
    this.scroller.addEventListener(
      "wheel",
      ({ deltaY }) => {
        if (deltaY < 0 && this.scroller.scrollTop > 0) this.following = false;
        this.showJump();
      },
      { passive: true },
    );
    // Heights settle late: blocks out of sight are estimated, folds open, the page gets narrower.
    this.resized = new ResizeObserver(() => this.following && this.toEnd());
    this.resized.observe(this.flow);
    this.resized.observe(this.scroller);
    this.jump.addEventListener("click", () => {
      this.following = true;
      this.toEnd();
      this.scroller.focus({ preventScroll: true });
    });
  }

  /** Forget everything. */
  clear() {
    this.segments.clear();
    this.marks.clear();
    this.flow.replaceChildren();
    this.lines = 0;
    this.startBlock();
    this.schedule();
  }

  /** @param {TextSpan} span @param {boolean} old whether its segment is superseded */
  apply(span, old) {
    let segment = this.segments.get(span.seg);
    if (!segment) this.segments.set(span.seg, (segment = { attempt: span.attempt, pending: "", old, parts: [] }));
    segment.pending += span.text;
    this.schedule();
  }

  /** Strike out what a later attempt superseded. @param {number} number */
  supersede(number) {
    const segment = this.segments.get(number);
    if (!segment || segment.old) return;
    segment.old = true;
    segment.parts = segment.parts.map((part, i) => {
      const struck = this.makePart(segment, i);
      struck.append(...part.childNodes);
      part.replaceWith(struck);
      return struck;
    });
  }

  paint() {
    for (const segment of this.segments.values()) if (segment.pending) this.grow(segment);
    if (this.following) this.toEnd();
    else this.showJump();
  }

  startBlock() {
    /** @type {HTMLElement|undefined} */
    this.block = undefined;
    /** @type {number} characters in the block */
    this.size = 0;
    this.lineEnded = true;
    /** @type {Segment|undefined} the segment that was painted last */
    this.tail = undefined;
  }

  /** @param {Segment} segment */
  grow(segment) {
    let rest = segment.pending;
    segment.pending = "";
    if (!segment.parts.length) this.begin(segment);
    while (rest) {
      const ours = segment === this.tail;
      if (ours && this.size >= BLOCK && this.lineEnded) this.addBlock();
      if (ours && segment.parts.at(-1)?.parentNode !== this.block) {
        const part = this.makePart(segment, segment.parts.length);
        segment.parts.push(part);
        this.block?.append(part);
      }
      // A block ends with a line, so that cutting the text changes nothing to be seen.
      const room = Math.max(0, BLOCK - this.size);
      const cut = !ours || rest.length <= room ? -1 : rest.indexOf("\n", room);
      const piece = cut < 0 ? rest : rest.slice(0, cut + 1);
      const part = /** @type {HTMLElement} */ (segment.parts.at(-1));
      if (part.lastChild instanceof Text) part.lastChild.appendData(piece);
      else part.append(piece);
      if (ours) {
        this.size += piece.length;
        this.lineEnded = piece.endsWith("\n");
      }
      for (let i = piece.indexOf("\n"); i >= 0; i = piece.indexOf("\n", i + 1)) this.lines++;
      rest = rest.slice(piece.length);
    }
  }

  /** The segment speaks from here on. @param {Segment} segment */
  begin(segment) {
    if (this.tail && this.tail.attempt !== segment.attempt) {
      const mark = h("div", "jw-attempt");
      this.marks.set(mark, segment.attempt);
      this.flow.append(mark);
      this.showAttempts();
      this.block = undefined;
    }
    if (!this.block) this.addBlock();
    this.tail = segment;
  }

  addBlock() {
    this.block = h("div", "jw-block", { dir: "auto" });
    this.size = 0;
    this.lineEnded = true;
    this.flow.append(this.block);
  }

  /** @param {Segment} segment @param {number} index */
  makePart({ attempt, old }, index) {
    if (!old) return h("span");
    const struck = h("del", "", { title: `Attempt ${attempt}, superseded` });
    // Screen readers mostly do not tell of struck out text.
    if (index === 0) struck.append(h("span", "jw-said", {}, `Superseded, attempt ${attempt}: `));
    return struck;
  }

  /** Name the attempts: why one was made may be known later than that it was. */
  showAttempts() {
    for (const [mark, attempt] of this.marks) {
      const name = this.nameOf(attempt);
      setText(mark, name);
      mark.title = name;
    }
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.last = this.scroller.scrollTop;
    this.height = this.scroller.scrollHeight;
    this.showJump();
  }

  onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    // Only the reader starts and stops the following. Heights change by themselves as well and move the
    // position: then it takes a recent wheel, key or touch to count.
    if (scrollHeight === this.height || performance.now() - this.touched < 1000) {
      const atEnd = scrollHeight - scrollTop - clientHeight < 12;
      // Text that turns out shorter than estimated pulls the end up to the reader: that is no scrolling of theirs.
      const pulled = atEnd && scrollHeight < this.height;
      if (scrollTop < this.last - 1) this.following &&= pulled;
      else if (atEnd && scrollTop > this.last) this.following = true;
    }
    this.height = scrollHeight;
    this.last = scrollTop;
    this.showJump();
  }

  showJump() {
    this.jump.hidden = this.following;
  }
}
