// @ts-check
import { h, setText } from "./dom.js";
import { Follower, RECENT } from "./follower.js";
import { onCopy } from "./markdown.js";
import { MarkdownText } from "./markdown_text.js";
import { PlainText } from "./plain_text.js";

/**
 * @typedef {{seg: number, ch: string, attempt: number, at: number, to: number, text: string}} TextSpan
 *   places in code points in segment `seg`; at 0: the segment starts
 * @typedef {{attempt: number, old: boolean, pieces: string[], drawn: number}} Segment
 *   what one attempt wrote between two checkpoints; `drawn`: how many pieces were given to its run
 * @typedef {{attempt: number, old: boolean, segments: Segment[], body: MarkdownText|PlainText, wrong: boolean}} Run
 *   segments that are one text; wrong: it has to be drawn anew
 */

const SLICE = 8; // ms of drawing in a frame
const QUIET = 1000; // ms without a new word after which the last block is drawn as if it were finished

/** A box of growing text that follows its end until the reader scrolls away; superseded segments are struck out. */
export class TextPane extends Follower {
  /**
   * @param {string} label @param {() => void} schedule to have `paint` called in the next frame
   * @param {(attempt: number) => string} nameOf an attempt
   * @param {{markdown?: boolean}} [options] else the text is shown as it is
   */
  constructor(label, schedule, nameOf, { markdown = false } = {}) {
    super(label);
    this.schedule = schedule;
    this.nameOf = nameOf;
    this.markdown = markdown;
    this.flow.classList.add(markdown ? "jw-markdown" : "jw-plain");
    this.flow.addEventListener("click", onCopy);
    this.lines = 0;
    /** @type {Map<number, Segment>} by number, in the order of the numbers */
    this.segments = new Map();
    /** @type {Run[]} */
    this.runs = [];
    /** @type {Map<HTMLElement, number>} the lines that say which attempt speaks from there */
    this.marks = new Map();
    /** @type {number|undefined} where the reader was, until there is that much text */
    this.wanted = undefined;
    this.over = false; // no more text comes, for now
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.quiet = undefined;
  }

  destroy() {
    clearTimeout(this.quiet);
    super.destroy();
  }

  /** Forget everything. */
  clear() {
    clearTimeout(this.quiet);
    this.segments.clear();
    this.runs = [];
    this.marks.clear();
    this.flow.replaceChildren();
    this.lines = 0;
    this.schedule();
  }

  /** @param {TextSpan} span @param {boolean} old whether its segment is superseded */
  apply(span, old) {
    let segment = this.segments.get(span.seg);
    if (!segment) this.segments.set(span.seg, (segment = { attempt: span.attempt, old, pieces: [], drawn: 0 }));
    segment.pieces.push(span.text);
    this.over = false;
    for (let i = span.text.indexOf("\n"); i >= 0; i = span.text.indexOf("\n", i + 1)) this.lines++;
    this.schedule();
  }

  /** Strike out what a later attempt superseded. @param {number} number */
  supersede(number) {
    const segment = this.segments.get(number);
    if (!segment || segment.old) return;
    segment.old = true;
    this.schedule();
  }

  paint() {
    clearTimeout(this.quiet);
    this.arrange();
    const until = performance.now() + SLICE;
    let done = true;
    for (const run of this.runs) {
      done = this.feed(run).paint(until) && done;
      if (done && (this.over || run !== this.runs.at(-1))) run.body.settle();
    }
    if (this.following) this.toEnd();
    else if (done) this.goBack();
    this.showJump();
    if (!done) this.schedule();
    else if (!this.over) this.quiet = setTimeout(() => this.settle(), QUIET);
  }

  /** No more text comes, for now: the last words are drawn as they are, not as they will presumably go on. */
  settle() {
    if (this.over) return;
    this.over = true;
    this.schedule();
  }

  /**
   * Go on where a reader was, as soon as there is that much text.
   * @param {{following: boolean, top: number}} reading
   */
  restore({ following, top }) {
    this.following = following;
    this.wanted = following ? undefined : top;
    this.schedule();
  }

  /** It is shown again: browsers forget how far hidden boxes were scrolled. */
  show() {
    if (!this.following) this.wanted ??= this.last;
    this.schedule();
  }

  goBack() {
    if (this.wanted === undefined) return;
    if (performance.now() - this.touched < RECENT) this.wanted = undefined; // the reader went elsewhere meanwhile
    else {
      this.scroller.scrollTop = this.wanted;
      if (this.scroller.scrollTop >= this.wanted - 1) this.wanted = undefined;
    }
  }

  /** Put every segment into a run with its neighbours of the same attempt and the same fate. */
  arrange() {
    for (const run of [...this.runs]) {
      if (run.segments.some(({ old }) => old !== run.old)) this.strike(run);
      else if (run.wrong) this.replace(run);
    }
    const placed = this.runs.reduce((sum, { segments }) => sum + segments.length, 0);
    for (const segment of [...this.segments.values()].slice(placed)) {
      const last = this.runs.at(-1);
      if (last && last.attempt === segment.attempt && last.old === segment.old) last.segments.push(segment);
      else this.begin(segment);
    }
  }

  /** The segment speaks from here on. @param {Segment} segment */
  begin(segment) {
    const last = this.runs.at(-1);
    if (last && last.attempt !== segment.attempt) {
      const mark = h("div", "jw-attempt");
      this.marks.set(mark, segment.attempt);
      this.flow.append(mark);
      this.showAttempts();
    }
    const run = this.makeRun([segment]);
    if (last?.attempt === segment.attempt) this.join(last, run);
    this.runs.push(run);
    this.flow.append(run.body.el);
  }

  /** @param {Segment[]} segments alike @returns {Run} */
  makeRun(segments) {
    const [{ attempt, old }] = segments;
    for (const segment of segments) segment.drawn = 0;
    const el = this.makeBox(attempt, old);
    return { attempt, old, segments, body: this.markdown ? new MarkdownText(el) : new PlainText(el), wrong: false };
  }

  /** @param {number} attempt @param {boolean} old */
  makeBox(attempt, old) {
    if (!old) return h("div", "jw-run");
    const struck = h("del", "jw-run", { title: `Attempt ${attempt}, superseded` });
    // Screen readers mostly do not tell of struck out text.
    struck.append(h("span", "jw-said", {}, `Superseded, attempt ${attempt}: `));
    return struck;
  }

  /** Some of its segments are superseded now. @param {Run} run */
  strike(run) {
    if (!run.segments.every(({ old }) => old)) return this.replace(run);
    run.old = true;
    const struck = this.makeBox(run.attempt, true);
    struck.append(...run.body.el.childNodes);
    run.body.el.replaceWith(struck);
    run.body.el = struck;
  }

  /** Draw a run anew, as several if some of its segments are superseded. @param {Run} run */
  replace(run) {
    /** @type {Segment[][]} */
    const groups = [];
    for (const segment of run.segments) {
      if (groups.at(-1)?.[0].old === segment.old) groups.at(-1)?.push(segment);
      else groups.push([segment]);
    }
    const made = groups.map((segments) => this.makeRun(segments));
    this.runs.splice(this.runs.indexOf(run), 1, ...made);
    // At once: were there less text for a moment, the reader would lose their place.
    for (const one of made) this.feed(one).paint(Infinity);
    for (const [i, one] of made.slice(1).entries()) this.join(made[i], one);
    run.body.el.replaceWith(...made.map(({ body }) => body.el));
  }

  /** A checkpoint in mid-sentence does not break its line. @param {Run} run @param {Run} next */
  join(run, next) {
    if (run.segments.at(-1)?.pieces.at(-1)?.endsWith("\n")) return;
    run.body.el.classList.add("jw-goes-on");
    next.body.el.classList.add("jw-went-on");
  }

  /** Give a run the text that it has not got yet. @param {Run} run */
  feed(run) {
    for (const [i, segment] of run.segments.entries()) {
      if (segment.drawn < segment.pieces.length && run.segments[i + 1]?.drawn) run.wrong = true;
      for (; segment.drawn < segment.pieces.length; segment.drawn++) run.body.append(segment.pieces[segment.drawn]);
    }
    if (run.wrong) this.schedule();
    return run.body;
  }

  /** Name the attempts: why one was made may be known later than that it was. */
  showAttempts() {
    for (const [mark, attempt] of this.marks) {
      const name = this.nameOf(attempt);
      setText(mark, name);
      mark.title = name;
    }
  }
}
